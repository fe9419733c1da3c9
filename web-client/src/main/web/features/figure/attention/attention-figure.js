/**
 * The attention of one head as words, ribbons and cells: what the reading word takes from each word, and the whole pattern
 * below. At the step of the scores the lines have one width, since scores are not shares of anything yet.
 *
 * @typedef {import('../figure.js').FigureContext} FigureContext
 * @typedef {{places: Places, top: number, height: number, base: number, rise: number, rowHeight: number, tableTop: number, context: FigureContext,
 *   node: Node, isPattern: boolean, head: number, query: number, all: string[], row: number[], seen: boolean[], strength: number[],
 *   value: (q: number, k: number) => number, scale: number}} AttentionFigure  what its parts are drawn from
 * @typedef {import('./word-places.js').Places} Places
 * @typedef {import('./ribbons.js').Ribbon} Ribbon
 * @typedef {import('../../../model/graph.js').Node} Node
 */
import { html, nothing, svg } from 'lit';
import { sees } from '../../../model/attention-window.js';
import { MATTERS } from '../../../scene/annotate/attention-pair.js';
import { css, mix } from '../../../scene/render/colour.js';
import { plain, rich } from '../../../ui/rich-text.js';
import { wordOf } from '../../../ui/running-word.js';
import { words } from '../../../ui/words.js';
import { ribbonLine, ribbonPath, ribbonsOf } from './ribbons.js';
import { cellOf, heldIn, hasFigures, patternCells } from './pattern-cells.js';
import { placesOf, withRoom } from './word-places.js';

/** The widest bar of the reading word, px. */
const BAR = { normal: 88, hall: 108, narrow: 48 };
/** Ribbons narrower than this are drawn as lines, px. */
const LINE = 1.6;
/** Shares below this have faint ribbons. */
const FAINT = 0.005;
/** Shares from this on are named. */
const NAMED = { normal: 0.02, hall: MATTERS };
/** Font sizes of the shares' numbers, px. */
const NUMBER = { normal: [15, 34], hall: [28, 40], narrow: [13, 17] };
/** A number stands in the foot of its ribbon once that is this many times as wide as the number is high. */
const IN_FOOT = 2.4;
/** Height of a word's line to itself, at the step of the scores, px. */
const OWN = 40;
/** Space between the hall's title and its sentence, px; how much wider a strong word may make the sentence. */
const APART = 16,
  BOLD = 1.02;
/** Width of all lines of the scores together, px a position. */
const SCORE_LINE = 3;

/**
 * @param {FigureContext} context
 * @param {import('../figure-of.js').AttentionKind} kind
 * @returns {unknown} null until the numbers have arrived
 */
export function attentionFigure(context, { node, shares: isPattern }) {
  const { graph, trace, area, numbers } = context;
  const head = Math.min(context.head, graph.sizes.n_heads - 1);
  const pattern = numbers.part(graph, trace, node.name, { head: [head, head + 1] });
  if (!pattern) return null;
  const count = trace.positions;
  const query = Math.min(context.reading ?? count - 1, count - 1);
  const all = trace.text.map(wordOf);
  const value = (/** @type {number} */ q, /** @type {number} */ k) => pattern.data[q * count + k];
  const row = Array.from({ length: query + 1 }, (_, key) => value(query, key));
  const seen = row.map((_, key) => sees(node, query, key));
  const strength = isPattern ? row : strengthOf(row, seen);
  const box = boxOf(context, all);
  const figure = {
    context,
    node,
    isPattern,
    head,
    query,
    all,
    row,
    seen,
    strength,
    value,
    scale: pattern.scale,
    ...box,
  };
  return html`${titleOf(figure)}
    <svg class=${`attention ${box.places.mode}`} viewBox=${`0 0 ${area.width} ${box.height}`} style=${`top:${box.top}px;width:${area.width}px;height:${box.height}px`} role="img" aria-label=${spoken(figure)}>
      ${patternCells(figure)} ${ribbons(figure)} ${wordRow(figure)} ${isPattern ? shareBar(figure) : nothing}
    </svg>`;
}

/** The places of words, ribbons and table in the free area. @param {FigureContext} context @param {string[]} all */
function boxOf({ area, measure }, all) {
  const top = area.narrow ? 40 : area.hall ? 50 : 62;
  // on a phone, the button that shows the machine is below
  const height = area.height - top - (area.narrow ? 32 : 4);
  const places = placesOf(all, { ...area, height }, measure);
  if (places.mode === 'list') {
    const names = Math.min(area.width * 0.45, Math.max(...all.map((word) => measure(word, places.px))) + 66);
    return { places, top, height, base: names, rise: area.width - names - 12, rowHeight: 0, tableTop: 0 };
  }
  const line = places.px * 1.7;
  const hasTable = places.mode === 'columns' || !area.hall;
  // beside a small phone's sheet there may be no place for a table
  const below = hasTable ? Math.max(0, Math.min(48 * all.length, (height - line) * 0.52)) : area.hall ? 128 : 0;
  const base = Math.min(height - below - line - (hasTable ? 26 : 0), 300);
  return {
    places,
    top,
    height,
    base,
    rise: base - 6,
    rowHeight: hasTable ? below / all.length : 0,
    tableTop: base + line,
  };
}

/** The relative strength of scores for their lines: 1 for the highest. */
function strengthOf(/** @type {number[]} */ row, /** @type {boolean[]} */ seen) {
  const visible = row.filter((_, key) => seen[key]);
  const most = Math.max(...visible);
  const least = Math.min(...visible);
  return row.map((score, key) => (seen[key] ? (most === least ? 1 : (score - least) / (most - least)) : 0));
}

/**
 * @param {AttentionFigure} of
 */
function titleOf({ context, node, head, query, all, isPattern }) {
  const { graph } = context;
  const values = { layer: Number(node.layer) + 1, head: head + 1, heads: graph.sizes.n_heads, word: all[query] };
  const turn = (/** @type {string} */ action, /** @type {string} */ sign) =>
    html`<button class="turn" aria-label=${words.text(`figure.${action}`)} @click=${() => context.ask(action)}>${sign}</button>`;
  const title = words.text('figure.head', values);
  const said = words.text(isPattern ? 'figure.reads' : 'figure.scores', values);
  // the hall has one line for both, and the highest arc below it
  const { area, measure, running } = context;
  const hasSentence = area.hall
    ? measure(title, 30) + APART + measure(plain(said), 28, running.weight) * BOLD <= area.width
    : !area.narrow;
  return html`<header>
    <h2>${title}</h2>
    ${context.area.hall ? nothing : html`<span class="turns">${turn('headBefore', '‹')}<span>${words.text('figure.headOf', values)}</span>${turn('headAfter', '›')}</span>`}
    ${hasSentence ? html`<p>${rich(said)}</p>` : nothing}
  </header>`;
}

/**
 * The attention as a sentence for screen readers.
 * @param {AttentionFigure} of
 */
function spoken({ all, query, row, seen, isPattern }) {
  const parts = row
    .map((value, key) => ({ value, key }))
    .filter(({ key }) => seen[key])
    .sort((a, b) => b.value - a.value)
    .slice(0, 5)
    .map(({ value, key }) => words.text('figure.share', { word: all[key], value: words.number(value, 2) }));
  return words.text(isPattern ? 'figure.spokenShares' : 'figure.spokenScores', {
    word: all[query],
    parts: words.list(parts),
  });
}

/**
 * The ribbons of the reading word, and their numbers.
 * @param {AttentionFigure} figure
 */
function ribbons(figure) {
  const { context, node, head, places, base, rise, row, seen, strength, isPattern, query } = figure;
  const { area, palette } = context;
  const held = heldIn(figure);
  const sideways = places.mode === 'list';
  const form = area.hall ? 'hall' : area.narrow ? 'narrow' : 'normal';
  const barWidth = isPattern
    ? Math.min(BAR[form], places.pitch * (sideways ? 1.6 : 0.92))
    : Math.min(SCORE_LINE * row.length, places.pitch * 0.8);
  const widths = isPattern ? row : row.map(() => 1 / row.length);
  const all = ribbonsOf(widths, places.centres, barWidth, rise);
  const most = Math.max(...strength);
  const colour = css(palette.roles[isPattern ? 'aggregate' : 'query']);
  return svg`${all.map((ribbon) => {
    if (!seen[ribbon.key]) return nothing;
    const strong = strength[ribbon.key] >= most - 1e-9;
    const opacity = isPattern
      ? strong
        ? 1
        : row[ribbon.key] < FAINT
          ? 0.28
          : 0.62
      : 0.25 + 0.75 * strength[ribbon.key] ** 2;
    const wide = ribbon.foot[1] - ribbon.foot[0];
    const isHeld = held?.q === query && held.k === ribbon.key;
    const edge = isHeld ? css(palette.accent) : 'none';
    const piece = sideways
      ? svg`<rect class="piece" x=${base - 4} y=${ribbon.piece[0]} width="4" height=${Math.max(0.5, wide)} fill=${colour} stroke=${edge} />`
      : svg`<rect class="piece" x=${ribbon.piece[0]} y=${base - 4} width=${Math.max(0.5, wide - 0.5)} height="4" fill=${colour} />`;
    if (ribbon.key === query)
      return isPattern
        ? piece
        : svg`<path class="own" data-value=${row[query]} d=${ownLoop(base, places.centres[query], sideways)} fill="none" stroke=${colour} stroke-width="2" opacity=${opacity} />`;
    return svg`<g class=${`ribbon ${isHeld ? 'held' : ''}`} data-key=${ribbon.key} data-value=${row[ribbon.key]}
      @click=${() => context.holdCell(node.name, cellOf(node, head, query, ribbon.key))}>${
        wide < LINE
          ? svg`<path d=${ribbonLine(ribbon, base, sideways)} fill="none" stroke=${isHeld ? edge : colour} stroke-width=${isHeld ? 3 : 1.5} opacity=${isHeld ? 1 : Math.min(opacity, 0.55)} />`
          : svg`<path d=${ribbonPath(ribbon, base, sideways)} fill=${colour} stroke=${edge} stroke-width="2" opacity=${isHeld ? 1 : opacity} />`
      }${isPattern ? piece : nothing}</g>`;
  })}${numbersAt(figure, all, form, barWidth)}`;
}

/** The arc of a word that attends to itself. @param {number} base @param {number} at @param {boolean} sideways */
const ownLoop = (base, at, sideways) =>
  sideways
    ? `M${base} ${at - 5}C${base + 26} ${at - 12} ${base + 26} ${at + 12} ${base} ${at + 5}`
    : `M${at - 7} ${base}C${at - 20} ${base - OWN} ${at + 20} ${base - OWN} ${at + 7} ${base}`;

/**
 * The numbers at the ribbons' feet.
 * @param {Ribbon[]} ribbons @param {'hall' | 'narrow' | 'normal'} form @param {number} barWidth @param {AttentionFigure} figure
 */
function numbersAt(figure, ribbons, form, barWidth) {
  const { context, places, base, row, seen, isPattern, query, rowHeight } = figure;
  const { area, palette, measure } = context;
  const sideways = places.mode === 'list';
  const [least, most] = NUMBER[form];
  const rule = {
    isPattern,
    least: NAMED[form === 'hall' ? 'hall' : 'normal'],
    ownIsInTable: hasFigures(places, rowHeight, area),
  };
  const wanted = numberedKeys(row, seen, rule).flatMap((at) => ribbons.find(({ key }) => key === at) ?? []);
  const size = (/** @type {number} */ key) =>
    isPattern ? Math.round(least + (most - least) * Math.min(1, row[key])) : least;
  const text = (/** @type {number} */ key) => words.number(row[key], 2);
  if (sideways) {
    const fits = withRoom(
      wanted.map(({ key }) => key),
      places.centres,
      row.map((_, key) => size(key)),
      0,
    );
    return wanted
      .filter(({ key }) => fits.has(key))
      .map(
        ({ key }) =>
          svg`<text class="number" data-key=${key} x="4" y=${places.centres[key]} dy=".35em" font-size=${size(key)} fill=${css(palette.roles.aggregate)}>${text(key)}</text>`,
      );
  }
  const spots = wanted.flatMap(({ key, foot }) => {
    if (isPattern && key === query) return ownSpot(key);
    const px = size(key);
    const wide = measure(text(key), px);
    const inFoot = isPattern && foot[1] - foot[0] >= IN_FOOT * px;
    const beside = foot[0] - 6 - wide / 2;
    // the first foot may have no room on its left
    const outside = beside - wide / 2 >= 0 ? beside : foot[1] + 6 + wide / 2;
    // a score stands on its line, and the word's own beside its loop, as far as the edge lets it
    if (!isPattern)
      return {
        key,
        px,
        wide,
        inFoot,
        colour: palette.ink,
        at:
          key === query
            ? Math.min(places.centres[key] + OWN / 2 + wide / 2, area.width - wide / 2)
            : places.centres[key],
      };
    return { key, px, wide, inFoot, colour: palette.ink, at: inFoot ? (foot[0] + foot[1]) / 2 : outside };
  });
  const fits = withRoom(
    spots.map((_, i) => i),
    spots.map(({ at }) => at),
    spots.map(({ wide }) => wide),
    4,
  );
  return spots
    .filter((_, i) => fits.has(i))
    .map(
      ({ key, px, at, inFoot, colour }) =>
        svg`<text class="number" data-key=${key} x=${at} y=${base - 10} text-anchor="middle" font-size=${px} font-weight=${inFoot ? 600 : 400} fill=${inFoot ? (palette.dark ? '#041010' : '#fff') : css(colour)}
          stroke=${isPattern ? 'none' : css(palette.background)} stroke-width="5" paint-order="stroke">${text(key)}</text>`,
    );

  /** The share of the reading word in itself, in the word's own colour: as large as others are, or else as small as may be. */
  function ownSpot(/** @type {number} */ key) {
    for (const px of [size(key), least]) {
      const wide = measure(text(key), px);
      const at = ownNumberAt({ centre: places.centres[key], bar: barWidth, wide, width: area.width });
      if (at !== null) return [{ key, px, wide, inFoot: false, colour: palette.accent, at }];
    }
    return [];
  }
}

/**
 * The words: read ones that matter are bright, the reading one is brass.
 * @param {AttentionFigure} of
 */
function wordRow({ context, places, base, all, query, strength, isPattern, row, rowHeight }) {
  const { area, palette, measure } = context;
  const sideways = places.mode === 'list';
  const matters = (/** @type {number} */ at) =>
    at === query || (at < query && (isPattern ? row[at] >= MATTERS : strength[at] >= 0.6));
  const others = all.map((_, at) => at).filter((at) => at !== query && (places.mode !== 'ticks' || matters(at)));
  const order = [query, ...others.sort((a, b) => (strength[b] ?? -1) - (strength[a] ?? -1))];
  const sizes = all.map((word) => (sideways ? places.px * 1.15 : measure(word, places.px)));
  const centres = places.centres.map((at, i) =>
    sideways ? at : Math.min(Math.max(at, sizes[i] / 2), area.width - sizes[i] / 2),
  );
  const written = withRoom(order, centres, sizes, sideways ? 0 : 5);
  return all.map((word, at) => {
    const place = sideways
      ? svg`<text x=${base - 10} y=${places.centres[at]} dy=".35em" text-anchor="end" font-size=${places.px}>${word}</text>`
      : svg`<text x=${centres[at]} y=${base + places.px * 1.15} text-anchor="middle" font-size=${places.px}>${word}</text>`;
    const kind = `word ${at === query ? 'reading' : matters(at) ? 'read' : ''}`;
    const fill = at === query ? css(palette.accent) : css(palette.ink);
    return svg`<g class=${kind} data-position=${at} fill=${fill} opacity=${at === query || matters(at) ? 1 : 0.62}
      @pointerenter=${() => context.read(at)} @pointerleave=${() => context.read(null)} @click=${() => context.hold(at)}>
      ${written.has(at) ? place : tick(places, at, base, css(palette.ink))}
      ${rowHeight > 0 && at === query && places.mode === 'columns' ? svg`<path d=${`M${places.centres[at]} ${base + places.px * 1.35}V${base + places.px * 1.66}`} stroke=${css(palette.accent)} stroke-width="2" />` : nothing}
    </g>`;
  });
}

/** A tick in the place of a word that has no room. */
const tick = (
  /** @type {Places} */ places,
  /** @type {number} */ at,
  /** @type {number} */ base,
  /** @type {string} */ colour,
) =>
  places.mode === 'list'
    ? svg`<path d=${`M${base - 7} ${places.centres[at]}h4`} stroke=${colour} stroke-width="1.5" />`
    : svg`<path d=${`M${places.centres[at]} ${base + 2}v3`} stroke=${colour} stroke-width="1.5" />`;

/** Space between a bar and the number of its word's share in itself, px. */
const ASIDE = 6;

/**
 * The words whose numbers are wanted, the largest first.
 *
 * @param {number[]} row     the shares, or scores, of each word up to the reading one
 * @param {boolean[]} seen   whether the reading word sees it
 * @param {{isPattern: boolean, least: number, ownIsInTable: boolean}} rule  `least`: shares from this on have numbers;
 *   `ownIsInTable`: the table below has the share of the reading word in itself, so it is not written twice
 * @returns {number[]}
 */
export function numberedKeys(row, seen, { isPattern, least, ownIsInTable }) {
  const query = row.length - 1;
  return row
    .map((_, key) => key)
    .filter((key) => seen[key] && (!isPattern || (row[key] >= least && !(key === query && ownIsInTable))))
    .sort((a, b) => row[b] - row[a]);
}

/**
 * The middle of the number of a word's share in itself. It is on the right of the word's bar: all ribbons come from the left.
 *
 * @param {{centre: number, bar: number, wide: number, width: number}} sizes  the middle and width of the bar, the width of
 *   the number, and that of the figure, px
 * @returns {number | null} null without room for it
 */
export function ownNumberAt({ centre, bar, wide, width }) {
  const left = centre + bar / 2 + ASIDE;
  return left + wide <= width ? left + wide / 2 : null;
}

/** The height of the bar of one word's attention, the size of its text, and the free space between two numbers, px. */
const SHARE_BAR = { high: 64, px: 28, gap: 10 };

/** One word's attention as a bar of named pieces, for the hall when its table would be too small to be read. @param {AttentionFigure} figure */
function shareBar({ context, row, seen, all, rowHeight, tableTop, places }) {
  const { area, palette, measure } = context,
    { high, px, gap } = SHARE_BAR;
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
    pieces.map(({ number }) => measure(number, px)),
    gap,
  );
  return svg`<g class="shares">${pieces.map(({ key, x, wide, number }, i) => {
    const name = measure(all[key], px) <= wide - 12 ? all[key] : '';
    return svg`<rect x=${x} y=${tableTop} width=${Math.max(1, wide - 2)} height=${high} rx="4" fill=${css(i === 0 ? colour : mix(colour, palette.background, 0.35))} />
      <text x=${x + wide / 2} y=${tableTop + high / 2} dy=".35em" text-anchor="middle" font-size=${px} font-weight="600" fill=${palette.dark ? '#041010' : '#fff'}>${name}</text>
      ${written.has(i) ? svg`<text class="number" data-key=${key} x=${x + wide / 2} y=${tableTop + high + 40} text-anchor="middle" font-size=${px} fill=${css(key === query ? palette.accent : colour)}>${number}</text>` : nothing}`;
  })}${restOf(left)}</g>`;

  /** The piece of all words that are not named. */
  function restOf(/** @type {number} */ from) {
    const wide = area.width - from;
    if (others === 0 || wide < 1) return nothing;
    return svg`<rect x=${from} y=${tableTop} width=${wide} height=${high} rx="4" fill=${css(mix(palette.ink, palette.background, 0.7))} />
      ${measure(rest, px) <= wide - 12 ? svg`<text x=${from + wide / 2} y=${tableTop + high / 2} dy=".35em" text-anchor="middle" font-size=${px} fill=${css(palette.ink)}>${rest}</text>` : nothing}`;
  }
}
