/**
 * The labels over the machine: HTML elements at projected positions, placed by priority so that none covers another or a
 * panel. Elements are made when the scene target changes; an animation frame only moves them.
 */
import { IN_A_HAND } from '../render/palette.js';
import { LabelElements, lookOf } from './label-elements.js';
import { APART, freeArea, place } from './placement.js';

/**
 * @typedef {import('./captions.js').Caption} Caption
 * @typedef {import('./captions.js').Side} Side
 * @typedef {Side | 'leader'} BoxSide  `leader`: on the left, with a leader line
 * @typedef {{ax: number, ay: number, bx: number, by: number, nx: number, ny: number}} Line  from a to b, CSS px; n is the unit vector away from the block
 * @typedef {import('./placement.js').Box & {side: BoxSide, bare: boolean, tipX: number, tipY: number}} PlaceBox  `tipX`, `tipY`: where a leader line
 *   ends
 * @typedef {ReturnType<typeof labelOf>} Label
 * @typedef {(label: Label, into: import('../camera/projection.js').Anchor) => boolean} Project  writes the screen box of a label's blocks; false if they
 *   are not visible
 */

/** The greatest number of labels in the hall's theme: on its screen, and on a phone. */
const HALL_LIMIT = 8,
  IN_A_HAND_LIMIT = 6;
/** Height of the free area for each label, px: in a lower one, as above a question, more of them would cover the machine. */
const HEIGHT_EACH = 44;
/** Details are shown from this size of cells on, px. */
const DETAILS_FROM = 4;
/** The shortest side that gets a label with its size, px. */
const MEASURABLE = 36;
/** Of brackets: their distance from the block, and the length of their ends, px. */
export const BRACKET_OFF = 8,
  BRACKET_END = 6;
/** Distance from the block to the bracket's label, px. */
const REACH = BRACKET_OFF + BRACKET_END;
/** The shortest bracket below a section, px. */
const LEAST_SPAN = 20;
/** Distance between a label and its block, px. */
const OFF = 7;
/** While a person turns the machine, places are chosen at this interval; in between, labels move with their blocks, ms. */
const CHOSEN_EVERY = 100;
/** Length of the leader line from a label to its block, if other blocks are in between, px. */
const LEADER = 18;
/** Distance of a label under or over other text from its block, in heights of a label: names of neighbours are not at one height. */
const UNDER = 1.4;
/** How far a label that begins or ends at its block's middle goes beyond it, px. */
const COVERS = 4;
/** Distance of labels from panels and edges, px. */
const EDGE = 6;

export class Labels {
  #elements;
  /** @type {Label[]} */
  #labels = [];
  /** Boxes that no label may cover. @type {import('./placement.js').Box[]} */
  taken = [];
  #free = { x: 0, y: 0, width: 0, height: 0 };
  #limit = Infinity;
  #narrowLimit = Infinity;
  /** Whether sides of blocks are labelled with their sizes; not on the hall's screen, where names alone are legible. */
  #measures = true;
  #quiet = true;
  /** When places were last chosen, ms of performance.now(). */
  #chosenAt = -Infinity;

  /** @param {HTMLElement} overlay @param {'normal' | 'hall' | 'none'} kind */
  constructor(overlay, kind) {
    this.#elements = new LabelElements(overlay, kind);
    if (kind === 'hall') {
      this.#limit = HALL_LIMIT;
      this.#narrowLimit = IN_A_HAND_LIMIT;
    }
    this.#measures = kind !== 'hall';
  }

  /** @param {Caption[]} captions most important first */
  set(captions) {
    this.#chosenAt = -Infinity;
    // most captions stay when the pointer moves to another cell, and equal ones can share an element
    const kept = new Map(this.#labels.map((label) => [label.caption, label])),
      stay = new Set(captions.filter((caption) => kept.has(caption))),
      /** @type {Map<string, Label[]>} */
      left = new Map();
    for (const label of this.#labels) {
      if (!label.element || stay.has(label.caption)) continue;
      const look = lookOf(label);
      const others = left.get(look);
      if (others) others.push(label);
      else left.set(look, [label]);
    }
    this.#labels = captions.map((caption) => {
      const same = kept.get(caption);
      if (same) return Object.assign(same, { count: 0, chosen: -1 });
      const label = labelOf(caption),
        alike = left.size > 0 ? left.get(lookOf(caption))?.shift() : null;
      if (!alike) return label;
      const { element, width, height, bareWidth, bareHeight, bare, shown, x, y } = alike;
      return Object.assign(label, { element, width, height, bareWidth, bareHeight, bare, shown, x, y });
    });
    for (const { element } of [...left.values()].flat()) element?.remove();
    this.#elements.write(this.#labels.filter((label) => !label.detail));
  }

  /** Measures labels that may be shown later. @param {Caption[]} captions */
  measureAhead(captions) {
    this.#elements.measureAhead(captions);
  }

  /** Hides all labels while it is set, as during a flight. @param {boolean} on */
  set quiet(on) {
    this.#quiet = on;
  }

  /**
   * @param {import('../camera/pose.js').Viewport} viewport
   * @param {Project} project
   * @param {boolean} [exploring] whether details are shown
   * @param {boolean} [turning] whether a person turns the machine; until it rests, labels may cover one another
   * @param {boolean} [rests] whether nothing moves: then each label takes the first free place anew, however the view has come about
   */
  layOut(viewport, project, exploring = false, turning = false, rests = false) {
    const now = performance.now();
    if (
      turning &&
      !this.#quiet &&
      viewport.width === this.#elements.measuredAt &&
      now - this.#chosenAt < CHOSEN_EVERY
    ) {
      this.#carry(project);
      return;
    }
    this.#chosenAt = now;
    this.#elements.fit(this.#labels, viewport.width);
    const free = (this.#free = freeArea(viewport, EDGE));
    const isDue = (/** @type {Label} */ label) =>
      !this.#quiet && (!label.detail || exploring) && project(label, BOX) && (!label.detail || BOX.px >= DETAILS_FROM);
    // the elements of details are made when the camera first comes near
    if (exploring) {
      const unwritten = this.#labels.filter((label) => !label.element && isDue(label));
      if (unwritten.length > 0) this.#elements.write(unwritten);
    }
    for (const label of this.#labels) {
      label.count = 0;
      // a label without its note gets it back as soon as there is room
      if (rests || (label.chosen >= 0 && label.places[label.chosen].bare)) label.chosen = -1;
      if (label.width === 0 || !isDue(label)) continue;
      if (label.bracket === 'span' && !this.#span(label)) continue;
      for (const side of label.sides) {
        const isMeasured = label.bracket === 'edge';
        if (!isMeasured || (this.#measures && isMeasurable(side) && hasRoom(label, side)))
          this.#offer(label, side, false);
      }
      // without room for the whole label, its name alone is shown
      if (label.note && label.bareWidth < label.width) for (const side of label.sides) this.#offer(label, side, true);
    }
    const limit = viewport.width > IN_A_HAND ? this.#limit : this.#narrowLimit;
    place(this.#labels, free, this.taken, Math.min(limit, Math.max(1, Math.floor(free.height / HEIGHT_EACH))));
    for (const label of this.#labels) {
      const shown = label.chosen >= 0;
      if (shown) moveTo(label);
      if (shown !== label.shown) {
        label.shown = shown;
        label.element?.classList.toggle('shown', shown);
      }
    }
  }

  /** Moves the shown labels with their blocks, without changing sides. @param {Project} project */
  #carry(project) {
    for (const label of this.#labels) {
      if (!label.shown || !project(label, BOX) || (label.bracket === 'span' && !this.#span(label))) continue;
      const box = label.places[label.chosen];
      putAt(box, label, box.side, box.bare);
      moveTo(label);
    }
  }

  /** The boxes of the shown labels. @returns {import('./placement.js').Box[]} */
  get boxes() {
    return this.#labels.filter(({ shown }) => shown).map(({ places, chosen }) => places[chosen]);
  }

  /** The label at a point of the canvas, CSS px. @param {number} x @param {number} y @returns {Caption | null} */
  at(x, y) {
    for (const label of this.#labels) {
      const box = label.shown && label.places[label.chosen];
      if (box && x >= box.x && y >= box.y && x <= box.x + box.width && y <= box.y + box.height) return label;
    }
    return null;
  }

  /** Clips a section to the free area and centres its name on the rest. @param {Label} label @returns {boolean} whether enough of it is left */
  #span(label) {
    const { y, height } = this.#free,
      top = Math.max(BOX.top, y),
      bottom = Math.min(BOX.bottom, y + height);
    if (bottom - top < MEASURABLE) return false;
    BOX.leftY = BOX.rightY = (top + bottom) / 2;
    BOX.bottomX = (BOX.left + BOX.right) / 2;
    label.span.top = top;
    label.span.bottom = bottom;
    label.span.left = BOX.left;
    label.span.right = BOX.right;
    return true;
  }

  /**
   * The lines of the brackets whose labels are shown.
   * @param {(block: number, side: Side) => Line} edge one side of a block
   * @returns {Line[]}
   */
  brackets(edge) {
    return this.#labels
      .filter((label) => label.shown && label.bracket && (label.bracket === 'edge' || isLong(label)))
      .map(({ bracket, blocks, places, chosen, span }) => {
        const { side } = places[chosen];
        if (bracket === 'edge') return edge(blocks[0], /** @type {Side} */ (side));
        if (side === 'below') return { ax: span.left, ay: span.bottom, bx: span.right, by: span.bottom, nx: 0, ny: 1 };
        const x = side === 'left' ? span.left : span.right;
        return { ax: x, ay: span.top, bx: x, by: span.bottom, nx: side === 'left' ? -1 : 1, ny: 0 };
      });
  }

  /**
   * The leader lines from labels to the middle of their blocks, for labels with other blocks in between.
   * @returns {{ax: number, ay: number, bx: number, by: number, role: string | null}[]} CSS px
   */
  leaders() {
    return this.#labels
      .filter((label) => label.shown && hasLeader(label.places[label.chosen]))
      .map(({ role, width, bareWidth, places, chosen }) => {
        const { x, y, height, side, bare, tipX, tipY } = places[chosen];
        if (side === 'below-lower') return { ax: tipX, ay: y, bx: tipX, by: tipY, role };
        if (side === 'above-upper') return { ax: tipX, ay: y + height, bx: tipX, by: tipY, role };
        return { ax: x + (bare ? bareWidth : width), ay: y + height / 2, bx: tipX, by: tipY, role };
      });
  }

  /** @param {Label} label @param {Side} wanted @param {boolean} bare */
  #offer(label, wanted, bare) {
    const width = bare ? label.bareWidth : label.width,
      side = wanted !== 'near' ? wanted : width > 3.4 * (BOX.right - BOX.left) ? 'leader' : 'above';
    const box = label.places[label.count];
    putAt(box, label, side, bare);
    if (side.startsWith('above')) this.#moveIn(box, BOX.topX);
    if (side.startsWith('below')) this.#moveIn(box, BOX.bottomX);
    if (isOwn(label, box)) label.count++;
  }

  /** Near an edge, shifts a label to the side, as long as it still covers its block's middle. @param {PlaceBox} box @param {number} tip */
  #moveIn(box, tip) {
    const { x, width } = this.#free,
      moved = Math.min(Math.max(box.x, x), x + width - box.width);
    if (tip >= moved && tip <= moved + box.width) box.x = moved;
  }

  dispose() {
    this.#elements.dispose();
  }
}

/** Whether a line leads from a place to its block. @param {PlaceBox} box */
const hasLeader = ({ side }) => side === 'leader' || side === 'below-lower' || side === 'above-upper';

/** A label that has no element yet. @param {Caption} caption */
const labelOf = (caption) => ({
  ...caption,
  caption,
  element: /** @type {HTMLElement | null} */ (null),
  width: 0,
  height: 0,
  bareWidth: 0,
  bareHeight: 0,
  bare: false,
  count: 0,
  chosen: -1,
  shown: false,
  x: NaN,
  y: NaN,
  span: { left: 0, right: 0, top: 0, bottom: 0 },
  /** @type {PlaceBox[]} */
  places: [...caption.sides, ...(caption.note ? caption.sides : [])].map(() => ({
    x: 0,
    y: 0,
    width: 0,
    height: 0,
    side: 'near',
    bare: false,
    tipX: 0,
    tipY: 0,
  })),
});

/** Puts a label's box at a side of the projected block. @param {PlaceBox} box @param {Label} label @param {BoxSide} side @param {boolean} bare */
function putAt(box, label, side, bare) {
  const width = bare ? label.bareWidth : label.width,
    height = bare ? label.bareHeight : label.height,
    off = label.bracket ? REACH : OFF;
  box.width = width;
  box.height = height;
  box.side = side;
  box.bare = bare;
  if (side === 'leader') {
    box.x = BOX.left - LEADER - width;
    box.y = BOX.leftY - height / 2;
    box.tipX = (BOX.left + BOX.right) / 2;
    box.tipY = (BOX.leftY + BOX.rightY) / 2;
    // the box includes the line, so that nothing covers its end
    box.width = BOX.right - box.x;
  } else if (side === 'left') {
    box.x = BOX.left - off - width;
    box.y = BOX.leftY - height / 2;
  } else if (side === 'right') {
    box.x = BOX.right + off;
    box.y = BOX.rightY - height / 2;
  } else if (side === 'above') {
    box.x = BOX.topX - width / 2;
    box.y = BOX.top - (label.bracket ? off : APART) - height;
  } else if (side === 'below') {
    box.x = label.bracket === 'span' ? Math.max(BOX.left, BOX.bottomX - width / 2) : BOX.bottomX - width / 2;
    box.y = BOX.bottom + (label.bracket ? off : APART);
  } else if (side === 'inside') {
    box.x = BOX.bottomX - width / 2;
    box.y = BOX.bottom - 2 * height;
  } else if (side === 'below-lower') {
    box.x = BOX.bottomX - width / 2;
    box.y = BOX.bottom + UNDER * height;
    box.tipX = BOX.bottomX;
    box.tipY = BOX.bottom;
  } else if (side === 'above-upper') {
    box.x = BOX.topX - COVERS;
    box.y = BOX.top - (1 + UNDER) * height;
    box.tipX = BOX.topX;
    box.tipY = BOX.top;
  } else if (side.startsWith('above-') || side.startsWith('below-')) {
    const isAbove = side.startsWith('above-'),
      tip = isAbove ? BOX.topX : BOX.bottomX;
    box.x = side.endsWith('-after') ? tip - COVERS : tip + COVERS - width;
    box.y = isAbove ? BOX.top - APART - height : BOX.bottom + APART;
  } else {
    box.x = BOX.cornerX;
    box.y = BOX.cornerY - height - 1;
  }
}

/** Moves a label's element to its chosen place. @param {Label} label */
function moveTo(label) {
  const { x, y, bare } = label.places[label.chosen],
    rx = Math.round(x),
    ry = Math.round(y);
  if (bare !== label.bare) label.element?.classList.toggle('bare', bare);
  label.bare = bare;
  if (rx === label.x && ry === label.y) return;
  label.x = rx;
  label.y = ry;
  if (label.element) label.element.style.transform = `translate(${rx}px,${ry}px)`;
}

/** Whether a side of the projected block is long enough to be labelled with its size. @param {Side} side */
const isMeasurable = (side) =>
  (side === 'left' || side === 'right' ? BOX.bottom - BOX.top : BOX.right - BOX.left) >= MEASURABLE;

/** Whether a section's bracket is long enough on the label's side. @param {Label} label */
const isLong = ({ places, chosen, span }) => places[chosen].side !== 'below' || span.right - span.left >= LEAST_SPAN;

/** Whether a size fits between its block and the next one in focus. @param {Label} label @param {Side} side */
const hasRoom = ({ room, width }, side) =>
  !((side === 'left' || side === 'right' ? (room?.[side] ?? Infinity) : Infinity) * BOX.px < width + REACH);

/** Whether a place that begins or ends at a block's middle is nearer to that block than to the one beside it, which would seem to be named. @param {Label} label @param {PlaceBox} box */
function isOwn({ apart }, { x, width, side }) {
  if (!apart || !side.includes('-')) return true;
  const off = x + width / 2 - (side.startsWith('above-') ? BOX.topX : BOX.bottomX);
  return 2 * Math.abs(off) < apart[off < 0 ? 'left' : 'right'] * BOX.px;
}

/** Where a label's blocks are on the canvas; overwritten for each label. @type {import('../camera/projection.js').Anchor} */
const BOX = {
  left: 0,
  leftY: 0,
  right: 0,
  rightY: 0,
  top: 0,
  topX: 0,
  bottom: 0,
  bottomX: 0,
  cornerX: 0,
  cornerY: 0,
  px: 0,
};
