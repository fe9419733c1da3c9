/**
 * The cell that the driver holds, on the hall's screen: its name, its number, and its arithmetic in one line.
 *
 * @typedef {import('../../ui/view.js').Cell} Cell
 * @typedef {import('../../ui/view.js').View} View
 */
import { css, html, nothing } from 'lit';
import { isMasked, valueOf, maskedWhy } from '../cell/cell-number.js';
import { sumLine } from '../cell/sum-line.js';
import { cellWords } from '../../ui/cell-words.js';
import { SignalController } from '../../ui/signal.js';
import { shared } from '../../ui/styles.js';
import { tokenText } from '../../ui/step-texts.js';
import { ViewElement } from '../../ui/view-element.js';
import { words } from '../../ui/words.js';

/** Axes whose entries are named after their token. */
const POSITIONS = ['pos', 'q_pos', 'k_pos'];

/** Kinds of arithmetic without a formula: in Simple, the others have their number alone. */
const PLAIN = ['sum', 'share', 'normalized', 'quotient'];

export class HallCell extends ViewElement {
  static styles = [
    shared,
    css`
      .name {
        font-size: 28px;
        line-height: 1.2;
        color: var(--ink-3);
      }
      .sum {
        margin-top: 4px;
        font-size: 34px;
        line-height: 1.25;
        color: var(--ink);
        text-wrap: pretty;
      }
      .sum b {
        font-weight: var(--w-strong);
      }
      .more {
        color: var(--ink-3);
      }
      sup {
        font-size: 28px;
      }
      @media (max-width: 720px) {
        .name,
        sup {
          font-size: 19px;
        }
        .sum {
          font-size: 22px;
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
    const { view } = this,
      cell = view?.cell.value;
    if (!view?.graph || !cell || !view.graph.nodes.has(cell.name)) return nothing;
    const said = cellWords(view.graph, cell.name, cell.index, view.trace, words);
    return html`<p class="name"><strong class=${said.role}>${said.what}</strong> · ${place(view, cell, said)}</p>
      <p class="sum">${this.#sum(view, cell, said.role)}</p>`;
  }

  /** @param {View} view @param {Cell} cell @param {string} role */
  #sum(view, cell, role) {
    const { graph } = view,
      node = graph?.nodes.get(cell.name);
    if (!graph || !node) return nothing;
    if (isMasked(node, cell.index)) return maskedWhy(view, cell);
    const value = valueOf(view, cell) ?? cell.explanation?.value ?? null;
    if (value === null) return words.text(cell.failed ? 'cell.failed' : 'projector.cell.unknown');
    const { explanation } = cell,
      isSaid = explanation && (words.level !== 'simple' || PLAIN.includes(explanation.kind));
    const pieces = isSaid ? sumLine(explanation, graph, words) : [];
    return html`<b class=${role}>${words.value(value)}</b>${pieces.length === 0 ? nothing : ' = '}${pieces.map(
      ({ text, role: of = '', style = '' }) =>
        style === 'sup' ? html`<sup class=${of}>${text}</sup>` : html`<span class="${of} ${style}">${text}</span>`,
    )}`;
  }
}

/**
 * Where the cell is, in few words.
 * @param {View} view @param {Cell} cell @param {{what: string, where: string, layer: string, axes: {axis: number, size: number, text: string}[], hook: string, role: string}} said
 */
function place(view, { name, index }, said) {
  const axes = view.graph?.nodes.get(name)?.axes ?? [];
  const parts = said.axes.map(({ axis, text }) =>
    POSITIONS.includes(axes[axis].name)
      ? words.text(`projector.cell.${axes[axis].name}`, {
          token: tokenText(view.trace?.text[index[axis]] ?? ''),
          n: index[axis] + 1,
        })
      : text,
  );
  return [said.layer, ...parts].filter((part) => part !== '').join(' · ');
}

customElements.define('orrery-hall-cell', HallCell);
