/** The link of a moderator, or of a remote control: made, shown and withdrawn by who presents. Its key can do that, and nothing else. */
import { css, html, LitElement, nothing } from 'lit';
import { request } from '../../live/http.js';
import { read } from '../../live/identity.js';
import { folded } from '../../ui/folded.js';
import { loadLate } from '../../ui/late-words.js';
import { shared } from '../../ui/styles.js';
import { words } from '../../ui/words.js';

class KeyLink extends LitElement {
  static properties = { kind: {}, code: {}, base: {}, made: { state: true }, problem: { state: true } };

  static styles = [
    shared,
    folded,
    css`
      .row > span {
        flex: 1 1 120px;
      }
      .plain {
        min-height: 36px;
        padding: 0 var(--s3);
      }
      @media (pointer: coarse) {
        .plain {
          min-height: 48px;
        }
      }
      input {
        margin-top: var(--s2);
        min-height: 36px;
      }
    `,
  ];

  constructor() {
    super();
    /** Whose key it is. @type {'moderator' | 'remote'} */
    this.kind = 'moderator';
    this.code = '';
    /** The audience's link. */
    this.base = '';
    /** The key that is out, and when it was made; null while that is not known, without members for none. @type {{key?: string, made?: number} | null} */
    this.made = null;
    /** Why the last request failed; null if it did not. @type {unknown} */
    this.problem = null;
  }

  firstUpdated() {
    if (this.kind === 'remote') loadLate('remote', () => this.requestUpdate());
    this.#ask('GET');
  }

  /** @param {'GET' | 'POST' | 'DELETE'} method */
  async #ask(method) {
    const headers = {
      'Content-Type': 'application/json',
      Authorization: `Bearer ${read(`orrery.key.${this.code}`, window) ?? ''}`,
    };
    try {
      const response = await request(`/api/rooms/${encodeURIComponent(this.code)}/${this.kind}`, {
        method,
        headers,
        cache: 'no-store',
      });
      this.made = method === 'DELETE' ? {} : await response.json();
      this.problem = null;
    } catch (problem) {
      this.problem = problem;
    }
  }

  render() {
    const { made, problem } = this;
    return html`${problem ? html`<p class="wrong" role="alert">${words.problem(problem)}</p>` : nothing}${made ? this.#link(made) : nothing}`;
  }

  /** @param {{key?: string, made?: number}} made */
  #link(made) {
    if (made.made === undefined)
      return html`<div class="row">
        <span>${this.#text('note')}</span>
        <button class="plain" @click=${() => this.#ask('POST')}>${this.#text('make')}</button>
      </div>`;
    const since = new Date(made.made).toLocaleTimeString(words.language, { hour: 'numeric', minute: '2-digit' });
    return html`<div class="row">
        <span>${this.#text('since', { since })}</span>
        <button class="plain" @click=${() => this.#withdraw()}>${this.#text('withdraw')}</button>
      </div>
      ${
        made.key
          ? html`<input
            readonly
            aria-label=${this.#text('link')}
            .value=${this.#address(made.key)}
            @focus=${(/** @type {{target: HTMLInputElement}} */ { target }) => target.select()}
          />`
          : nothing
      }`;
  }

  /** @param {string} key @param {import('../../ui/words.js').Values} [values] */
  #text(key, values) {
    return words.text(`${this.kind === 'moderator' ? 'door.moderator' : 'remote'}.${key}`, values);
  }

  /** @param {string} key */
  #address(key) {
    return this.kind === 'moderator'
      ? `${this.base}#key=${key}`
      : `${new URL(this.base, location.href).origin}/remote#room=${this.code}&key=${key}`;
  }

  #withdraw() {
    if (confirm(this.#text('sure'))) this.#ask('DELETE');
  }
}

customElements.define('orrery-key-link', KeyLink);
