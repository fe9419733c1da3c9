/** The legend of cell colours, with the scale of the inspected cell's tensor. */
import { css, html, nothing } from 'lit';
import { Watch } from '../../ui/signal.js';
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

  /** The theme's colours by role, read from the style sheet once. @type {Map<string, string[]>} */
  #stops = new Map();

  constructor() {
    super();
    this.theme = 'dark';
    new Watch(this, () => this.view?.cell, (cell) => cell?.name);
  }

  connectedCallback() {
    super.connectedCallback();
    this.setAttribute('role', 'region');
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    this.setAttribute('aria-label', words.text('legend.label'));
    if (changed.has('theme')) this.#stops.clear();
  }

  render() {
    const kind = this.#kindUnderPointer();
    const [negative, zero, positive] = this.#stopsOf(kind);
    const scale = this.#scale(),
      isShare = this.view?.graph?.nodes.get(this.view.cell.value?.name ?? '')?.traits.probability === true;
    // the middle of the ramp is a quarter of the scale for shares (scene/render/colour.js)
    const middle = isShare ? '25%' : '50%';
    return html`<div>
      <span>
        ${scale === null ? words.text('legend.negative') : words.number(isShare ? 0 : -scale, 2)}
        <i class="ramp" .style=${`background: linear-gradient(90deg in oklab, ${negative}, ${zero} ${middle}, ${positive})`}></i>
        ${scale === null ? words.text('legend.positive') : words.number(scale, 2)}
      </span>
      ${this.view?.cell.value
        ? nothing
        : KINDS.map(([word, role]) => html`<span><i class="ground" .style=${`background: ${this.#stopsOf(role)[1]}`}></i>${words.text(`legend.${word}`)}</span>`)}
    </div>`;
  }

  /** The cell colours of a role: negative, zero, positive, gap. @param {string} role */
  #stopsOf(role) {
    let stops = this.#stops.get(role);
    if (!stops) {
      stops = getComputedStyle(document.documentElement).getPropertyValue(`--cell-${role}`).trim().split(/\s+/);
      this.#stops.set(role, stops);
    }
    return stops;
  }

  #kindUnderPointer() {
    const { cell, graph } = this.view ?? {};
    const role = graph?.nodes.get(cell?.value?.name ?? '')?.role;
    return role ? SHORT[role] : 'act';
  }

  #scale() {
    const { trace, weights } = this.view ?? {},
      cell = this.view?.cell.value;
    if (!cell) return null;
    const tensor = trace?.tensor(cell.name) ?? weights?.find(({ name }) => name === cell.name);
    return tensor?.colourScale ?? cell.scale ?? null;
  }
}

const SHORT = { query: 'q', key: 'k', value: 'v', prediction: 'p', activation: 'act', aggregate: 'agg', weight: 'weight' };

customElements.define('orrery-legend', Legend);
