/**
 * The bars of the rail: one for each step as long as each has the least width of a target, and its chapter's name fits above; in a
 * narrower rail, closed layers share bars, then the first layer joins them while another one is open, then every chapter but those of the
 * current layer is one bar, and at last every other chapter is. Pure.
 *
 * @typedef {import('../../model/graph.js').Step} Step
 * @typedef {{name: string, steps: Step[], bars: Step[][], least: number}} Chapter  `bars`: the steps of each bar; `least`: its width, px
 */

/** The least width of a bar: that of a target (WCAG 2.2, 2.5.8), px. */
const TARGET = 24;
/** The greatest width of a letter of a name, on average, px. */
const LETTER = 7.3;
/** The rail shows the current chapter's name alone up to this width, px. */
export const NARROW = 700;
/** The space between chapters where there is room, and where it is short, px. */
export const SPACE = { wide: 16, short: 8 };

/**
 * @param {Step[][]} groups the steps of each chapter
 * @param {string} step the current one
 * @param {number} width of the rail, px
 * @param {(steps: Step[]) => string} nameOf a chapter
 * @returns {{chapters: Chapter[], space: number}} `space` between chapters, px
 */
export function railOf(groups, step, width, nameOf) {
  const isNarrow = width <= NARROW;
  const isHere = (/** @type {Step[]} */ steps) => steps.some(({ id }) => id === step),
    layer = groups.find(isHere)?.[0].layer ?? null;
  /** @returns {Chapter} */
  const chapter = (/** @type {Step[]} */ steps, /** @type {Step[][]} */ bars, isNamed = !isNarrow) => {
    const name = nameOf(steps);
    return { name, steps, bars, least: Math.max(bars.length * TARGET, isNamed ? Math.ceil(name.length * LETTER) : 0) };
  };
  let space = isNarrow ? SPACE.short : SPACE.wide;
  const room = (/** @type {Chapter[]} */ rail) =>
    width - rail.reduce((sum, { least }) => sum + least, 0) - (rail.length - 1) * space;
  const each = (/** @type {Step[]} */ steps) => steps.map((one) => [one]);
  const isClosed = (/** @type {Step[]} */ steps) => steps.some(({ closed }) => closed);

  /** Closed layers as few bars as fit. */
  const shared = (/** @type {Step[][]} */ all) => {
    const least = all.map((steps) => chapter(steps, isClosed(steps) ? [steps] : each(steps))),
      spare = Math.max(0, room(least)),
      layers = all.filter(isClosed).reduce((sum, { length }) => sum + length, 0);
    return least.map((one) => {
      if (!isClosed(one.steps)) return one;
      const count = Math.floor((one.least + (spare * one.steps.length) / layers) / TARGET);
      return chapter(one.steps, cut(one.steps, Math.max(1, Math.min(one.steps.length, count))));
    });
  };

  const full = groups.map((steps) => chapter(steps, each(steps)));
  if (room(full) >= 0) return { chapters: full, space };
  const some = shared(groups);
  if (room(some) >= 0) return { chapters: some, space };
  space = SPACE.short;
  const joined = joinedLayers(groups, layer),
    fewer = shared(joined);
  if (room(fewer) >= 0) return { chapters: fewer, space };
  const isOpen = (/** @type {Step[]} */ steps) =>
    isHere(steps) || (layer !== null && steps[0].layer === layer && !isClosed(steps));
  const least = (/** @type {(steps: Step[]) => boolean} */ isWhole) =>
    joined.map((steps) =>
      isWhole(steps) && !isClosed(steps)
        ? chapter(steps, each(steps), !isNarrow || isHere(steps))
        : chapter(steps, [steps], false),
    );
  const open = least(isOpen);
  if (room(open) < 0) return { chapters: least(isHere), space };
  // names are cut off if they must be, those of layers last
  const named = [...open];
  for (const isFirst of [isClosed, () => true])
    open.forEach(({ steps, bars }, i) => {
      const whole = chapter(steps, bars);
      if (isFirst(steps) && room(named) >= whole.least - named[i].least) named[i] = whole;
    });
  return { chapters: named, space };
}

/** Chapters of layers other than the open one, each with the closed layers beside it. @param {Step[][]} groups @param {number | null} layer */
function joinedLayers(groups, layer) {
  const isOther = (/** @type {Step[]} */ steps) =>
    steps[0].layer !== null && (steps.some(({ closed }) => closed) || steps[0].layer !== layer);
  /** @type {Step[][]} */
  const joined = [];
  for (const steps of groups) {
    const last = joined.at(-1);
    if (last && isOther(last) && isOther(steps)) last.push(...steps);
    else joined.push([...steps]);
  }
  return joined;
}

/** Steps in so many parts of about equal length. @param {Step[]} steps @param {number} count */
const cut = (steps, count) =>
  Array.from({ length: count }, (_, i) =>
    steps.slice(Math.round((i * steps.length) / count), Math.round(((i + 1) * steps.length) / count)),
  );
