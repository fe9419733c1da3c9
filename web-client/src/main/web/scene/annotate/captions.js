/**
 * The captions of the scene and the blocks that they name: a pure function of the scene target. Texts come from the strings
 * files. The order is that of importance: the attention pair, queries, keys and values, heads, weights, sections, shapes.
 *
 * @typedef {'left' | 'right' | 'above' | 'below' | 'above-before' | 'above-after' | 'below-before' | 'below-after' | 'corner' | 'near'} Side  `corner` is the upper left one; `-before` ends at the block's middle, `-after` begins there; `near` is above a
 *   block that is wide enough for the label, otherwise on its left with a leader line
 * @typedef {{text: string, note: string, role: string | null, strong: boolean | 'value', blocks: number[], sides: Side[],
 *   dial: number, bracket: 'span' | 'edge' | null, focus: import('../layout/focus.js').Focus | null, detail: boolean, stacked?: boolean,
 *   lit?: boolean, room?: {left: number, right: number}}} Caption
 *   `note` is the fainter part (a shape); `role` colours the name, null is the text's own colour; `dial` is the dial that it
 *   names, −1 for none, in which case it names `blocks`; `bracket`: it spans all of them (a section), or one edge of the
 *   first (a size); `focus` is where a click on it leads; `detail`: shown only while a person looks around; `stacked`: the
 *   note is below the name, because there is little room on its right; `lit`: the pointer is over the named block; `room`:
 *   free cells on each side of the block, up to the next one in focus
 */
import { branchOf } from '../layout/focus.js';
import { isFan } from '../play/scene-target.js';
import { Naming, layersKey } from './naming.js';

/** The greatest number of captions in the view of the whole machine. */
const WHOLE_LIMIT = 10;
/** If there are more layers, columns of layers are named instead. */
const FEW_LAYERS = 6;
/** If there are more details, none are made. */
const MOST_DETAILS = 400;

/**
 * @param {import('../play/scene-target.js').SceneTarget} target
 * @param {import('../layout/layout.js').Layout} plan
 * @param {Map<string, import('../layout/anatomy.js').GraphNode>} nodes
 * @param {(key: string, values?: object) => string} strings
 * @param {boolean} brief  texts are large: heads are counted, not named one by one
 * @returns {Caption[]} most important first
 */
export function captionsOf(target, plan, nodes, strings, brief = false) {
  const writer = new CaptionWriter(target, plan, nodes, strings, brief);
  if (target.whole) writer.whole();
  else if (target.focus.kind === 'layer') writer.layer(target.focus.layer);
  else if (isChosen(target)) writer.chosen();
  else if (target.computes.length > 6) writer.layer(nodes.get(target.computes[0]).layer);
  else writer.step();
  writer.details();
  return writer.captions;
}

/** Whether a person has chosen a focus other than the step's. */
const isChosen = (target) => target.focus.kind !== 'step' && !target.close;

class CaptionWriter {
  /** @type {Caption[]} */
  captions = [];
  #target;
  #plan;
  #nodes;
  #strings;
  #naming;
  #kind;
  #brief;

  constructor(target, plan, nodes, strings, brief) {
    this.#brief = brief;
    this.#target = target;
    this.#plan = plan;
    this.#nodes = nodes;
    this.#strings = strings;
    this.#naming = new Naming(plan, nodes, strings);
    this.#kind = target.branch < 0 ? null : plan.anatomy.branches[target.branch].kind;
  }

  whole() {
    const plan = this.#plan,
      naming = this.#naming;
    const last = plan.columns.length - 1;
    this.#layers();
    this.#part(plan.dials[0]?.layer, 'attention');
    // in machines of several columns the names are on the outer sides
    if (last === 0) this.#part(plan.dials[0]?.layer, 'mlp');
    else this.#part(plan.dials.at(-1).layer, 'mlp', ['right', 'below']);
    for (const section of ['embedding', 'output']) {
      const nodes = plan.anatomy[section],
        // a vocabulary's other plates are behind other columns
        blocks = nodes.flatMap((node) => plan.byNode.get(node.name) ?? []).filter((block) => block.z === 0);
      if (blocks.length > 0)
        this.#add(this.#strings(`scene.${section}`), blocks, section === 'output' && last > 0 ? ['below', 'left', 'right'] : ['left', 'right'], {
          bracket: 'span',
          focus: { kind: 'section', section },
        });
    }
    const stream = plan.anatomy.spine.map((name) => plan.byNode.get(name)[0]).find((block) => block.column === last);
    this.#add(this.#strings('scene.stream'), [stream], ['right'], {
      role: 'activation',
      note: naming.shape(stream),
      stacked: true,
      focus: { kind: 'block', node: stream.node, head: null },
    });
    const vocabulary = plan.anatomy.output.filter((node) => node.axes.some((axis) => axis.name === 'd_vocab'));
    for (const { name, inputs } of [...plan.anatomy.embedding, ...vocabulary.slice(-1)]) {
      const [block] = plan.byNode.get(name) ?? [];
      if (!block) continue;
      // the name is placed outside of the table that is read
      const tables = inputs.flatMap((input) => plan.byNode.get(input) ?? []).filter((each) => each.y === block.y);
      this.#add(naming.name(name), [block, ...tables], block.x < -plan.T / 2 - 1 ? ['left'] : ['right'], {
        role: naming.role(name),
        note: naming.shape(block),
        focus: this.#focusOf(block),
      });
    }
    this.captions = this.captions.slice(0, WHOLE_LIMIT);
  }

  /** A whole layer: its parts, not its nodes. */
  layer(layer) {
    this.#addLayer(layer);
    this.#parts(layer);
    for (const branch of this.#plan.anatomy.branches)
      if (branch.layer === layer && branch.kind === 'mlp') this.#addNode(branch.to, ['below'], { note: '' });
  }

  /** A chosen focus: each of its tensors with name and shape; a single block with the sizes of its sides. */
  chosen() {
    const { focus } = this.#target,
      plan = this.#plan,
      subject = this.#target.view.blocks.map((i) => plan.blocks[i]),
      [first] = subject;
    if (isFan(plan, focus, this.#target.view.blocks)) {
      for (const block of subject) {
        const at = plan.arms[block.arm].index;
        this.#add(this.#naming.head(at), [block], ['above', 'below', 'above-before', 'below-before', 'above-after', 'below-after'], { focus: { kind: 'block', node: block.node, head: at } });
      }
      this.#addNode(first.node, ['left', 'below'], { note: '' });
      return;
    }
    if (focus.kind === 'block') {
      this.#addNode(first.node, ['above', 'right', 'left', 'below'], { note: this.#naming.folds(first) || this.#naming.shape(first) });
      this.#addEdges(first);
      for (const name of this.#nodes.get(focus.node).inputs) if (plan.byNode.has(name)) this.#addNode(name, this.#besides(name, first), {}, first);
      // the stream to which the block is added stands beside it, and is named if there is room
      for (const name of plan.anatomy.spine) if (this.#nodes.get(name).inputs.includes(focus.node)) this.#addNode(name, ['left', 'right', 'below'], { note: '' }, first);
      return;
    }
    if (focus.kind === 'head')
      this.#add(this.#naming.head(focus.head), [highest(subject.filter((block) => block.arm >= 0))], ['corner'], {
        focus,
      });
    if (focus.kind === 'section')
      this.#add(this.#strings(`scene.${focus.section}`), subject, ['left', 'right'], { bracket: 'span', focus });
    if (focus.kind === 'part') {
      this.#addLayer(focus.layer);
      if (focus.part === 'attention') this.#heads(subject);
    }
    const names = [...new Set(subject.map((block) => block.node))];
    const isWeight = (name) => this.#nodes.get(name).role === 'weight';
    const isVector = (name) => this.#nodes.get(name).axes.filter((axis) => axis.name !== 'head').length < 2;
    for (const name of [...names.filter((each) => !isWeight(each)), ...names.filter(isWeight)])
      this.#addNode(name, undefined, { detail: focus.kind === 'head' && isWeight(name) && isVector(name) });
  }

  step() {
    const target = this.#target,
      nodes = this.#nodes,
      naming = this.#naming,
      front = (name) => this.#front(name);
    const arms = target.computes
      .flatMap(front)
      .filter((block) => block.head >= 0 && block.arm >= 0 && this.#plan.arms[block.arm].heads === 1);
    const isFan = new Set(arms.map((block) => block.arm)).size > 1;
    const reads = [...target.reads].filter((name) => front(name).length > 0);
    const tables = reads.filter((name) => nodes.get(name).traits.table);
    const isByHead = tables.some((name) => front(name)[0].arm < 0 && front(name)[0].head >= 0);
    for (const name of this.#resultsFirst()) {
      const [block] = front(name);
      if (block) this.#addNode(name, isByHead ? ['below-after', 'right', 'below', 'above'] : this.#sidesOf(block), { note: isFan || isByHead ? '' : naming.folds(block) || naming.shape(block) });
    }
    const isBig = (name) => nodes.get(name).axes.filter((axis) => axis.name !== 'head').length > 1;
    if (isFan) this.#heads(this.#plan.blocks.filter((block) => this.#faces(block)), new Set(arms.map((block) => block.arm)));
    for (const name of reads.filter((each) => !tables.includes(each)))
      this.#addNode(name, this.#sidesOf(front(name)[0]), target.close ? { stacked: true } : { note: '' });
    for (const name of tables.filter(isBig)) {
      const blocks = front(name),
        sides = blocks[0].x < 0 ? ['left', 'below'] : ['right', 'below'];
      this.#add(naming.name(name), blocks, sides, {
        role: naming.role(name),
        note: isByHead && this.#brief ? this.#strings('scene.heads', { heads: blocks.length }) : isFan || blocks[0].plates > 1 ? '' : naming.shape(blocks[0]),
        stacked: isByHead && this.#brief,
        focus: this.#focusOf(blocks[0]),
      });
      // each head has a part of its own
      if (isByHead) for (const block of blocks) this.#add(this.#brief ? String(block.head + 1) : naming.head(block.head), [block], ['below'], { role: naming.role(name), focus: this.#focusOf(block) });
    }
    if (!isFan)
      tables
        .filter((name) => !isBig(name))
        .sort((a, b) => front(a)[0].x - front(b)[0].x)
        // two of them stand side by side, and so do their names; what heads give comes from above
        .forEach((name, i) => this.#addNode(name, isByHead ? ['below-before', 'below'] : i % 2 === 0 ? ['above-before', 'above', 'below-before', 'below'] : ['above-after', 'below-after', 'below'], { note: '' }));
    const { layer } = nodes.get(target.computes[0]);
    if (layer !== null && !target.close) this.#addLayer(layer);
    const [main] = front(target.computes.at(-1));
    // a head that is seen close is surrounded by lines and letters, and a fan has no room between its arms
    if (main && !target.close && !isFan) this.#addEdges(main);
  }

  /** What the step computes: first what it makes, then what it needs on the way, such as a norm's average. */
  #resultsFirst() {
    const { computes } = this.#target,
      isOnTheWay = (name) => computes.some((other) => this.#nodes.get(other).inputs.includes(name));
    return [...computes.filter((name) => !isOnTheWay(name)), ...computes.filter(isOnTheWay)];
  }

  /** Names for all other blocks, shown while a person looks around and only where the camera is near enough. */
  details() {
    const named = new Set(this.captions.flatMap((caption) => (caption.blocks.length === 1 ? caption.blocks : [])));
    const isNamed = (name) => this.#plan.byNode.get(name).some((block) => named.has(block.index));
    const names = [...this.#plan.byNode.keys()].filter((name) => !isNamed(name));
    if (names.length > MOST_DETAILS) return;
    for (const name of names) this.#addNode(name, ['near', 'below', 'right', 'left'], { detail: true });
  }

  #add(text, blocks, sides, more = {}) {
    this.captions.push({
      text,
      note: '',
      role: null,
      strong: true,
      blocks: blocks.map((block) => block.index),
      sides,
      dial: -1,
      bracket: null,
      focus: null,
      detail: false,
      ...more,
    });
  }

  /** @param {import('../layout/board.js').Block | null} [near]  prefer the tensor's block on this block's arm */
  #addNode(name, sides, more = {}, near = null) {
    const all = this.#plan.byNode.get(name),
      neighbour = all.filter((each) => near !== null && each.arm === near.arm);
    const [block] = this.#front(name).concat(neighbour, all);
    this.#add(this.#naming.name(name), [block], sides ?? this.#sidesOf(block), {
      role: this.#naming.role(name),
      note: this.#naming.shape(block),
      focus: this.#focusOf(block),
      ...Object.fromEntries(Object.entries(more).filter(([, value]) => value !== undefined)),
      detail: Boolean(more.detail) || (!this.#isSubject(name) && !this.#naming.isNamed(name)),
    });
  }

  #isSubject(name) {
    const { focus } = this.#target;
    return focus.kind === 'block' && focus.node === name;
  }

  /** The sides for the label of an input of a block in focus: beside it, it would lie on that block, or on the input behind. @param {string} name @param {any} focused */
  #besides(name, focused) {
    const isBehind = this.#plan.byNode.get(name).some(({ arm, x }) => arm === focused.arm && x > focused.x);
    return isBehind ? ['above', 'below'] : ['left', 'above'];
  }

  /** Every layer; or every column of layers, if there are many. */
  #layers() {
    const { dials, columns } = this.#plan,
      last = columns.length - 1;
    if (dials.length <= FEW_LAYERS && last <= 1) {
      dials.forEach(({ layer, column }, i) =>
        this.#addLayer(layer, i, last === 0 ? ['left', 'right'] : column === 0 ? ['left', 'corner'] : ['above', 'right']),
      );
      return;
    }
    columns.forEach((_, column) => {
      const own = dials.filter((dial) => dial.column === column),
        [first] = own;
      if (own.length === 1) this.#addLayer(first.layer, dials.indexOf(first), ['above']);
      else
        this.#add(this.#strings(layersKey(column, last + 1), { from: first.layer + 1, to: own.at(-1).layer + 1 }), [], ['above'], {
          dial: dials.indexOf(first),
          focus: { kind: 'layer', layer: first.layer },
        });
    });
  }

  #addLayer(layer, dial = this.#plan.dials.findIndex((each) => each.layer === layer), sides = ['left', 'right']) {
    this.#add(this.#naming.layer(layer), [], sides, { dial, focus: { kind: 'layer', layer } });
  }

  /** Attention and MLP of a layer, with brackets. */
  #parts(layer) {
    this.#part(layer, 'attention');
    this.#part(layer, 'mlp');
  }

  /** @param {'attention' | 'mlp'} part */
  #part(layer, part, sides = part === 'attention' ? ['left', 'below'] : ['right']) {
    const branch = branchOf(this.#plan, layer, part);
    if (branch < 0) return;
    const blocks = this.#plan.blocks.filter((block) => block.branch === branch),
      plates = blocks.filter((block) => block.plate >= 0 && block.colAxis === 'd_model');
    const heads = this.#plan.arms.find((arm) => arm.branch === branch)?.count ?? 0;
    const note =
      part === 'attention'
        ? this.#strings('scene.heads', { heads })
        : plates.length > 0
          ? this.#naming.folds(plates[0], 'scene.foldedShort')
          : '';
    this.#add(this.#strings(`scene.${part}`), blocks, sides, {
      note,
      stacked: true,
      bracket: 'span',
      focus: { kind: 'part', layer, part },
    });
  }

  /** The name of each head at the upper left of its arm; in brief their number, at the rearmost arm. */
  #heads(blocks, arms = new Set(blocks.map((block) => block.arm))) {
    if (this.#brief) {
      this.#countHeads(blocks, arms);
      return;
    }
    for (const index of arms) {
      const arm = this.#plan.arms[index];
      if (!arm || arm.kind !== 'head' || arm.heads !== 1) continue;
      this.#add(this.#naming.head(arm.index), [highest(blocks.filter((block) => block.arm === index))], ['corner'], {
        focus: { kind: 'head', layer: this.#plan.anatomy.branches[arm.branch].layer, head: arm.index },
      });
    }
  }

  #countHeads(blocks, arms) {
    const own = [...arms].map((index) => this.#plan.arms[index]).filter((arm) => arm?.kind === 'head' && arm.heads === 1),
      last = own.at(-1);
    if (!last) return;
    const hindmost = blocks.filter((block) => block.arm >= 0 && this.#plan.arms[block.arm] === last);
    this.#add(this.#strings('scene.heads', { heads: own.length }), [highest(hindmost)], ['corner'], {
      focus: { kind: 'part', layer: this.#plan.anatomy.branches[last.branch].layer, part: 'attention' },
    });
  }

  /** The sizes of a block's sides, with brackets. If the columns are positions, the upper side is left to the letters. */
  #addEdges(block) {
    const room = this.#roomAround(block),
      sides = { cols: block.sequence ? ['below'] : ['above', 'below'], rows: room.left > room.right ? ['left', 'right'] : ['right', 'left'] };
    // if each row is a token, the left side is left to the tokens
    if (block.rowAxis === 'd_vocab') sides.rows = ['right'];
    for (const [axis, size, where] of [
      [block.rowAxis, block.rows, sides.rows],
      [block.colAxis, block.cols, sides.cols],
    ]) {
      const text = this.#naming.size(axis, size);
      // a single plate is shorter than its axis
      if (text && !this.#naming.isFolded(block, axis)) this.#add(text, [block], where, { strong: false, bracket: 'edge', room });
    }
  }

  /** Free cells on each side of a block, up to the next one in focus. @returns {{left: number, right: number}} */
  #roomAround(block) {
    const room = { left: Infinity, right: Infinity };
    for (const other of this.#plan.blocks) {
      const isNeighbour =
        other !== block &&
        this.#faces(other) &&
        other.column === block.column &&
        other.arm === block.arm &&
        other.y < block.y + block.rows &&
        block.y < other.y + other.rows;
      if (!isNeighbour) continue;
      if (other.x < block.x) room.left = Math.min(room.left, block.x - (other.x + other.cols));
      else room.right = Math.min(room.right, other.x - (block.x + block.cols));
    }
    return room;
  }

  #isAfterMlp({ node }) {
    return (
      this.#target.computes.includes(node) &&
      this.#plan.anatomy.branches.some((branch) => branch.kind === 'mlp' && branch.to === node)
    );
  }

  #faces(block) {
    return this.#target.contrast[block.index] >= 1;
  }

  #front(name) {
    return this.#plan.byNode.get(name).filter((block) => this.#faces(block));
  }

  #focusOf(block) {
    const single = block.head >= 0 && this.#target.turned !== null;
    return { kind: 'block', node: block.node, head: single ? this.#target.turned.head : null };
  }

  #hasOne(name) {
    return this.#nodes.get(name).axes.some((axis) => axis.name === 'one');
  }

  #sidesOf(block) {
    const node = this.#nodes.get(block.node),
      target = this.#target;
    if (this.#hasOne(block.node)) return ['right', 'left'];
    // in a close view, letters are above the blocks, and those of the keys below the queries
    if (target.close && node.role === 'query') return ['left'];
    if (target.close) return block.causal || node.traits.attention === 'values' ? ['right', 'below'] : ['left', 'below'];
    // a single head is seen from the front: names surround it and do not cover its tables
    if (target.focus.kind === 'head') return sidesInHead(block, node);
    if (block.plate >= 0 && block.plates > 1) return ['below', 'above'];
    if (block.head >= 0) return ['near', 'below', 'right'];
    if (block.rowAxis === 'd_vocab') return ['right', 'below', 'above'];
    // the stream is named on the side away from the step's branch, or from the branch that was just added
    if (this.#plan.anatomy.spine.includes(block.node))
      return this.#kind === 'mlp' || this.#isAfterMlp(block) ? ['left', 'below'] : ['right', 'below'];
    // in a norm, the one or two numbers of each column are above, with names of their own
    return target.computes.some((name) => this.#hasOne(name)) ? ['below', 'below-after', 'below-before', 'above'] : ['below', 'above'];
  }
}

const sidesInHead = (block, node) => {
  if (block.causal || node.traits.attention === 'values') return ['right', 'below'];
  if (node.role !== 'weight') return ['above', 'below'];
  return block.arm < 0 ? ['below', 'left'] : ['left', 'below'];
};

const highest = (blocks) =>
  blocks.reduce((best, block) => (block.y < best.y || (block.y === best.y && block.x < best.x) ? block : best));
