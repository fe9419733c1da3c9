/** Where the answer forms: the guess after each layer, and the place of the answer among all tokens. */
import { css, html, nothing, svg } from 'lit';
import { rich } from '../../../ui/rich-text.js';
import { placedWord, wordOf } from '../../../ui/running-word.js';
import { shareText } from '../../../ui/rounding.js';
import { ToolElement } from '../../../ui/tool-element.js';
import { words } from '../../../ui/words.js';
import { foundGuesses } from '../findings-of.js';
import { cellsOf, columnOf, groupsOf, jumpOf, leadOf, onScale, rowsOf, ticksOf } from './lens-rows.js';

/**
 * @typedef {import('../tools.js').ToolContext<'lens'>} Context
 * @typedef {import('./lens-rows.js').Column} Column
 * @typedef {import('./lens-rows.js').Row} Row
 */

/** Height of the table's head and width of its row names, px. */
const HEAD = 40,
  LABELS = 104;
/** Heights and widths, px. */
const ROW = 44,
  LEAST_ROW = 14,
  COLUMN = 112,
  LEAST_COLUMN = 72,
  OWN = 128,
  SCALE = 210;
/** Height of a line of the list in the hall, at least and at most, and of what is above the list, px. */
const LINE = { least: 52, most: 62, above: 150 };
/** Lines of a list that can be scrolled, at least. */
const LEAST_LINES = 8;
/** A line says the largest chance of its rows if it is so much larger than that of the last. */
const TOLD = 0.05;
/** The level with one column of guesses on every screen. */
const SIMPLE = 'simple';
/** Text on a cell is dark where the cell is lighter than this. */
const INK = 0.62;

/** @extends {ToolElement<Context>} */
class WhyLens extends ToolElement {
  static styles = [
    ToolElement.styles,
    css`
      .said {
        margin-bottom: var(--s2);
      }
      .grid {
        display: flex;
      }
      table {
        flex: none;
        border-spacing: 2px 1px;
        table-layout: fixed;
      }
      th {
        font-weight: var(--w-regular);
        color: var(--ink-3);
        white-space: nowrap;
      }
      thead th {
        height: ${HEAD}px;
        padding: 0 2px;
        overflow: hidden;
        text-overflow: ellipsis;
        color: var(--ink-2);
      }
      thead th:first-child {
        white-space: normal;
        overflow-wrap: anywhere;
        line-height: 1.15;
      }
      thead th button {
        width: 100%;
        min-height: 28px;
        overflow: hidden;
        text-overflow: ellipsis;
      }
      thead .own {
        color: var(--accent);
        font-weight: var(--w-strong);
      }
      tbody th {
        width: ${LABELS}px;
        white-space: nowrap;
        padding-right: var(--s3);
        text-align: right;
        line-height: 1;
      }
      tbody .lead th {
        color: var(--ink);
        font-weight: var(--w-strong);
      }
      td {
        padding: 0 6px;
        line-height: 1;
        white-space: nowrap;
        overflow: hidden;
        color: var(--ink-2);
        /* pale beside the current word's; lighter is more in both, in every theme */
        background: color-mix(in oklab, color-mix(in oklab, var(--lens-high) calc(var(--share) * 100%), var(--lens-low)) 26%, var(--surface));
      }
      td.own {
        color: #fff;
        background: color-mix(in oklab, var(--lens-high) calc(var(--share) * 100%), var(--lens-low));
      }
      td.dark {
        color: #14061f;
      }
      td.own span {
        float: right;
        font-size: 12px;
      }
      td.first {
        font-weight: var(--w-strong);
      }
      td.lead {
        outline: 2px solid var(--ink);
        outline-offset: -1px;
      }
      :host {
        --lens-low: #2a0d40;
        --lens-high: #d9a8ff;
      }
      svg {
        flex: none;
        overflow: visible;
        stroke: none;
        margin-left: var(--s5);
        font-family: var(--font);
        font-size: 12px;
      }
      svg .tick {
        stroke: var(--line);
      }
      svg text {
        fill: var(--ink-3);
        text-anchor: middle;
      }
      svg .name {
        fill: var(--p);
        font-weight: var(--w-strong);
      }
      svg .named {
        fill: var(--ink);
        text-anchor: end;
        paint-order: stroke;
        stroke: var(--bg);
        stroke-width: 5px;
      }
      svg polyline {
        fill: none;
        stroke: var(--p);
        stroke-width: 2;
      }
      svg circle {
        fill: var(--p);
      }
      svg .lead {
        stroke: var(--ink);
        stroke-width: 2;
      }
      ol {
        display: grid;
        grid-template-columns: fit-content(30%) minmax(0, 1fr) fit-content(34%);
        column-gap: var(--s4);
      }
      li {
        display: grid;
        grid-column: 1 / -1;
        grid-template-columns: subgrid;
        align-items: center;
        min-height: 43px;
        border-bottom: 1px solid var(--line);
      }
      .list {
        display: flex;
        flex-direction: column;
        height: 100%;
      }
      ol.narrow {
        flex: 0 1 auto;
        min-height: 130px;
        overflow-y: auto;
        scrollbar-width: thin;
      }
      ol.wide {
        max-width: 640px;
        margin-top: var(--s3);
      }
      .narrow li.heads {
        position: sticky;
        top: 0;
        z-index: 1;
        background: var(--bg);
      }
      .hall li {
        min-height: var(--line);
      }
      .hall {
        column-gap: 40px;
      }
      li.heads {
        min-height: 28px;
        overflow-wrap: anywhere;
        color: var(--ink-3);
      }
      .guess {
        display: grid;
        grid-template-columns: minmax(0, 1fr) max-content;
        gap: 0 var(--s3);
      }
      .guess b {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
        font-weight: var(--w-strong);
      }
      .track {
        grid-column: 1 / -1;
        height: 5px;
        border-radius: 3px;
        background: var(--surface-2);
      }
      .hall .track {
        height: 10px;
      }
      .track i {
        display: block;
        height: 100%;
        min-width: 2px;
        border-radius: 3px;
        background: var(--p);
      }
      li > :last-child {
        text-align: right;
      }
      li {
        padding-inline: var(--s2);
      }
      li.lead {
        color: var(--ink);
        border-radius: var(--r2);
        outline: 2px solid var(--ink);
        background: color-mix(in oklab, var(--p) 22%, var(--bg));
      }
    `,
  ];

  /** The answer to whose end the list was scrolled. */
  #scrolled = '';

  /** On a phone the list is longer than its room: its end is where the answer is. */
  updated() {
    const list = this.renderRoot.querySelector('ol.narrow');
    const { context } = this;
    const shown =
      list && context ? `${context.trace.id} ${context.about.position} ${context.about.a} ${list.clientHeight}` : '';
    if (list && shown !== this.#scrolled) list.scrollTop = list.scrollHeight;
    this.#scrolled = shown;
  }

  render() {
    const { context } = this;
    const column = /** @type {Column | null | undefined} */ (context?.ask(columnOf(context.question, context.trace)));
    if (!context || !column) return nothing;
    if (context.inMachine) return inMachine(context, column);
    return context.area.narrow || context.area.hall || words.level === SIMPLE
      ? list(context, column)
      : grid(context, column);
  }
}

/** The sentence that the numbers make. @param {Context} context @param {Column} column @param {Row[]} rows */
function saidOf({ word }, column, rows) {
  const values = { token: word(column.a) };
  const lead = leadOf(column, rows);
  if (!lead)
    return words.text('why.lens.never', { ...values, place: /** @type {number} */ (column.rank_of_a.at(-1)) + 1 });
  const leads = words.text(
    lead === rows.at(-1) ? 'why.lens.last' : lead.layer === null ? 'why.lens.always' : 'why.lens.from',
    {
      ...values,
      place: nameOf(lead),
    },
  );
  const jump = jumpOf(rows);
  if (!jump || jump.to.layer === null) return leads;
  return `${leads} ${words.text('why.lens.jump', { place: nameOf(jump.to), from: jump.from.rank + 1, to: jump.to.rank + 1 })}`;
}

/** @param {Row} row */
const nameOf = ({ layer, half }) =>
  layer === null
    ? words.text('why.lens.start')
    : words.text(half ? 'why.lens.half' : 'why.lens.layer', { layer: layer + 1 });

/** @param {number} place from 1 */
const placeText = (place) => words.number(place, 0);

const percent = (/** @type {number} */ p) => shareText(p, words);

/** The sentence, while the guesses stand at the junctions of the stream. @param {Context} context @param {Column} column */
function inMachine(context, column) {
  const { position, points } = column;
  const rows = rowsOf(column, context.graph.sizes.n_layers < 6);
  const lead = leadOf(column, rows);
  context.show(
    foundGuesses(points, rows, cellsOf(column, position, rows), { position, lead, word: context.word, percent }),
  );
  return html`<p class="said">${rich(saidOf(context, column, rows))} <span>${words.text('whyMachine.guesses')}</span></p>`;
}

/** @param {Context} context @param {Column} column of the present position */
function grid(context, column) {
  const { area, trace, graph, word, mayAsk, target } = context;
  const { position } = column;
  const room = area.height - HEAD - 62;
  const all = rowsOf(column, true);
  const rows = room / all.length >= LEAST_ROW + 3 ? all : rowsOf(column, false);
  const height = Math.max(LEAST_ROW, Math.min(ROW, Math.floor(room / rows.length) - 1));
  const before = position > 0 ? context.ask({ from: 0, to: position }) : null;
  const after = position + 1 < trace.positions ? context.ask({ from: position + 1, to: trace.positions }) : null;
  const width = Math.min(
    COLUMN,
    Math.max(LEAST_COLUMN, (area.width - LABELS - OWN - SCALE - 60) / Math.max(1, trace.positions - 1)),
  );
  const fit = Math.max(0, Math.floor((area.width - LABELS - OWN - SCALE - 60) / width));
  const shown = positionsShown(position, trace.positions, fit);
  const lead = leadOf(column, rows);
  const columns = shown.map((at) => {
    const answer = at === position ? column : at < position ? before : after;
    return { at, cells: answer && cellsOf(answer, at, rows) };
  });
  return html`<p class="said">${rich(saidOf(context, column, rows))} <span>${words.text('why.lens.rough')}</span></p>
    <div class="grid">
      <table style=${`width:${LABELS + OWN + (shown.length - 1) * width + (shown.length + 2) * 2}px`}>
        <thead>
          <tr>
            <th style=${`width:${LABELS}px`}>${words.text('why.lens.after')}</th>
            ${columns.map(({ at }) => {
              const text = wordOf(trace.text[at]);
              return html`<th class=${at === position ? 'own' : ''} style=${`width:${at === position ? OWN : width}px`} title=${text}>
                ${mayAsk && at !== position ? html`<button @click=${() => target({ position: at })}><bdi>${text}</bdi></button>` : html`<bdi>${text}</bdi>`}
              </th>`;
            })}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (
              row,
              i,
            ) => html`<tr class=${row === lead ? 'lead' : ''} style=${`height:${height}px;font-size:${Math.min(15, height - 3)}px`}>
              <th scope="row">${labelOf(row, rows)}</th>
              ${columns.map(({ at, cells }) => cellOf(cells?.[i], at === position, row === lead, word))}
            </tr>`,
          )}
        </tbody>
      </table>
      ${scaleOf(rows, lead, { height: height + 1, vocabulary: graph.sizes.d_vocab, name: word(column.a) })}
    </div>`;
}

/** @param {Row} row @param {Row[]} rows */
function labelOf(row, rows) {
  if (row.layer === null) return words.text('why.lens.start');
  return rows.some(({ half }) => half)
    ? words.text(row.half ? 'why.lens.rowHalf' : 'why.lens.rowLayer', { layer: row.layer + 1 })
    : String(row.layer + 1);
}

/** The positions for which there is a column: the current one, and as many before it and behind it as fit. @param {number} position @param {number} positions @param {number} fit */
function positionsShown(position, positions, fit) {
  const to = Math.min(positions, position + 1 + Math.max(0, fit - position));
  const from = Math.max(0, Math.min(position, to - 1 - fit));
  return Array.from({ length: to - from }, (_, i) => from + i);
}

/** @param {import('./lens-rows.js').Cell | undefined} cell @param {boolean} isOwn @param {boolean} isLead @param {(token: number) => string} word */
function cellOf(cell, isOwn, isLead, word) {
  if (!cell) return html`<td style="--share:0"></td>`;
  const { token, p, first } = cell;
  const kind = `${isOwn ? 'own' : ''} ${first ? 'first' : ''} ${isOwn && p > INK ? 'dark' : ''} ${isOwn && isLead ? 'lead' : ''}`;
  return html`<td class=${kind} style=${`--share:${p}`} data-token=${token} title=${`${word(token)} ${percent(p)}`}>
    ${isOwn ? html`<span>${percent(p)}</span>` : nothing}${first ? html`<bdi translate="no">${word(token)}</bdi>` : nothing}
  </td>`;
}

/** The place of the answer, on a log scale. @param {Row[]} rows @param {Row | null} lead @param {{height: number, vocabulary: number, name: string}} of */
function scaleOf(rows, lead, { height, vocabulary, name }) {
  const x = (/** @type {number} */ rank) => onScale(rank, vocabulary) * SCALE;
  const y = (/** @type {number} */ i) => HEAD + 2 + (i + 0.5) * height;
  const at = rows.indexOf(/** @type {Row} */ (lead));
  return html`<svg width=${SCALE} height=${HEAD + rows.length * height} role="img" aria-label=${words.text('why.lens.placeOf', { token: name })}>
    <text class="name" x=${SCALE / 2} y="12">${words.text('why.lens.placeOf', { token: name })}</text>
    ${ticksOf(vocabulary).map(
      (
        place,
      ) => svg`<line class="tick" x1=${x(place - 1)} x2=${x(place - 1)} y1=${HEAD} y2=${HEAD + rows.length * height} />
        <text x=${x(place - 1)} y=${HEAD - 8}>${placeText(place)}</text>`,
    )}
    <polyline points=${rows.map(({ rank }, i) => `${x(rank)},${y(i)}`).join(' ')} />
    ${rows.map(({ rank }, i) => svg`<circle class=${i === at ? 'lead' : ''} cx=${x(rank)} cy=${y(i)} r=${i === at ? 6 : 2.5}><title>${placeText(rank + 1)}</title></circle>`)}
    ${at < 0 ? nothing : svg`<text class="named" x=${x(0) - 14} y=${y(at) + 4}>${words.text('why.lens.leads')}</text>`}
  </svg>`;
}

/** One column of guesses: in the level Simple, on phones and in the hall. @param {Context} context @param {Column} column */
function list(context, column) {
  const { area, word, trace } = context;
  const { position } = column;
  const hall = area.hall;
  const rows = rowsOf(column, context.graph.sizes.n_layers < 6);
  const lead = leadOf(column, rows);
  const cells = cellsOf(column, position, rows);
  // elsewhere the list can be scrolled: different guesses have lines of their own
  const fit = hall
    ? Math.max(3, Math.floor((area.height - LINE.above) / LINE.least))
    : Math.max(LEAST_LINES, cells.filter(({ first }) => first).length);
  const shown = groupsOf(cells, rows, fit, lead);
  const height = Math.min(LINE.most, Math.floor((area.height - LINE.above) / shown.length)) - 1;
  return html`<div class="list"><p class="said">${rich(saidOf(context, column, rows))}</p>
    <ol style=${`--line:${height}px`} class=${hall ? 'hall' : area.narrow ? 'narrow' : 'narrow wide'}>
      <li class="heads"><span>${words.text('why.lens.after')}</span><span>${rich(words.text('why.lens.guess', { word: placedWord(trace.text, position) }))}</span><span>${words.text('why.lens.placeOf', { token: word(column.a) })}</span></li>
      ${shown.map(({ from, to, cell, mixed, high }) => {
        const isLead =
          lead !== null && rows.indexOf(lead) >= rows.indexOf(from) && rows.indexOf(lead) <= rows.indexOf(to);
        const figure = mixed
          ? words.text('why.lens.upTo', { p: percent(high) })
          : `${high - cell.p >= TOLD ? `${words.text('why.lens.upTo', { p: percent(high) })}, ` : ''}${percent(cell.p)}`;
        return html`<li class=${isLead ? 'lead' : ''} data-token=${mixed ? nothing : cell.token}>
          <span>${from === to ? labelOf(to, rows) : words.text('why.lens.range', { from: labelOf(from, rows), to: labelOf(to, rows) })}</span>
          <span class="guess"><b>${mixed ? words.text('why.lens.various') : html`<bdi translate="no">${word(cell.token)}</bdi>`}</b><span>${figure}</span><span class="track"><i style=${`width:${100 * (mixed ? high : cell.p)}%`}></i></span></span>
          <span>${placeText(to.rank + 1)}</span>
        </li>`;
      })}
    </ol></div>`;
}

customElements.define('orrery-why-lens', WhyLens);
