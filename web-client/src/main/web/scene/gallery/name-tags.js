/**
 * The names of the gallery's models, and the rectangle of each, whose area is in proportion to its parameters. The model that runs
 * here is marked, with a ring where it is too small to be seen.
 *
 * @typedef {import('./exhibit.js').Exhibit} Exhibit
 * @typedef {{left: number, right: number, top: number, bottom: number, width: number, height: number}} Tagged  a model's rectangle on the
 *   canvas, and the size of its name; all in CSS px
 * @typedef {{x: number, y: number, line: {x: number, from: number, to: number} | null, isLeftOut?: true}} Place  upper left corner of the
 *   name; `line`: from the name down to the model
 * @typedef {{left: number, right: number, top: number, bottom: number}} Box
 * @typedef {Tagged & {exhibit: Exhibit, text: string, note: string, isHere: boolean, lit: boolean, role: null, strong: true,
 *   stacked: false, element: HTMLElement | null, outline: number[][]}} Tag
 */
import { LabelElements } from '../annotate/label-elements.js';
import { freeArea } from '../annotate/placement.js';
import { OverlayCanvas } from '../render/overlay-canvas.js';
import { css } from '../render/colour.js';
import { isFar } from '../render/palette.js';

/** Models below this width are marked with a dot; the one that runs here, below another width, with a ring, px. */
const SPECK = 6,
  SMALL = 40;
const DOT = 2.5,
  RING = 14;
/** Widths of lines, px; and how much wider all marks are on the hall's screen. */
const FRAME = 1,
  HERE = 2,
  FAR = 1.6;
/** Distance of names from panels and edges, px. */
const EDGE = 6;

export class NameTags {
  #elements;
  #canvas;
  /** @type {Tag[]} */
  #tags = [];
  /** Boxes on the canvas where panels are, px. @type {Box[]} */
  panels = [];

  /** @param {HTMLElement} overlay @param {'normal' | 'hall' | 'none'} kind */
  constructor(overlay, kind) {
    this.#canvas = new OverlayCanvas(overlay);
    this.#elements = new LabelElements(overlay, kind);
  }

  /** @param {{exhibit: Exhibit, text: string, note: string, isHere: boolean}[]} tags the smallest model first */
  set(tags) {
    for (const { element } of this.#tags) element?.remove();
    this.#tags = tags.map(({ exhibit, text, note, isHere }) => ({
      ...{
        exhibit,
        text,
        note,
        isHere,
        lit: isHere,
        role: null,
        strong: /** @type {const} */ (true),
        stacked: /** @type {const} */ (false),
      },
      ...{ element: null, width: 0, height: 0, left: 0, right: 0, top: 0, bottom: 0, outline: [] },
    }));
    this.#elements.write(this.#tags);
  }

  /**
   * @param {import('../camera/projection.js').Projection} projection
   * @param {import('../camera/pose.js').Viewport} viewport
   * @param {import('../render/colour.js').Palette} palette
   */
  layOut(projection, viewport, palette) {
    this.#elements.fit(this.#tags, viewport.width);
    for (const tag of this.#tags) project(projection, tag);
    const places = tagPlaces(this.#tags, freeArea(viewport, EDGE), this.panels);
    this.#canvas.clear();
    this.#tags.forEach((tag, i) => {
      const place = places[i];
      tag.element?.classList.toggle('shown', place !== null && !place.isLeftOut);
      if (!place || !tag.element) return;
      tag.element.style.transform = `translate(${Math.round(place.x)}px,${Math.round(place.y)}px)`;
      this.#canvas.begin(viewport);
      this.#mark(tag, place, palette, isFar(palette, viewport) ? FAR : 1);
    });
    this.#canvas.end();
  }

  /** Draws a model's rectangle or what marks a small one, and the line to its name. @param {Tag} tag @param {Place} place @param {import('../render/colour.js').Palette} palette @param {number} scale */
  #mark({ left, right, top, bottom, outline, isHere }, { line }, palette, scale) {
    const { pen } = this.#canvas,
      x = (left + right) / 2,
      y = (top + bottom) / 2,
      isRinged = isHere && right - left < SMALL;
    pen.strokeStyle = pen.fillStyle = css(isHere ? palette.accent : palette.line);
    pen.lineWidth = (isHere ? HERE : FRAME) * scale;
    pen.beginPath();
    outline.forEach(([px, py]) => pen.lineTo(px, py));
    pen.closePath();
    if (right - left > SPECK) pen.stroke();
    else {
      pen.beginPath();
      pen.arc(x, y, DOT * scale, 0, 2 * Math.PI);
      pen.fill();
    }
    if (isRinged) {
      pen.beginPath();
      pen.arc(x, y, Math.max(RING, (right - left) * 0.75) * scale, 0, 2 * Math.PI);
      pen.stroke();
    }
    if (!line) return;
    pen.lineWidth = scale;
    pen.beginPath();
    pen.moveTo(line.x, line.from);
    pen.lineTo(line.x, line.to - (isRinged ? RING * scale - (bottom - top) / 2 : 0));
    pen.stroke();
  }

  dispose() {
    this.#canvas.dispose();
    this.#elements.dispose();
  }
}

/** Writes a model's rectangle on the canvas into its tag. @param {import('../camera/projection.js').Projection} projection @param {Tag} tag */
function project(projection, tag) {
  const { left, right, top, bottom } = tag.exhibit.box;
  tag.outline = [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ].map(([x, y]) => {
    const at = projection.point(x, -y, 0);
    return [at.x, at.y];
  });
  const xs = tag.outline.map(([x]) => x),
    ys = tag.outline.map(([, y]) => y);
  Object.assign(tag, { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) });
}

/** Between a name and its model, and between names, px. */
const ABOVE = 8,
  APART = 4;
/** Half the width of what counts as a leader line's box, px. */
const LINE = 3;

/**
 * Where names are written: above each model, none over another name, and over another model only if there is no other place; never on a panel: a name that
 * has no room beside them is left out. From a model that is narrower than its name, a line leads up to it. Pure.
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
