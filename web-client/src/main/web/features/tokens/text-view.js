/**
 * The text on a page: the chips of its tokens, which are this element's child and stand there until this module has loaded, or
 * running text of a few lines (running.js has the rule), with a button for all of it.
 */
import { css, html, nothing } from 'lit';
import { ask } from '../../ui/ask.js';
import { icons } from '../../ui/icons.js';
import { onResize } from '../../ui/while-connected.js';
import { shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';
import { words } from '../../ui/words.js';
import { runs, spokenIn } from './running.js';
import './running-text.js';

/** The width over which chips fade out at an edge beyond which there are more, px. */
const FADE = 32;
/** The width of the button for all of the text, and what is around it, px. */
const BUTTON = 48;

export class TextView extends ViewElement {
  static properties = {
    lines: { type: Number },
    still: { type: Boolean },
    fits: { state: true },
  };

  /** The width that the chips of a run take, and where the chip of each token begins and ends in it, px. @type {{trace: string, width: number, chips: [number, number][]} | null} */
  #needed = null;
  #height = 0;

  static styles = [
    shared,
    css`
      :host {
        display: flex;
        align-items: center;
        gap: var(--s1);
        min-width: 0;
        pointer-events: auto;
      }
      ::slotted(*) {
        flex: 1;
      }
      orrery-running-text {
        flex: 1;
        font-size: var(--running-size, 15px);
      }
    `,
  ];

  constructor() {
    super();
    onResize(this, () => this.#resized());
    /** The most lines of running text. */
    this.lines = 2;
    /** Whether there is no button, as on the hall's screen. */
    this.still = false;
    /** Whether the chips fit. They are tried first, and measured. */
    this.fits = true;
  }

  willUpdate() {
    const { trace } = this.view ?? {};
    if (trace && this.#needed && this.#needed.trace !== trace.id) {
      this.#needed = null;
      this.fits = true;
    }
  }

  /** Whether the text is shown as running text. */
  get running() {
    const { graph, trace, step } = this.view ?? {};
    return Boolean(
      graph && trace && runs(graph, step ?? null, trace.info, this.fits, !this.#strip?.bare && !this.#isApart),
    );
  }

  /** @returns {number[]} */
  get #spoken() {
    return this.view ? spokenIn(this.view) : [];
  }

  /** Whether the chips that are spoken of are too far apart to be seen together. */
  get #isApart() {
    const { chips = [] } = this.#needed ?? {},
      seen = this.#spoken.flatMap((at) => (chips[at] ? [chips[at]] : []));
    return (
      !this.fits && seen.length > 1 && seen[seen.length - 1][1] - seen[0][0] > this.clientWidth - BUTTON - 2 * FADE
    );
  }

  /** @returns {any} */
  get #strip() {
    return this.firstElementChild;
  }

  render() {
    const { trace } = this.view ?? {};
    if (!trace || !this.running) return html`<slot></slot>${this.#all(!this.fits)}`;
    return html`<orrery-running-text .info=${trace.info} .spoken=${this.#spoken} lines=${this.lines} @click=${() => this.#open()}></orrery-running-text>${this.#all(true)}`;
  }

  #all(/** @type {boolean} */ shown) {
    if (this.still || !shown) return nothing;
    const name = words.text('running.all');
    return html`<button class="icon" aria-label=${name} title=${name} @click=${() => this.#open()}>${icons.text}</button>`;
  }

  #open() {
    // Somebody who marks a piece of the text wants to copy it.
    if (!this.still && String(getSelection()) === '') ask(this, 'text');
  }

  updated() {
    this.#measure();
  }

  /** Measures the chips once they are laid out. If they do not fit, those that are spoken of are shown, or else the newest ones. */
  async #measure() {
    const { trace } = this.view ?? {};
    if (!trace || this.running) return;
    const strip = this.#strip;
    await strip?.updateComplete;
    const list = strip?.renderRoot?.querySelector('ol');
    if (!list || list.clientWidth === 0 || this.running) return;
    const chips = [...list.querySelectorAll('li:not(.arrow)')].map(
      (chip) => /** @type {[number, number]} */ ([chip.offsetLeft, chip.offsetLeft + chip.offsetWidth]),
    );
    this.#needed = { trace: trace.id, width: list.scrollWidth, chips };
    this.fits = list.scrollWidth <= list.clientWidth + 1;
    if (this.running) return this.requestUpdate();
    list.scrollLeft = scrollFor(list, this.#spoken);
    const start = list.scrollLeft > 0 ? 'transparent' : 'black',
      end = list.scrollLeft + list.clientWidth < list.scrollWidth - 1 ? 'transparent' : 'black';
    list.style.maskImage = this.fits
      ? ''
      : `linear-gradient(to right, ${start}, black ${FADE}px calc(100% - ${FADE}px), ${end})`;
  }

  #resized() {
    const { clientWidth, clientHeight } = this;
    if (this.running && this.#needed) this.fits = this.#needed.width <= clientWidth - BUTTON;
    else this.#measure();
    // The scene keeps out of a text that has grown.
    if (clientHeight !== this.#height) this.dispatchEvent(new Event('grown', { bubbles: true, composed: true }));
    this.#height = clientHeight;
  }
}

/**
 * Where a list of chips is scrolled to: to the newest ones; if the tokens that are spoken of are not among these, to the beginning; if they are
 * not visible there either, to the first of them.
 * @param {HTMLElement} list @param {number[]} spoken positions, from 0, in order
 */
function scrollFor(list, spoken) {
  const end = list.scrollWidth - list.clientWidth,
    chips = [...list.querySelectorAll('li:not(.arrow)')],
    first = chips[spoken[0] ?? -1],
    last = chips[spoken.at(-1) ?? -1];
  if (!first || !last) return end;
  const start = list.getBoundingClientRect().left - list.scrollLeft,
    from = first.getBoundingClientRect().left - start - FADE;
  if (from >= end) return end;
  return last.getBoundingClientRect().right - start + FADE <= list.clientWidth ? 0 : from;
}

customElements.define('orrery-text', TextView);
