/**
 * Where the names of the gallery's models are written: above each model, none over another name, and over another model only if
 * there is no other place; never on a panel: a name that has no room beside them is left out. From a model that is narrower than its name, a line leads up to it. Pure.
 *
 * @typedef {{left: number, right: number, top: number, bottom: number, width: number, height: number}} Tagged  a model's rectangle on the
 *   canvas, and the size of its name; all in CSS px
 * @typedef {{x: number, y: number, line: {x: number, from: number, to: number} | null, isLeftOut?: true}} Place  upper left corner of the
 *   name; `line`: from the name down to the model
 * @typedef {{left: number, right: number, top: number, bottom: number}} Box
 */

/** Between a name and its model, and between names, px. */
const ABOVE = 8,
  APART = 4;
/** Half the width of what counts as a leader line's box, px. */
const LINE = 3;

/**
 * @param {Tagged[]} models from left to right
 * @param {{x: number, y: number, width: number, height: number}} free the area for names
 * @param {Box[]} [panels] over that area
 * @returns {(Place | null)[]} null for a model that is not in view
 */
export function tagPlaces(models, free, panels = []) {
  const right = free.x + free.width,
    bottom = free.y + free.height;
  const isSeen = models.map(
    (each) => each.right > free.x && each.left < right && each.bottom > free.y && each.top < bottom,
  );
  const drawn = models.filter((_, i) => isSeen[i]);
  /** Panels and names that have places, and these names' lines. */
  const taken = [...panels];
  /** @type {Box[]} */
  const lines = [];
  const places = models.map(() => /** @type {Place | null} */ (null));
  // the rightmost first: the names of smaller models, which may begin below longer ones, are higher
  for (let i = models.length - 1; i >= 0; i--) {
    if (!isSeen[i]) continue;
    const { left, right: end, top, width, height } = models[i],
      from = Math.max(left, free.x),
      to = Math.min(end, right),
      middle = (from + to) / 2;
    const isWide = to - from >= width,
      others = [...taken, ...drawn.filter((each) => each !== models[i])];
    const wanted = Math.max(free.y, top - ABOVE - height);
    // without another place, a name is on the line of another one
    const heightAt = (/** @type {number} */ x) => {
      const besideLines = raised({ x, width, height }, wanted, [...others, ...lines]);
      return besideLines >= free.y ? besideLines : raised({ x, width, height }, wanted, others);
    };
    // a name begins at its line; where that would put it above the largest model, it ends beside that one if that is lower
    const usual = clamp(isWide ? middle - width / 2 : middle - LINE, free.x, right - width),
      shifted = models[models.length - 1].left - APART - width;
    const isBetter =
      !isWide &&
      shifted >= free.x &&
      shifted < usual &&
      shifted + width > middle &&
      heightAt(shifted) > heightAt(usual);
    const x = isBetter ? shifted : usual,
      above = heightAt(x);
    const y = above >= free.y ? above : lowered({ x, width, height }, free.y, taken);
    if (y + height > bottom) {
      places[i] = { x, y, line: null, isLeftOut: true };
      continue;
    }
    const line = isWide || y + height + ABOVE > top + 1 ? null : { x: middle, from: y + height, to: top };
    places[i] = { x, y, line };
    taken.push({ left: x, right: x + width, top: y, bottom: y + height });
    if (line) lines.push({ left: middle - LINE, right: middle + LINE, top: line.from, bottom: line.to });
  }
  return places;
}

const clamp = (/** @type {number} */ x, /** @type {number} */ low, /** @type {number} */ high) =>
  Math.max(low, Math.min(high, x));

/** What two boxes at the least distance overlap by, because of rounding, px. */
const ROUNDING = 0.01;

/** @typedef {{x: number, width: number, height: number}} Name */

/** @param {Name} name @param {number} y @param {Box} other */
const collides = ({ x, width, height }, y, other) =>
  x < other.right + APART - ROUNDING &&
  x + width > other.left - APART + ROUNDING &&
  y < other.bottom + APART - ROUNDING &&
  y + height > other.top - APART + ROUNDING;

/** The lowest place at or above a height that is free. @param {Name} tag @param {number} wanted @param {Box[]} obstacles */
function raised(tag, wanted, obstacles) {
  const inTheWay = (/** @type {number} */ y) => obstacles.find((other) => collides(tag, y, other));
  let y = wanted;
  for (let other = inTheWay(y); other; other = inTheWay(y)) y = other.top - APART - tag.height;
  return y;
}

/** The highest place at or below a height that is free. @param {Name} tag @param {number} wanted @param {Box[]} obstacles */
function lowered(tag, wanted, obstacles) {
  const inTheWay = (/** @type {number} */ y) => obstacles.find((other) => collides(tag, y, other));
  let y = wanted;
  for (let other = inTheWay(y); other; other = inTheWay(y)) y = other.bottom + APART;
  return y;
}
