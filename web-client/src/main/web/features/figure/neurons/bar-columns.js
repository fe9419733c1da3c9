/**
 * Lines of signed bars: a name, and a bar with its number for each column. All bars have one scale.
 *
 * @typedef {import('../figure.js').Stage} Stage
 * @typedef {{title: string, colour: string, sign: string, digits: number, values: number[]}} Column  `sign`: before the column's title, → or ×
 */
import { nothing, svg } from 'lit';
import { css, mix } from '../../../scene/render/colour.js';
import { words } from '../../../ui/words.js';
import { formOf } from '../strips/frame.js';
import { linesOf, scaleOf, signedBars } from './signed-bars.js';

/** Font sizes, the least and greatest height of a line, space between columns, px. */
export const BARS = {
  normal: { px: 16, head: 24, least: 26, most: 58, between: 30 },
  hall: { px: 28, head: 40, least: 42, most: 64, between: 34 },
  narrow: { px: 13, head: 18, least: 22, most: 36, between: 14 },
};

/** How many lines fit into a height. @param {Stage['area']} area @param {number} height px */
export const linesIn = (area, height) => Math.max(1, Math.floor((height - BARS[formOf(area)].head) / BARS[formOf(area)].least));

/**
 * @param {Stage} stage
 * @param {string[]} names  of the lines
 * @param {Column[]} columns
 * @param {{width: number, height: number, y: number}} box
 * @param {string} [kind] of the lines, where their names are numbers
 */
export function barColumns(stage, names, columns, { width, height, y }, kind = '') {
  const { palette, measure } = stage;
  const { px, head: title, most, between } = BARS[formOf(stage.area)];
  const left = Math.max(...[kind, ...names].map((name) => measure(name, px))) + 16;
  const each = (width - left - between * (columns.length - 1)) / columns.length;
  const titles = columns.map((column) => linesOf(column.title, each, (text) => measure(text, px)));
  const head = title + (Math.max(...titles.map(({ length }) => length)) - 1) * px * 1.15;
  const line = Math.min(most, (height - head) / names.length);
  const thick = line * 0.62;
  const figures = columns.map(({ digits, values }) => values.map((value) => words.number(value, digits)));
  const room = Math.max(...figures.flat().map((figure) => measure(figure, px))) + 10;
  const scale = scaleOf(columns.map(({ values }) => values), Math.max(10, each - room));
  return svg`<g class="bars" transform=${`translate(0 ${y})`}>
    ${kind ? svg`<text x="0" y=${head - 8} font-size=${px} fill=${css(palette.ink)}>${kind}</text>` : nothing}
    ${names.map((name, i) => svg`<text x="0" y=${head + (i + 0.5) * line} dy=".35em" font-size=${px} fill=${css(palette.ink)}>${name}</text>`)}
    ${columns.map(({ colour, sign, values }, c) => {
      const x = left + c * (each + between);
      const bars = signedBars(values, scale);
      return svg`<g class="column">
        ${sign ? svg`<text x=${x - between / 2} y=${head - 8} text-anchor="middle" font-size=${px * 1.2} fill=${css(palette.ink)}>${sign}</text>` : nothing}
        ${titles[c].map((text, i) => svg`<text x=${x} y=${head - 8 - (titles[c].length - 1 - i) * px * 1.15} font-size=${px} fill=${colour}>${text}</text>`)}
        <path d=${`M${x + bars.zero} ${head}v${names.length * line}`} stroke=${css(palette.line)} stroke-width="1" />
        ${bars.bars.map((bar, i) => svg`<rect class="bar" data-value=${values[i]} x=${x + bar.x} y=${head + (i + 0.5) * line - thick / 2} width=${Math.max(1.5, bar.width)} height=${thick} rx="2" fill=${values[i] < 0 ? css(mix(palette.ink, palette.background, 0.45)) : colour} />
          <text class="figure" x=${x + each} y=${head + (i + 0.5) * line} dy=".35em" text-anchor="end" font-size=${px} font-weight="600" fill=${css(palette.ink)}>${figures[c][i]}</text>`)}
      </g>`;
    })}
  </g>`;
}
