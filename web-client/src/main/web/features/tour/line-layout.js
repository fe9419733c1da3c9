/**
 * Where the beats of a route are on the timeline: each bar is about as wide as its planned seconds, with spaces between chapters. Pure.
 *
 * @typedef {import('./tours.js').Beat} Beat
 * @typedef {{index: number, left: number, width: number, from: number, to: number}} Bar  px; `from`, `to`: seconds of the route
 * @typedef {{title: string, left: number, width: number, minutes: number, isNow: boolean, shows: 'all' | 'title' | 'none', bars: Bar[]}} Stretch  of a chapter;
 *   `shows`: what there is room for above its bars
 */

/** Space between bars and between chapters, px. */
const BETWEEN = 3,
  APART = 12;
/** The same in a phone's sheet. */
const THIN_BETWEEN = 1,
  THIN_APART = 4;
/** The least width of a bar, px. */
const LEAST = 4;
/** The width of a letter, on average, px. */
const LETTER = 7.4;
/** The width of a letter of the present chapter's title, which is bold, px. */
const BOLD = 8.4;
/** What the minutes take beside the title, px. */
const MINUTES = 52;

/**
 * @param {Beat[]} beats of the route
 * @param {number} width px
 * @param {number} index of the present beat
 * @param {boolean} [thin] whether it is a row of a phone's sheet
 * @returns {Stretch[]} chapters from left to right
 */
export function lineOf(beats, width, index, thin = false) {
  const between = thin ? THIN_BETWEEN : BETWEEN,
    apart = thin ? THIN_APART : APART;
  const groups = chaptersOf(beats);
  const spaces = beats.reduce(
    (sum, _, i) => sum + (i === 0 ? 0 : beats[i].chapter.id === beats[i - 1].chapter.id ? between : apart),
    0,
  );
  const widths = shared(
    beats.map(({ planned }) => planned),
    Math.max(0, width - spaces),
  );
  let left = 0,
    seconds = 0;
  const line = groups.map((group, i) => {
    if (i > 0) left += apart;
    const bars = group.map((at, j) => {
      if (j > 0) left += between;
      const bar = { index: at, left, width: widths[at], from: seconds, to: seconds + beats[at].planned };
      left += bar.width;
      seconds = bar.to;
      return bar;
    });
    const { title } = beats[group[0]].chapter,
      isNow = group.includes(index);
    const from = bars[0].left,
      room = left - from,
      letters = title.length * (isNow ? BOLD : LETTER);
    /** @type {Stretch['shows']} */
    const shows = letters + MINUTES <= room ? 'all' : letters <= room || isNow ? 'title' : 'none';
    return {
      title,
      left: from,
      width: room,
      minutes: Math.max(1, Math.round((seconds - bars[0].from) / 60)),
      isNow,
      shows,
      bars,
    };
  });
  return besideNow(line, width);
}

/**
 * The present chapter's title may be wider than its bars; titles that it would cover are left out. It is left out itself if it
 * would cover what is beside the line.
 * @param {Stretch[]} line @param {number} width px @returns {Stretch[]}
 */
function besideNow(line, width) {
  const now = line.findIndex(({ isNow }) => isNow);
  if (now < 0) return line;
  const room = boxOf(line[now], now === line.length - 1, width);
  if (room.from < 0 || room.to > width)
    return line.map((stretch) => (stretch.isNow ? { ...stretch, shows: 'none' } : stretch));
  return line.map((stretch, i) => {
    if (i === now || stretch.shows === 'none') return stretch;
    const { from, to } = boxOf(stretch, i === line.length - 1, width);
    return from < room.to + LETTER && to > room.from - LETTER ? { ...stretch, shows: 'none' } : stretch;
  });
}

/** Where a title is written, px; the last one that is wider than its bars ends where they end. @param {Stretch} stretch @param {boolean} isLast @param {number} width */
function boxOf({ title, left, isNow, shows }, isLast, width) {
  const letters = title.length * (isNow ? BOLD : LETTER) + (shows === 'all' ? MINUTES : 0);
  return isLast && shows !== 'all' ? { from: width - letters, to: width } : { from: left, to: left + letters };
}

/** @param {Beat[]} beats @returns {number[][]} the places of each chapter's beats */
function chaptersOf(beats) {
  /** @type {number[][]} */
  const groups = [];
  beats.forEach(({ chapter }, i) => {
    if (i > 0 && beats[i - 1].chapter.id === chapter.id) groups[groups.length - 1].push(i);
    else groups.push([i]);
  });
  return groups;
}

/** Shares out a width by weights, where nothing gets less than the least width. @param {number[]} weights @param {number} width */
function shared(weights, width) {
  const least = Math.min(LEAST, width / Math.max(1, weights.length));
  const sum = weights.reduce((a, b) => a + b, 0) || 1,
    free = width - least * weights.length;
  return weights.map((weight) => least + (free * weight) / sum);
}

/** The place of a point of the route, px. @param {Stretch[]} line @param {number} seconds */
export function placeOf(line, seconds) {
  const bars = line.flatMap((stretch) => stretch.bars);
  const bar = bars.find(({ to }) => seconds < to) ?? bars[bars.length - 1];
  if (!bar) return 0;
  const share = Math.min(1, Math.max(0, (seconds - bar.from) / (bar.to - bar.from)));
  return bar.left + bar.width * share;
}

/** The point of the route at a place, s; a space belongs to the bar before it. @param {Stretch[]} line @param {number} x px */
export function secondsAt(line, x) {
  const bars = line.flatMap((stretch) => stretch.bars);
  const bar = bars.findLast(({ left }) => x >= left) ?? bars[0];
  if (!bar) return 0;
  const share = Math.min(1, Math.max(0, (x - bar.left) / bar.width));
  // the end of a bar is the beginning of the next
  return Math.min(bar.to - 0.001, bar.from + (bar.to - bar.from) * share);
}
