/** The line that says that there is a rehearsal, and what invented people ask and propose. */
import { css, html, nothing } from 'lit';
import { server } from '../../live/model-source.js';
import { ask } from '../../ui/ask.js';
import { loadLate } from '../../ui/late-words.js';
import { TopLine } from '../../ui/top-line.js';
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
  const [presets] = await Promise.all([server.withPrompts(), loadTexts()]);
  const { prompt = '', prompts = [] } = presets.find((preset) => preset.model === model) ?? {};
  return {
    questions: Array.from({ length: QUESTIONS }, (_, i) => words.text(`rehearsal.questions.${i + 1}`)),
    texts: [...new Set([prompt, ...prompts])]
      .filter((text) => text !== '' && text.length <= LONGEST_TEXT)
      .slice(0, MOST_TEXTS),
  };
}

class Line extends TopLine {
  static styles = [
    ...TopLine.styles,
    css`
      :host {
        background: var(--warn-soft, var(--surface-2));
        border-bottom-color: var(--warn);
      }
      p {
        gap: 0 var(--s3);
      }
      .hall {
        font-size: 28px;
        line-height: 1.2;
      }
    `,
  ];

  connectedCallback() {
    super.connectedCallback();
    lines.add(this);
    loadTexts().catch(console.warn);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    lines.delete(this);
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
