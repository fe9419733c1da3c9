/**
 * The captions of a scene as they are added, most important first: how a tensor, a layer, its parts, its heads and the sides of a block
 * are named. Pure.
 *
 * @typedef {import('./captions.js').Caption} Caption
 * @typedef {import('./captions.js').Side} Side
 * @typedef {import('../layout/board.js').Block} Block
 */
import { branchOf } from '../layout/focus.js';
import { sidesOf } from './caption-sides.js';
import { Naming } from './naming.js';

/** A caption, with the members that most captions have. @param {string} text @param {Side[]} sides @param {Partial<Caption>} more @returns {Caption} */
export const captionOf = (text, sides, more) => ({
  text,
  note: '',
  role: null,
  strong: true,
  blocks: [],
  sides,
  dial: -1,
  bracket: null,
  focus: null,
  detail: false,
  ...more,
});

export class CaptionList {
  /** @type {Caption[]} */
  captions = [];

  /**
   * @param {import('../play/scene-target.js').SceneTarget} target
   * @param {import('../layout/layout.js').Layout} plan
   * @param {Map<string, import('../layout/anatomy.js').GraphNode>} nodes
   * @param {import('../../ui/words.js').Strings} strings
   * @param {boolean} isBrief  texts are large: heads are counted, not named one by one
   * @param {boolean} isNarrow  the window is a phone's
   */
  constructor(target, plan, nodes, strings, isBrief, isNarrow) {
    this.target = target;
    this.plan = plan;
    this.nodes = nodes;
    this.strings = strings;
    this.isBrief = isBrief;
    this.isNarrow = isNarrow;
    this.naming = new Naming(plan, nodes, strings);
  }

  /** @param {string} name @returns {import('../layout/anatomy.js').GraphNode} */
  node(name) {
    return /** @type {import('../layout/anatomy.js').GraphNode} */ (this.nodes.get(name));
  }

  /** @param {string} text @param {Block[]} blocks @param {Side[]} sides @param {Partial<Caption>} [more] */
  add(text, blocks, sides, more = {}) {
    this.captions.push(captionOf(text, sides, { blocks: blocks.map((block) => block.index), ...more }));
  }

  /**
   * @param {string} name @param {Side[]} [sides] @param {Partial<Caption>} [more]
   * @param {Block | null} [near]  prefer the tensor's block on this block's arm
   */
  addNode(name, sides, more = {}, near = null) {
    const all = this.plan.byNode.get(name) ?? [],
      neighbour = all.filter((each) => near !== null && each.arm === near.arm);
    const [block] = this.front(name).concat(neighbour, all);
    const wanted = sides ?? this.sidesOf(block);
    this.add(this.naming.name(name), [block], wanted, {
      role: this.naming.role(name),
      ...(wanted.some((side) => side.includes('-')) ? { apart: this.#apart(block) } : {}),
      note: this.naming.shape(block),
      focus: this.focusOf(block),
      ...Object.fromEntries(Object.entries(more).filter(([, value]) => value !== undefined)),
      detail: Boolean(more.detail) || (!this.#isSubject(name) && !this.naming.isNamed(name)),
    });
  }

  /** @param {string} name */
  #isSubject(name) {
    const { focus } = this.target;
    return focus.kind === 'block' && focus.node === name;
  }

  /** @param {number} layer @param {number} [dial] @param {Side[]} [sides] */
  addLayer(layer, dial = this.plan.dials.findIndex((each) => each.layer === layer), sides = this.#besideDial(dial)) {
    this.add(this.naming.layer(layer), [], sides, { dial, focus: { kind: 'layer', layer } });
  }

  /** Where a layer's name is tried: never between two columns, where the next column has a layer of its own. @param {number} dial @returns {Side[]} */
  #besideDial(dial) {
    const { dials, columns } = this.plan,
      column = dials[dial]?.column ?? 0;
    if (columns.length === 1) return ['left', 'right'];
    return column === 0
      ? ['left', 'corner', 'above']
      : column === columns.length - 1
        ? ['above', 'right']
        : ['above', 'corner'];
  }

  /** Attention or MLP of a layer, with a bracket. @param {number} layer @param {'attention' | 'mlp'} part @param {Side[]} [sides] */
  addPart(layer, part, sides = part === 'attention' ? ['left', 'below'] : ['right']) {
    const branch = branchOf(this.plan, layer, part);
    if (branch < 0) return;
    const blocks = this.plan.blocks.filter((block) => block.branch === branch),
      plates = blocks.filter((block) => block.plate >= 0 && block.colAxis === 'd_model');
    const heads = this.plan.arms.find((arm) => arm.branch === branch)?.count ?? 0;
    const note =
      part === 'attention'
        ? this.strings('scene.heads', { heads })
        : plates.length > 0
          ? this.naming.folds(plates[0], 'scene.foldedShort')
          : '';
    this.add(this.strings(`scene.${part}`), blocks, sides, {
      note,
      stacked: true,
      bracket: 'span',
      focus: { kind: 'part', layer, part },
    });
  }

  /** The name of each head at the upper left of its arm; in brief their number, at the rearmost arm. @param {Block[]} blocks @param {Set<number>} [arms] */
  addHeads(blocks, arms = new Set(blocks.map((block) => block.arm))) {
    if (this.isBrief) {
      this.#countHeads(blocks, arms);
      return;
    }
    for (const index of arms) {
      const arm = this.plan.arms[index];
      if (!arm || arm.kind !== 'head' || arm.heads !== 1) continue;
      this.add(this.naming.head(arm.index), [highest(blocks.filter((block) => block.arm === index))], ['corner'], {
        focus: { kind: 'head', layer: this.plan.anatomy.branches[arm.branch].layer, head: arm.index },
      });
    }
  }

  /** @param {Block[]} blocks @param {Set<number>} arms */
  #countHeads(blocks, arms) {
    const own = [...arms]
        .map((index) => this.plan.arms[index])
        .filter((arm) => arm?.kind === 'head' && arm.heads === 1),
      last = own.at(-1);
    if (!last) return;
    const hindmost = blocks.filter((block) => block.arm >= 0 && this.plan.arms[block.arm] === last);
    this.add(this.strings('scene.heads', { heads: own.length }), [highest(hindmost)], ['corner'], {
      focus: { kind: 'part', layer: this.plan.anatomy.branches[last.branch].layer, part: 'attention' },
    });
  }

  /** The sizes of a block's sides, with brackets. If the columns are positions, the upper side is left to the letters. @param {Block} block */
  addEdges(block) {
    const room = this.#roomAround(block),
      /** @type {{cols: Side[], rows: Side[]}} */
      sides = {
        cols: block.sequence ? ['below'] : ['above', 'below'],
        rows: room.left > room.right ? ['left', 'right'] : ['right', 'left'],
      };
    // if each row is a token, the left side is left to the tokens
    if (block.rowAxis === 'd_vocab') sides.rows = ['right'];
    for (const [axis, size, where] of /** @type {[string | null, number, Side[]][]} */ ([
      [block.rowAxis, block.rows, sides.rows],
      [block.colAxis, block.cols, sides.cols],
    ])) {
      const text = this.naming.size(axis, size);
      // a single plate is shorter than its axis
      if (text && !this.naming.isFolded(block, axis))
        this.add(text, [block], where, { strong: false, bracket: 'edge', room });
    }
  }

  /** Cells from a block's middle to the middle of the next one in focus that has as many columns, on each side. @param {Block} block @returns {{left: number, right: number}} */
  #apart(block) {
    const apart = { left: Infinity, right: Infinity };
    for (const other of this.#neighboursOf(block)) {
      if (other.cols !== block.cols) continue;
      const side = other.x < block.x ? 'left' : 'right';
      apart[side] = Math.min(apart[side], Math.abs(other.x - block.x));
    }
    return apart;
  }

  /** Free cells on each side of a block, up to the next one in focus. @param {Block} block @returns {{left: number, right: number}} */
  #roomAround(block) {
    const room = { left: Infinity, right: Infinity };
    for (const other of this.#neighboursOf(block)) {
      if (other.x < block.x) room.left = Math.min(room.left, block.x - (other.x + other.cols));
      else room.right = Math.min(room.right, other.x - (block.x + block.cols));
    }
    return room;
  }

  /** The blocks in focus that stand beside a block. @param {Block} block */
  #neighboursOf(block) {
    return this.plan.blocks.filter(
      (other) =>
        other !== block &&
        this.faces(other) &&
        other.column === block.column &&
        other.arm === block.arm &&
        other.y < block.y + block.rows &&
        block.y < other.y + other.rows,
    );
  }

  /** Whether a block is in focus. @param {Block} block */
  faces(block) {
    return this.target.contrast[block.index] >= 1;
  }

  /** A tensor's blocks in focus. @param {string} name @returns {Block[]} */
  front(name) {
    return (this.plan.byNode.get(name) ?? []).filter((block) => this.faces(block));
  }

  /** Where a click on a block's name leads. @param {Block} block @returns {import('../layout/focus.js').Focus} */
  focusOf(block) {
    const { turned } = this.target;
    return { kind: 'block', node: block.node, head: block.head >= 0 && turned ? turned.head : null };
  }

  /** On which sides a block's name is tried. @param {Block} block */
  sidesOf(block) {
    return sidesOf(block, this.target, this.plan, this.nodes);
  }
}

/** The uppermost block, of several the leftmost. @param {Block[]} blocks */
export const highest = (blocks) =>
  blocks.reduce((best, block) => (block.y < best.y || (block.y === best.y && block.x < best.x) ? block : best));
