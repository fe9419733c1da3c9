/**
 * The lobby on the presenter's page: the checks, how to join, and the button that begins the session.
 *
 * @typedef {import('./checks.js').Check} Check
 * @typedef {import('../../ui/view.js').View} View
 */
import { css, html, nothing } from 'lit';
import { spokenCode } from '../../live/identity.js';
import { ask } from '../../ui/ask.js';
import { checksOf, choicesOf } from './checks.js';
import { takePresenterKey } from '../../live/presenter-key.js';
import { ReachabilityPoll } from '../../live/reachability.js';
import '../../ui/full-screen-button.js';
import { icons } from '../../ui/icons.js';
import '../../ui/language-choice.js';
import { logo, logoStyle } from '../../ui/logo.js';
import { selectStyle } from '../../ui/sheet-style.js';
import { shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';
import { addressOf, hostOf } from '../../ui/join-address.js';
import { qrCode } from '../../ui/qr-code.js';
import { words } from '../../ui/words.js';

export { preselected } from './checks.js';

/** Asks how others can reach the server, with the presenter's key. @param {string} code of the room */
export const reachOf = (code) => new ReachabilityPoll(code, () => takePresenterKey(code));

export class Preflight extends ViewElement {
  static properties = {
    reach: { attribute: false },
    clock: { attribute: false },
    loaded: { type: Boolean },
    watching: { type: Boolean, reflect: true },
    copied: { state: true },
  };

  static styles = [
    shared,
    selectStyle,
    logoStyle,
    css`
      :host {
        position: absolute;
        inset: 0;
        z-index: 1;
        display: grid;
        grid-template-columns: minmax(0, 560px) minmax(0, 1fr);
        grid-template-rows: auto minmax(0, 1fr);
        gap: var(--s4) var(--s6);
        padding: 20px var(--edge) var(--edge);
        pointer-events: none;
      }
      header,
      section,
      aside {
        pointer-events: auto;
      }
      header {
        grid-column: 1 / -1;
        display: flex;
        align-items: center;
        gap: var(--s3);
        font-size: var(--text-lg);
        font-weight: var(--w-strong);
      }
      header .icon:first-of-type {
        margin-left: auto;
      }
      section {
        align-self: start;
        max-height: 100%;
        overflow: auto;
        padding: var(--s5);
        background: var(--surface);
        border-radius: var(--r3);
        box-shadow: var(--shadow-2);
      }
      h1 {
        font-size: var(--text-xl);
        line-height: var(--lh-tight);
        font-weight: var(--w-strong);
      }
      .checks {
        margin-top: var(--s4);
      }
      .checks > li {
        display: grid;
        grid-template-columns: 28px minmax(0, 1fr);
        gap: 0 var(--s2);
        padding: var(--s3) 0;
        border-top: 1px solid var(--line);
      }
      .sign {
        width: 20px;
        height: 20px;
        color: var(--ink-3);
      }
      .done .sign {
        color: var(--good);
      }
      .wrong .sign {
        color: var(--bad);
      }
      .what {
        font-weight: var(--w-strong);
        color: var(--ink);
      }
      .why {
        grid-column: 2;
        font-size: var(--text-sm);
        line-height: var(--lh-read);
        color: var(--ink-2);
      }
      .links {
        grid-column: 2;
        display: flex;
        flex-wrap: wrap;
        gap: var(--s2);
        margin-top: var(--s2);
      }
      select {
        grid-column: 2;
        margin-top: var(--s2);
        width: auto;
        max-width: 100%;
        min-height: var(--hit);
        padding: 0 var(--s5) 0 var(--s2);
        text-overflow: ellipsis;
      }
      .begin {
        display: flex;
        flex-wrap: wrap;
        gap: var(--s3);
        margin-top: var(--s4);
      }
      .begin .filled {
        flex: 1 1 auto;
        min-height: 48px;
      }
      aside {
        justify-self: end;
        align-self: end;
        display: flex;
        align-items: end;
        gap: var(--s4);
        text-align: right;
      }
      .qr {
        width: 168px;
        height: 168px;
        border-radius: var(--r2);
        background: #fff;
      }
      .address {
        font-size: var(--text-lg);
        font-weight: var(--w-strong);
        color: var(--ink);
        overflow-wrap: anywhere;
      }
      .code {
        font-size: var(--text-2xl);
        line-height: 1.2;
        font-weight: var(--w-strong);
        letter-spacing: 0.06em;
        color: var(--accent);
        white-space: nowrap;
      }
      .count {
        color: var(--ink-2);
      }
      @media (max-width: 899px), (orientation: portrait) {
        :host {
          display: block;
          overflow: auto;
          padding: var(--s3);
          pointer-events: auto;
          background: var(--bg);
        }
        /* Room for the driver control, which lies over the lower edge. */
        :host([watching]) {
          padding-bottom: 112px;
        }
        header {
          margin-bottom: var(--s3);
        }
        aside {
          justify-content: space-between;
          margin-top: var(--s4);
        }
        .qr {
          width: 140px;
          height: 140px;
          order: 2;
        }
        aside > div {
          text-align: left;
        }
        section {
          padding: var(--s4);
          max-height: none;
        }
      }
    `,
  ];

  constructor() {
    super();
    /** How others can reach the server; null until it has answered. @type {import('../../live/reachability.js').Reachability | null} */
    this.reach = null;
    /** The largest error of this page's clock against the server's, ms; null until it is measured. @type {number | null} */
    this.clock = null;
    /** Whether this page has the model's weights. */
    this.loaded = false;
    /** Whether somebody else drives. */
    this.watching = false;
    this.copied = false;
  }

  render() {
    const { view, reach } = this;
    if (!view?.room) return nothing;
    const checks = checksOf({ view, reach, clock: this.clock, loaded: this.loaded, origin: location.origin, words });
    return html`<header>
        ${logo}<span>${words.text('brand')}</span>
        <button class="icon" aria-label=${words.text('bar.theme')} title=${words.text('bar.theme')} @click=${() => ask(this, 'theme')}>
          ${icons.theme}
        </button>
        <orrery-language></orrery-language><orrery-full-screen></orrery-full-screen>
        <button class="icon" aria-label=${words.text('bar.help')} title=${words.text('bar.help')} @click=${() => ask(this, 'help')}>
          ${icons.help}
        </button>
      </header>
      <section aria-labelledby="title">
        <h1 id="title">${words.text('preflight.title')}</h1>
        <ul class="checks">
          ${checks.map((check) => this.#check(check, view))}
        </ul>
        <div class="begin">
          <button class="filled" ?disabled=${!view.mayDrive} @click=${() => ask(this, 'begin')}>
            ${words.text(view.room.parts.began > 0 ? 'preflight.goOn' : 'preflight.begin')} <kbd aria-hidden="true">→</kbd>
          </button>
          ${
            view.mayDrive
              ? html`<button class="plain" @click=${() => ask(this, 'ready')}>${words.text('bar.ready')}</button>`
              : nothing
          }
        </div>
      </section>
      <aside>
        <div>
          <p class="address">${hostOf(view)}</p>
          <p class="code">${spokenCode(view.code)}</p>
          <p class="count" role="status">
            ${view.people?.count ? words.text('people.title', { count: view.people.count }) : words.text('people.none')}
          </p>
        </div>
        ${qrCode(view)}
      </aside>`;
  }

  /** @param {Check} check @param {View} view */
  #check(check, view) {
    return html`<li class=${check.state}>
      <span class="sign" role="img" aria-label=${words.text(`preflight.state.${check.state}`)}>${icons[check.state]}</span>
      <span class="what">${check.what}</span>
      ${check.why ? html`<p class="why">${check.why}</p>` : nothing}
      ${check.id === 'address' ? this.#choice(view) : nothing}
      ${
        check.id === 'screen'
          ? html`<p class="links">
            <a class="button plain" href=${`/r/${view.code}/screen`} target="_blank" rel="noopener">
              ${words.text('preflight.openScreen')}
            </a>
            ${
              navigator.clipboard
                ? html`<button class="plain" @click=${() => this.#copy(`${addressOf(view)}/r/${view.code}/screen`)}>
                  ${words.text(this.copied ? 'preflight.copied' : 'preflight.copyScreen')}
                </button>`
                : nothing
            }
          </p>`
          : nothing
      }
    </li>`;
  }

  /** The choice of the address that links and the QR code lead to. @param {View} view */
  #choice(view) {
    const choices = choicesOf(this.reach, location.origin, addressOf(view), words);
    if (choices.length < 2 || !view.mayDrive) return nothing;
    return html`<select aria-label=${words.text('preflight.choose')} @change=${(/** @type {{target: HTMLSelectElement}} */ event) => ask(this, 'address', event.target.value)}>
      ${choices.map(
        ({ address, text }) => html`<option value=${address} ?selected=${address === addressOf(view)}>${text}</option>`,
      )}
    </select>`;
  }

  /** @param {string} text */
  async #copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      this.copied = true;
    } catch {
      // The link of the button next to it can be copied by hand.
    }
  }
}

customElements.define('orrery-preflight', Preflight);
