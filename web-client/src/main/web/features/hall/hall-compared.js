/** Two models compared on the hall's screen: for each a line with its likeliest next tokens. */
import { css, html, nothing } from 'lit';
import { server } from '../../live/model-source.js';
import { tokenText } from '../../model/token-text.js';
import { titleOf } from '../../ui/model-words.js';
import { choiceSource, comparisonPath } from '../next-token/distribution.js';
import { shareText } from '../../ui/rounding.js';
import { shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';
import { words } from '../../ui/words.js';

/** The number of tokens that fit in a line large enough for the last row of seats. */
const SHOWN = 3;

export class HallCompared extends ViewElement {
  static properties = {
    presets: { state: true },
  };

  #comparison = choiceSource(() => this.requestUpdate());

  static styles = [
    shared,
    css`
      ol {
        display: grid;
        grid-template-columns: minmax(0, max-content) repeat(3, minmax(0, max-content));
        gap: 8px 28px;
        font-size: 30px;
        line-height: 1.25;
      }
      li {
        display: grid;
        grid-column: 1 / -1;
        grid-template-columns: subgrid;
        align-items: baseline;
      }
      li > span {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      i {
        display: inline-block;
        width: 20px;
        height: 20px;
        margin-right: 12px;
        border-radius: 4px;
        background: var(--p);
      }
      li + li i {
        background: var(--agg);
      }
      .p {
        color: var(--ink-2);
      }
      @media (max-width: 720px) {
        ol {
          gap: 4px 12px;
          font-size: 19px;
        }
      }
    `,
  ];

  constructor() {
    super();
    /** @type {import('../../live/model-source.js').Preset[]} */
    this.presets = [];
  }

  async connectedCallback() {
    super.connectedCallback();
    try {
      this.presets = await server.presets();
    } catch {
      // Then the second model is shown without its title.
    }
  }

  render() {
    const { view } = this;
    if (!view?.graph || !view.trace || !view.second) return nothing;
    const { second } = view;
    const comparison = this.#comparison.answer(comparisonPath(view.trace.id, second.id));
    if (!comparison) return html`<p>${words.text('compare.coming')}</p>`;
    const other = this.presets.find(({ model }) => model === second.model);
    const titles = [titleOf(view.graph.model), other ? titleOf(other) : words.text('compare.second')];
    return html`<ol aria-label=${words.text('next.title')}>
      ${titles.map((title, of) => this.#line(title, likeliest(comparison, of)))}
    </ol>`;
  }

  /** @param {string} title @param {{text: string, p: number}[]} tokens */
  #line(title, tokens) {
    return html`<li>
      <span translate="no"><i></i>${title}</span>
      ${tokens.map(({ text, p }) => html`<span><bdi>${tokenText(text)}</bdi> <span class="p">${shareText(p, words)}</span></span>`)}
    </li>`;
  }
}

/** The likeliest tokens of one of the two models. @param {import('../next-token/distribution.js').Comparison} comparison @param {number} of 0 or 1 */
const likeliest = ({ top }, of) =>
  top
    .map(({ text, p }) => ({ text, p: p[of] }))
    .sort((a, b) => b.p - a.p)
    .slice(0, SHOWN);

customElements.define('orrery-hall-compared', HallCompared);
