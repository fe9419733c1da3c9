/** The rotation of a head's queries and keys by their position: a dial for each pair of numbers. */
import { svg } from 'lit';
import { css, mix } from '../../../scene/render/colour.js';
import { nameOf } from '../../../ui/cell-words.js';
import { words } from '../../../ui/words.js';
import { formOf, framed, positionOf, wordAt } from '../strips/frame.js';
import { headIn, vectorAt } from '../strips/vectors.js';
import { dialsOf, squaresIn } from './dials.js';
import { headNote } from './projections-figure.js';

/** The length of a hand, as a share of the dial's radius. */
const REACH = 0.86;
const NAME = { normal: { high: 28, px: 17, note: 14 }, hall: { high: 42, px: 28, note: 28 }, narrow: { high: 20, px: 14, note: 12 } };

/**
 * @param {import('../figure.js').Stage} stage
 * @param {import('../figure-of.js').RotationKind} kind
 * @returns {unknown} null until the numbers have arrived
 */
export function rotationFigure(stage, { node, pairs }) {
  const { graph } = stage;
  const position = positionOf(stage);
  const rows = pairs.map(({ before, after }) => {
    const head = headIn(graph, after, stage.head);
    return { after, from: vectorAt(stage, before, position, head), to: vectorAt(stage, after, position, head) };
  });
  if (rows.some(({ from, to }) => !from || !to)) return null;
  const values = { layer: Number(node.layer) + 1, head: stage.head + 1, word: wordAt(stage), position: position + 1, pairs: graph.sizes.d_head / 2 };
  const said = words.text(position === 0 ? 'figure.rotationFirst' : 'figure.rotationSaid', values);
  const form = formOf(stage.area);
  return framed(stage, {
    title: words.text('figure.head', values),
    said,
    spoken: said,
    heads: graph.sizes.n_heads,
    node,
    draw: ({ width, height }) => {
      const each = height / rows.length;
      return rows.map(({ after, from, to }, i) => svg`<g transform=${`translate(0 ${i * each})`}>
        <text x="0" y=${NAME[form].high - 9} font-size=${NAME[form].px} font-weight="600" fill=${css(stage.palette.roles[after.role])}>${nameOf(after, words)}</text>
        ${stage.measure(nameOf(after, words), NAME[form].px) + stage.measure(headNote(stage, after), NAME[form].note) + 24 < width ? svg`<text class="note" x=${width} y=${NAME[form].high - 9} text-anchor="end" font-size=${NAME[form].note}>${headNote(stage, after)}</text>` : ''}
        ${dials(stage, after, dialsOf(/** @type {any} */ (from).data, /** @type {any} */ (to).data), { width, height: each - NAME[form].high - 6, y: NAME[form].high })}
      </g>`);
    },
  });
}

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
    const large = Math.abs(degrees) > 180 ? 1 : 0;
    const arc = Math.abs(degrees) > 1 ? svg`<path d=${`M${cx} ${cy}L${end(before)}A${reach} ${reach} 0 ${large} ${degrees > 0 ? 0 : 1} ${end(after)}Z`} fill=${colour} opacity="0.28" />` : '';
    return svg`<g class="dial" data-degrees=${degrees}><circle cx=${cx} cy=${cy} r=${radius} fill=${face} />${arc}
      <path d=${`M${cx} ${cy}L${end(before)}`} stroke=${faint} stroke-width=${Math.max(1, size * 0.04)} stroke-linecap="round" />
      <path d=${`M${cx} ${cy}L${end(after)}`} stroke=${colour} stroke-width=${size * (0.04 + 0.1 * Math.sqrt(strength))} stroke-linecap="round" /></g>`;
  });
}
