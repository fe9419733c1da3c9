/**
 * The rotation of a head's queries and keys by their position: a dial for each pair of numbers.
 *
 * @typedef {import('./dials.js').Dial} Dial
 * @typedef {import('../figure.js').FigureContext} FigureContext
 */
import { svg } from 'lit';
import { css, mix } from '../../../scene/render/colour.js';
import { nameOf } from '../../../ui/cell-words.js';
import { words } from '../../../ui/words.js';
import { formOf, framed, positionOf, wordAt } from '../strips/frame.js';
import { headIn, vectorAt } from '../strips/vectors.js';
import { anglesOf, dialsOf, squaresIn } from './dials.js';
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

/** @typedef {import('../../../model/graph.js').Node} Node */
