/**
 * What has been measured of an answer, drawn in the machine: guesses at the junctions of the stream, the colour of each part's
 * vote, and the paths of contributions. Purple is for the answer, the weights' grey against it.
 *
 * @typedef {{node: string, head: number | null, position: number | null}} Place  in a tensor; null: all of its heads, all positions
 * @typedef {{node: string, position: number, text: string, note: string, leads: boolean}} Guess  `leads`: the answer leads from here on
 * @typedef {{on: import('../layout/focus.js').Focus, share: number}} Vote  `on`: the voting part; `share` −1 … 1 of the strongest
 * @typedef {{from: Place, to: Place, share: number}} Path  `share` −1 … 1 of the strongest
 * @typedef {{guesses?: Guess[], votes?: Vote[], paths?: Path[]}} Finding
 *
 * @typedef {import('../layout/board.js').Block} Block
 * @typedef {import('../layout/layout.js').Layout} Layout
 */
import { blocksIn } from '../layout/focus.js';
import { ROLES } from '../render/colour.js';
import { Strokes } from '../render/strokes.js';

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

/** Factor of the contrast of what the finding is not about. */
const QUIET = 0.3;

const FOR = ROLES.indexOf('prediction'),
  AGAINST = ROLES.indexOf('weight');

export class Findings {
  /** @type {Finding | null} */
  #finding = null;
  #plan;

  /** @param {Layout} plan @param {import('../render/scene-renderer.js').Shared} shared */
  constructor(plan, shared) {
    this.#plan = plan;
    this.strokes = new Strokes(PATHS * PIECES, shared);
  }

  /** Null for nothing. @param {Finding | null} finding */
  set finding(finding) {
    this.#finding = finding;
  }

  get finding() {
    return this.#finding;
  }

  /**
   * Dims all lines, and all blocks that the finding is not about, and voters by how little they vote: their own colours would be read
   * as votes.
   *
   * @param {{contrast: Float32Array, lines: (wire: import('../layout/wiring.js').Wire) => number}} target
   */
  quieten(target) {
    if (!this.#finding) return;
    const { contrast, lines } = target;
    target.lines = (wire) => QUIET * lines(wire);
    const { guesses = [], votes = [] } = this.#finding;
    const about = new Map(
      guesses.flatMap(({ node }) => (this.#plan.byNode.get(node) ?? []).map(({ index }) => [index, 1])),
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
    for (const { on, share } of this.#finding?.votes ?? []) {
      for (const i of this.#votersIn(on)) tints[i] = STRONGEST * share;
    }
  }

  /** @param {Float32Array} angles of the arms */
  write(angles) {
    this.strokes.clear();
    const points = Array.from({ length: PIECES + 1 }, () => ({ x: 0, y: 0, z: 0, turn: 0 }));
    for (const { from, to, share } of this.#finding?.paths ?? []) {
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
    this.strokes.commit();
  }

  /** The guesses as captions, the one from which the answer leads first. @returns {import('./captions.js').Caption[]} */
  get captions() {
    const guesses = [...(this.#finding?.guesses ?? [])].sort((a, b) => Number(b.leads) - Number(a.leads));
    return guesses.flatMap(({ node, position, text, note, leads }) => {
      const [block] = this.#plan.byNode.get(node) ?? [];
      if (!block) return [];
      return {
        text,
        note,
        role: 'prediction',
        strong: leads ? 'value' : true,
        blocks: [],
        sides: ['right', 'near', 'below', 'above', 'left'],
        dial: -1,
        bracket: null,
        focus: { kind: 'block', node, head: null },
        detail: false,
        cell: { block: block.index, column: position - block.colFrom + 1, row: block.rows / 2 },
      };
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
    angle = block.arm < 0 ? 0 : angles[block.arm],
    x = block.x + Math.min(block.cols, Math.max(0, column));
  return {
    x: Math.cos(angle) * x + Math.sin(angle) * block.z + plan.columns[block.column].x,
    y: block.y + block.rows / 2,
    z: Math.cos(angle) * block.z - Math.sin(angle) * x,
  };
}
