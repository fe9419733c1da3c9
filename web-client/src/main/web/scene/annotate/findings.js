/**
 * What has been measured of an answer, drawn in the machine: guesses at the junctions of the stream, the colour of each part's
 * vote, and the paths of contributions. Purple is for the answer, the weights' grey against it.
 *
 * @typedef {{node: string, head: number | null, position: number | null}} Place  in a tensor; null: all of its heads, all positions
 * @typedef {{node: string, position: number, text: string, note: string, leads: boolean, head?: number | null, index?: number[]}} Guess  `leads`: the
 *   answer leads from here on; `index`: of the cells at which it is written, in place of the position
 * @typedef {{node: string, head: number | null, index: number[], share: number, isRight: boolean}} Heat  stripes over cells, as many as people chose
 *   them: `share` 0 … 1 of the most; `isRight`: with an outline
 * @typedef {{on: import('../layout/focus.js').Focus, share: number}} Vote  `on`: the voting part; `share` −1 … 1 of the strongest
 * @typedef {{from: Place, to: Place, share: number}} Path  `share` −1 … 1 of the strongest
 * @typedef {{guesses?: Guess[], votes?: Vote[], paths?: Path[], heat?: Heat[]}} Finding
 *
 * @typedef {import('../layout/board.js').Block} Block
 * @typedef {import('../layout/layout.js').Layout} Layout
 */
import { blocksIn } from '../layout/focus.js';
import { inWorld } from '../layout/layout.js';
import { ROLES } from '../render/colour.js';
import { OUTLINE, Strokes } from '../render/strokes.js';
import { captionOf } from './caption-list.js';
import { spanOf } from './presenter-marks.js';

/** The greatest number of paths, and the pieces of which each is drawn. */
const PATHS = 600,
  PIECES = 8;
/** z of paths, a little in front of the blocks, and how far they rise above what they pass, in cells. */
const BEFORE = 0.6,
  ABOVE = 3;
/** Widths of the strongest path and of the weakest, px. */
const WIDEST = 5,
  THINNEST = 1;
/** How much of a block's colour the strongest vote replaces. */
const STRONGEST = 0.85;

/** Stripes over the cells that most people chose, their width, px, and their opacity. */
const STRIPES = 7,
  STRIPE = 2.5,
  STRIPED = 0.85;

/** Factor of the contrast of what the finding is not about. */
const QUIET = 0.3;

const FOR = ROLES.indexOf('prediction'),
  AGAINST = ROLES.indexOf('weight');

export class Findings {
  /** What is drawn; null for nothing. @type {Finding | null} */
  finding = null;
  #plan;
  #nodes;

  /** @param {Layout} plan @param {Map<string, import('../layout/anatomy.js').GraphNode>} nodes @param {import('../render/scene-renderer.js').Shared} shared */
  constructor(plan, nodes, shared) {
    this.#plan = plan;
    this.#nodes = nodes;
    this.strokes = new Strokes(PATHS * PIECES, shared);
  }

  /**
   * Dims all lines, and all blocks that the finding is not about, and voters by how little they vote: their own colours would be read
   * as votes.
   *
   * @param {{contrast: Float32Array, lines: (wire: import('../layout/wiring.js').Wire) => number}} target
   */
  quieten(target) {
    if (!this.finding) return;
    const { contrast, lines } = target;
    target.lines = (wire) => QUIET * lines(wire);
    const { guesses = [], votes = [], heat = [] } = this.finding;
    const about = new Map(
      [...(votes.length > 0 ? [] : guesses), ...heat].flatMap(({ node, head = null }) =>
        blocksOf(this.#plan, node, head).map(({ index }) => [index, 1]),
      ),
    );
    for (const { on, share } of votes) for (const i of this.#votersIn(on)) about.set(i, Math.abs(share));
    for (let i = 0; i < contrast.length; i++) contrast[i] *= QUIET + (1 - QUIET) * (about.get(i) ?? 0);
  }

  /** The blocks of a part, without its tables. @param {import('../layout/focus.js').Focus} on */
  #votersIn(on) {
    return [...blocksIn(this.#plan, on)].filter((i) => this.#plan.blocks[i].role !== 'weight');
  }

  /** The signed share of each block's vote. @param {Float32Array} tints one number for each block, −1 … 1 */
  tint(tints) {
    tints.fill(0);
    for (const { on, share } of this.finding?.votes ?? []) {
      for (const i of this.#votersIn(on)) tints[i] = STRONGEST * share;
    }
  }

  /** @param {Float32Array} angles of the arms */
  write(angles) {
    this.strokes.clear();
    const points = Array.from({ length: PIECES + 1 }, () => ({ x: 0, y: 0, z: 0, turn: 0 }));
    for (const { from, to, share } of this.finding?.paths ?? []) {
      const a = pointOf(this.#plan, from, angles),
        b = pointOf(this.#plan, to, angles);
      if (!a || !b) continue;
      points.forEach((point, i) => {
        const s = i / PIECES;
        point.x = a.x + (b.x - a.x) * s;
        point.y = a.y + (b.y - a.y) * s;
        point.z = a.z + (b.z - a.z) * s + BEFORE + ABOVE * Math.sin(Math.PI * s);
      });
      const strength = Math.abs(share);
      this.strokes.line(
        points,
        0,
        0,
        share > 0 ? FOR : AGAINST,
        THINNEST + (WIDEST - THINNEST) * strength,
        0.35 + 0.65 * strength,
        0,
      );
    }
    for (const each of this.finding?.heat ?? []) this.#stripe(each, angles);
    this.strokes.commit();
  }

  /** Where cells are; null if they are not drawn. @param {{node: string, head?: number | null, index?: number[]}} of */
  #spanOf({ node, head = null, index }) {
    const of = this.#nodes.get(node),
      [block] = blocksOf(this.#plan, node, head);
    return of && block && index ? spanOf({ name: node, index }, of, block) : null;
  }

  /** @param {Heat} heat @param {Float32Array} angles */
  #stripe(heat, angles) {
    const span = this.#spanOf(heat);
    if (!span) return;
    const { block, left, right, top, bottom } = span;
    const angle = block.arm < 0 ? 0 : angles[block.arm],
      x0 = this.#plan.columns[block.column].x;
    const count = Math.ceil(STRIPES * heat.share);
    for (let i = 0; i < count; i++) {
      const x = block.x + (left + ((i + 0.5) / count) * (right - left));
      const ends = [top, bottom].map((y) => ({ x, y: block.y + y, z: block.z + BEFORE, turn: 1 }));
      this.strokes.line(ends, angle, x0, FOR, STRIPE, STRIPED, 0);
    }
    if (heat.isRight) this.strokes.outline(block, angle, x0, left, right, top, bottom, BEFORE, OUTLINE, STRIPE);
  }

  /** The guesses as captions, the one from which the answer leads first. @returns {import('./captions.js').Caption[]} */
  get captions() {
    const guesses = [...(this.finding?.guesses ?? [])].sort((a, b) => Number(b.leads) - Number(a.leads));
    return guesses.flatMap(({ node, position, text, note, leads, head = null, index }) => {
      const [block] = blocksOf(this.#plan, node, head),
        span = this.#spanOf({ node, head, index });
      if (!block || (index && !span)) return [];
      return captionOf(text, ['right', 'near', 'below', 'above', 'left'], {
        note,
        role: 'prediction',
        strong: leads ? 'value' : true,
        focus: { kind: 'block', node, head: null },
        cell: span
          ? { block: block.index, column: (span.left + span.right) / 2, row: (span.top + span.bottom) / 2 }
          : { block: block.index, column: position - block.colFrom + 1, row: block.rows / 2 },
      });
    });
  }

  dispose() {
    this.strokes.dispose();
  }
}

/** @param {Layout} plan @param {string} node @param {number | null} head @returns {Block[]} */
const blocksOf = (plan, node, head) =>
  (plan.byNode.get(node) ?? []).filter((block) => head === null || block.head < 0 || block.head === head);

/** The middle of a place in the world, y downwards; null if it is not drawn. @param {Layout} plan @param {Place} place @param {Float32Array} angles */
function pointOf(plan, { node, head, position }, angles) {
  const [block] = blocksOf(plan, node, head);
  if (!block) return null;
  const column = position === null ? block.cols / 2 : position - block.colFrom + 0.5,
    [x, y, z] = inWorld(plan, angles, block, Math.min(block.cols, Math.max(0, column)), block.rows / 2);
  return { x, y: -y, z };
}
