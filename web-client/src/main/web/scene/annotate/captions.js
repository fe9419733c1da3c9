/**
 * The captions of the scene and the blocks that they name: a pure function of the scene target. Texts come from the strings
 * files. The order is that of importance: the attention pair, queries, keys and values, heads, weights, sections, shapes.
 *
 * @typedef {'left' | 'right' | 'above' | 'below' | 'above-before' | 'above-after' | 'below-before' | 'below-after' | 'below-lower' | 'above-upper' | 'inside' | 'corner' | 'near'} Side  `corner` is the upper left one; `-before` ends at the block's middle, `-after` begins there; `below-lower` is
 *   under another name, `above-upper` over letters and begins at the block's middle, both with a leader line; `inside` is over the block's last rows; `near` is above a
 *   block that is wide enough for the label, otherwise on its left with a leader line
 * @typedef {{text: string, note: string, role: string | null, strong: boolean | 'value', blocks: number[], sides: Side[],
 *   dial: number, bracket: 'span' | 'edge' | null, focus: import('../layout/focus.js').Focus | null, detail: boolean, stacked?: boolean,
 *   lit?: boolean, cell?: {block: number, column: number, row: number}, room?: {left: number, right: number}, apart?: {left: number, right: number}}} Caption
 *   `note` is the fainter part (a shape); `role` colours the name, null is the text's own colour; `dial` is the dial that it
 *   names, −1 for none, in which case it names `blocks`; `bracket`: it spans all of them (a section), or one edge of the
 *   first (a size); `focus` is where a click on it leads; `detail`: shown only while a person looks around; `stacked`: the
 *   note is below the name, because there is little room on its right; `lit`: the pointer is over the named block; `room`:
 *   free cells on each side of the block, up to the next one in focus; `apart`: cells from its middle to the middle of the next
 *   one that could be meant as well; `cell`: it names this place in a block instead of `blocks`
 */
import { isFan } from '../play/scene-target.js';
import { CaptionList, highest } from './caption-list.js';
import { sidesOfInput } from './caption-sides.js';
import { layersKey } from './naming.js';
import { addStep } from './step-captions.js';

/** If there are more details, none are made. */
const MOST_DETAILS = 400;
/** The greatest number of captions of the whole machine. */
const WHOLE_LIMIT = 10;
/** If there are more layers, columns of layers are named instead. */
const FEW_LAYERS = 6;

/**
 * @param {import('../play/scene-target.js').SceneTarget} target
 * @param {import('../layout/layout.js').Layout} plan
 * @param {Map<string, import('../layout/anatomy.js').GraphNode>} nodes
 * @param {import('../../ui/words.js').Strings} strings
 * @param {boolean} brief  texts are large: heads are counted, not named one by one
 * @param {boolean} narrow  the window is a phone's
 * @returns {Caption[]} most important first
 */
export function captionsOf(target, plan, nodes, strings, brief = false, narrow = false) {
  const list = new CaptionList(target, plan, nodes, strings, brief, narrow);
  if (target.whole) addWhole(list);
  else if (target.focus.kind === 'layer') addLayer(list, target.focus.layer);
  else if (isChosen(target)) addChosen(list);
  else if (target.computes.length > 6) addLayer(list, Number(nodes.get(target.computes[0])?.layer));
  else addStep(list);
  addDetails(list);
  return list.captions;
}

/** Whether a person has chosen a focus other than the step's. */
const isChosen = (/** @type {import('../play/scene-target.js').SceneTarget} */ target) =>
  target.focus.kind !== 'step' && !target.close;

/** The whole machine: its layers, the parts of one layer, embedding, stream and output. @param {CaptionList} list */
function addWhole(list) {
  const plan = list.plan,
    naming = list.naming;
  const last = plan.columns.length - 1;
  addLayers(list);
  // large names have no room below it: there is the next part
  list.addPart(plan.dials[0]?.layer, 'attention', list.isBrief ? ['left'] : undefined);
  // in machines of several columns the names are on the outer sides
  if (last === 0) list.addPart(plan.dials[0]?.layer, 'mlp');
  else list.addPart(plan.dials[plan.dials.length - 1].layer, 'mlp', ['right', 'below']);
  for (const section of /** @type {const} */ (['embedding', 'output'])) {
    const nodes = plan.anatomy[section],
      // a vocabulary's other plates are behind other columns
      blocks = nodes.flatMap((node) => plan.byNode.get(node.name) ?? []).filter((block) => block.z === 0);
    if (blocks.length > 0)
      list.add(
        list.strings(`scene.${section}`),
        blocks,
        section === 'output' && last > 0 ? ['below', 'left', 'right'] : ['left', 'right'],
        {
          bracket: 'span',
          focus: { kind: 'section', section },
        },
      );
  }
  const stream = /** @type {import('../layout/board.js').Block} */ (
    plan.anatomy.spine
      .flatMap((name) => plan.byNode.get(name)?.slice(0, 1) ?? [])
      .find((block) => block.column === last)
  );
  list.add(list.strings('scene.stream'), [stream], ['right'], {
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
    list.add(naming.name(name), [block, ...tables], block.x < -plan.T / 2 - 1 ? ['left'] : ['right'], {
      role: naming.role(name),
      note: naming.shape(block),
      focus: list.focusOf(block),
    });
  }
  list.captions.length = Math.min(list.captions.length, WHOLE_LIMIT);
}

/** Every layer; or every column of layers, if there are many. @param {CaptionList} list */
function addLayers(list) {
  const { dials, columns } = list.plan,
    last = columns.length - 1;
  if (dials.length <= FEW_LAYERS && last <= 1) {
    dials.forEach(({ layer }, i) => list.addLayer(layer, i));
    return;
  }
  columns.forEach((_, column) => {
    const own = dials.filter((dial) => dial.column === column),
      [first] = own;
    if (own.length === 1) list.addLayer(first.layer, dials.indexOf(first), ['above']);
    else
      list.add(
        list.strings(layersKey(column, last + 1), { from: first.layer + 1, to: own[own.length - 1].layer + 1 }),
        [],
        ['above'],
        {
          dial: dials.indexOf(first),
          focus: { kind: 'layer', layer: first.layer },
        },
      );
  });
}

/** A whole layer: its parts, not its nodes. @param {CaptionList} list @param {number} layer */
function addLayer(list, layer) {
  list.addLayer(layer);
  list.addPart(layer, 'attention');
  list.addPart(layer, 'mlp');
  for (const branch of list.plan.anatomy.branches)
    if (branch.layer === layer && branch.kind === 'mlp') list.addNode(branch.to, ['below'], { note: '' });
}

/** A chosen focus: each of its tensors with name and shape; a single block with the sizes of its sides. @param {CaptionList} list */
function addChosen(list) {
  const { focus } = list.target,
    plan = list.plan,
    subject = list.target.view.blocks.map((i) => plan.blocks[i]),
    [first] = subject;
  if (isFan(plan, focus, list.target.view.blocks)) {
    for (const block of subject) {
      const at = plan.arms[block.arm].index;
      list.add(
        list.naming.head(at),
        [block],
        ['above', 'below', 'above-before', 'below-before', 'above-after', 'below-after'],
        { focus: { kind: 'block', node: block.node, head: at } },
      );
    }
    list.addNode(first.node, ['left', 'below'], { note: '' });
    return;
  }
  if (focus.kind === 'block') {
    list.addNode(first.node, ['above', 'right', 'left', 'below'], {
      note: list.naming.folds(first) || list.naming.shape(first),
    });
    list.addEdges(first);
    for (const name of list.node(focus.node).inputs)
      if (plan.byNode.has(name)) list.addNode(name, sidesOfInput(name, first, plan), {}, first);
    // the stream to which the block is added stands beside it, and is named if there is room
    for (const name of plan.anatomy.spine)
      if (list.node(name).inputs.includes(focus.node))
        list.addNode(name, ['left', 'right', 'below'], { note: '' }, first);
    return;
  }
  if (focus.kind === 'head')
    list.add(list.naming.head(focus.head), [highest(subject.filter((block) => block.arm >= 0))], ['corner'], {
      focus,
    });
  if (focus.kind === 'section')
    list.add(list.strings(`scene.${focus.section}`), subject, ['left', 'right'], { bracket: 'span', focus });
  if (focus.kind === 'part') {
    list.addLayer(focus.layer);
    if (focus.part === 'attention') list.addHeads(subject);
  }
  const names = [...new Set(subject.map((block) => block.node))];
  const isWeight = (/** @type {string} */ name) => list.node(name).role === 'weight';
  const isVector = (/** @type {string} */ name) =>
    list.node(name).axes.filter((axis) => axis.name !== 'head').length < 2;
  for (const name of [...names.filter((each) => !isWeight(each)), ...names.filter(isWeight)])
    list.addNode(name, undefined, { detail: focus.kind === 'head' && isWeight(name) && isVector(name) });
}

/** Names for all other blocks, shown while a person looks around and only where the camera is near enough. @param {CaptionList} list */
function addDetails(list) {
  const { byNode } = list.plan,
    named = new Set(list.captions.flatMap((caption) => (caption.blocks.length === 1 ? caption.blocks : []))),
    isNamed = (/** @type {string} */ name) => (byNode.get(name) ?? []).some((block) => named.has(block.index)),
    names = [...byNode.keys()].filter((name) => !isNamed(name));
  if (names.length > MOST_DETAILS) return;
  for (const name of names) list.addNode(name, ['near', 'below', 'right', 'left'], { detail: true });
}
