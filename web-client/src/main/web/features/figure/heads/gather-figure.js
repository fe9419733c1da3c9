/**
 * What one head gathers for a word: the values of all words that it reads, each times its share, added up.
 *
 * @typedef {import('../strips/frame.js').Box} Box
 * @typedef {import('../figure.js').FigureContext} FigureContext
 * @typedef {import('../../../model/graph.js').Role} Role
 * @typedef {import('../strips/strip.js').Vector} Vector
 * @typedef {import('../../../model/graph.js').Node} Node
 */
import { svg } from 'lit';
import { firstKey } from '../../../model/attention-window.js';
import { css } from '../../../scene/render/colour.js';
import { nameOf } from '../../../ui/cell-words.js';
import { placedWord } from '../../../ui/running-word.js';
import { words } from '../../../ui/words.js';
import { FIGURE, equation } from '../strips/equation.js';
import { formOf, framed, positionOf } from '../strips/frame.js';
import { columnsOf, gridWith } from '../strips/strip-grid.js';
import { strip } from '../strips/strip.js';
import { headIn, vectorAt } from '../strips/vectors.js';
import { headNote } from './projections-figure.js';

/**
 * Weighted vectors for a picture with few lines: the strongest by themselves, the others added up. Pure.
 *
 * @typedef {{keys: number[], share: number, data: ArrayLike<number>}} Row  `data`: the value; of several keys the sum of their values, each times
 *   its share
 *
 * @param {{key: number, share: number, data: ArrayLike<number>}[]} all
 * @param {number} most lines
 * @returns {Row[]} the strongest first; the last may have several keys
 */
export function strongestFew(all, most) {
  const order = [...all].sort((a, b) => b.share - a.share || a.key - b.key);
  const alone = order.length <= most ? order : order.slice(0, most - 1);
  const others = order.slice(alone.length);
  const rows = alone.map(({ key, share, data }) => ({ keys: [key], share, data }));
  if (others.length === 0) return rows;
  const sum = new Float32Array(others[0].data.length);
  for (const { share, data } of others) for (let i = 0; i < sum.length; i++) sum[i] += share * data[i];
  return [
    ...rows,
    { keys: others.map(({ key }) => key), share: others.reduce((total, { share }) => total + share, 0), data: sum },
  ];
}

/** Font size of words and shares, the least width of a cell without a figure, the least and greatest height of a word's line, px; the result's share of the height. */
const FORM = {
  normal: { px: 17, cell: FIGURE.normal.width, least: 34, most: 64, result: 0.34 },
  hall: { px: 28, cell: 20, least: 44, most: 80, result: 0.34 },
  narrow: { px: 14, cell: 12, least: 30, most: 48, result: 0.34 },
};

/**
 * @param {import('../figure.js').FigureContext} context
 * @param {import('../figure-of.js').GatherKind} kind
 * @returns {unknown} null until the numbers have arrived
 */
export function gatherFigure(context, { node, pattern, values }) {
  const { graph, trace, numbers } = context;
  const head = Math.min(context.head, graph.sizes.n_heads - 1);
  const position = positionOf(context);
  const shares = numbers.part(graph, trace, pattern.name, { head: [head, head + 1], q_pos: [position, position + 1] });
  const all = numbers.part(graph, trace, values.name, {
    head: [headIn(graph, values, head), headIn(graph, values, head) + 1],
  });
  const result = vectorAt(context, node, position, head);
  if (!shares || !all || !result) return null;
  const size = result.data.length;
  const first = firstKey(node, position);
  const read = Array.from({ length: position + 1 - first }, (_, i) => first + i).map((key) => ({
    key,
    share: shares.data[key],
    data: all.data.subarray(key * size, (key + 1) * size),
  }));
  const word = placedWord(trace.text, position);
  const said = { layer: Number(node.layer) + 1, head: head + 1, word, size };
  return framed(context, {
    title: words.text('figure.head', said),
    said: words.text('vectors.gatherSaid', said),
    spoken: words.text('vectors.gatherSaid', said),
    heads: graph.sizes.n_heads,
    node,
    draw: (box) => drawing(context, { node, read, result, scale: all.scale, role: values.role }, box),
  });
}

/**
 * The values of the words, the largest share first, and below them their sum.
 * @param {FigureContext} context @param {{node: Node, read: {key: number, share: number, data: Float32Array}[], result: Vector, scale: number, role: Role}} of @param {Box} box
 */
function drawing(context, { node, read, result, scale, role }, { width, height }) {
  const { palette, measure, trace } = context;
  const form = FORM[formOf(context.area)];
  const below = height * form.result;
  const rows = strongestFew(read, Math.max(1, Math.floor((height - below) / form.least)));
  const each = Math.min(form.most, (height - below) / rows.length);
  const name = (/** @type {typeof rows[number]} */ row) =>
    row.keys.length === 1
      ? placedWord(trace.text, row.keys[0])
      : words.text('vectors.otherWords', { count: row.keys.length });
  // the others’ line is already their sum
  const share = (/** @type {typeof rows[number]} */ row, /** @type {number} */ i) =>
    `${i === 0 ? '' : '+ '}${row.keys.length === 1 ? `${words.number(row.share, 2)} ×` : ''}`;
  const shareWide = measure('+ 0.00 ×', form.px) + 14;
  const names = Math.min(width * 0.32, Math.max(...rows.map((row) => measure(name(row), form.px))) + 14);
  const left = names + shareWide;
  const colour = css(palette.roles.aggregate);
  const size = result.data.length;
  // aligned with their sum, cell by cell
  const columns = columnsOf(size, width - left, form.cell);
  return svg`${rows.map((row, i) => {
    const y = i * each;
    const middle = y + each / 2;
    return svg`<g class="gathered" data-keys=${row.keys.join(' ')} data-share=${row.share}>
      <rect x="0" y=${y + each - 5} width=${Math.max(1, (left - 12) * row.share)} height="3" fill=${colour} />
      <text x="0" y=${middle} dy=".3em" font-size=${Math.min(form.px, (form.px * (names - 10)) / Math.max(1, measure(name(row), form.px)))} fill=${css(palette.ink)}>${name(row)}</text>
      <text x=${left - 12} y=${middle} dy=".3em" text-anchor="end" font-size=${form.px} font-weight="600" fill=${colour}>${share(row, i)}</text>
      ${strip(context, { data: row.data, scale, role }, gridWith(size, columns, width - left, each - 8), { x: left, y })}
    </g>`;
  })}
  ${equation(context, [{ sign: '=', name: nameOf(node, words), note: headNote(context, node), vector: result, columns, colour: css(palette.roles[node.frame]) }], { width: width - left, height: height - rows.length * each - 8, x: left, y: rows.length * each + 8 })}`;
}
