/**
 * The list of a model's words below a text field. The field keeps the focus: ↓ and ↑ move through the words, Enter takes one,
 * Escape leaves the list; a press takes one, too.
 */
import { css, html, nothing } from 'lit';
import { words as strings } from '../../ui/words.js';
import { offerFor, withWord, wordsOf } from './word-offers.js';

export const wordListStyle = css`
  .offers {
    margin-top: var(--s2);
    font-size: var(--text-sm);
    color: var(--ink-2);
  }
  .offers ul {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
    max-height: 108px;
    margin: var(--s1) 0 0;
    padding: 2px;
    overflow-y: auto;
    scrollbar-width: thin;
  }
  .offers li {
    display: grid;
    place-items: center;
    min-height: 32px;
    min-width: 32px;
    padding: 0 var(--s2);
    border: 1px solid var(--line-strong);
    border-radius: var(--r1);
    font-size: var(--text-md);
    color: var(--ink);
    cursor: pointer;
  }
  .offers li:hover {
    background: var(--surface-2);
  }
  .offers [aria-selected='true'] {
    border-color: var(--accent);
    color: var(--accent);
  }
  @media (pointer: coarse), (max-width: 720px) {
    .offers li {
      min-height: 40px;
      min-width: 40px;
    }
    .offers ul {
      max-height: 136px;
    }
  }
`;

export class WordList {
  /** The chosen word's index; −1 for none. */
  active = -1;
  /** @type {import('./word-offers.js').Offer | null} */
  offer = null;
  #field;
  #take;
  /** @type {[number, number]} */
  #selected = [0, 0];

  /**
   * @param {() => HTMLTextAreaElement | HTMLInputElement | null} field
   * @param {(text: string) => void} take called with the text after a word was chosen; the field's text changes with it
   */
  constructor(field, take) {
    this.#field = field;
    this.#take = take;
  }

  /** The caret may have moved. @returns {boolean} whether it has, which can change what is offered */
  move() {
    const { selectionStart: from = 0, selectionEnd: to = 0 } = this.#field() ?? {};
    const moved = from !== this.#selected[0] || to !== this.#selected[1];
    this.#selected = [from ?? 0, to ?? 0];
    if (moved) this.active = -1;
    return moved;
  }

  /**
   * Decides what is offered.
   *
   * @param {import('../../model/graph.js').Graph | null} graph of the model, if it is known
   * @param {string} text @param {{word: string, nearest: string[]} | null} refused
   */
  look(graph, text, refused) {
    const known = graph && wordsOf(graph);
    const [from, to] = this.#selected.map((end) => Math.min(end, text.length));
    this.offer = known ? offerFor(known, text, [from, to], refused) : null;
    if (this.active >= (this.offer?.words.length ?? 0)) this.active = -1;
  }

  /** Attributes of the field, as an object for its template. */
  get field() {
    return {
      controls: this.offer ? 'offers' : nothing,
      active: this.active >= 0 ? `offer-${this.active}` : nothing,
    };
  }

  render() {
    const { offer } = this;
    if (!offer) return nothing;
    return html`<div class="offers">
      <p id="offers-title" role="status">${strings.text(`prompt.offer.${offer.kind}`, { typed: offer.place.typed, count: offer.words.length })}</p>
      <ul id="offers" role="listbox" aria-labelledby="offers-title" @pointerdown=${(/** @type {PointerEvent} */ event) => event.preventDefault()}>
        ${offer.words.map(
          (word, i) => html`<li
            id="offer-${i}"
            role="option"
            translate="no"
            aria-selected=${String(i === this.active)}
            @click=${() => this.#choose(word)}
          >
            ${word}
          </li>`,
        )}
      </ul>
    </div>`;
  }

  /** Scrolls the chosen word into view. @param {ParentNode} root */
  reveal(root) {
    if (this.active >= 0) root.querySelector(`#offer-${this.active}`)?.scrollIntoView({ block: 'nearest' });
  }

  /** @param {CustomEvent<string>} event a key of the field @returns {boolean} whether it was for the list */
  key(event) {
    const count = this.offer?.words.length ?? 0;
    if (count === 0) return false;
    const [arrow, alt] = event.detail.split('+').reverse();
    const step = { ArrowDown: 1, ArrowUp: -1 }[arrow];
    // Between words the arrows move the caret, unless Alt says that the list is meant.
    if (step && (this.active >= 0 || alt || this.offer?.kind !== 'all')) {
      const from = this.active < 0 && step < 0 ? 0 : this.active;
      this.active = (from + step + count) % count;
    } else if (event.detail === 'Enter' && this.active >= 0) this.#choose(this.offer?.words[this.active] ?? '');
    else if (event.detail === 'Escape' && this.active >= 0) this.active = -1;
    else return false;
    event.preventDefault();
    return true;
  }

  /** @param {string} word */
  #choose(word) {
    const field = this.#field();
    if (!field || !this.offer) return;
    const { text, caret } = withWord(field.value, this.offer.place, word);
    field.value = text;
    field.focus();
    field.setSelectionRange(caret, caret);
    this.#selected = [caret, caret];
    this.active = -1;
    this.#take(text);
  }
}
