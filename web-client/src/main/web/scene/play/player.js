/**
 * Plays towards a scene target: moves blocks, arms and lines from their current state to the target's, and fills the cells
 * that the step computes. It writes into arrays that live as long as the layout; an animation frame allocates nothing.
 */
import { easeTurn } from '../camera/easing.js';
import { firstKey } from '../../model/attention-window.js';
import { rowsAt } from '../layout/slice.js';
import { carriedAt, frontAt, lastOf, meetingAt } from './active-cells.js';
import { filledColumns, levelsOf } from './timeline.js';

/**
 * @typedef {import('../layout/anatomy.js').GraphNode} GraphNode
 * @typedef {import('../layout/board.js').Block} Block
 * @typedef {import('../layout/layout.js').Layout} Layout
 * @typedef {import('../layout/lit-cells.js').Rect} Rect
 * @typedef {import('../render/blocks.js').Blocks} Blocks
 * @typedef {import('./scene-target.js').SceneTarget} SceneTarget
 * @typedef {import('./timeline.js').Moment} Moment
 */

/** How far cells that are not in use fade while other cells of their block are. */
const SINK = 0.62;
/** The same for tables, which are large: their other cells fade less. */
const SINK_OF_TABLES = 0.4;
/** Factor of the contrast of all other blocks while blocks are named. */
const UNNAMED = 0.4;
/** Strength of a line to a node that has not been computed yet. */
const IDLE = 0.35;
/** State of a block without numbers on this page, in place of its number of filled columns: it shows its shape only. */
const BARE = -1;

export class Player {
  /** The drawn angles of the arms. @type {Float32Array} */
  angles;
  /** The drawn contrast of the blocks. @type {Float32Array} */
  contrast;
  /** Indices of the blocks with cells in use, which are outlined. @type {number[]} */
  outlined = [];
  /** Columns that move from inputs to results. @type {import('./active-cells.js').Ghost[]} */
  carried = [];
  /** The drawn strength of the lines. @type {Float32Array} */
  lines;
  /** Towards which it plays. @type {SceneTarget | null} */
  target = null;
  #plan;
  #nodes;
  #from;
  /** @type {{of: Map<string, number>, count: number}} */
  #levels = { of: new Map(), count: 0 };
  /** @type {Set<string>} */
  #computed = new Set();
  /** @type {number[]} */
  #tokens = [];
  /** The cells that are outlined at rest. @type {import('./active-cells.js').Meeting[]} */
  #last = [];
  #wires;
  #lineGoals;
  /** The goal of each block's contrast; 0 for blocks that disappear. */
  #goals;
  /** The former layout, while blocks move and grow for a new position; null otherwise. @type {Layout | null} */
  #oldPlan;
  /** The share of the flight at which blocks were last placed; NaN before. */
  #placedAt = NaN;

  /**
   * @param {Layout} plan @param {Map<string, GraphNode>} nodes @param {import('../layout/wiring.js').Wire[]} wires
   * @param {Player | null} [before] the same machine's former player, from whose state this one continues
   */
  constructor(plan, nodes, wires, before = null) {
    this.#plan = plan;
    this.#nodes = nodes;
    this.#wires = wires;
    const n = plan.blocks.length;
    this.angles = Float32Array.from(plan.arms, (arm) => arm.angle);
    this.contrast = new Float32Array(n).fill(1);
    this.#goals = new Float32Array(n).fill(1);
    this.lines = new Float32Array(wires.length).fill(1);
    this.#lineGoals = new Float32Array(wires.length).fill(1);
    this.#oldPlan = before && before.#plan.blocks.length === n ? before.#plan : null;
    if (before && this.#oldPlan) {
      this.angles.set(before.angles);
      this.contrast.set(before.contrast);
      this.lines.set(before.lines);
    }
    this.#from = { angles: this.angles.slice(), contrast: this.contrast.slice(), lines: this.lines.slice() };
  }

  /** The number of levels of the step's computation. */
  get levels() {
    return this.#levels.count;
  }

  /**
   * @param {SceneTarget} target
   * @param {Set<string>} computed names of the nodes that earlier steps have computed
   * @param {number[]} tokens of the trace's positions
   * @param {{of: Map<string, number>, count: number}} [levels]  in which order which blocks are filled, weights, too; by
   *   default as the step computes them
   */
  play(target, computed, tokens, levels = levelsOf(target.computes, this.#nodes)) {
    this.#from.angles.set(this.angles);
    this.#from.contrast.set(this.contrast);
    this.#from.lines.set(this.lines);
    this.target = target;
    this.#placedAt = NaN;
    this.#goals.set(target.contrast);
    this.#computed = computed;
    this.#tokens = tokens;
    this.#levels = levels;
    this.#last = target.whole
      ? []
      : target.computes.flatMap((name) => lastOf(this.#node(name), this.#nodes, this.#plan, tokens));
    this.#wires.forEach((wire, i) => {
      const flows = computed.has(wire.to) || target.computes.includes(wire.to);
      this.#lineGoals[i] = target.lines(wire) * (flows ? 1 : IDLE);
    });
  }

  /** @param {string} name @returns {GraphNode} */
  #node(name) {
    return /** @type {GraphNode} */ (this.#nodes.get(name));
  }

  /** The outlined column of a block at rest; −1 for none. @param {Block} block */
  lastIn(block) {
    return this.outlined.includes(block.index)
      ? (this.#last.find((each) => each.block === block)?.rect.from ?? -1)
      : -1;
  }

  /** Removes blocks that would hide blocks in focus. @param {Set<number>} gone their indices */
  clear(gone) {
    this.#goals.set(/** @type {SceneTarget} */ (this.target).contrast);
    for (const i of gone) this.#goals[i] = 0;
  }

  /**
   * @param {Moment} moment
   * @param {number} from the first new position
   * @param {Blocks} blocks
   * @param {import('../render/numbers.js').Numbers} numbers
   * @param {Map<number, Rect[]>} lights lit cells; they replace the outlines of the pair
   * @param {Set<number>} named blocks that are lit as a whole
   * @param {import('../annotate/attention-pair.js').AttentionPair | null} pair whose cells are outlined after the computation
   * @param {boolean} isMarked whether the driver marks cells, which then are the only outlined ones
   */
  write(moment, from, blocks, numbers, lights, named, pair, isMarked) {
    const { angles, contrast, lines } = this,
      goals = this.#goals,
      goal = /** @type {SceneTarget} */ (this.target),
      start = this.#from;
    const turn = easeTurn(moment.fly);
    if (this.#oldPlan) this.#makeRoom(this.#oldPlan, turn, blocks);
    for (let i = 0; i < angles.length; i++) angles[i] = start.angles[i] + (goal.angles[i] - start.angles[i]) * turn;
    for (let i = 0; i < lines.length; i++)
      lines[i] = start.lines[i] + (this.#lineGoals[i] - start.lines[i]) * moment.fly;
    const place = blocks.place.array,
      state = blocks.state.array,
      sink = blocks.sink.array;
    for (const i of this.outlined) blocks.alsoInUse.array.fill(0, 4 * i, 4 * i + 4);
    this.outlined.length = 0;
    this.carried.length = 0;
    const all = this.#plan.blocks;
    for (let i = 0; i < all.length; i++) {
      const block = all[i];
      // a block that disappears is gone after half of the time, one that comes back appears in the second half
      const gone = goals[i] === 0 || start.contrast[i] === 0,
        share = !gone ? moment.fly : goals[i] === 0 ? Math.min(1, 2 * moment.fly) : Math.max(0, 2 * moment.fly - 1);
      contrast[i] = start.contrast[i] + (goals[i] - start.contrast[i]) * share;
      if (block.arm >= 0) place[4 * i + 3] = angles[block.arm];
      state[3 * i] = named.size === 0 ? contrast[i] : named.has(i) ? 1 : contrast[i] * UNNAMED;
      const isShape = block.role === 'weight' || this.#levels.count === 0;
      state[3 * i + 1] = numbers.shows(block) ? this.#filled(block, moment, from) : isShape ? BARE : 0;
      state[3 * i + 2] = (block.isShare ? -1 : 1) / numbers.scaleOf(block.node);
      sink[i] = 0;
    }
    for (const i of named) this.#outline(blocks, all[i], { from: 0, to: all[i].cols, top: 0, bottom: all[i].rows }, 0);
    if (moment.phase === 'compute' && this.#levels.count > 0 && this.#levels.count <= 6)
      this.#outlineComputation(moment, from, blocks);
    else if (lights.size > 0) this.#light(lights, blocks);
    else if (pair && moment.fly >= 1) this.#outlinePair(pair, blocks);
    else if (moment.fly >= 1 && !isMarked && named.size === 0)
      for (const { block, rect } of this.#last)
        this.#outline(blocks, block, rect, block.role === 'weight' ? SINK_OF_TABLES : 0);
    blocks.alsoInUse.needsUpdate = true;
    // a hover moves no block
    if (turn !== this.#placedAt) blocks.place.needsUpdate = true;
    this.#placedAt = turn;
    blocks.state.needsUpdate = blocks.inUse.needsUpdate = blocks.sink.needsUpdate = true;
  }

  /** Moves and grows blocks for a new position. @param {Layout} before @param {number} share @param {Blocks} blocks */
  #makeRoom(before, share, blocks) {
    const place = blocks.place.array,
      size = blocks.size.array,
      to = this.#plan.blocks,
      from = before.blocks;
    for (let i = 0; i < to.length; i++) {
      place[4 * i] = from[i].x + (to[i].x - from[i].x) * share;
      place[4 * i + 1] = from[i].y + (to[i].y - from[i].y) * share;
      size[4 * i] = from[i].cols + (to[i].cols - from[i].cols) * share;
      size[4 * i + 1] = from[i].rows + (to[i].rows - from[i].rows) * share;
    }
    blocks.size.needsUpdate = true;
    if (share >= 1) this.#oldPlan = null;
  }

  /** The number of filled columns of a block at a moment. @param {Block} block @param {Moment} moment @param {number} from the first new position */
  #filled(block, moment, from) {
    const node = this.#node(block.node),
      level = this.#levels.of.get(block.node);
    if (this.#computed.has(block.node) || (node.traits.table && level === undefined)) return block.cols;
    // as long as nothing is computed, blocks show their shapes
    if (level === undefined) return this.#levels.count === 0 ? BARE : 0;
    return filledColumns(level, this.#levels.count, moment.compute, from, block.cols);
  }

  /** While a step is computed: outlines the cells that are written and read, and collects the columns that move. @param {Moment} moment @param {number} from the first new position @param {Blocks} blocks */
  #outlineComputation(moment, from, blocks) {
    const { T } = this.#plan,
      { count } = this.#levels;
    const level = Math.min(count - 1, Math.floor(moment.compute * count)),
      filled = filledColumns(level, count, moment.compute, from, T),
      front = frontAt(filled, T),
      token = this.#tokens[front.column] ?? -1;
    for (const name of /** @type {SceneTarget} */ (this.target).computes) {
      if (this.#levels.of.get(name) !== level) continue;
      const node = this.#node(name),
        { written, read } = meetingAt(node, this.#nodes, this.#plan, front, token);
      for (const { block, rect } of written) this.#outline(blocks, block, rect, 0);
      for (const { block, rect } of read)
        this.#outline(blocks, block, rect, block.role === 'weight' ? SINK_OF_TABLES : SINK);
      for (const ghost of carriedAt(node, this.#nodes, this.#plan, filled, from, this.#tokens))
        if (this.contrast[ghost.to.index] >= 1) this.carried.push(ghost);
    }
  }

  /** Lit cells keep their colour in all blocks; the other cells of their blocks fade. @param {Map<number, Rect[]>} lights @param {Blocks} blocks */
  #light(lights, blocks) {
    for (const [i, [first, other]] of lights) {
      this.contrast[i] = 1;
      blocks.state.array[3 * i] = 1;
      this.#outline(blocks, this.#plan.blocks[i], first, SINK);
      if (other) blocks.alsoInUse.array.set([other.from, other.to, other.top, other.bottom], 4 * i);
    }
  }

  /**
   * Outlines the attention pair: the query's column, the keys or values that it reads, and the cell of both.
   * @param {import('../annotate/attention-pair.js').AttentionPair} pair @param {Blocks} blocks
   */
  #outlinePair(pair, blocks) {
    const { query, key, product = null } = pair;
    for (const name of /** @type {SceneTarget} */ (this.target).computes) {
      const node = this.#node(name),
        isScores = node.traits.attention === 'scores';
      for (const block of this.#plan.byNode.get(name) ?? []) {
        const rows = isScores ? { top: key, bottom: key + 1 } : rowsAt(block, query);
        this.#outline(blocks, block, { from: query, to: query + 1, ...rows }, 0);
      }
      node.inputs.forEach((input, i) => {
        for (const block of this.#plan.byNode.get(input) ?? []) {
          if (!block.sequence) continue;
          // a score reads one key, a weighted sum the values of all keys that the query sees
          const [from, to] =
            i === 1 && isScores ? [key, key + 1] : i === 1 ? [firstKey(node, query), query + 1] : [query, query + 1];
          const rows = product ? { top: product.number, bottom: product.number + 1 } : rowsAt(block, query);
          this.#outline(blocks, block, { from, to, ...rows }, SINK);
        }
      });
    }
  }

  /** @param {Blocks} blocks @param {Block} block @param {Rect} rect @param {number} sink */
  #outline(blocks, block, { from, to, top, bottom }, sink) {
    const i = block.index;
    if (this.contrast[i] < 1) return;
    blocks.inUse.array.set([from, to, top, bottom], 4 * i);
    blocks.sink.array[i] = sink;
    this.outlined.push(i);
  }
}
