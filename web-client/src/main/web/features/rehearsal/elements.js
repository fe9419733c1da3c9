/** The line that says that there is a rehearsal, and what invented people ask and propose. */
import { css, html, nothing } from 'lit';
import { server } from '../../live/model-source.js';
import { ask } from '../../ui/ask.js';
import { loadLate } from '../../ui/late-words.js';
import { shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';
import { words } from '../../ui/words.js';

const QUESTIONS = 7;
const MOST_TEXTS = 6;
/** The longest text that people may propose, in characters. */
const LONGEST_TEXT = 400;

/** Lines that are shown, which are written again once their texts have loaded. @type {Set<Line>} */
const lines = new Set();
/** @type {Promise<void> | null} */
let texts = null;
const loadTexts = () => (texts ??= loadLate('rehearsal', () => lines.forEach((line) => line.requestUpdate())));

/**
 * What invented people ask, in the page's language, and what they propose: the ready texts of the model, which it can read.
 *
 * @param {string | undefined} model its content id
 */
export async function script(model) {
  const [presets] = await Promise.all([server.presets(), loadTexts()]);
  const { prompt = '', prompts = [] } = presets.find((preset) => preset.model === model) ?? {};
  return {
    questions: Array.from({ length: QUESTIONS }, (_, i) => words.text(`rehearsal.questions.${i + 1}`)),
    texts: [...new Set([prompt, ...prompts])]
      .filter((text) => text !== '' && text.length <= LONGEST_TEXT)
      .slice(0, MOST_TEXTS),
  };
}

/** It stands above the page, which becomes lower by its height: nothing is behind it. */
class Line extends ViewElement {
  static styles = [
    shared,
    css`
      :host {
        position: fixed;
        z-index: 6;
        inset: 0 0 auto;
        background: var(--warn-soft, var(--surface-2));
        border-bottom: 1px solid var(--warn);
      }
      p {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: center;
        gap: 0 var(--s3);
        padding: 1px var(--s2);
        font-size: var(--text-sm);
        line-height: 1.35;
      }
      .hall {
        font-size: 28px;
        line-height: 1.2;
      }
      button {
        min-height: 24px;
        padding: 0 var(--s2);
        text-decoration: underline;
      }
      @media (pointer: coarse) {
        button {
          min-height: 48px;
        }
      }
    `,
  ];

  /** @type {HTMLElement | null} */
  #page = null;
  #size = new ResizeObserver(() => this.#makeRoom());

  connectedCallback() {
    super.connectedCallback();
    this.#page = this.parentElement;
    this.#size.observe(this);
    lines.add(this);
    loadTexts().catch(console.warn);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    lines.delete(this);
    this.#size.disconnect();
    this.#page?.style.removeProperty('top');
  }

  #makeRoom() {
    if (this.isConnected) this.#page?.style.setProperty('top', `${this.offsetHeight}px`);
  }

  render() {
    const { view } = this;
    if (!view?.room || !words.has('rehearsal.line')) return nothing;
    return html`<p role="status" class=${view.page === 'projector' ? 'hall' : ''}>
      <span>${words.text('rehearsal.line')}</span>
      ${
        view.page === 'presenter'
          ? html`<span>${words.text('rehearsal.people', { people: view.room.parts.rehearsal?.people ?? 0 })}</span><button @click=${() => ask(this, 'rehearseEnd')}>${words.text('rehearsal.end')}</button>`
          : nothing
      }
    </p>`;
  }
}

customElements.define('orrery-rehearsal', Line);
