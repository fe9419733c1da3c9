/**
 * Renders a card's arithmetic: terms with signed bars, then the lines that lead to the value.
 *
 * @typedef {import('../../ui/view.js').ExplainedCell} ExplainedCell
 * @typedef {import('../../ui/view.js').RunView} RunView
 * @typedef {import('../../ui/view.js').View} View
 */
import { css, html, nothing } from 'lit';
import { ask } from '../../ui/ask.js';
import { curveView } from './card-curve.js';
import { cellWords, nameOf } from '../../ui/cell-words.js';
import { tokenText } from '../../ui/step-texts.js';
import { words } from '../../ui/words.js';

/**
 * @typedef {import('./card-arithmetic.js').Arithmetic} Arithmetic
 * @typedef {import('./card-arithmetic.js').Row} Row
 */

/**
 * @param {Arithmetic} arithmetic
 * @param {RunView} view
 * @param {string} role  CSS class of the cell's colour
 */
export function arithmeticView(arithmetic, view, role) {
  const { lead, rows, smaller, lines, decimals, curve } = arithmetic;
  const reach = {
    left: Math.max(0, ...rows.map((row) => -row.value)),
    right: Math.max(0, ...rows.map((row) => row.value)),
  };
  return html`${lead ? html`<p class="lead">${words.text(`cell.${lead.key}`, written(lead.values))}</p>` : nothing}
    ${curve ? curveView(curve) : nothing}
    ${
      rows.length === 0
        ? nothing
        : html`<ul class="terms ${lines.length === 0 ? 'alone' : rows[0].form}">
          ${rows.map(
            (row) => html`<li class=${row.own ? 'own' : ''}>
            <span class="term">${termView(row, view)}</span>
            ${lines.length === 0 ? nothing : bar(row.value, reach, role)}
            <span class="number">${figures(row.value, decimals)}</span>
          </li>`,
          )}
          ${
            smaller
              ? html`<li class="smaller">
                <span class="term">${words.text('cell.smaller', { count: smaller.count })}</span>
                <span class="number">${figures(smaller.value, decimals)}</span>
              </li>`
              : nothing
          }
        </ul>`
    }
    ${
      lines.length === 0
        ? nothing
        : html`<ul class="lines">
          ${lines.map(
            (line) => html`<li class=${line.total ? `total ${role}` : ''}>
            <span>${line.cell ? inputView(line.key, line.cell, view) : words.text(`cell.${line.key}`, exact(line.values))}</span>
            <span class="number" data-line=${line.key}>${words.value(line.value)}</span>
          </li>`,
          )}
        </ul>`
    }`;
}

/** The label of a line that shows another cell's value: its name, which is a link to it. @param {string} key of the line @param {ExplainedCell} cell @param {RunView} view */
function inputView(key, cell, view) {
  const said = cellWords(view.graph, cell.name, cell.cell, view.trace, words);
  const signed = key === 'lessMean' || key === 'overSpread' || key === 'overRms';
  const text = signed ? words.text(`cell.${key}`) : said.what;
  const node = view.graph.nodes.get(cell.name);
  const parts =
    signed || !node || node.traits.learned
      ? []
      : node.inputs.flatMap((name) => {
          const input = view.graph.nodes.get(name);
          return input ? [nameOf(input, words)] : [];
        });
  return html`${cellLink(cell, said, text)}
  ${
    key === 'before' && parts.length > 0
      ? html`<small>${words.text('cell.madeOf', { parts: words.list(parts) })}</small>`
      : nothing
  }`;
}

/**
 * @param {{name: string, cell: number[]}} of
 * @param {{what: string, where: string, layer: string, axes: {axis: number, size: number, text: string}[], hook: string, role: string}} said
 * @param {string} text
 */
function cellLink({ name, cell }, said, text) {
  return html`<button
    class="link ${said.role}"
    title=${words.text('cell.goTo', said)}
    @click=${(/** @type {{target: HTMLElement}} */ event) => ask(event.target, 'hold', { name, index: cell })}
  >
    ${text}
  </button>`;
}

/**
 * A line for the probability that a score or a logit becomes: the cell at the same place in the softmax that reads it.
 *
 * @param {{name: string, index: number[]}} cell
 * @param {RunView} view
 * @param {(cell: {name: string, index: number[]}) => number | null} valueOf
 */
export function becomesView({ name, index }, view, valueOf) {
  const { graph } = view;
  const reader = [...graph.nodes.values()].find((node) => node.traits.probability && node.inputs[0] === name);
  const value = reader ? valueOf({ name: reader.name, index }) : null;
  if (!reader || value === null) return nothing;
  const said = cellWords(graph, reader.name, index, view.trace, words);
  return html`<ul class="lines becomes">
    <li>
      ${cellLink({ name: reader.name, cell: index }, said, words.text('cell.becomes', { what: said.what }))}
      <span class="number">${words.value(value)}</span>
    </li>
  </ul>`;
}

/** Keeps text and whole numbers, formats other numbers as values. */
function exact(values = {}) {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      Number.isInteger(value) || typeof value === 'string' ? value : words.value(value),
    ]),
  );
}

function written(values = {}) {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, typeof value === 'number' ? words.value(value) : value]),
  );
}

/** @param {Row} row @param {RunView} view */
function termView({ form, operands, cell, angle }, view) {
  const [first, second] = operands.map(
    ({ value, decimals, role }) => html`<span class="operand ${role}">${figures(value, decimals)}</span>`,
  );
  const { graph } = view;
  switch (form) {
    case 'square':
      return html`(${first})<sup>2</sup>`;
    case 'turn':
      return html`${first} × ${words.text('cell.degrees', { of: angle?.of, degrees: words.number(angle?.degrees ?? 0, 1) })}`;
    case 'place':
      return html`<span class=${operands[0].role}>${words.text('cell.nth', { n: cell.cell[cell.cell.length - 1] + 1 })}</span>`;
    case 'power':
      return html`<span class="of" translate="no">${placeOfTerm(cell, view)}</span> <span class="power" translate="no">e<sup>${first}</sup></span>`;
    case 'cell': {
      const said = cellWords(graph, cell.name, cell.cell, view.trace, words);
      return graph.nodes.get(cell.name)?.role === 'weight'
        ? html`<span class=${said.role}>${said.what}</span><br />${said.where}`
        : html`<span class=${said.role}>${said.what}</span>`;
    }
    default:
      return html`${first} × ${second}`;
  }
}

/** A number that would round to zero is written in scientific notation. @param {number} value @param {number} decimals */
function figures(value, decimals) {
  return value !== 0 && Math.abs(value) < 0.5 * 10 ** -decimals ? words.value(value) : words.number(value, decimals);
}

/** The token that names a term of a softmax, which runs along the last axis: keys, or the vocabulary. @param {ExplainedCell} explainedCell @param {RunView} view */
function placeOfTerm({ name, cell }, { graph, trace }) {
  const at = cell[cell.length - 1];
  if (graph.nodes.get(name)?.axes.at(-1)?.name !== 'd_vocab')
    return html`${tokenText(trace?.text[at] ?? '')}<sub>${at + 1}</sub>`;
  return tokenText(graph.vocabulary?.[at] ?? words.number(at, 0));
}

/** @param {number} value @param {{left: number, right: number}} of @param {string} role */
function bar(value, { left, right }, role) {
  const whole = left + right;
  if (whole === 0) return html`<span class="bar" aria-hidden="true"></span>`;
  const percent = (/** @type {number} */ part) => `${((100 * part) / whole).toFixed(2)}%`;
  const place = `left:${percent(left + Math.min(0, value))};width:${percent(Math.abs(value))}`;
  return html`<span class="bar" aria-hidden="true">
    <i class="zero" .style=${`left:${percent(left)}`}></i>
    <i class=${value < 0 ? 'negative' : role} .style=${place}></i>
  </span>`;
}

export const cardStyles = css`
  .arithmetic {
    margin-top: var(--s3);
    padding-top: var(--s3);
    border-top: 1px solid var(--line);
    font-size: var(--text-sm);
    color: var(--ink-2);
    transition: opacity var(--t-tap);
  }
  /* While the next explanation loads, the old one keeps the space but is hidden: nothing jumps, and no stale number shows. */
  .arithmetic.coming {
    opacity: 0;
    visibility: hidden;
    transition: none;
  }
  .lead + * {
    margin-top: var(--s2);
  }
  .terms {
    display: grid;
    grid-template-columns: minmax(0, auto) minmax(24px, 1fr) auto;
    column-gap: 10px;
    row-gap: 3px;
  }
  .terms.cell {
    grid-template-columns: minmax(0, 1fr) 56px auto;
  }
  .terms.alone {
    grid-template-columns: minmax(0, 1fr) auto;
  }
  .terms:not(.cell, .alone) .term {
    white-space: nowrap;
  }
  /* A long name stands above the rest of its term, and leaves the figure its room. */
  .terms:not(.cell, .alone) .term:has(.of) {
    white-space: normal;
  }
  .terms li {
    display: grid;
    grid-template-columns: subgrid;
    grid-column: 1 / -1;
    align-items: center;
    color: var(--ink-2);
  }
  .terms .smaller .term {
    grid-column: 1 / 3;
  }
  .terms .own,
  .terms .own .of {
    font-weight: var(--w-strong);
    color: var(--ink);
  }
  .term sup,
  .term sub {
    font-size: 0.85em;
  }
  .of {
    display: inline-block;
    min-width: 2.2em;
  }
  .number {
    text-align: right;
    color: var(--ink);
    white-space: nowrap;
  }
  .bar {
    position: relative;
    height: 8px;
  }
  .bar i {
    position: absolute;
    top: 0;
    height: 8px;
    background: currentColor;
  }
  .bar .zero {
    top: -3px;
    width: 1px;
    height: 14px;
    background: var(--line-strong);
  }
  .bar .negative {
    color: var(--ink-3);
  }
  .lines {
    font-size: var(--text-md);
  }
  .lines:not(:first-child) {
    margin-top: var(--s3);
    padding-top: var(--s2);
    border-top: 1px solid var(--line);
  }
  .lines li {
    display: flex;
    justify-content: space-between;
    gap: var(--s3);
    color: var(--ink);
  }
  .lines .link {
    text-align: left;
    text-decoration: underline;
    text-decoration-color: color-mix(in srgb, currentColor 45%, transparent);
    text-underline-offset: 3px;
  }
  .lines small {
    display: block;
    margin-bottom: 2px;
    line-height: var(--lh-ui);
    font-size: var(--text-xs);
    color: var(--ink-2);
  }
  .lines .total .number {
    color: inherit;
    font-weight: var(--w-strong);
  }
  .lines .total span:first-child {
    color: var(--ink);
  }
`;
