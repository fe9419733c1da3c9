/**
 * Which cells and blocks of the scene are lit: the inspected cell with its inputs, or whole blocks by name. And which blocks look altered, because
 * the model is changed there while it runs.
 *
 * @typedef {import('./layout/layout.js').Layout} Layout
 * @typedef {import('./layout/lit-cells.js').Lit} Lit
 */
import { seenTogether } from './layout/board.js';
import { blocksIn } from './layout/focus.js';
import { rectsOf } from './layout/lit-cells.js';

export class Lighting {
  /** The inspected cell with its inputs, or null. @type {Lit | null} */
  lit = null;
  /** Rectangles of lit cells, by the block's index. @type {Map<number, import('./layout/lit-cells.js').Rect[]>} */
  rects = new Map();
  /** Indices of blocks that are lit as a whole. @type {Set<number>} */
  named = new Set();
  /** Names of the tensors that are lit as a whole, once their blocks are located. @type {string[]} */
  names = [];
  #nodes;

  /** @param {Map<string, import('./layout/anatomy.js').GraphNode>} nodes */
  constructor(nodes) {
    this.#nodes = nodes;
  }

  /** Replaces the lit cells. @param {Layout} plan @param {Lit | null} lit */
  set(plan, lit) {
    this.lit = lit;
    this.rects = lit ? rectsOf(plan, this.#nodes, [lit.cell, ...lit.from]) : new Map();
  }

  /** Moves to another layout, in which named blocks are not known until they are located. @param {Layout} plan */
  setPlan(plan) {
    this.named = new Set();
    this.set(plan, this.lit);
  }

  /**
   * Locates the blocks of the named tensors: those in focus, or all if none is.
   * @param {Layout} plan @param {(block: number) => boolean} isInFocus
   */
  locate(plan, isInFocus) {
    const blocks = this.names.flatMap((name) => plan.byNode.get(name) ?? []).map((block) => block.index),
      inFocus = blocks.filter(isInFocus);
    this.named = new Set(inFocus.length > 0 ? inFocus : blocks);
  }

  /** The lit blocks by index: those with lit cells, or else the named ones. */
  get blocks() {
    return this.rects.size > 0 ? this.rects : this.named;
  }

  /** Whether the camera shows a held cell with its inputs; false until the inputs are known. */
  get isNear() {
    const { lit } = this;
    if (!lit?.held || this.rects.size === 0) return false;
    return lit.from.length > 0 || Boolean(this.#nodes.get(lit.cell.name)?.traits.learned);
  }

  /** The lit cells that a view of them shows: a tensor in two columns is seen in one. @param {Layout} plan */
  rectsInView(plan) {
    const seen = seenTogether(
      plan,
      [...this.rects.keys()].map((i) => plan.blocks[i]),
    );
    return new Map(seen.map(({ index }) => [index, this.rects.get(index) ?? []]));
  }

  /** All lit cells. @param {import('./camera/hit-test.js').HitTest} hitTest @returns {import('./camera/hit-test.js').Cell[]} */
  cells(hitTest) {
    /** @type {import('./camera/hit-test.js').Cell[]} */
    const cells = [];
    for (const [block, rects] of this.rects)
      for (const { from, to, top, bottom } of rects)
        for (let column = from; column < to; column++)
          for (let row = top; row < bottom; row++) {
            const cell = hitTest.cellAt({ block, column, row, distance: 0 });
            if (cell) cells.push(cell);
          }
    return cells;
  }
}

/** What is left of the contrast of an altered part. */
export const ALTERED = 0.3;

/**
 * @param {Layout} plan
 * @param {Map<string, import('./layout/anatomy.js').GraphNode>} nodes of the graph
 * @param {import('../model/changes.js').Change[]} changes
 * @returns {Set<number>} indices of blocks: a head's arm with its parts of the tables, an MLP
 */
export function alteredBlocks(plan, nodes, changes) {
  /** @type {Set<number>} */
  const altered = new Set();
  for (const { node, head, edge, mode } of changes) {
    const of = nodes.get(node);
    if (!of || edge || mode === 'force') continue;
    const branch = plan.anatomy.branches.find(({ nodes: own }) => own.some(({ name }) => name === node));
    if (branch && mode === 'off') {
      for (const { index, branch: own, part, partAxis } of plan.blocks)
        if (partAxis === 'expert' && part === head && plan.anatomy.branches[own] === branch) altered.add(index);
      continue;
    }
    const isAttention = branch?.kind === 'attention';
    const blocks = !branch
      ? blocksIn(plan, { kind: 'block', node, head: null })
      : blocksIn(
          plan,
          isAttention && head !== null
            ? { kind: 'head', layer: branch.layer, head }
            : { kind: 'part', layer: branch.layer, part: branch.kind },
        );
    for (const i of blocks) altered.add(i);
  }
  return altered;
}
