/** The links to a room that has just been opened, and its QR code. They are shown once: the server does not store the keys. */
import { css, html, LitElement, nothing } from 'lit';
import { spokenCode } from '../../live/identity.js';
import { isLoopback } from '../../live/loopback.js';
import './link-row.js';
import { card } from './rooms-styles.js';
import { shared } from '../../ui/styles.js';
import { words } from '../../ui/words.js';

export class RoomLinks extends LitElement {
  static properties = {
    links: { attribute: false },
  };

  static styles = [
    shared,
    card,
    css`
      .head {
        display: flex;
        align-items: start;
        justify-content: space-between;
        gap: var(--s4);
        margin-bottom: var(--s4);
      }
      .head p {
        line-height: var(--lh-read);
        color: var(--ink-2);
      }
      .head .warn {
        margin-top: var(--s3);
        color: var(--warn);
      }
      img {
        flex: none;
        width: 132px;
        height: 132px;
        border-radius: var(--r2);
        background: #fff;
      }
      @media (max-width: 479px) {
        img {
          width: 96px;
          height: 96px;
        }
      }
    `,
  ];

  constructor() {
    super();
    /** @type {import('../../live/hosting.js').Links | null} */
    this.links = null;
    this.tabIndex = -1;
  }

  render() {
    if (!this.links) return nothing;
    const { code, audience, screen, presenter, coPresenter } = this.links;
    const { origin } = new URL(audience);
    return html`<section class="panel" aria-labelledby="title">
      <div class="head">
        <div>
          <h2 id="title">${words.text('rooms.opened.title', { code: spokenCode(code) })}</h2>
          <p>${words.text('rooms.opened.text')}</p>
          ${isLoopback(origin) ? html`<p class="warn">${words.text('rooms.opened.loopback')}</p>` : nothing}
        </div>
        <img
          src=${`/r/${encodeURIComponent(code)}/qr.svg?address=${encodeURIComponent(origin)}`}
          alt=${words.text('lobby.qr', { address: new URL(audience).host, code: spokenCode(code) })}
        />
      </div>
      <orrery-link-row what=${words.text('rooms.link.presenter')} .link=${presenter} secret></orrery-link-row>
      <orrery-link-row what=${words.text('rooms.link.co-presenter')} .link=${coPresenter} secret></orrery-link-row>
      <orrery-link-row what=${words.text('rooms.link.audience')} .link=${audience}></orrery-link-row>
      <orrery-link-row what=${words.text('rooms.link.screen')} .link=${screen}></orrery-link-row>
    </section>`;
  }
}

customElements.define('orrery-room-links', RoomLinks);
