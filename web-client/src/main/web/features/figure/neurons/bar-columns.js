/**
 * Lines of signed bars: a name, and a bar with its number for each column. All bars have one scale, unless the columns' numbers have
 * different units. A line may begin with a vector.
 *
 * @typedef {import('../figure.js').FigureContext} FigureContext
 * @typedef {import('../strips/strip.js').Vector} Vector
 * @typedef {{title: string, colour: string, sign: string, values: number[], text?: (value: number) => string}} Column
 *   `sign`: before the column's title, such as → or =; `text`: how its numbers are written, by default with two decimals
 * @typedef {{title: string, colour: string, sign: string, vectors: Vector[], columns: number}} Strips  a vector for each line;
 *   `columns` of its strip
 */
import { nothing, svg } from 'lit';
import { css, mix } from '../../../scene/render/colour.js';
import { parse, plain } from '../../../ui/rich-text.js';
import { words } from '../../../ui/words.js';
import { formOf } from '../strips/frame.js';
import { gridWith } from '../strips/strip-grid.js';
import { strip } from '../strips/strip.js';

/**
 * The geometry of signed bars: columns of bars with one scale, so that their lengths can be compared, each with its own zero. Pure.
 *
 * @typedef {number} Scale  px for 1
 */

/**
 * The scale at which the bars of every column fit into a width.
 *
 * @param {number[][]} columns
 * @param {number} width of a column, px
 * @returns {Scale}
 */
export function scaleOf(columns, width) {
  const spans = columns.map((values) => Math.max(0, ...values) - Math.min(0, ...values));
  return width / (Math.max(...spans) || 1);
}

/**
 * @param {number[]} values
 * @param {Scale} scale
 * @returns {{zero: number, bars: {x: number, width: number}[]}} px; if all are of one sign, the zero is at the edge
 */
export function signedBars(values, scale) {
  const zero = -Math.min(0, ...values) * scale;
  return {
    zero,
    bars: values.map((value) => ({ x: zero + Math.min(0, value) * scale, width: Math.abs(value) * scale })),
  };
}

/**
 * A title on as many lines as it needs.
 *
 * @param {string} title
 * @param {number} width px
 * @param {(text: string) => number} measure px
 * @returns {string[]}
 */
export function linesOf(title, width, measure) {
  /** @type {string[]} */
  const lines = [];
  for (const word of title.split(' ')) {
    const longer = `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && measure(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** Font sizes, the least and greatest height of a line, space between columns, px. */
export const BARS = {
  normal: { px: 16, head: 24, least: 26, most: 58, between: 30 },
  hall: { px: 28, head: 40, least: 42, most: 64, between: 34 },
  narrow: { px: 13, head: 18, least: 22, most: 36, between: 14 },
};

/** Heights of a bar and of a vector, as shares of the line's. */
const THICK = { bar: 0.62, strip: 0.8 };

/** The size of subscripts, where text need not be seen from afar, and how far down they stand. */
const SUBSCRIPT = 0.85;
const DOWN = 0.25;

/** How many lines fit into a height. @param {FigureContext['area']} area @param {number} height px */
export const linesIn = (area, height) =>
  Math.max(1, Math.floor((height - BARS[formOf(area)].head) / BARS[formOf(area)].least));

/**
 * @param {FigureContext} context
 * @param {string[]} names  of the lines
 * @param {Column[]} columns
 * @param {{width: number, height: number, y: number}} box
 * @param {{kind?: string, strips?: Strips, areUnitsDifferent?: boolean}} [more] `kind` of the lines, where their names are numbers
 */
export function barColumns(
  context,
  names,
  columns,
  { width, height, y },
  { kind = '', strips, areUnitsDifferent = false } = {},
) {
  const { palette, measure } = context;
  const { px, head: title, most, between } = BARS[formOf(context.area)];
  const left = Math.max(...[kind, ...names].map((name) => measure(name, px))) + (strips ? between : 16);
  const all = [...(strips ? [strips] : []), ...columns];
  const each = (width - left - between * (all.length - 1)) / all.length;
  const titles = all.map((column) => linesOf(column.title, each, (text) => measure(plain(text), px)));
  const head = title + (Math.max(...titles.map(({ length }) => length)) - 1) * px * 1.15;
  const line = Math.min(most, (height - head) / names.length);
  const figures = columns.map(({ values, text = (value) => words.number(value, 2) }) => values.map(text));
  const room = Math.max(...figures.flat().map((figure) => measure(figure, px))) + 10;
  const scaleFor = (/** @type {Column[]} */ alike) =>
    scaleOf(
      alike.map(({ values }) => values),
      Math.max(10, each - room),
    );
  const common = scaleFor(columns);
  const xOf = (/** @type {number} */ c) => left + c * (each + between);
  return svg`<g class="bars" transform=${`translate(0 ${y})`}>
    ${kind ? svg`<text x="0" y=${head - 8} font-size=${px} fill=${css(palette.ink)}>${kind}</text>` : nothing}
    ${names.map((name, i) => svg`<text x="0" y=${head + (i + 0.5) * line} dy=".35em" font-size=${px} fill=${css(palette.ink)}>${name}</text>`)}
    ${all.map(({ colour, sign }, c) => heading(context, { sign, colour, title: titles[c] }, { x: xOf(c), head }))}
    ${strips ? strips.vectors.map((vector, i) => strip(context, vector, gridWith(vector.data.length, strips.columns, each, line * THICK.strip), { x: left, y: head + (i + 0.5 - THICK.strip / 2) * line })) : nothing}
    ${columns.map((column, c) => bars(context, column, { x: xOf(all.length - columns.length + c), head, line, width: each, scale: areUnitsDifferent ? scaleFor([column]) : common, figures: figures[c] }))}
  </g>`;
}

/** @param {FigureContext} context @param {{sign: string, colour: string, title: string[]}} what `title`: its lines @param {{x: number, head: number}} place */
function heading({ palette, area }, { sign, colour, title }, { x, head }) {
  const { px, between } = BARS[formOf(area)];
  return svg`<g class="heading">${sign ? svg`<text x=${x - between / 2} y=${head - 8} text-anchor="middle" font-size=${px * 1.2} fill=${css(palette.ink)}>${sign}</text>` : nothing}
    ${title.map((text, i) => svg`<text x=${x} y=${head - 8 - (title.length - 1 - i) * px * 1.15} font-size=${px} fill=${colour}>${spans(text, px, area.hall ? px : px * SUBSCRIPT)}</text>`)}</g>`;
}

/** A text with its subscripts, as the labels of weights have them. @param {string} text @param {number} px @param {number} small of subscripts */
function spans(text, px, small) {
  const parts = parse(text);
  return parts.map(({ text: part, style }, i) => {
    const dy = (style === 'sub' ? DOWN : 0) - (parts[i - 1]?.style === 'sub' ? DOWN : 0);
    return svg`<tspan dy=${dy === 0 ? nothing : dy * px} font-size=${style === 'sub' ? small : nothing}>${part}</tspan>`;
  });
}

/** @param {FigureContext} context @param {Column} column @param {{x: number, head: number, line: number, width: number, scale: number, figures: string[]}} place */
function bars({ palette, area }, { colour, values }, { x, head, line, width, scale, figures }) {
  const { px } = BARS[formOf(area)];
  const { zero, bars } = signedBars(values, scale);
  const thick = line * THICK.bar;
  return svg`<g class="column">
    <path d=${`M${x + zero} ${head}v${values.length * line}`} stroke=${css(palette.line)} stroke-width="1" />
    ${bars.map(
      (
        bar,
        i,
      ) => svg`<rect class="bar" data-value=${values[i]} x=${x + bar.x} y=${head + (i + 0.5) * line - thick / 2} width=${Math.max(1.5, bar.width)} height=${thick} rx="2" fill=${values[i] < 0 ? css(mix(palette.ink, palette.background, 0.45)) : colour} />
      <text class="figure" x=${x + width} y=${head + (i + 0.5) * line} dy=".35em" text-anchor="end" font-size=${px} font-weight="600" fill=${css(palette.ink)}>${figures[i]}</text>`,
    )}
  </g>`;
}
