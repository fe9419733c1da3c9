/**
 * The card of the held cell, or else of the hovered one: its name, place and number, and how the number was computed.
 *
 * @typedef {import('../../ui/view.js').Cell} Cell
 * @typedef {import('../../ui/view.js').RunView} RunView
 */
import { css, html, noChange, nothing } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { ask } from '../../ui/ask.js';
import { arithmeticOf } from './card-arithmetic.js';
import { curveStyles } from './card-curve.js';
import { changeOfCell, changesOf } from '../../model/changes.js';
import { isExplained, isMasked, valueOf, maskedWhy } from './cell-number.js';
import { arithmeticView, becomesView, cardStyles } from './card-view.js';
import { icons } from '../../ui/icons.js';
import { axisKey, cellWords, formulaOf } from '../../ui/cell-words.js';
import { rich } from '../../ui/rich-text.js';
import { SignalController } from '../../ui/signal.js';
import { framed } from '../../ui/panel-styles.js';
import { shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';
import { hasRun } from '../../ui/view.js';
import { words } from '../../ui/words.js';

/** A value with more characters is written smaller, so that it fits in one line. */
const LONG_VALUE = 10;

/** What a number of the table of sinusoidal positions is computed from. @param {RunView} view @param {Cell} cell of axes [position, d_model] */
const sine = ({ graph }, { index: [position, i] }) => ({
  curve: i % 2 === 0 ? 'sin' : 'cos',
  position: position + 1,
  exponent: i - (i % 2),
  d_model: graph.sizes.d_model,
});

export class Inspector extends ViewElement {
  /** The tensor whose arithmetic is in the card, visible or as a placeholder for the next one. @type {string | null} */
  #worked = null;

  static styles = [
    shared,
    framed,
    cardStyles,
    curveStyles,
    css`
      header {
        display: flex;
        align-items: start;
        justify-content: space-between;
        gap: var(--s2);
      }
      header .icon {
        margin: -8px -10px -8px 0;
      }
      h2 {
        font-size: var(--text-lg);
        line-height: var(--lh-ui);
        font-weight: var(--w-strong);
      }
      .where {
        margin-top: 2px;
        font-size: var(--text-sm);
        color: var(--ink-2);
      }
      .value {
        margin: var(--s3) 0 0;
        font-size: var(--text-2xl);
        line-height: var(--lh-tight);
        font-weight: var(--w-strong);
      }
      .value.long {
        font-size: var(--text-xl);
      }
      .note,
      .made {
        margin-top: var(--s3);
        padding-top: var(--s3);
        border-top: 1px solid var(--line);
        font-size: var(--text-sm);
        color: var(--ink-2);
      }
      .made p + p {
        font-size: var(--text-md);
      }
      .hook {
        margin-top: var(--s3);
        font: var(--text-xs) / 1.4 var(--font-mono);
        color: var(--ink-3);
        overflow-wrap: anywhere;
      }
      .empty {
        color: var(--ink-2);
        margin-bottom: var(--s3);
      }
      .axes {
        margin: var(--s2) -10px 0;
      }
      .axes li {
        display: grid;
        grid-template-columns: auto 1fr auto;
        align-items: center;
        text-align: center;
        font-size: var(--text-sm);
        color: var(--ink-2);
      }
      .axes .icon {
        height: 32px;
      }
      /* In narrow panels the number and its arithmetic come first; the buttons to neighbouring cells are below. */
      :host([flat]) section {
        display: flex;
        flex-direction: column;
      }
      :host([flat]) .axes,
      :host([flat]) .made {
        order: 1;
      }
      :host([flat]) .hook {
        order: 2;
      }
      :host([flat]) .said {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto auto;
        align-items: baseline;
        column-gap: var(--s3);
      }
      :host([flat]) .said header {
        display: contents;
      }
      :host([flat]) .said .value {
        grid-area: 1 / 2;
        margin: 0;
        font-size: var(--text-xl);
      }
      :host([flat]) .said .icon {
        grid-area: 1 / 3;
        align-self: start;
      }
      :host([flat]) .said .where,
      :host([flat]) .said .note {
        grid-column: 1 / -1;
      }
      :host([flat]) {
        container-type: inline-size;
      }
      /* In still narrower ones the number is below the name. */
      @container (max-width: 300px) {
        :host([flat]) .said {
          grid-template-columns: minmax(0, 1fr) auto;
        }
        :host([flat]) .said .icon {
          grid-area: 1 / 2;
        }
        :host([flat]) .said .value {
          grid-area: auto / 1 / auto / -1;
          margin-top: var(--s2);
        }
      }
      :host([flat]) .arithmetic {
        margin-top: var(--s2);
        padding-top: var(--s2);
      }
      /* A flat card has no padding that the axes could extend into. */
      :host([flat]) .axes {
        margin-inline: 0;
      }
      :host([flat]) header .icon {
        margin-right: 0;
      }
      @media (pointer: coarse) {
        .axes .icon {
          height: 48px;
        }
      }
    `,
  ];

  constructor() {
    super();
    new SignalController(
      this,
      () => this.view?.cell,
      (cell) => cell,
    );
  }

  render() {
    const { view } = this;
    const cell = view?.cell.value;
    if (!hasRun(view) || !cell || !view.graph.nodes.has(cell.name)) return this.#empty();
    const said = cellWords(view.graph, cell.name, cell.index, view.trace, words);
    return html`<section aria-label=${words.text('cell.title')}>
      <div class="said" aria-live=${cell.held ? 'polite' : 'off'}>
        <header>
          <h2 class=${said.role}>${said.what}</h2>
          ${
            cell.held && !view.heldByDriver
              ? html`<button class="icon" aria-label=${words.text('cell.release')} @click=${() => ask(this, 'release')}>
                ${icons.close}
              </button>`
              : nothing
          }
        </header>
        <p class="where">${cell.held && !this.flat ? said.layer : said.where}</p>
        ${this.#value(view, cell)}
      </div>
      ${cell.held ? this.#axes(said, cell) : nothing} ${this.#made(view, cell)} ${this.#arithmetic(view, cell, said.role)}
      ${this.#asks(view, cell)} ${this.#hook(said.hook)}
    </section>`;
  }

  /** Asks the room to which word the query of a score or a weight attends most. @param {RunView} view @param {Cell} cell */
  #asks(view, cell) {
    const node = view.graph.nodes.get(cell.name);
    const [head, query, key] = ['head', 'q_pos', 'k_pos'].map((axis) =>
      node ? node.axes.findIndex(({ name }) => name === axis) : -1,
    );
    if (!view.room?.drives || view.room.parts.place || !cell.held || key < 0 || !words.has('place.ask.attention'))
      return nothing;
    const row = [node?.layer, cell.index[head], cell.index[query]];
    return html`<button class="plain" @click=${() => ask(this, 'placeAsk', { kind: 'word', row })}>${words.text('place.ask.attention')}</button>`;
  }

  /** The cell's name in code. A level that speaks of none has an empty word for it. @param {string} hook */
  #hook(hook) {
    const label = words.text('cell.hook');
    return label === '' ? nothing : html`<p class="hook" translate="no" title=${label}>${hook}</p>`;
  }

  #empty() {
    const touch = matchMedia('(pointer: coarse)').matches;
    return html`<section aria-label=${words.text('cell.title')}>
      <p class="empty">${words.text(touch ? 'cell.emptyTouch' : 'cell.empty')}</p>
      <button class="plain" @click=${() => ask(this, 'cell')}>${words.text('cell.first')}</button>
    </section>`;
  }

  /**
   * The coordinates of a held cell, with buttons to its neighbours: cells can be read without a pointer.
   * @param {{what: string, where: string, layer: string, axes: {axis: number, size: number, text: string}[], hook: string, role: string}} said @param {Cell} cell
   */
  #axes(said, cell) {
    const go = (/** @type {number} */ axis, /** @type {number} */ by) => {
      const index = cell.index.slice();
      index[axis] += by;
      ask(this, 'hold', { name: cell.name, index });
    };
    return html`<ul class="axes">
      ${said.axes.map(
        ({ axis, size, text }) => html`<li>
        <button
          class="icon"
          aria-label=${words.text('cell.less', { axis: text })}
          ?disabled=${cell.index[axis] === 0}
          @click=${() => go(axis, -1)}
        >
          ${icons.back}
        </button>
        <span>${text}</span>
        <button
          class="icon"
          aria-label=${words.text('cell.more', { axis: text })}
          ?disabled=${cell.index[axis] === size - 1}
          @click=${() => go(axis, 1)}
        >
          ${icons.forward}
        </button>
      </li>`,
      )}
    </ul>`;
  }

  /** @param {RunView} view @param {Cell} cell */
  #value(view, cell) {
    const node = view.graph.nodes.get(cell.name);
    if (node && isMasked(node, cell.index)) {
      return html`<p class="value">${words.text('cell.masked')}</p>
        <p class="note">${maskedWhy(view, cell)}</p>`;
    }
    const value = valueOf(view, cell) ?? cell.explanation?.value ?? null;
    if (value === null) {
      const key = cell.failed ? 'failed' : isExplained(view, cell) ? 'fetching' : 'waiting';
      return html`<p class="note">${words.text(`cell.${key}`)}</p>${seenView(view, cell)}`;
    }
    const written = words.value(value);
    return html`<p class="value ${written.length > LONG_VALUE ? 'long' : ''}">${written}</p>${seenView(view, cell)}`;
  }

  /** The terms and lines that lead to the number; for a weight, a note that it was learned. @param {RunView} view @param {Cell} cell @param {string} role */
  #arithmetic(view, cell, role) {
    const node = view.graph.nodes.get(cell.name),
      worked = this.#worked;
    this.#worked = null;
    if (node?.traits.learned)
      return html`<p class="note">${node.traits.fixed ? words.text('cell.fixed', sine(view, cell)) : words.text('cell.learned')}</p>`;
    if (!isExplained(view, cell)) return nothing;
    const change = changeOfCell(changesOf(view.trace?.info), view.graph, cell.name, cell.index);
    if (change)
      return html`<p class="note changed">${words.text(`ablation.cell.${change.mode}`, { factor: words.value(change.factor) })}</p>`;
    const { explanation } = cell;
    if (!explanation && cell.failed) return html`<p class="note">${words.text('cell.failed')}</p>`;
    const arithmetic = explanation && arithmeticOf(explanation, view.graph);
    // Cards of one block's cells are equally high, so the old arithmetic keeps the size until the new one is here.
    if (explanation ? !arithmetic : worked !== cell.name) return nothing;
    this.#worked = cell.name;
    return html`<div class="arithmetic ${explanation ? '' : 'coming'}" aria-hidden=${explanation ? nothing : 'true'}>
      ${
        arithmetic
          ? html`${arithmeticView(arithmetic, view, role)} ${becomesView(cell, view, (other) => valueOf(view, other))}`
          : noChange
      }
    </div>`;
  }

  /** The tensor's formula; weights have none. Simple texts have none at all. @param {RunView} view @param {Cell} cell */
  #made(view, cell) {
    return guard([view.graph, cell.name, view.trace, words.table], () => {
      const node = view.graph.nodes.get(cell.name);
      const formula = node && formulaOf(view.graph, node, view.trace, words);
      if (!formula || words.level === 'simple') return nothing;
      return html`<div class="made"><p class="hidden">${words.text('cell.formula')}</p><p>${rich(formula)}</p></div>`;
    });
  }
}

/** From far away one drawn cell stands for many: says for which ones, and whose number it shows. @param {RunView} view @param {Cell} cell */
function seenView(view, cell) {
  const node = view.graph.nodes.get(cell.name);
  if (!cell.seen || !node) return nothing;
  const { axes } = node;
  const ranges = cell.seen.range.flatMap(([first, last], axis) => {
    if (first === last) return [];
    return [
      words.text(`cell.range.${axisKey(node, axis, words, 'range')}`, {
        axis: axes[axis].name,
        first: first + 1,
        last: last + 1,
      }),
    ];
  });
  if (ranges.length === 0) return html`<p class="note">${words.text('cell.rounded')}</p>`;
  const count = cell.seen.range.reduce((product, [first, last]) => product * (last - first + 1), 1);
  const values = { count, ranges: words.list(ranges), value: words.value(cell.seen.value) };
  return html`<p class="note seen">${words.text('cell.pooled', values)}</p>`;
}

customElements.define('orrery-inspector', Inspector);
