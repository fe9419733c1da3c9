/**
 * Vectors below each other as an equation, aligned cell by cell.
 *
 * @typedef {import('../figure.js').FigureContext} FigureContext
 *
 * @typedef {object} Line
 * @property {string} [sign]   before the name: +, =, ×
 * @property {string} name
 * @property {string} [value]  a number before the name, large
 * @property {string | string[]} [note]  where the vector stands in the whole; of several notes the first that fits
 * @property {string} [colour] of the name; the role's by default
 * @property {import('./strip.js').Vector} [vector] a line without one is its name alone
 * @property {number} [share]  of the height, 1 by default
 * @property {number[]} [marks]
 * @property {number} [columns] of the strip; as many as make cells square by default
 */
import { nothing, svg } from 'lit';
import { css } from '../../../scene/render/colour.js';
import { formOf } from './frame.js';
import { gridOf, gridWith, stackOf } from './strip-grid.js';
import { strip } from './strip.js';

/** Heights of a name's line, font sizes of names and notes, gaps below a strip, px. */
const NAME = {
  normal: { high: 24, px: 17, note: 14, gap: 8 },
  hall: { high: 38, px: 28, note: 28, gap: 6 },
  narrow: { high: 18, px: 14, note: 12, gap: 3 },
};
/** The least cells with figures, px. */
export const FIGURE = {
  normal: { width: 40, height: 17 },
  hall: { width: 80, height: 34 },
  narrow: { width: 34, height: 16 },
};
/** Free space between a name and its note, px. */
const APART = 20;
/** A line without a vector is this many times as high as a name. */
const ALONE = 1.5;

/**
 * @param {FigureContext} context
 * @param {Line[]} lines
 * @param {import('./frame.js').Box & {x?: number, y?: number}} box
 */
export function equation(context, lines, { width, height, x = 0, y = 0 }) {
  const form = formOf(context.area);
  const { high, gap } = NAME[form];
  const places = stackOf(
    lines.map(({ vector, share = 1 }) => (vector ? { fixed: high, share } : { fixed: high * ALONE })),
    height,
    gap,
  );
  /** The same columns for vectors of one length. @type {Map<number, number>} */
  const columns = new Map();
  const order = lines.map((_, i) => i).sort((a, b) => places[b].height - places[a].height);
  for (const i of order) {
    const count = lines[i].vector?.data.length;
    const given = lines[i].columns;
    if (count !== undefined && given !== undefined) columns.set(count, given);
    if (count !== undefined && !columns.has(count))
      columns.set(count, gridOf(count, width, places[i].height - high, FIGURE[form]).columns);
  }
  const indent = lines.some(({ sign }) => sign) ? NAME[form].px * 1.3 : 0;
  return svg`<g transform=${`translate(${x} ${y})`}>${lines.map((line, i) => {
    const place = places[i];
    return svg`<g class="line">${nameLine(context, line, { ...NAME[form], y: place.y, indent, width, high: line.vector ? high : place.height })}${line.vector ? vectorLine(context, line, { y: place.y + high, width, height: place.height - high }, columns) : nothing}</g>`;
  })}</g>`;
}

/** @param {FigureContext} context @param {any} line @param {any} place @param {Map<number, number>} columns of each length */
function vectorLine(context, { vector, marks }, { y, width, height }, columns) {
  const form = formOf(context.area);
  const count = vector.data.length;
  const grid = gridWith(count, /** @type {number} */ (columns.get(count)), width, height);
  const figures = grid.cellWidth >= FIGURE[form].width && grid.cellHeight >= FIGURE[form].height && count <= 128;
  return strip(context, vector, { ...grid, figures }, { x: 0, y, marks });
}

/** @param {FigureContext} context @param {any} line @param {any} place */
function nameLine(
  context,
  { sign, name, value = '', note, colour, vector },
  { y, px, note: small, indent, width, high },
) {
  const { palette, measure } = context;
  const size = vector ? px : px * 1.3;
  const left = vector ? indent : indent * 1.15;
  const nameAt = value ? left + measure(value, size) + 14 : left;
  const base = y + high - (vector ? 6 : high * 0.3);
  const fill = colour ?? (vector ? css(palette.roles[vector.role]) : css(palette.ink));
  const fits = [note ?? []]
    .flat()
    .find((each) => each !== '' && nameAt + measure(name, px) + APART + measure(each, small) <= width);
  return svg`${sign ? svg`<text x="0" y=${base} font-size=${size * 1.2} font-weight="600" fill=${css(palette.ink)}>${sign}</text>` : nothing}
    ${value ? svg`<text class="value" x=${left} y=${base} font-size=${size} font-weight="600" fill=${fill}>${value}</text>` : nothing}
    <text x=${nameAt} y=${base} font-size=${px} font-weight=${value ? 400 : 600} fill=${fill}>${name}</text>
    ${fits ? svg`<text class="note" x=${width} y=${base} text-anchor="end" font-size=${small}>${fits}</text>` : nothing}`;
}
