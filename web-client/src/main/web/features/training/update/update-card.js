/** What the present phase of an update shows: in place of the step's card, and in the hall in place of its caption. */
import { css, html, nothing } from 'lit';
import { cellWords } from '../../../ui/cell-words.js';
import { shareText } from '../../../ui/rounding.js';
import { tokenText } from '../../../ui/step-texts.js';
import { shared } from '../../../ui/styles.js';
import { ViewElement } from '../../../ui/view-element.js';
import { words } from '../../../ui/words.js';

const DIGITS = 2,
  RATE_DIGITS = 5;
/** The phases whose numbers in the machine are not the model's own. */
const OF_CELLS = new Set(['gradients', 'change']);

export class UpdateCard extends ViewElement {
  static properties = {
    hall: { type: Boolean, reflect: true },
  };

  static styles = [
    shared,
    css`
      section {
        display: flex;
        flex-direction: column;
        gap: var(--s3);
        overflow-y: auto;
        max-height: 100%;
        scrollbar-width: thin;
      }
      :host(:not([flat], [hall])) section {
        padding: var(--s4) 22px;
        background: var(--surface);
        border-radius: var(--r3);
        box-shadow: var(--shadow-2);
      }
      .eyebrow {
        font-size: var(--text-xs);
        font-weight: var(--w-strong);
        letter-spacing: var(--track-caps);
        text-transform: uppercase;
        color: var(--ink-3);
      }
      h1 {
        font-size: var(--card-title, var(--text-xl));
        line-height: var(--lh-tight);
        font-weight: var(--w-strong);
      }
      .says {
        color: var(--ink-2);
        line-height: var(--lh-read);
      }
      .figure {
        font-size: var(--text-sm);
        color: var(--ink-2);
      }
      .reading {
        min-height: 4.5em;
        padding-top: var(--s3);
        border-top: 1px solid var(--line);
      }
      :host([flat]) .says {
        font-size: 16px;
        line-height: 1.45;
      }
      :host([flat]) section {
        gap: var(--s2);
      }
      :host([hall]) section {
        gap: 2px;
      }
      :host([hall]) .says {
        font-size: 30px;
        line-height: 1.25;
        color: var(--ink);
      }
      :host([hall]) .figure {
        font-size: 28px;
        line-height: 1.25;
      }
    `,
  ];

  constructor() {
    super();
    /** Whether it is the hall's caption. */
    this.hall = false;
  }

  render() {
    const shown = this.view?.update;
    if (!shown) return nothing;
    const { phase, update } = shown,
      figures = this.#figures(shown);
    if (this.hall) return this.#inHall(shown);
    return html`<section aria-label=${words.text('update.title', { update: update.update })}>
      <p class="eyebrow">${words.text('update.title', { update: update.update })}</p>
      ${this.flat ? nothing : html`<h1>${words.text(`update.phase.${phase}`)}</h1>`}
      <p class="says" role="status">${this.#says(shown)}</p>
      ${figures.map((figure) => html`<p class="figure">${figure}</p>`)}
      ${OF_CELLS.has(phase) ? html`<p class="figure reading">${shown.reading ? this.#cell(shown.reading) : words.text('update.point')}</p>` : nothing}
    </section>`;
  }

  /** Two lines: the machine keeps its room above them. @param {import('./update-look.js').UpdateView} shown */
  #inHall(shown) {
    const { phase, update } = shown,
      values = valuesOf(update),
      [says, of] =
        phase === 'loss'
          ? [this.#says(shown), this.#figures(shown)[0]]
          : [
              words.text(`update.hall.${phase}`, values),
              words.has(`update.of.${phase}`) ? words.text(`update.of.${phase}`, values) : '',
            ];
    return html`<section><p class="says">${says}</p><p class="figure">${of}</p></section>`;
  }

  /** What the phase shows, in a sentence or two. @param {import('./update-look.js').UpdateView} shown */
  #says({ phase, update, text }) {
    if (phase !== 'loss') return words.text(`update.says.${phase}`, valuesOf(update));
    if (!text) return '';
    const { loss, losses, targets } = text;
    if (loss === null) return words.text('update.says.none');
    const known = losses.flatMap((each, position) =>
        each === null ? [] : [{ loss: each, target: targets[position] ?? '' }],
      ),
      values = { loss: words.number(loss, DIGITS), count: known.length };
    if (known.length > 1) return words.text('update.says.losses', values);
    const [only] = known;
    return words.text('update.says.loss', {
      ...values,
      target: tokenText(only.target),
      share: shareText(Math.exp(-only.loss), words),
    });
  }

  /** @param {import('./update-look.js').UpdateView} shown @returns {string[]} the most important first */
  #figures({ phase, update: { texts, loss, norm, clipping }, most }) {
    switch (phase) {
      case 'loss':
        return [words.text('update.batch', { texts, loss: words.number(loss, DIGITS) })];
      case 'gradients':
        return [
          words.text('update.norm', { norm: words.number(norm, DIGITS) }),
          ...(clipping < 1 ? [words.text('update.clipped', { clipping: words.number(clipping, DIGITS) })] : []),
        ];
      case 'change':
        return most ? [words.text('update.most', { cell: this.#cell(most) })] : [];
      default:
        return [];
    }
  }

  /** @param {import('./update-look.js').Reading} reading */
  #cell({ name, index, value }) {
    const { graph, trace } = /** @type {any} */ (this.view),
      { what, where } = cellWords(graph, name, index, trace, words);
    return `${[what, where].filter((part) => part !== '').join(' · ')}: ${words.value(value)}`;
  }
}

/** @param {import('./update-look.js').Look['update']} update @returns {Record<string, string | number>} */
const valuesOf = ({ update, texts, learningRate }) => ({
  update,
  texts,
  rate: words.number(learningRate, RATE_DIGITS),
});

customElements.define('orrery-update', UpdateCard);
