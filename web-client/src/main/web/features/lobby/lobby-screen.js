/** The lobby on the hall's screen: how to join, in large type, and how many people are here. */
import { css, html, nothing } from 'lit';
import { spokenCode } from '../../live/identity.js';
import { logo, logoStyle } from '../../ui/logo.js';
import { shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';
import { hostOf } from '../../ui/join-address.js';
import { qrCode } from '../../ui/qr-code.js';
import { onEvent } from '../../ui/while-connected.js';
import { words } from '../../ui/words.js';
import { toggleFullScreen } from '../../ui/full-screen.js';

/** How long the hint about full screen is shown: the person who opened the page has to read it and come back, ms. */
const HINT_MS = 15_000;

/** If the pointer moved further than this, the person turned the machine and did not click, px. */
const SLOP = 8;

/**
 * Full screen for the hall's page, which has no controls and often no keyboard: a click anywhere enters it. Leaving takes a
 * double click, so that a touch by accident changes nothing.
 */
export function fillWhenPressed() {
  let down = { x: 0, y: 0 },
    wasFull = false;
  window.addEventListener('pointerdown', ({ clientX: x, clientY: y }) => {
    down = { x, y };
  });
  window.addEventListener('click', ({ clientX, clientY, detail }) => {
    if (!document.fullscreenEnabled || Math.hypot(clientX - down.x, clientY - down.y) > SLOP) return;
    const full = document.fullscreenElement !== null;
    if (detail === 1) wasFull = full;
    // The second click of the double click that entered full screen must not leave it.
    if (detail === 2 ? full && wasFull : !full) toggleFullScreen();
  });
}

export class LobbyScreen extends ViewElement {
  static properties = {
    hinted: { state: true },
  };

  static styles = [
    shared,
    logoStyle,
    css`
      :host {
        position: fixed;
        inset: 0;
        display: grid;
        grid-template-rows: auto auto 1fr;
        padding: 5.5vh 56px 4.5vh;
        pointer-events: none;
        --qr: max(300px, min(50vh, 46vw));
      }
      .brand {
        display: flex;
        align-items: center;
        gap: 20px;
        margin-bottom: 3.5vh;
        font-size: 34px;
        font-weight: var(--w-strong);
      }
      /* the hint about full screen stands beside it */
      .brand orrery-talk-title {
        max-width: 52vw;
      }
      .logo {
        --logo-size: 46px;
      }
      .qr {
        display: block;
        width: var(--qr);
        height: var(--qr);
        border-radius: var(--r2);
        background: #fff;
      }
      .how {
        align-self: end;
        font-size: 28px;
        line-height: 1.3;
        color: var(--ink-2);
      }
      .address {
        font-size: 34px;
        line-height: 1.2;
        font-weight: var(--w-strong);
        color: var(--ink);
        overflow-wrap: anywhere;
      }
      .code {
        font-size: 48px;
        line-height: 1.2;
        font-weight: var(--w-strong);
        letter-spacing: 0.06em;
        color: var(--accent);
        margin-left: 8px;
        white-space: nowrap;
      }
      .count {
        position: absolute;
        right: 56px;
        bottom: 4.5vh;
        font-size: 28px;
        color: var(--ink-2);
        text-align: right;
        max-width: 34%;
      }
      .count strong {
        font-size: 48px;
        line-height: 1.2;
        margin-right: 8px;
      }
      .fill {
        position: absolute;
        right: 56px;
        top: 5.5vh;
        max-width: 50%;
        min-height: 46px;
        display: flex;
        align-items: center;
        font-size: 28px;
        line-height: 1.2;
        text-align: right;
        color: var(--ink-2);
      }
      .brand:has(orrery-talk-title) ~ .fill {
        max-width: 26vw;
        font-size: 22px;
      }
      @media (max-width: 720px) {
        :host {
          padding: var(--s4);
          --qr: min(70vw, 320px);
        }
        .brand {
          font-size: 24px;
          margin-bottom: var(--s4);
        }
        /* the count of people is in its place */
        .brand :is(span, orrery-talk-title) {
          display: none;
        }
        .how,
        .count {
          font-size: 20px;
        }
        .address {
          font-size: 24px;
        }
        .code,
        .count strong {
          font-size: 34px;
        }
        .count,
        .fill {
          max-width: calc(100% - 2 * var(--s4));
        }
        .count {
          right: var(--s4);
          bottom: auto;
          top: var(--s4);
        }
        .fill {
          right: auto;
          left: var(--s4);
          top: auto;
          bottom: var(--s4);
          min-height: 0;
          font-size: 20px;
        }
        .how {
          align-self: start;
          margin-top: var(--s4);
        }
      }
    `,
  ];

  constructor() {
    super();
    /** Whether the hint about full screen has been shown long enough. */
    this.hinted = false;
    onEvent(this, document, 'fullscreenchange');
  }

  connectedCallback() {
    super.connectedCallback();
    setTimeout(() => (this.hinted = true), HINT_MS);
  }

  render() {
    const { view } = this;
    if (!view) return nothing;
    const count = view.people?.count ?? 0;
    const fills = !this.hinted && document.fullscreenEnabled && document.fullscreenElement === null;
    return html`<div class="brand">
        ${logo}${view.talk?.cover ? html`<orrery-talk-title in-lobby="hall" .view=${view}></orrery-talk-title>` : html`<span>${words.text('brand')}</span>`}
      </div>
      ${fills ? html`<p class="fill">${words.text('lobby.fill')}</p>` : nothing}
      ${qrCode(view)}
      <div class="how">
        <p>${words.text('lobby.scan')}</p>
        <p class="address">${hostOf(view)}</p>
        <p>${words.text('lobby.withCode')} <span class="code">${spokenCode(view.code)}</span></p>
      </div>
      <p class="count">
        ${
          count === 0
            ? words.text('lobby.nobody')
            : html`<strong>${words.number(count, 0)}</strong> ${words.text('lobby.here', { count })}`
        }
      </p>`;
  }
}

customElements.define('orrery-lobby-screen', LobbyScreen);
