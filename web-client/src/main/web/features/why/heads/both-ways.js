/**
 * The words with ribbons from one of them in both directions: to the left what it reads, to the right the words that read it. A
 * ribbon is as wide as its share at both ends. On phones the words stand below each other. A press on a word chooses it, a press
 * on a ribbon chooses the pair.
 */
import { html, nothing, svg } from 'lit';
import { css } from '../../../scene/render/colour.js';
import { wordOf } from '../../../ui/running-word.js';
import { words } from '../../../ui/words.js';
import { ribbonLine, ribbonPath, ribbonsOf } from '../../figure/attention/ribbons.js';
import { placesOf, withRoom } from '../../figure/attention/word-places.js';
import { bothWays } from './score-rows.js';

/** The widest half of the chosen word's bar, px. */
const HALF = { normal: 56, hall: 72, narrow: 34 };
/** Ribbons narrower than this are drawn as lines, px. */
const LINE = 1.6;
/** Shares from this on are named. */
const NAMED = { normal: 0.02, hall: 0.05, narrow: 0.02 };
const NUMBER = { normal: 15, hall: 28, narrow: 13 };
/** Height of a line of the phone's list, px. */
const LIST_LINE = 26;

/**
 * @typedef {object} Figure
 * @property {import('../tools.js').ToolContext} context
 * @property {import('../../../scene/render/colour.js').Palette} palette
 * @property {import('../../figure/attention/word-places.js').Measure} measure
 * @property {import('./score-rows.js').Chosen} chosen
 * @property {boolean} dim  whether the first word is dimmed
 *
 * @typedef {Figure & {base: number, sideways: boolean, form: keyof typeof HALF, places: import('../../figure/attention/word-places.js').Places,
 *   all: string[]}} Placed  `base`: where the ribbons begin, px; `all`: words
 * @typedef {import('../../figure/attention/ribbons.js').Ribbon & {query: number, side: 'reads' | 'read-by'}} Way
 */

/** @param {Figure & {pattern: ArrayLike<number>, height: number}} figure `pattern`: of the head, [query, key]; `height`: px */
export function bothWaysFigure({ context, palette, measure, pattern, chosen, dim, height }) {
  const { trace, area } = context;
  const all = trace.text.map(wordOf);
  const count = all.length;
  const form = area.hall ? 'hall' : area.narrow ? 'narrow' : 'normal';
  const high = area.narrow ? Math.max(120, count * LIST_LINE) : height;
  const places = placesOf(all, { ...area, height: high }, measure);
  const sideways = places.mode === 'list';
  const base = sideways
    ? Math.min(area.width * 0.5, Math.max(...all.map((word) => measure(word, places.px))) + 60)
    : high - places.px * 1.7 - 2;
  const rise = sideways ? area.width - base - 8 : base - 6;
  const { reads, readBy } = bothWays(pattern, count, chosen.word);
  const half = Math.min(HALF[form], places.pitch * (sideways ? 0.9 : 0.5));
  const unit =
    half /
    Math.max(
      1,
      readBy.reduce((sum, share) => sum + share, 0),
    );
  const centre = places.centres[chosen.word];
  /** @type {Way[]} */
  const left = ribbonsOf(reads, [...places.centres.slice(0, chosen.word), centre - unit / 2], unit, rise).map(
    (ribbon) => ({ ...ribbon, query: chosen.word, side: 'reads' }),
  );
  const right = mirrored(readBy, places.centres, chosen.word, unit, rise);
  /** @type {Placed} */
  const draw = { context, palette, measure, chosen, dim, base, sideways, form, places, all };
  const shares = all.map((_, at) => (at <= chosen.word ? reads[at] : readBy[at - chosen.word]));
  return html`<svg class="ways" viewBox=${`0 0 ${area.width} ${high}`} style=${`width:${area.width}px;height:${high}px`} role="img" aria-label=${spoken(all, chosen.word, reads)}>
    ${[...left, ...right].map((ribbon) => ribbonOf(draw, ribbon))} ${figures(draw, [...left, ...right])} ${wordRow(draw, shares)}
  </svg>`;
}

/**
 * The ribbons from later words: those of a text that is read from right to left.
 * @param {number[]} readBy @param {number[]} centres @param {number} word @param {number} unit @param {number} rise @returns {Way[]}
 */
function mirrored(readBy, centres, word, unit, rise) {
  const shares = [...readBy].reverse();
  const sum = readBy.reduce((a, b) => a + b, 0);
  const wide = unit * sum;
  const places = centres
    .slice(word)
    .reverse()
    .map((at) => -at);
  // the bar's pieces begin at its outer end
  places[places.length - 1] -= wide - unit / 2;
  const flip = (/** @type {[number, number]} */ [from, to]) => /** @type {[number, number]} */ ([-to, -from]);
  return ribbonsOf(shares, places, unit, rise)
    .filter(({ key }) => key < shares.length - 1)
    .map((ribbon) => ({
      ...ribbon,
      foot: flip(ribbon.foot),
      piece: flip(ribbon.piece),
      query: word + shares.length - 1 - ribbon.key,
      key: word,
      side: 'read-by',
    }));
}

/** The word at the far end of a ribbon. @param {Way} way */
const farOf = ({ side, query, key }) => (side === 'reads' ? key : query);

/** @param {Placed} figure @param {Way} ribbon */
function ribbonOf({ context, palette, chosen, dim, base, sideways }, ribbon) {
  const { query, key, share, side } = ribbon;
  const isChosen = query === chosen.query && key === chosen.key;
  const colour = css(palette.roles[side === 'reads' ? 'aggregate' : 'key']);
  const edge = isChosen ? css(palette.accent) : 'none';
  const wide = ribbon.foot[1] - ribbon.foot[0];
  const isDimmed = dim && key === 0 && query !== 0;
  const opacity = isDimmed ? 0.12 : isChosen ? 1 : share < 0.005 ? 0.28 : 0.6;
  const press = () => context.mayAsk && !context.area.hall && context.open({ word: chosen.word, query, key });
  const piece = sideways
    ? svg`<rect class="piece" x=${base - 4} y=${ribbon.piece[0]} width="4" height=${Math.max(0.5, wide)} fill=${colour} />`
    : svg`<rect class="piece" x=${ribbon.piece[0]} y=${base - 4} width=${Math.max(0.5, wide - 0.5)} height="4" fill=${colour} />`;
  const own = query === key;
  // the shapes of figure/attention go from left to right
  const way = side === 'reads' ? ribbon : { ...ribbon, foot: ribbon.piece, piece: ribbon.foot };
  const shape = own
    ? nothing
    : wide < LINE
      ? svg`<path d=${ribbonLine(way, base, sideways)} fill="none" stroke=${isChosen ? edge : colour} stroke-width=${isChosen ? 3 : 1.5} opacity=${isDimmed ? opacity : isChosen ? 1 : 0.45} />`
      : svg`<path d=${ribbonPath(way, base, sideways)} fill=${colour} stroke=${edge} stroke-width="2" opacity=${opacity} />`;
  return svg`<g class=${`ribbon ${side} ${isChosen ? 'chosen' : ''}`} data-query=${query} data-key=${key} data-value=${share} @click=${press}>${shape}${piece}</g>`;
}

/** The numbers at the far feet, as far as they have room. @param {Placed} figure @param {Way[]} ribbons */
function figures({ context, palette, measure, base, sideways, form }, ribbons) {
  const px = NUMBER[form];
  const wanted = ribbons
    .filter(({ query, key, share }) => share >= NAMED[form] && (sideways || query !== key))
    .sort((a, b) => b.share - a.share);
  const text = (/** @type {Way} */ { share }) => words.number(share, 2);
  const spots = wanted.map((ribbon) => {
    const wide = measure(text(ribbon), px);
    if (sideways) return { ribbon, size: px, at: (ribbon.foot[0] + ribbon.foot[1]) / 2 };
    const outside = ribbon.side === 'reads' ? ribbon.foot[0] - 6 - wide / 2 : ribbon.foot[1] + 6 + wide / 2;
    return { ribbon, size: wide, at: Math.min(context.area.width - wide / 2, Math.max(wide / 2, outside)) };
  });
  const fits = withRoom(
    spots.map((_, i) => i),
    spots.map(({ at }) => at),
    spots.map(({ size }) => size),
    3,
  );
  return spots
    .filter((_, i) => fits.has(i))
    .map(({ ribbon, at }) => {
      const fill = css(palette.roles[ribbon.side === 'reads' ? 'aggregate' : 'key']);
      return sideways
        ? svg`<text class="number" data-word=${farOf(ribbon)} x="2" y=${at} dy=".35em" font-size=${px} fill=${fill}>${text(ribbon)}</text>`
        : svg`<text class="number" data-word=${farOf(ribbon)} x=${at} y=${base - 8} text-anchor="middle" font-size=${px} fill=${fill} stroke=${css(palette.background)} stroke-width="5" paint-order="stroke">${text(ribbon)}</text>`;
    });
}

/** @param {Placed} figure @param {number[]} shares of all words */
function wordRow({ context, palette, measure, chosen, base, sideways, places, all }, shares) {
  const { area } = context;
  const sizes = all.map((word) => (sideways ? places.px * 1.15 : measure(word, places.px)));
  const centres = places.centres.map((at, i) =>
    sideways ? at : Math.min(Math.max(at, sizes[i] / 2), area.width - sizes[i] / 2),
  );
  const first = [chosen.query, chosen.key, chosen.word];
  const order = [...new Set([...first, ...all.map((_, at) => at).sort((a, b) => shares[b] - shares[a])])];
  const written = withRoom(order, centres, sizes, sideways ? 0 : 5);
  return all.map((word, at) => {
    const role =
      at === chosen.query ? css(palette.accent) : at === chosen.key ? css(palette.roles.key) : css(palette.ink);
    const isStrong = first.includes(at) || shares[at] >= 0.05;
    const press = () => context.mayAsk && !area.hall && context.open({ word: at, query: at, key: null });
    const text = sideways
      ? svg`<text x=${base - 10} y=${places.centres[at]} dy=".35em" text-anchor="end" font-size=${places.px}>${word}</text>`
      : svg`<text x=${centres[at]} y=${base + places.px * 1.15} text-anchor="middle" font-size=${places.px}>${word}</text>`;
    const tick = sideways
      ? svg`<path d=${`M${base - 7} ${places.centres[at]}h4`} stroke=${role} />`
      : svg`<path d=${`M${places.centres[at]} ${base + 2}v4`} stroke=${role} />`;
    return svg`<g class=${`word ${at === chosen.word ? 'chosen' : ''}`} data-position=${at} fill=${role} opacity=${isStrong ? 1 : 0.62} font-weight=${first.includes(at) ? 600 : 400} @click=${press}>${written.has(at) ? text : tick}</g>`;
  });
}

/** The attention as a sentence for screen readers. @param {string[]} all @param {number} word @param {number[]} reads */
function spoken(all, word, reads) {
  const parts = reads
    .map((value, key) => ({ value, key }))
    .sort((a, b) => b.value - a.value)
    .slice(0, 5)
    .map(({ value, key }) => words.text('figure.share', { word: all[key], value: words.number(value, 2) }));
  return words.text('figure.spokenShares', { word: all[word], parts: words.list(parts) });
}
