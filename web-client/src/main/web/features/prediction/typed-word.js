/**
 * Where an attendee types what comes next. What the word's first token is, read with a space before it, stands beside it while one types: by the
 * page's own vocabulary of a model of words, else by the server, at most twice a second.
 */
import { css, html, nothing } from 'lit';
import { me } from '../../live/identity.js';
import { server } from '../../live/model-source.js';
import { ask } from '../../ui/ask.js';
import { plainToken } from '../../ui/plain-token.js';
import { rich } from '../../ui/rich-text.js';
import { shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';
import { words } from '../../ui/words.js';
import { TokenPreview } from '../prompt/token-preview.js';
import { askedOf } from './asked.js';
import { firstToken, inVocabulary } from './first-token.js';

/** A text must rest for so long before it is looked up, ms. */
const PAUSE_MS = 500;
/** The longest word, in characters. */
const LONGEST = 40;

export class TypedWord extends ViewElement {
  static styles = [
    shared,
    css`
      form {
        display: grid;
        grid-template-columns: 1fr auto;
        gap: 6px 8px;
        margin-top: 12px;
      }
      label,
      .found,
      .near {
        grid-column: 1 / -1;
      }
      input {
        min-height: 56px;
        min-width: 0;
        font-size: 21px;
      }
      button {
        min-height: 48px;
      }
      /* In the place of the label, where no keyboard covers it and nothing moves. */
      label,
      .found {
        grid-row: 1;
        min-height: 1.5em;
        color: var(--ink-2);
      }
      label.said {
        opacity: 0;
      }
      .near button {
        min-height: 48px;
      }
      .near {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
    `,
  ];

  constructor() {
    super();
    this.word = '';
    this.preview = new TokenPreview(() => this.requestUpdate(), {
      ask: (body) => server.tokens(body, me(this.view?.code ?? '', 'attendee') ?? ''),
    });
  }

  /** The word's first token; null while it is not known. */
  get #token() {
    const asked = askedOf(this.view);
    const { graph, trace } = this.view ?? {};
    const isShown = trace?.info.model === asked?.reader?.model;
    const vocabulary = isShown && graph?.model.reads !== 'pieces' && graph?.vocabulary;
    if (this.word === '' || !asked) return null;
    const known = vocabulary && inVocabulary(vocabulary, this.word, asked.question.about?.text ?? []);
    return known || (this.preview.answer && firstToken(/** @type {any} */ (this.preview.answer)));
  }

  /** @param {string} text */
  #type(text) {
    this.word = text.trim().replace(/\s+/g, ' ');
    this.preview.forget();
    const model = askedOf(this.view)?.reader?.model;
    if (this.word !== '' && model && !this.#token) this.preview.ask({ model, text: ` ${this.word}` }, PAUSE_MS);
    this.requestUpdate();
  }

  /** @param {Event} event */
  #send(event) {
    event.preventDefault();
    const first = this.#token;
    if (first) ask(this, 'guess', { token: first.token, word: this.word });
  }

  /** @param {string} word one that the model knows */
  #take(word) {
    const field = /** @type {HTMLInputElement} */ (this.renderRoot.querySelector('input'));
    field.value = word;
    this.#type(word);
    field.focus();
  }

  render() {
    const first = this.#token;
    const { refused, problem } = this.preview;
    const says = first
      ? words.text(first.isAll ? 'game.one' : 'game.counts', { token: plainToken(first.text) })
      : refused
        ? words.text('game.unknown', { word: refused.word })
        : problem;
    return html`<form @submit=${this.#send}>
      <label for="word" class=${says ? 'said' : ''}>${words.text('game.type')}</label>
      <p class="found" id="found" role="status">${rich(says)}</p>
      ${refused && !first ? html`<div class="near">${refused.nearest.map((word) => html`<button type="button" class="plain" @click=${() => this.#take(word)}>${word}</button>`)}</div>` : nothing}
      <input id="word" autocomplete="off" autocapitalize="none" spellcheck="false" enterkeyhint="send" maxlength=${LONGEST} aria-describedby="found" @input=${(/** @type {{target: HTMLInputElement}} */ event) => this.#type(event.target.value)} />
      <button class="filled" ?disabled=${!first}>${words.text('game.send')}</button>
    </form>`;
  }
}

customElements.define('orrery-typed-word', TypedWord);
