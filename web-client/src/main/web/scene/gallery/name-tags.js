/**
 * The names of the gallery's models, and the rectangle of each, whose area is in proportion to its parameters. The model that runs
 * here is marked, with a ring where it is too small to be seen.
 *
 * @typedef {import('./exhibit.js').Exhibit} Exhibit
 * @typedef {import('./tag-places.js').Place} Place
 * @typedef {import('./tag-places.js').Tagged & {exhibit: Exhibit, text: string, note: string, isHere: boolean, lit: boolean, role: null, strong: true,
 *   stacked: false, element: HTMLElement | null, outline: number[][]}} Tag
 */
import { LabelElements } from '../annotate/label-elements.js';
import { OverlayCanvas } from '../render/overlay-canvas.js';
import { css } from '../render/colour.js';
import { isFar } from '../render/palette.js';
import { tagPlaces } from './tag-places.js';

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
  #measuredAt = 0;
  /** Boxes on the canvas where panels are, px. @type {import('./tag-places.js').Box[]} */
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
    if (viewport.width !== this.#measuredAt) {
      this.#elements.remeasure(this.#tags);
      this.#measuredAt = viewport.width;
    }
    const free = {
      x: viewport.left + EDGE,
      y: viewport.top + EDGE,
      width: viewport.width - viewport.left - viewport.right - 2 * EDGE,
      height: viewport.height - viewport.top - viewport.bottom - 2 * EDGE,
    };
    for (const tag of this.#tags) project(projection, tag);
    const places = tagPlaces(this.#tags, free, this.panels);
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
