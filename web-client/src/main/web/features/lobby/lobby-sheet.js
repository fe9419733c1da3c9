/** The lobby on an attendee's page: says that the person is in the room, asks for a name, explains how the screen stays on. */
import { css, html, nothing } from 'lit';
import { spokenCode } from '../../live/identity.js';
import { ask } from '../../ui/ask.js';
import { logo, logoStyle } from '../../ui/logo.js';
import { shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';
import { words } from '../../ui/words.js';

export class LobbySheet extends ViewElement {
  static properties = {
    name: {},
    awake: {},
    kept: { state: true },
  };

  static styles = [
    shared,
    logoStyle,
    css`
      :host {
        position: absolute;
        z-index: 1;
        left: 0;
        right: 0;
        bottom: 0;
        max-width: 640px;
        margin: 0 auto;
        max-height: 78dvh;
        overflow: auto;
        padding: var(--s5) var(--s5) max(var(--s5), env(safe-area-inset-bottom));
        background: var(--surface);
        border-radius: var(--r4) var(--r4) 0 0;
        box-shadow: var(--shadow-2);
      }
      .brand {
        display: flex;
        align-items: center;
        gap: var(--s3);
        font-size: var(--text-lg);
        font-weight: var(--w-strong);
      }
      orrery-full-screen {
        margin: -6px 0 -6px auto;
      }
      h1 {
        margin-top: var(--s3);
        font-size: var(--text-xl);
        line-height: var(--lh-tight);
        font-weight: var(--w-strong);
      }
      .room {
        margin-top: var(--s2);
        color: var(--ink-2);
      }
      .room strong {
        letter-spacing: 0.04em;
        white-space: nowrap;
      }
      form {
        margin-top: var(--s4);
      }
      .row {
        display: flex;
        gap: var(--s2);
      }
      .row input {
        flex: 1;
        min-width: 0;
        font-size: 16px;
      }
      .row button {
        min-height: 48px;
        white-space: nowrap;
      }
      .small {
        margin-top: var(--s2);
        font-size: var(--text-sm);
        line-height: var(--lh-read);
        color: var(--ink-3);
      }
      .awake {
        margin-top: var(--s4);
        padding: var(--s3) var(--s4);
        border-radius: var(--r2);
        background: var(--surface-2);
        line-height: var(--lh-read);
        color: var(--ink-2);
      }
      @media (min-width: 900px) and (orientation: landscape) {
        :host {
          left: 48px;
          right: auto;
          bottom: auto;
          top: 50%;
          width: 420px;
          transform: translateY(-50%);
          border-radius: var(--r3);
          max-height: calc(100dvh - 2 * var(--s5));
        }
      }
    `,
  ];

  constructor() {
    super();
    /** The person's current name. */
    this.name = '';
    /** Whether the page keeps the screen on; null until that is known. @type {boolean | null} */
    this.awake = null;
    this.kept = false;
  }

  render() {
    const { view } = this;
    if (!view) return nothing;
    const count = view.people?.count ?? 1;
    return html`<div class="brand">${logo}<span>${words.text('brand')}</span><orrery-language></orrery-language><orrery-full-screen></orrery-full-screen></div>
      <orrery-talk-title in-lobby .view=${view}></orrery-talk-title>
      <h1>${words.text('lobby.in')}</h1>
      <p class="room">
        ${words.text('lobby.room')} <strong translate="no">${spokenCode(view.code)}</strong> · ${words.text('people.title', { count })} ·
        ${words.text('lobby.waits')}
      </p>
      <form @submit=${this.#submit}>
        <label for="name">${words.text('lobby.name')}</label>
        <div class="row">
          <input
            id="name"
            name="name"
            autocomplete="nickname"
            spellcheck="false"
            .value=${this.name}
            @input=${() => {
              this.kept = false;
            }}
          />
          <button class="plain" type="submit">${words.text(this.kept ? 'lobby.nameKept' : 'lobby.nameKeep')}</button>
        </div>
        <p class="small">${words.text('lobby.nameNote', { days: Number(document.documentElement.dataset.kept) })}</p>
      </form>
      ${this.awake !== null && words.has('awake.how') ? html`<p class="awake">${words.text(this.awake ? 'awake.kept' : 'awake.how')}</p>` : nothing}`;
  }

  /** @param {Event & {target: HTMLFormElement}} event */
  #submit(event) {
    event.preventDefault();
    const name = String(new FormData(event.target).get('name') ?? '').trim();
    ask(this, 'rename', name);
    this.kept = true;
    const { activeElement } = /** @type {ShadowRoot} */ (this.renderRoot);
    if (event.target.contains(activeElement)) /** @type {HTMLElement} */ (activeElement).blur();
  }
}

customElements.define('orrery-lobby-sheet', LobbySheet);
