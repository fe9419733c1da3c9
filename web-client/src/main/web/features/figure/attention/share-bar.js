/** One word's attention as a bar of named pieces, for the hall when its table would be too small to be read. */
import { nothing, svg } from 'lit';
import { MATTERS } from '../../../scene/annotate/attention-pair.js';
import { css, mix } from '../../../scene/render/colour.js';
import { words } from '../../../ui/words.js';
import { withRoom } from './word-places.js';

const HIGH = 64;
const PX = 28;
/** Free space between two numbers, px. */
const GAP = 10;

/** @param {import('./attention-figure.js').AttentionFigure} figure */
export function shareBar({ context, row, seen, all, rowHeight, tableTop, places }) {
  const { area, palette, measure } = context;
  if (!area.hall || rowHeight > 0 || places.mode === 'list') return nothing;
  const named = row
    .map((share, key) => ({ share, key }))
    .filter(({ share, key }) => seen[key] && share >= MATTERS)
    .sort((a, b) => b.share - a.share);
  const colour = palette.roles.aggregate;
  const others = seen.filter(Boolean).length - named.length;
  const rest = words.text('figure.others', { count: others });
  let left = 0;
  const pieces = named.map(({ share, key }) => {
    const x = left,
      wide = share * area.width;
    left += wide;
    return { share, key, x, wide, number: words.number(share, 2) };
  });
  // the share of the reading word in itself has no ribbon that shows it, so its number comes first
  const query = row.length - 1;
  const order = pieces
    .map((_, i) => i)
    .sort((a, b) => Number(pieces[b].key === query) - Number(pieces[a].key === query) || a - b);
  const written = withRoom(
    order,
    pieces.map(({ x, wide }) => x + wide / 2),
    pieces.map(({ number }) => measure(number, PX)),
    GAP,
  );
  return svg`<g class="shares">${pieces.map(({ key, x, wide, number }, i) => {
    const name = measure(all[key], PX) <= wide - 12 ? all[key] : '';
    return svg`<rect x=${x} y=${tableTop} width=${Math.max(1, wide - 2)} height=${HIGH} rx="4" fill=${css(i === 0 ? colour : mix(colour, palette.background, 0.35))} />
      <text x=${x + wide / 2} y=${tableTop + HIGH / 2} dy=".35em" text-anchor="middle" font-size=${PX} font-weight="600" fill=${palette.dark ? '#041010' : '#fff'}>${name}</text>
      ${written.has(i) ? svg`<text class="number" data-key=${key} x=${x + wide / 2} y=${tableTop + HIGH + 40} text-anchor="middle" font-size=${PX} fill=${css(key === query ? palette.accent : colour)}>${number}</text>` : nothing}`;
  })}${restOf(left)}</g>`;

  /** The piece of all words that are not named. */
  function restOf(/** @type {number} */ from) {
    const wide = area.width - from;
    if (others === 0 || wide < 1) return nothing;
    return svg`<rect x=${from} y=${tableTop} width=${wide} height=${HIGH} rx="4" fill=${css(mix(palette.ink, palette.background, 0.7))} />
      ${measure(rest, PX) <= wide - 12 ? svg`<text x=${from + wide / 2} y=${tableTop + HIGH / 2} dy=".35em" text-anchor="middle" font-size=${PX} fill=${css(palette.ink)}>${rest}</text>` : nothing}`;
  }
}
