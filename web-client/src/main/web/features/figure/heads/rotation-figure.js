/**
 * The rotation of a head's queries and keys by their position: a dial for each pair of numbers.
 *
 * @typedef {{before: [number, number], after: [number, number], strength: number, degrees: number}} Dial  ends of the hands before and after
 *   the turn, which have a length of 1, or of 0 for a pair of zeros; `strength`: the pair's length as a share of the longest; `degrees`:
 *   counterclockwise, the whole way, which may be several turns
 * @typedef {import('../figure.js').FigureContext} FigureContext
 * @typedef {import('../../../model/graph.js').Node} Node
 */
import { svg } from 'lit';
import { css, mix } from '../../../scene/render/colour.js';
import { nameOf } from '../../../ui/cell-words.js';
import { words } from '../../../ui/words.js';
import { formOf, framed, positionOf, wordAt } from '../strips/frame.js';
import { headIn, vectorAt } from '../strips/vectors.js';
import { headNote } from './projections-figure.js';

/** The length of a hand, as a share of the dial's radius. */
const REACH = 0.86;
const NAME = {
  normal: { high: 28, px: 17, note: 14 },
  hall: { high: 42, px: 28, note: 28 },
  narrow: { high: 20, px: 14, note: 12 },
};

/**
 * @param {import('../figure.js').FigureContext} context
 * @param {import('../figure-of.js').RotationKind} kind
 * @returns {unknown} null until the numbers have arrived
 */
export function rotationFigure(context, { node, pairs }) {
  const { graph } = context;
  const position = positionOf(context);
  const rows = pairs.map(({ before, after }) => {
    const head = headIn(graph, after, context.head);
    const at = (/** @type {Node} */ of, /** @type {number} */ place) => vectorAt(context, of, place, head);
    return {
      after,
      from: at(before, position),
      to: at(after, position),
      unit: position === 0 ? [] : [at(before, 1), at(after, 1)],
    };
  });
  if (rows.some(({ from, to, unit }) => !from || !to || unit.includes(null))) return null;
  // A pair turns by at most 1 radian a position, so only at the second position is the way between its hands surely the shorter one.
  const turned = (/** @type {(import('../strips/strip.js').Vector | null)[]} */ [from, to]) =>
    from && to
      ? anglesOf(from.data, to.data).map((each) => each * position)
      : new Array(graph.sizes.d_head / 2).fill(0);
  const values = {
    layer: Number(node.layer) + 1,
    head: context.head + 1,
    word: wordAt(context),
    position: position + 1,
    pairs: graph.sizes.d_head / 2,
  };
  const said = words.text(position === 0 ? 'vectors.rotationFirst' : 'vectors.rotationSaid', values);
  const form = formOf(context.area);
  return framed(context, {
    title: words.text('figure.head', values),
    said,
    spoken: said,
    heads: graph.sizes.n_heads,
    node,
    draw: ({ width, height }) => {
      const each = height / rows.length;
      return rows.map(
        ({ after, from, to, unit }, i) => svg`<g transform=${`translate(0 ${i * each})`}>
        <text x="0" y=${NAME[form].high - 9} font-size=${NAME[form].px} font-weight="600" fill=${css(context.palette.roles[after.role])}>${nameOf(after, words)}</text>
        ${context.measure(nameOf(after, words), NAME[form].px) + context.measure(headNote(context, after), NAME[form].note) + 24 < width ? svg`<text class="note" x=${width} y=${NAME[form].high - 9} text-anchor="end" font-size=${NAME[form].note}>${headNote(context, after)}</text>` : ''}
        ${dials(context, after, dialsOf(/** @type {NonNullable<typeof from>} */ (from).data, /** @type {NonNullable<typeof to>} */ (to).data, turned(unit)), { width, height: each - NAME[form].high - 6, y: NAME[form].high })}
      </g>`,
      );
    },
  });
}

/** @param {FigureContext} figureContext @param {Node} node @param {Dial[]} all @param {{width: number, height: number, y: number}} of */
function dials({ palette }, { role }, all, { width, height, y }) {
  const { columns, size } = squaresIn(all.length, width, height);
  const pitch = width / columns;
  const radius = (size / 2) * 0.9;
  const colour = css(palette.roles[role]);
  const faint = css(mix(palette.roles[role], palette.background, 0.55));
  const face = css(mix(palette.roles[role], palette.background, 0.86));
  const reach = radius * REACH;
  const top = y + (height - Math.ceil(all.length / columns) * size) / 2;
  return all.map(({ before, after, strength, degrees }, i) => {
    const cx = ((i % columns) + 0.5) * pitch,
      cy = top + (Math.floor(i / columns) + 0.5) * size;
    const end = (/** @type {[number, number]} */ [a, b]) => `${cx + a * reach} ${cy - b * reach}`;
    const rest = degrees % 360,
      large = Math.abs(rest) > 180 ? 1 : 0;
    const turns = Math.floor(Math.abs(degrees) / 360);
    const arc =
      Math.abs(rest) > 1
        ? svg`<path d=${`M${cx} ${cy}L${end(before)}A${reach} ${reach} 0 ${large} ${degrees > 0 ? 0 : 1} ${end(after)}Z`} fill=${colour} opacity="0.28" />`
        : '';
    return svg`<g class="dial" data-degrees=${degrees}><circle cx=${cx} cy=${cy} r=${radius} fill=${face} />${turns > 0 ? svg`<circle class="turns" cx=${cx} cy=${cy} r=${reach} fill="none" stroke=${colour} stroke-width="2" opacity="0.7" />` : ''}${arc}
      <title>${words.text('vectors.turned', { pair: i + 1, degrees: Math.round(degrees) })}</title>
      <path d=${`M${cx} ${cy}L${end(before)}`} stroke=${faint} stroke-width=${Math.max(1, size * 0.04)} stroke-linecap="round" />
      <path d=${`M${cx} ${cy}L${end(after)}`} stroke=${colour} stroke-width=${size * (0.04 + 0.1 * Math.sqrt(strength))} stroke-linecap="round" /></g>`;
  });
}

/** What squares with an incomplete last row are worth, compared with others. */
const INCOMPLETE = 0.9;

/**
 * The angle between the hands of each pair, as the shorter way.
 *
 * @param {ArrayLike<number>} before  numbers of one head
 * @param {ArrayLike<number>} after
 * @returns {number[]} degrees, −180…180
 */
export function anglesOf(before, after) {
  const half = before.length / 2;
  return Array.from({ length: half }, (_, i) => {
    const [ax, ay, bx, by] = [before[i], before[i + half], after[i], after[i + half]];
    return (Math.atan2(ax * by - ay * bx, ax * bx + ay * by) * 180) / Math.PI;
  });
}

/**
 * The hands of all dials: numbers i and i + half of a head are a pair.
 *
 * @param {ArrayLike<number>} before  numbers of one head
 * @param {ArrayLike<number>} after
 * @param {number[]} degrees          by which each pair is turned
 * @returns {Dial[]}
 */
export function dialsOf(before, after, degrees) {
  const half = before.length / 2;
  const pair = (/** @type {ArrayLike<number>} */ data, /** @type {number} */ i) => [data[i], data[i + half]];
  const lengths = Array.from({ length: half }, (_, i) => Math.hypot(before[i], before[i + half]));
  const longest = Math.max(...lengths, Number.MIN_VALUE);
  return lengths.map((length, i) => {
    const hand = (/** @type {number[]} */ [x, y]) =>
      /** @type {[number, number]} */ (length === 0 ? [0, 0] : [x / length, y / length]);
    return {
      before: hand(pair(before, i)),
      after: hand(pair(after, i)),
      strength: length / longest,
      degrees: degrees[i],
    };
  });
}

/**
 * Columns of equal squares that fill a box best. Incomplete rows count as smaller squares.
 *
 * @param {number} count @param {number} width @param {number} height px
 * @returns {{columns: number, size: number}}
 */
export function squaresIn(count, width, height) {
  let best = { columns: 1, size: 0, worth: 0 };
  for (let columns = 1; columns <= count; columns++) {
    const size = Math.min(width / columns, height / Math.ceil(count / columns));
    const worth = count % columns === 0 ? size : size * INCOMPLETE;
    if (worth > best.worth + 0.01) best = { columns, size, worth };
  }
  return { columns: best.columns, size: best.size };
}
