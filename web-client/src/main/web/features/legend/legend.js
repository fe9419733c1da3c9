/** The legend of cell colours: those of what the step computes, or that of the inspected cell's tensor with its scale. */
import { css, html, nothing } from 'lit';
import '../../scene/render/cell-colours.js';
import { SignalController } from '../../ui/signal.js';
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
      :host {
        position: absolute;
        z-index: 1;
        left: calc(var(--edge) + var(--panel) + 20px);
        bottom: calc(var(--bar-bottom) + 28px);
        max-width: calc(100% - 2 * var(--edge) - var(--panel) - var(--panel-right) - 40px);
        pointer-events: none;
      }
      /* Between narrow columns its height does not depend on its text: the machine is above it, and must not move under the pointer. */
      @media (max-width: 1200px), (max-height: 640px) {
        :host {
          display: flex;
          align-items: flex-end;
          min-height: 42px;
        }
      }
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
    new SignalController(
      this,
      () => this.view?.cell,
      (cell) => cell?.name,
    );
  }

  connectedCallback() {
    super.connectedCallback();
    this.setAttribute('role', 'region');
    this.#listenTo(this.view?.trace ?? null);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#listenTo(null);
  }

  /** The trace whose numbers may still arrive. @type {EventTarget | null} */
  #trace = null;

  /** The scale of a cell is known once its tensor has arrived, which may be after the step's own. @param {any} event */
  #arrived = ({ detail }) => {
    if (detail.names.includes(this.view?.cell?.value?.name)) this.requestUpdate();
  };

  /** @param {EventTarget | null} trace */
  #listenTo(trace) {
    if (trace === this.#trace) return;
    this.#trace?.removeEventListener('change', this.#arrived);
    trace?.addEventListener('change', this.#arrived);
    this.#trace = trace;
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    this.setAttribute('aria-label', words.text('legend.label'));
    if (changed.has('theme')) this.#stops.clear();
    this.#listenTo(this.view?.trace ?? null);
  }

  render() {
    const { graph, cell } = this.view ?? {},
      inspected = graph?.nodes.get(cell?.value?.name ?? ''),
      step = graph?.byId.get(this.view?.step ?? ''),
      computed = (step?.nodes ?? []).flatMap((name) => graph?.nodes.get(name) ?? []).filter(({ derived }) => !derived),
      // without what is only needed on the way, such as a norm's average
      results = inspected
        ? [inspected]
        : computed.filter(({ name }) => !computed.some(({ inputs }) => inputs.includes(name)));
    const kinds = new Set(results.map(({ role }) => SHORT[role])),
      shown = new Set(
        [...computed, ...computed.flatMap(({ inputs }) => inputs.map((name) => graph?.nodes.get(name)))].map(
          (node) => node && SHORT[node.role],
        ),
      );
    const isShare = results.length > 0 && results.every(({ traits }) => traits.probability),
      scale = inspected ? this.#scale() : isShare ? 1 : null;
    // the middle of the ramp is a quarter of the scale for shares (scene/render/colour.js)
    const middle = isShare ? '25%' : '50%';
    return html`<div>
      <span>
        ${scale === null ? words.text('legend.negative') : words.number(isShare ? 0 : -scale, 2)}
        ${[...(kinds.size > 0 ? kinds : ['act'])].map((kind) => {
          const [negative, zero, positive] = this.#stopsOf(kind);
          return html`<i class="ramp" .style=${`background: linear-gradient(90deg in oklab, ${negative}, ${zero} ${middle}, ${positive})`}></i>`;
        })}
        ${scale === null ? words.text('legend.positive') : words.number(scale, 2)}
      </span>
      ${
        inspected
          ? nothing
          : KINDS.filter(([, role]) => shown.size === 0 || shown.has(role)).map(
              ([word, role]) =>
                html`<span><i class="ground" .style=${`background: ${this.#stopsOf(role)[1]}`}></i>${words.text(`legend.${word}`)}</span>`,
            )
      }
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

  #scale() {
    const { trace, weights } = this.view ?? {},
      cell = this.view?.cell.value;
    if (!cell) return null;
    const tensor = trace?.tensor(cell.name) ?? weights?.find(({ name }) => name === cell.name);
    return tensor?.colourScale ?? cell.scale ?? null;
  }
}

const SHORT = {
  query: 'q',
  key: 'k',
  value: 'v',
  prediction: 'p',
  activation: 'act',
  aggregate: 'agg',
  weight: 'weight',
};

customElements.define('orrery-legend', Legend);
