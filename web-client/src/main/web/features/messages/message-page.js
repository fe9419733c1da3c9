/** A full page that says why there is nothing to show, and what to do: no such room, a wrong key, taken over elsewhere. */
import { css, html, LitElement, nothing } from 'lit';
import { presenterPath } from '../../live/presenter-key.js';
import { ask } from '../../ui/ask.js';
import { logo, logoStyle } from '../../ui/logo.js';
import { shared } from '../../ui/styles.js';
import '../../ui/language-choice.js';
import { words } from '../../ui/words.js';

const LABELS = { code: 'present.roomCode', key: 'present.key', link: 'present.wholeLink' };

export class MessagePage extends LitElement {
  static properties = {
    heading: {},
    text: {},
    field: {},
    again: { type: Boolean },
    againText: {},
    kept: {},
    wrong: { state: true },
  };

  static styles = [
    shared,
    logoStyle,
    css`
      :host {
        position: fixed;
        inset: 0;
        display: grid;
        place-items: center;
        padding: var(--s5);
        overflow: auto;
      }
      section {
        width: min(480px, 100%);
        padding: var(--s6) var(--s5);
        background: var(--surface);
        border-radius: var(--r3);
        box-shadow: var(--shadow-2);
      }
      .logo {
        --logo-size: 40px;
        margin-bottom: var(--s4);
      }
      h1 {
        font-size: var(--text-xl);
        line-height: var(--lh-tight);
        font-weight: var(--w-strong);
      }
      p {
        margin-top: var(--s3);
        color: var(--ink-2);
        line-height: var(--lh-read);
      }
      label {
        margin-top: var(--s4);
      }
      input.code {
        letter-spacing: 0.08em;
        text-transform: uppercase;
      }
      .row {
        display: flex;
        flex-wrap: wrap-reverse;
        gap: var(--s3);
        margin-top: var(--s5);
      }
      .row > * {
        flex: 1 1 auto;
      }
    `,
  ];

  constructor() {
    super();
    this.heading = '';
    this.text = '';
    /** The input that the page asks for: a room's code, its presenter's key or link, or none. @type {'code' | 'key' | 'link' | ''} */
    this.field = '';
    /** Whether to offer a reload. */
    this.again = false;
    /** Label of the reload button, if it differs from "try again". */
    this.againText = '';
    /** The code of a room whose page of what is kept is offered to this tab, which has the key. */
    this.kept = '';
    /** Whether the input was not a presenter's link. */
    this.wrong = false;
  }

  render() {
    return html`<section role="alert">
      ${logo}
      <h1>${this.heading}</h1>
      <p>${this.text}</p>
      <form @submit=${this.#submit}>
        ${this.#field()}
        <div class="row">
          <orrery-language></orrery-language>
          <a class="button plain" href="/">${words.text('ended.home')}</a>
          ${this.kept ? html`<a class="button plain" href="/r/${this.kept}/afterwards">${words.text('ended.afterwards')}</a>` : nothing}
          ${
            this.field === 'code'
              ? html`<button class="filled" type="submit">${words.text('landing.join')}</button>`
              : nothing
          }
          ${
            this.field === 'key' || this.field === 'link'
              ? html`<button class="filled" type="submit">${words.text('present.go')}</button>`
              : nothing
          }
          ${
            this.again && this.field === ''
              ? html`<button class="filled" type="button" @click=${() => location.reload()}>${this.againText || words.text('ended.again')}</button>`
              : nothing
          }
        </div>
      </form>
    </section>`;
  }

  firstUpdated() {
    this.renderRoot.querySelector('input')?.focus();
  }

  #field() {
    if (this.field === '') return nothing;
    const label = words.text(LABELS[this.field]);
    return html`<label for="field">${label}</label>
      <input
        id="field"
        name="field"
        class=${this.field}
        autocomplete="off"
        autocapitalize=${this.field === 'code' ? 'characters' : 'none'}
        spellcheck="false"
        maxlength=${this.field === 'code' ? 16 : 512}
        aria-describedby="wrong"
        @input=${() => {
          this.wrong = false;
        }}
      />
      <p class="wrong" id="wrong" role="alert" ?hidden=${!this.wrong}>${words.text('present.notALink')}</p>`;
  }

  /** @param {Event & {target: HTMLFormElement}} event */
  #submit(event) {
    event.preventDefault();
    const value = String(new FormData(event.target).get('field') ?? '').trim();
    if (value === '') return;
    if (this.field !== 'link') {
      ask(this, this.field, value);
      return;
    }
    const path = presenterPath(value, '');
    this.wrong = path === null;
    if (path !== null) location.assign(path);
  }
}

customElements.define('orrery-message', MessagePage);
