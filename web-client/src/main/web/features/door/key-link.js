/** The moderator's link: made, shown and withdrawn by who presents. Its key can look after the audience's questions, and nothing else. */
import { css, html, LitElement, nothing } from 'lit';
import { request } from '../../live/http.js';
import { read } from '../../live/identity.js';
import { folded } from '../../ui/folded.js';
import { shared } from '../../ui/styles.js';
import { words } from '../../ui/words.js';

class ModeratorLink extends LitElement {
  static properties = { code: {}, base: {}, made: { state: true }, problem: { state: true } };

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
    this.code = '';
    /** The audience's link. */
    this.base = '';
    /** The key that is out, and when it was made; null while that is not known, without members for none. @type {{key?: string, made?: number} | null} */
    this.made = null;
    /** Why the last request failed; null if it did not. @type {unknown} */
    this.problem = null;
  }

  firstUpdated() {
    this.#ask('GET');
  }

  /** @param {'GET' | 'POST' | 'DELETE'} method */
  async #ask(method) {
    const headers = {
      'Content-Type': 'application/json',
      Authorization: `Bearer ${read(`orrery.key.${this.code}`, window) ?? ''}`,
    };
    try {
      const response = await request(`/api/rooms/${encodeURIComponent(this.code)}/moderator`, {
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
        <span>${words.text('door.moderator.note')}</span>
        <button class="plain" @click=${() => this.#ask('POST')}>${words.text('door.moderator.make')}</button>
      </div>`;
    const since = new Date(made.made).toLocaleTimeString(words.language, { hour: 'numeric', minute: '2-digit' });
    return html`<div class="row">
        <span>${words.text('door.moderator.since', { since })}</span>
        <button class="plain" @click=${() => this.#withdraw()}>${words.text('door.moderator.withdraw')}</button>
      </div>
      ${
        made.key
          ? html`<input
            readonly
            aria-label=${words.text('door.moderator.link')}
            .value=${`${this.base}#key=${made.key}`}
            @focus=${(/** @type {{target: HTMLInputElement}} */ { target }) => target.select()}
          />`
          : nothing
      }`;
  }

  #withdraw() {
    if (confirm(words.text('door.moderator.sure'))) this.#ask('DELETE');
  }
}

customElements.define('orrery-moderator-link', ModeratorLink);
