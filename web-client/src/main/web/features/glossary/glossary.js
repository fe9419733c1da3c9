/**
 * The definition of a word, beside the word: while the pointer is over it or it has the keyboard's focus, or after a press
 * until the next step, Escape or a press elsewhere. The words are in the shadow trees of cards; their events bubble up here.
 *
 * @typedef {import('lit').PropertyValues} PropertyValues
 */
import { css, html, nothing } from 'lit';
import { rich } from '../../ui/rich-text.js';
import { shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';
import { onEvent } from '../../ui/while-connected.js';
import { words } from '../../ui/words.js';
import { definitionOf, termOf } from './terms.js';

/** A press on the way of a scroll moves further than this, px. */
const SLOP = 8;
/** Distance from the word and from the window's edges, px. */
const APART = 8;
const WIDTH = 300;
/** How long the pointer may take from the word to its definition, ms. */
const GRACE_MS = 200;

/** @typedef {{key: string, word: Element, stays: boolean, box: {x: number, top: number, bottom: number}}} OpenEntry */

export class Glossary extends ViewElement {
  static properties = { shown: { state: true } };

  static styles = [
    shared,
    css`
      .definition {
        position: fixed;
        z-index: 6;
        width: max-content;
        max-width: min(${WIDTH}px, calc(100vw - 2 * ${APART}px));
        padding: var(--s3) var(--s4);
        border-radius: var(--r2);
        background: var(--surface-2);
        color: var(--ink);
        font-size: var(--text-sm);
        line-height: var(--lh-ui);
        box-shadow: var(--shadow-2);
      }
      strong {
        display: block;
        margin-bottom: var(--s1);
      }
      strong::first-letter {
        text-transform: uppercase;
      }
      @media (pointer: coarse) {
        .definition {
          font-size: 16px;
        }
      }
    `,
  ];

  #leaving = 0;
  /** Where the pointer was pressed. @type {{x: number, y: number, word: Element | null} | null} */
  #down = null;
  /** Where the pointer last was: words that come to lie under a resting pointer are not touched. */
  #at = { x: NaN, y: NaN };

  constructor() {
    super();
    /** @type {OpenEntry | null} */
    this.shown = null;
    for (const [type, listener] of this.#listeners) onEvent(this, document, type, listener, true);
    for (const type of ['blur', 'resize']) onEvent(this, window, type, this.#away);
  }

  /** @returns {boolean} whether a definition was shown */
  close() {
    const was = this.shown !== null;
    this.#away();
    return was;
  }

  /** @param {PropertyValues | Map<PropertyKey, unknown>} changed */
  willUpdate(changed) {
    const before = changed.get('view');
    if (before && (before.step !== this.view?.step || before.trace !== this.view?.trace)) this.#away();
  }

  /** @type {[string, (event: any) => void][]} */
  #listeners = [
    ['pointermove', (event) => this.#over(event)],
    ['pointerdown', (event) => (this.#down = { x: event.clientX, y: event.clientY, word: wordOf(event) })],
    ['pointerup', (event) => this.#press(event)],
    ['focusin', (event) => this.#focus(event)],
    ['focusout', () => this.#away()],
    ['pointercancel', () => this.#away()],
    ['wheel', () => this.#away()],
  ];

  /** Under a mouse, the word's definition is shown until the mouse leaves both. @param {PointerEvent} event */
  #over(event) {
    const moved = event.clientX !== this.#at.x || event.clientY !== this.#at.y;
    this.#at = { x: event.clientX, y: event.clientY };
    if (event.pointerType === 'touch' || !moved || this.shown?.stays) return;
    const word = wordOf(event);
    // the common case, on every move over the machine
    if (word === null && !this.shown) return;
    const stays = word !== null ? word === this.shown?.word : event.composedPath().includes(this);
    if (stays) this.#stop();
    else if (word && this.#show(word, false, event)) this.#stop();
    else if (this.shown && this.#leaving === 0) this.#leaving = window.setTimeout(this.#away, GRACE_MS);
  }

  /** @param {PointerEvent} event */
  #press(event) {
    const down = this.#down;
    this.#down = null;
    const inside = event.composedPath().includes(this);
    if (!down || inside || Math.hypot(event.clientX - down.x, event.clientY - down.y) > SLOP) return;
    const same = this.shown?.stays && this.shown.word === down.word;
    this.#away();
    if (down.word && !same) this.#show(down.word, true, event);
  }

  /** @param {FocusEvent} event */
  #focus(event) {
    const word = wordOf(event);
    if (word?.matches(':focus-visible')) this.#show(word, true);
  }

  /** @param {Element} word @param {boolean} stays @param {{clientX: number, clientY: number}} [at] @returns {boolean} whether it is a term */
  #show(word, stays, at) {
    // a word of a tour may name its term
    const { term = '' } = /** @type {Element & {orreryTarget?: {term?: string}}} */ (word).orreryTarget ?? {},
      key = words.table.glossary?.term?.[term] ? term : termOf(word.textContent ?? '', words);
    if (key === null) return false;
    // A word may be broken into two lines: the definition stands at the one under the pointer.
    const lines = [...word.getClientRects()];
    const line = lines.find(({ top, bottom }) => at && at.clientY >= top && at.clientY <= bottom) ?? lines[0];
    if (!line) return false;
    this.shown = { key, word, stays, box: { x: line.left, top: line.top, bottom: line.bottom } };
    return true;
  }

  #stop() {
    clearTimeout(this.#leaving);
    this.#leaving = 0;
  }

  #away = () => {
    this.#stop();
    this.shown = null;
  };

  render() {
    const { shown, view } = this;
    const definition = shown && view?.graph ? definitionOf(shown.key, view.graph, words) : null;
    // The element stays, empty: screen readers announce changes of an existing one only.
    return html`<div role="status" aria-label=${definition ? words.text('glossary.label') : nothing}>
      ${
        shown && definition
          ? html`<p class="definition" .style=${placeOf(shown.box)}><strong>${rich(definition.name)}</strong> ${rich(definition.says)}</p>`
          : nothing
      }
    </div>`;
  }
}

/** Above the word, or below it if there is more room. @param {{x: number, top: number, bottom: number}} of */
function placeOf({ x, top, bottom }) {
  const left = Math.max(APART, Math.min(x, innerWidth - WIDTH - APART));
  return top > innerHeight - bottom
    ? `left: ${left}px; bottom: ${innerHeight - top + APART}px`
    : `left: ${left}px; top: ${bottom + APART}px`;
}

/** The coloured word of a card that an event is about, or null. @param {Event} event @returns {Element | null} */
function wordOf(event) {
  for (const target of event.composedPath()) {
    if (target instanceof ShadowRoot) return null;
    if (target instanceof Element && target.classList.contains('role')) return target;
  }
  return null;
}

customElements.define('orrery-glossary', Glossary);
