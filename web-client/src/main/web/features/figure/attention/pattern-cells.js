/**
 * The cells of a head's scores or pattern below the words: a column for each reading word, a row for each word that is read.
 */
import { nothing, svg } from 'lit';
import { sees } from '../../../model/graph.js';
import { cellColour, css, mix, wantsWhiteInk } from '../../../scene/render/colour.js';
import { words } from '../../../ui/words.js';
import { NAMES } from './word-places.js';

/** Least sizes of cells with figures, px; of the hall's, in which figures are larger. */
const FIGURES = { normal: { width: 40, height: 17, px: 15 }, hall: { width: 78, height: 34, px: 28 } };
/** The least height of a row with a name, px. */
const NAMED = { normal: 12, hall: 32 };
/** Shares that would be written 0.00 are left out. */
const LEAST_SHARE = 0.005;
/** The other columns are mixed with the background by this much. */
const BACK = 0.45;

/** @param {any} figure of attention-figure.js */
export function patternCells({ stage, node, isPattern, query, all, value, scale, places, rowHeight, tableTop }) {
  if (rowHeight === 0) return nothing;
  const { area, palette } = stage;
  const count = all.length;
  const gap = rowHeight > 14 && places.pitch > 14 ? 2 : 0.4;
  const wide = places.pitch;
  const sizes = FIGURES[area.hall ? 'hall' : 'normal'];
  const figures = wide >= sizes.width && rowHeight >= sizes.height;
  const px = area.hall ? sizes.px : Math.min(sizes.px, rowHeight * 0.62, wide * 0.3);
  const left = (/** @type {number} */ q) => (places.mode === 'columns' || places.mode === 'ticks' ? places.centres[q] - wide / 2 : NAMES + q * wide);
  const cells = [];
  for (let q = 0; q < count; q++)
    for (let k = 0; k < count; k++) {
      const there = sees(node, q, k);
      const exact = there ? value(q, k) : -Infinity;
      const full = cellColour(exact, scale, node.role, palette, 1, isPattern);
      const colour = q === query || !there ? full : mix(full, palette.background, BACK);
      const x = left(q) + gap / 2,
        y = tableTop + k * rowHeight + gap / 2;
      const text = figures && there && !(isPattern && exact < LEAST_SHARE) ? words.number(exact, 2) : '';
      cells.push(svg`<rect x=${x} y=${y} width=${Math.max(0.5, wide - gap)} height=${Math.max(0.5, rowHeight - gap)} rx=${gap > 1 ? 2 : 0}
          fill=${there ? css(colour) : 'url(#unseen)'} data-cell=${there ? `${q},${k}` : nothing} />${
        text === ''
          ? nothing
          : svg`<text class="figure" x=${x + (wide - gap) / 2} y=${y + (rowHeight - gap) / 2} dy=".35em" text-anchor="middle" font-size=${px}
              font-weight=${q === query ? 600 : 400} fill=${wantsWhiteInk(colour) ? '#fff' : '#08090c'}>${text}</text>`
      }`);
    }
  const least = NAMED[area.hall ? 'hall' : 'normal'];
  const nameSize = area.hall ? 28 : Math.min(15, rowHeight * 0.8);
  const names =
    rowHeight < least || area.narrow || (area.hall && places.mode === 'columns')
      ? nothing
      : all.map((word, k) => svg`<text class="key" x=${left(0) - 8} y=${tableTop + (k + 0.5) * rowHeight} dy=".35em" text-anchor="end" font-size=${nameSize} fill=${css(palette.roles.key)}>${word}</text>`);
  const frame = svg`<rect class="column" x=${left(query)} y=${tableTop - 1} width=${wide} height=${rowHeight * count + 2} rx="4" fill="none" stroke=${css(palette.ink)} stroke-width="2" />`;
  const caption =
    area.hall || area.narrow
      ? nothing
      : svg`<text class="note" x=${left(0)} y=${tableTop + rowHeight * count + 20} font-size="13">${words.text(isPattern ? 'figure.columnSums' : 'figure.columnScores')}</text>`;
  return svg`<defs><pattern id="unseen" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect width="6" height="6" fill=${css(mix(palette.background, palette.cells[node.role].gap, 0.35))} /><path d="M0 0V6" stroke=${css(mix(palette.background, palette.ink, 0.14))} stroke-width="1.4" /></pattern></defs>
    ${cells} ${names} ${frame} ${caption}`;
}
