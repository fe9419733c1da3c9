/** What the cells' colours say; with the scale of the block under the pointer. */
import { css, html, nothing } from 'lit';
import { shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';
import { words } from '../../ui/words.js';

const KINDS = [
  ['weights', 'weight'],
  ['activations', 'act'],
  ['aggregates', 'agg'],
];

export class Legend extends ViewElement {
  static properties = {
    theme: {},
  };

  static styles = [
    shared,
    css`
      div,
      span {
        display: inline-flex;
        align-items: center;
        gap: var(--s2);
      }
      div {
        flex-wrap: wrap;
        gap: 2px var(--s4);
        padding: 3px var(--s2);
        border-radius: var(--r1);
        background: color-mix(in srgb, var(--bg) 80%, transparent);
        font-size: var(--text-xs);
        color: var(--ink-2);
        white-space: nowrap;
      }
      .ramp {
        width: 96px;
        height: 9px;
        border-radius: 2px;
      }
      .ground {
        width: 10px;
        height: 10px;
        border-radius: 2px;
      }
    `,
  ];

  constructor() {
    super();
    this.theme = 'dark';
  }

  connectedCallback() {
    super.connectedCallback();
    this.setAttribute('role', 'region');
    this.setAttribute('aria-label', words.text('legend.label'));
  }

  render() {
    const kind = this.#kindUnderPointer();
    const [negative, zero, positive] = stops(kind);
    const scale = this.#scale();
    return html`<div>
      <span>
        ${scale === null ? words.text('legend.negative') : words.number(-scale, 2)}
        <i class="ramp" .style=${`background: linear-gradient(90deg in oklab, ${negative}, ${zero}, ${positive})`}></i>
        ${scale === null ? words.text('legend.positive') : words.number(scale, 2)}
      </span>
      ${this.view?.cell
        ? nothing
        : KINDS.map(([word, role]) => html`<span><i class="ground" .style=${`background: ${stops(role)[1]}`}></i>${words.text(`legend.${word}`)}</span>`)}
    </div>`;
  }

  #kindUnderPointer() {
    const { cell, graph } = this.view ?? {};
    const role = cell && graph?.nodes.get(cell.name)?.role;
    return role ? SHORT[role] : 'act';
  }

  #scale() {
    const { cell, trace, weights } = this.view ?? {};
    if (!cell) return null;
    const tensor = trace?.tensor(cell.name) ?? weights?.find(({ name }) => name === cell.name);
    return tensor?.colourScale ?? cell.scale ?? null;
  }
}

const SHORT = { query: 'q', key: 'k', value: 'v', prediction: 'p', activation: 'act', aggregate: 'agg', weight: 'weight' };

/** The cell colours of a role: negative, zero, positive, gap. @param {string} role @returns {string[]} */
function stops(role) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--cell-${role}`).trim().split(/\s+/);
}

customElements.define('orrery-legend', Legend);
