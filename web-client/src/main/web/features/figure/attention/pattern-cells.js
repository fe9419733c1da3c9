/**
 * The cells of a head's scores or pattern below the words: a column for each reading word, a row for each word that is read.
 * A press holds the cell, which is then marked.
 *
 * @typedef {import('../../../model/graph.js').Node} Node
 */
import { nothing, svg } from 'lit';
import { sees } from '../../../model/attention-window.js';
import { cellColour, css, maskedColours, mix, wantsWhiteInk } from '../../../scene/render/colour.js';
import { words } from '../../../ui/words.js';
import { NAMES, rowNamePx } from './word-places.js';

/** Least sizes of cells with figures, px; of the hall's, in which figures are larger. */
const FIGURES = { normal: { width: 40, height: 17, px: 15 }, hall: { width: 78, height: 34, px: 28 } };
/** The least height of a row with a name, px. */
const NAMED = { normal: 12, hall: 32 };
/** Shares that would be written 0.00 are left out. */
const LEAST_SHARE = 0.005;
/** Distance and width of the lines across masked cells, px, as in the machine's shader. */
const HATCH = { apart: 6.4, wide: 1.4 };
/** The other columns are mixed with the background by this much. */
const BACK = 0.45;

/**
 * Whether the cells have room for their numbers.
 * @param {import('./word-places.js').Places} places
 * @param {number} rowHeight px; 0 without a table
 * @param {{hall: boolean}} area
 */
export function hasFigures({ pitch }, rowHeight, { hall }) {
  const { width, height } = FIGURES[hall ? 'hall' : 'normal'];
  return pitch >= width && rowHeight >= height;
}

/** @param {import('./attention-figure.js').AttentionFigure} figure */
export function patternCells(figure) {
  const { context, node, isPattern, head, query, all, value, scale, places, rowHeight, tableTop } = figure;
  if (rowHeight === 0) return nothing;
  const { area, palette } = context;
  const count = all.length;
  const gap = rowHeight > 14 && places.pitch > 14 ? 2 : 0.4;
  const wide = places.pitch;
  const sizes = FIGURES[area.hall ? 'hall' : 'normal'];
  const figures = hasFigures(places, rowHeight, area);
  const px = area.hall ? sizes.px : Math.min(sizes.px, rowHeight * 0.62, wide * 0.3);
  const left = (/** @type {number} */ q) =>
    places.mode === 'columns' || places.mode === 'ticks' ? places.centres[q] - wide / 2 : NAMES + q * wide;
  const cells = [];
  let masked = '';
  for (let q = 0; q < count; q++)
    for (let k = 0; k < count; k++) {
      const x = left(q),
        y = tableTop + k * rowHeight;
      if (!sees(node, q, k)) {
        // one surface without gaps
        masked += `M${x} ${y}h${wide}v${rowHeight}h${-wide}z`;
        continue;
      }
      const exact = value(q, k);
      const full = cellColour(exact, scale, node.role, palette, 1, isPattern);
      const colour = q === query ? full : mix(full, palette.background, BACK);
      const text = figures && !(isPattern && exact < LEAST_SHARE) ? words.number(exact, 2) : '';
      cells.push(svg`<rect x=${x + gap / 2} y=${y + gap / 2} width=${Math.max(0.5, wide - gap)} height=${Math.max(0.5, rowHeight - gap)} rx=${gap > 1 ? 2 : 0}
          fill=${css(colour)} data-cell=${`${q},${k}`} />${
            text === ''
              ? nothing
              : svg`<text class="figure" x=${x + wide / 2} y=${y + rowHeight / 2} dy=".35em" text-anchor="middle" font-size=${px}
              font-weight=${q === query ? 600 : 400} fill=${wantsWhiteInk(colour) ? '#fff' : '#08090c'}>${text}</text>`
          }`);
    }
  const least = NAMED[area.hall ? 'hall' : 'normal'];
  const nameSize = area.hall ? rowNamePx(area) : Math.min(rowNamePx(area), rowHeight * 0.8);
  const room = Math.max(...all.map((word) => context.measure(word, nameSize))) + 8;
  const names =
    rowHeight < least || left(0) < room
      ? nothing
      : all.map(
          (word, k) =>
            svg`<text class="key" x=${left(0) - 8} y=${tableTop + (k + 0.5) * rowHeight} dy=".35em" text-anchor="end" font-size=${nameSize} fill=${css(palette.roles.key)}>${word}</text>`,
        );
  const frame = svg`<rect class="column" x=${left(query)} y=${tableTop - 1} width=${wide} height=${rowHeight * count + 2} rx="4" fill="none" stroke=${css(palette.ink)} stroke-width="2" />`;
  const caption =
    area.hall || area.narrow
      ? nothing
      : svg`<text class="note" x=${left(0)} y=${tableTop + rowHeight * count + 20} font-size="13">${words.text(isPattern ? 'figure.columnSums' : 'figure.columnScores')}</text>`;
  const { ground, line } = maskedColours(palette.cells[node.role], palette.background);
  const { apart } = HATCH;
  const held = heldIn(figure);
  const mark =
    held &&
    svg`<rect class="mark" x=${left(held.q) - 1} y=${tableTop + held.k * rowHeight - 1} width=${wide + 2} height=${rowHeight + 2} rx="3" fill="none" stroke=${css(palette.accent)} stroke-width="3" />`;
  const hold = (/** @type {MouseEvent} */ { clientX, clientY, currentTarget }) => {
    const box = /** @type {Element} */ (currentTarget).getBoundingClientRect();
    const at = (/** @type {number} */ share) => Math.min(count - 1, Math.max(0, Math.floor(share * count)));
    context.holdCell(
      node.name,
      cellOf(node, head, at((clientX - box.left) / box.width), at((clientY - box.top) / box.height)),
    );
  };
  return svg`<defs><pattern id="masked" width=${apart} height=${apart} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect width=${apart} height=${apart} fill=${css(ground)} /><path d=${`M${apart / 2} 0V${apart}`} stroke=${css(line)} stroke-width=${HATCH.wide} /></pattern></defs>
    <path class="masked" d=${masked} fill="url(#masked)" /> ${cells} ${names} ${frame} ${mark ?? nothing} ${caption}
    <rect class="press" x=${left(0)} y=${tableTop} width=${wide * count} height=${rowHeight * count} fill="transparent" @click=${hold} />`;
}

/** The index of a cell. @param {Node} node @param {number} head @param {number} q position that reads @param {number} k position that is read @returns {number[]} */
export const cellOf = (node, head, q, k) =>
  node.axes.map(({ name }) => (name === 'head' ? head : name === 'q_pos' ? q : k));

/**
 * The held cell, if it is one of the figure's head.
 *
 * @param {{context: {held: {name: string, index: number[]} | null}, node: Node, head: number, all: string[]}} figure
 * @returns {{q: number, k: number} | null}
 */
export function heldIn({ context: { held }, node, head, all }) {
  if (held?.name !== node.name) return null;
  const at = (/** @type {string} */ axis) => held.index[node.axes.findIndex(({ name }) => name === axis)];
  const q = at('q_pos'),
    k = at('k_pos');
  return at('head') === head && q < all.length && k < all.length ? { q, k } : null;
}
