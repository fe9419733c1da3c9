/**
 * Words as places: a guest of the scene (scene/scene-view.js). It draws all tokens of a table, and the text's words in the stream, marks some
 * of them, and names those for which there is room.
 *
 * @typedef {object} Marks
 * @property {number | null} chosen   a token
 * @property {number[]} near          its neighbours, or the answers of a sum, the nearest first
 * @property {number[]} sum           the tokens of a sum: those that are added, then those that are taken away
 * @property {[number, number][]} ties  pairs of tokens that a line joins
 * @property {number[]} text          the tokens of the text
 * @property {number[][] | null} stream  where the text's words are in the stream; null: in the table
 * @property {boolean} wide           whether the camera shows the whole table all the same
 * @property {number | null} word     the position of the word in question
 */
import { OverlayCanvas } from '../render/overlay-canvas.js';
import { css, mix } from '../render/colour.js';
import { CHOSEN, Cloud, COLOURS, FAINT, HIDDEN, IN_TEXT, MANY, NEAR, PLAIN } from './cloud.js';
import { REACH, edgeOf, nearestInFields, pointAt, scaleOf, together } from './framing.js';
import { PointLabels } from './point-labels.js';

/** Directions of the camera, rad; the greatest size of a cell when it looks at a word, px. */
const VIEW = { azimuth: -0.5, elevation: 0.28, nearest: 40 };
const NEAREST = 14;
/** Reach of a press, px; and of a finger. */
const PRESS = 12,
  TOUCH = 24;
/** The field of the canvas in which one point may be named, px. */
const FIELD = { width: 96, height: 26 };
const LONGEST = 22;
/** Indices of colours: those of the groups first. */
const TEXT = COLOURS - 2,
  INK = COLOURS - 1;
const GROUPS = TEXT;

export class WordPlaces {
  mesh;
  /** Cells for each unit of the table. */
  scale;
  /** Boxes on the canvas where no name may be. @type {import('../annotate/placement.js').Box[]} */
  taken = [];
  /** The parts of the free area that the page's own panels cover, px. */
  room = { left: 0, top: 0, right: 0, bottom: 0 };
  #cloud;
  #labels;
  #canvas;
  #root;
  #texts;
  #groups;
  #tokens;
  #hall;
  /** The outermost tokens. @type {number[] | null} */
  #edge = null;
  #pressed;
  #pointed;
  /** @type {Marks} */
  #marks = { chosen: null, near: [], sum: [], ties: [], text: [], stream: null, word: null, wide: true };
  /** The token under the pointer. @type {number | null} */
  #hovered = null;
  /** @type {import('../render/colour.js').Palette | null} */
  #palette = null;
  /** @type {import('../camera/projection.js').Projection | null} */
  #projection = null;
  /** @type {import('../camera/pose.js').Viewport} */
  #viewport = { width: 1, height: 1, left: 0, top: 0, right: 0, bottom: 0 };
  /** The points besides the marked ones that may be named. @type {number[]} */
  #others = [];
  /** For which view they were chosen. */
  #chosenFor = '';
  /** Counts changes of what is marked. */
  #changes = 0;
  #namedFor = '';
  #at = { x: 0, y: 0, depth: 0 };

  /**
   * @param {HTMLElement} overlay
   * @param {import('../render/scene-renderer.js').Shared} shared
   * @param {{places: ArrayLike<number>, texts: string[], groups: Uint8Array, words: number, labels: 'normal' | 'hall' | 'none',
   *   pressed: (token: number) => void, pointed: () => void}} options  `places`: x, y, z of each token; `groups`: the group of each;
   *   `words`: the longest text; `pressed` is called for the token of a pressed point; `pointed` when something has to be drawn again
   */
  constructor(overlay, shared, { places, texts, groups, words, labels, pressed, pointed }) {
    this.#texts = texts;
    this.#groups = groups;
    this.#tokens = texts.length;
    this.#pressed = pressed;
    this.#pointed = pointed;
    this.#hall = labels === 'hall';
    this.#root = document.createElement('div');
    this.#root.className = 'guest';
    this.#root.style.cssText = 'position:absolute;inset:0';
    overlay.append(this.#root);
    this.#canvas = new OverlayCanvas(this.#root);
    this.#labels = new PointLabels(this.#root, labels);
    this.#cloud = new Cloud(shared, this.#tokens + words);
    this.mesh = this.#cloud.mesh;
    this.scale = scaleOf(places);
    const drawn = this.#cloud.places.array;
    for (let i = 0; i < places.length; i++) drawn[i] = places[i] * this.scale;
    this.#look();
  }

  /** @param {Marks} marks */
  mark(marks) {
    this.#marks = marks;
    this.#changes++;
    const { stream } = marks;
    if (stream) {
      const drawn = this.#cloud.places.array;
      stream.forEach((place, i) =>
        place.forEach((at, axis) => (drawn[3 * (this.#tokens + i) + axis] = at * this.scale)),
      );
      this.#cloud.places.needsUpdate = true;
    }
    this.#look();
  }

  /** Writes the colour and the look of every point. */
  #look() {
    const { array } = this.#cloud.looks;
    const { chosen, near, sum, text, stream, word, wide } = this.#marks;
    // a marked word and its neighbours would be lost among many
    const usual = (chosen !== null || sum.length > 0) && !wide && this.#tokens > MANY ? FAINT : PLAIN;
    for (let token = 0; token < this.#tokens; token++) {
      array[2 * token] = Math.min(GROUPS - 1, this.#groups[token]);
      array[2 * token + 1] = stream ? FAINT : usual;
    }
    const set = (/** @type {number} */ point, /** @type {number} */ look, /** @type {number | null} */ colour) => {
      if (colour !== null) array[2 * point] = colour;
      array[2 * point + 1] = look;
    };
    for (const token of text) set(token, stream ? FAINT : IN_TEXT, TEXT);
    for (let i = this.#tokens; 2 * i < array.length; i++)
      set(i, stream && i - this.#tokens < stream.length ? IN_TEXT : HIDDEN, TEXT);
    for (const token of near) set(token, NEAR, null);
    for (const token of sum) set(token, NEAR, TEXT);
    if (chosen !== null) set(chosen, CHOSEN, INK);
    if (stream && word !== null && word < stream.length) set(this.#tokens + word, CHOSEN, INK);
    this.#cloud.looks.needsUpdate = true;
  }

  /** @param {import('../render/colour.js').Palette} palette @param {number} scale drawn pixels for each CSS px */
  paint(palette, scale) {
    this.#palette = palette;
    const neutral = mix(palette.ink, palette.background, 0.5);
    const { key, query, value, aggregate, prediction } = palette.roles;
    const colours = [
      neutral,
      query,
      value,
      key,
      aggregate,
      prediction,
      mix(key, prediction, 0.5),
      mix(query, prediction, 0.5),
      mix(value, key, 0.5),
      neutral,
    ];
    this.#cloud.paint([...colours, palette.accent, palette.ink], scale);
  }

  /** The pose that shows what is marked, or the whole table. @param {import('../camera/camera.js').Eye} eye */
  goal(eye) {
    const points = this.#subject().flat();
    const isWide = points.length === 0 || (this.#marks.wide && !this.#marks.stream);
    if (!isWide) return eye.fitted(points, { ...VIEW, nearest: NEAREST, room: this.room, exact: true });
    this.#edge ??= edgeOf(this.#cloud.places.array, this.#tokens);
    return eye.fitted([...this.#edge, ...points], { ...VIEW, room: this.room, exact: true });
  }

  #subject() {
    const { chosen, near, sum, stream } = this.#marks;
    const { array } = this.#cloud.places;
    const placeOf = (/** @type {number} */ point) => [array[3 * point], array[3 * point + 1], array[3 * point + 2]];
    if (stream) return together(stream.map((_, i) => placeOf(this.#tokens + i)));
    const tokens = sum.length > 0 ? [...sum, ...near.slice(0, 3)] : chosen === null ? [] : [chosen, ...near];
    return tokens.map(placeOf);
  }

  /** Before an animation frame. @param {import('../camera/pose.js').Pose} pose */
  aim({ distance }) {
    this.#cloud.aim(distance, REACH);
  }

  /**
   * Draws the names, after an animation frame.
   * @param {import('../camera/projection.js').Projection} projection
   * @param {import('../camera/pose.js').Viewport} viewport
   * @param {{pose: import('../camera/pose.js').Pose, moving: boolean}} view
   */
  draw(projection, viewport, { pose, moving }) {
    this.#projection = projection;
    this.#viewport = viewport;
    const free = this.#free;
    const view = [...Object.values(pose), ...Object.values(free), this.#changes].join();
    if (!moving && view !== this.#chosenFor) {
      this.#chosenFor = view;
      this.#others = nearestInFields(this.#points, free, FIELD);
      this.#namedFor = '';
    }
    this.#name();
    this.#labels.layOut(this.#project, viewport, free, this.taken);
    this.#lines(viewport);
  }

  /** Makes the labels. */
  #name() {
    const key = `${this.#changes} ${this.#hovered} ${this.#chosenFor}`;
    if (key === this.#namedFor) return;
    this.#namedFor = key;
    const { chosen, near, sum, text, stream, word } = this.#marks;
    /** @type {Map<number, import('./point-labels.js').Named>} */
    const named = new Map();
    const add = (
      /** @type {number} */ point,
      /** @type {boolean} */ strong,
      /** @type {boolean} */ lit,
      /** @type {string | null} */ role = null,
    ) => {
      if (!named.has(point)) named.set(point, { point, text: this.#textOf(point), role, strong, lit });
    };
    if (stream && word !== null && word < stream.length) add(this.#tokens + word, true, true);
    if (chosen !== null) add(chosen, true, true);
    for (const token of sum) add(token, true, true);
    if (this.#hovered !== null) add(this.#hovered, true, false);
    if (stream) stream.forEach((_, i) => add(this.#tokens + i, true, false));
    else {
      near.forEach((token) => add(token, true, false));
      if (!this.#hall) text.forEach((token) => add(token, false, false));
    }
    if (!stream && !this.#hall) this.#others.forEach((point) => add(point, false, false));
    this.#labels.set([...named.values()]);
  }

  /** Lines between marked words. @param {import('../camera/pose.js').Viewport} viewport */
  #lines(viewport) {
    this.#canvas.clear();
    const { chosen, near, sum, ties } = this.#marks;
    const pairs =
      sum.length > 0
        ? ties
        : chosen === null
          ? []
          : near.map((token) => /** @type {[number, number]} */ ([chosen, token]));
    const { pen } = this.#canvas;
    if (pen && this.#palette && pairs.length > 0 && !this.#marks.stream) {
      this.#canvas.begin(viewport);
      pen.strokeStyle = css(sum.length > 0 ? this.#palette.accent : this.#palette.ink);
      pen.globalAlpha = sum.length > 0 ? 0.9 : 0.35;
      pen.lineWidth = this.#palette.hall ? 3 : sum.length > 0 ? 2 : 1.2;
      pen.beginPath();
      for (const [from, to] of pairs) {
        const { x, y, depth } = this.#project(from);
        if (depth <= 0) continue;
        pen.moveTo(x, y);
        const end = this.#project(to);
        if (end.depth > 0) pen.lineTo(end.x, end.y);
      }
      pen.stroke();
      pen.globalAlpha = 1;
    }
    this.#canvas.end();
  }

  /** @param {number} point */
  #textOf(point) {
    const token = point < this.#tokens ? point : (this.#marks.text[point - this.#tokens] ?? 0);
    const text = this.#texts[token] ?? '';
    return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  }

  get #points() {
    const { stream } = this.#marks;
    const words = stream ? stream.length : 0;
    return {
      count: this.#tokens + words,
      project: this.#project,
      isNamed: (/** @type {number} */ point) => !stream || point >= this.#tokens,
    };
  }

  get #free() {
    const { width, height, left, top, right, bottom } = this.#viewport;
    const x = left + this.room.left,
      y = top + this.room.top;
    return {
      x,
      y,
      width: Math.max(1, width - right - this.room.right - x),
      height: Math.max(1, height - bottom - this.room.bottom - y),
    };
  }

  #project = (/** @type {number} */ point) => {
    const { array } = this.#cloud.places;
    const { x, y, depth } = /** @type {import('../camera/projection.js').Projection} */ (this.#projection).point(
      array[3 * point],
      array[3 * point + 1],
      array[3 * point + 2],
    );
    this.#at.x = x;
    this.#at.y = y;
    this.#at.depth = depth;
    return this.#at;
  };

  /** Where a token is on the canvas, CSS px; a word of the stream by its position. @param {{token?: number, position?: number}} of */
  project({ token, position = 0 }) {
    return { ...this.#project(token ?? this.#tokens + position) };
  }

  /** The pointer is at a point of the canvas, CSS px; or nowhere. @param {{x: number, y: number} | null} at */
  point(at) {
    const found = at && this.#projection ? pointAt(this.#points, at.x, at.y, PRESS) : null;
    if (found === this.#hovered) return;
    this.#hovered = found;
    this.#pointed();
  }

  /** @param {number} x @param {number} y CSS px */
  press(x, y) {
    if (!this.#projection) return;
    const found = pointAt(this.#points, x, y, matchMedia('(pointer: coarse)').matches ? TOUCH : PRESS);
    this.#hovered = found;
    this.#pointed();
    if (found !== null) this.#pressed(found < this.#tokens ? found : this.#marks.text[found - this.#tokens]);
  }

  dispose() {
    this.#labels.dispose();
    this.#canvas.dispose();
    this.#root.remove();
    this.#cloud.dispose();
  }
}
