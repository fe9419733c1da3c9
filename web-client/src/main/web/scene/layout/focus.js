/**
 * The focus: the part of the machine that a person has chosen to see; the rest is dimmed. It is a plain JSON value for
 * messages, and has a short text for addresses. Layers and heads count from 1 in the text, as on screen, and from 0 in the
 * value. Pure.
 *
 * @typedef {{kind: 'step', head: number, word?: number, joins?: number} | {kind: 'everything'} | {kind: 'section', section: 'embedding' | 'output'}
 *   | {kind: 'layer', layer: number} | {kind: 'part', layer: number, part: 'attention' | 'mlp'}
 *   | {kind: 'head', layer: number, head: number} | {kind: 'block', node: string, head: number | null}} Focus
 *   `step`: the subject of the step; if that is a single head, `head` faces the camera; where it is how the text was cut, a word and
 *   how many of its joins are shown. A block's `head` is null for all of
 *   the tensor's heads.
 */

/** @typedef {import('./board.js').Block} Block */

/** @type {Focus} */
export const STEP = Object.freeze({ kind: 'step', head: 0 });
/** More joins than a word has. */
const MOST_JOINS = 10_000;
/** @type {Focus} */
export const EVERYTHING = Object.freeze({ kind: 'everything' });

/** @param {Focus} focus @returns {string} empty for the step with its first head */
export function writeFocus(focus) {
  switch (focus.kind) {
    case 'step':
      if (focus.word !== undefined) return `word.${focus.word + 1}.${focus.joins}`;
      return focus.head === 0 ? '' : `head.${focus.head + 1}`;
    case 'everything':
      return 'everything';
    case 'section':
      return focus.section;
    case 'layer':
      return `layer.${focus.layer + 1}`;
    case 'part':
      return `layer.${focus.layer + 1}.${focus.part}`;
    case 'head':
      return `layer.${focus.layer + 1}.head.${focus.head + 1}`;
    default:
      return `block.${focus.node}${focus.head === null ? '' : `@${focus.head + 1}`}`;
  }
}

/** @param {string} text @returns {Focus | null} null if the text is not a focus of any model */
export function readFocus(text) {
  if (text === '') return STEP;
  if (text === 'everything') return EVERYTHING;
  if (text === 'embedding' || text === 'output') return { kind: 'section', section: text };
  const word = /^word\.(\d{1,5})\.(\d{1,4})$/.exec(text);
  if (word) return { kind: 'step', head: 0, word: Number(word[1]) - 1, joins: Number(word[2]) };
  const block = /^block\.([\w.]+?)(?:@(\d{1,5}))?$/.exec(text);
  if (block) return { kind: 'block', node: block[1], head: block[2] === undefined ? null : Number(block[2]) - 1 };
  const part = /^(?:layer\.(\d{1,5}))?(?:(?:^|\.)(attention|mlp|head\.(\d{1,5})))?$/.exec(text);
  if (!part) return null;
  const [, layerText, what, headText] = part,
    layer = Number(layerText) - 1,
    head = Number(headText) - 1;
  if (layerText === undefined) return headText === undefined ? null : { kind: 'step', head };
  if (what === undefined) return { kind: 'layer', layer };
  return headText === undefined
    ? { kind: 'part', layer, part: /** @type {'attention' | 'mlp'} */ (what) }
    : { kind: 'head', layer, head };
}

/**
 * Whether a focus is valid for a model. Must be called for every focus from an address or a message.
 * @param {{[Name in 'kind' | 'head' | 'word' | 'joins' | 'section' | 'layer' | 'part' | 'node']?: unknown} | null | undefined} focus @param {import('./anatomy.js').Graph} graph
 */
export function isIn(focus, { sizes, nodes }) {
  const isOf = (/** @type {unknown} */ n, /** @type {number} */ size) =>
    Number.isInteger(n) && Number(n) >= 0 && Number(n) < size;
  switch (focus?.kind) {
    case 'everything':
      return true;
    case 'step':
      return (
        isOf(focus.head, sizes.n_heads) &&
        (focus.word === undefined || (isOf(focus.word, sizes.n_ctx) && isOf(focus.joins, MOST_JOINS)))
      );
    case 'section':
      return focus.section === 'embedding' || focus.section === 'output';
    case 'layer':
      return isOf(focus.layer, sizes.n_layers);
    case 'part':
      return isOf(focus.layer, sizes.n_layers) && (focus.part === 'attention' || focus.part === 'mlp');
    case 'head':
      return isOf(focus.layer, sizes.n_layers) && isOf(focus.head, sizes.n_heads);
    case 'block':
      return nodes.has(String(focus.node)) && (focus.head === null || isOf(focus.head, sizes.n_heads));
    default:
      return false;
  }
}

/** The focus at the same step, of another text: it has other words. @param {Focus} focus @returns {Focus} */
export const inOtherText = (focus) => (focus.kind === 'step' ? { kind: 'step', head: focus.head } : focus);

/** @param {Focus} a @param {Focus} b */
export const isSame = (a, b) => a.kind === b.kind && writeFocus(a) === writeFocus(b);

/**
 * The blocks of a layout that are in focus.
 * @param {import('./layout.js').Layout} plan
 * @param {Focus} focus not that of a step
 * @returns {Set<number>} their indices
 */
export function blocksIn(plan, focus) {
  const indices = (/** @type {(block: Block) => boolean} */ is) =>
    new Set(plan.blocks.filter(is).map((block) => block.index));
  switch (focus.kind) {
    case 'section': {
      const nodes = plan.anatomy[focus.section].filter((node) => !node.derived),
        names = new Set(nodes.flatMap((node) => [node.name, ...node.inputs]));
      const isTable = (/** @type {Block} */ block) => block.role === 'weight';
      const own = new Set(nodes.map((node) => node.name));
      return indices((block) => own.has(block.node) || (names.has(block.node) && isTable(block)));
    }
    case 'layer':
      return indices((block) => block.layer === focus.layer);
    case 'part': {
      const branch = branchOf(plan, focus.layer, focus.part);
      return indices((block) => block.branch === branch);
    }
    case 'head': {
      const branch = branchOf(plan, focus.layer, 'attention');
      return indices((block) => block.branch === branch && isOfHead(plan, block, focus.head));
    }
    case 'block':
      return indices(
        (block) =>
          block.node === focus.node && (focus.head === null || block.head < 0 || isOfHead(plan, block, focus.head)),
      );
    default:
      return indices(() => true);
  }
}

/** Index of a layer's branch; −1 if it has none. @param {import('./layout.js').Layout} plan @param {number} layer @param {import('./anatomy.js').BranchKind} kind */
export const branchOf = (plan, layer, kind) =>
  plan.anatomy.branches.findIndex((branch) => branch.layer === layer && branch.kind === kind);

/** Whether a block belongs to a head: it is on the head's arm, or is the head's part of a table. @param {import('./layout.js').Layout} plan @param {Block} block @param {number} head */
function isOfHead(plan, block, head) {
  if (block.arm < 0) return block.head === head;
  const arm = plan.arms[block.arm];
  return arm.kind === 'head' && head >= arm.index && head < arm.index + arm.heads;
}

/**
 * The focus after turning the fan by one head.
 * @param {Focus} focus
 * @param {1 | -1} by
 * @param {import('./anatomy.js').Graph['sizes']} sizes
 * @param {number | null} layer of the step
 * @param {boolean} single whether the step is about a single head
 * @returns {Focus | null} null outside of the layers, where nothing that is shown has heads
 */
export function nextHead(focus, by, { n_heads: count }, layer, single) {
  const turned = (/** @type {number} */ head) => (head + by + count) % count;
  if (focus.kind === 'head') return { ...focus, head: turned(focus.head) };
  if (focus.kind === 'block' && focus.head !== null) return { ...focus, head: turned(focus.head) };
  if (focus.kind === 'step' && single) return { kind: 'step', head: turned(focus.head) };
  const shown = 'layer' in focus ? focus.layer : layer;
  if (shown === null) return null;
  return { kind: 'head', layer: shown, head: by > 0 ? 0 : count - 1 };
}

/**
 * The focus after the walk has gone to another step; the server has the same rule (docs/protocol.md). What was chosen for
 * one step ends with it. A head stays while the walk is in its layer, and the whole machine until something else is chosen.
 * @param {Focus} focus
 * @param {number | null} from the layer of the step before
 * @param {number | null} to the layer of the step now
 * @returns {Focus}
 */
export function carried(focus, from, to) {
  switch (focus.kind) {
    case 'everything':
      return focus;
    case 'step':
      return to !== null && from === to ? focus : STEP;
    case 'head':
      return focus.layer === to ? { kind: 'step', head: focus.head } : STEP;
    case 'block':
      return focus.head !== null && to !== null && focus.node.startsWith(`blocks.${to}.`)
        ? { kind: 'step', head: focus.head }
        : STEP;
    default:
      return STEP;
  }
}

/**
 * The path from the whole machine to a focus.
 * @param {Focus} focus not that of a step
 * @param {(node: string) => Focus | null} partOf the section or part of the machine to which a node belongs
 * @returns {Focus[]} the last one is the focus
 */
export function wayTo(focus, partOf) {
  switch (focus.kind) {
    case 'part':
      return [EVERYTHING, { kind: 'layer', layer: focus.layer }, focus];
    case 'head':
      return [...wayTo({ kind: 'part', layer: focus.layer, part: 'attention' }, partOf), focus];
    case 'block': {
      const part = partOf(focus.node);
      const way = part ? wayTo(part, partOf) : [EVERYTHING];
      if (focus.head !== null && part?.kind === 'part' && part.part === 'attention')
        way.push({ kind: 'head', layer: part.layer, head: focus.head });
      return [...way, focus];
    }
    case 'everything':
      return [EVERYTHING];
    default:
      return [EVERYTHING, focus];
  }
}

/**
 * The section or part of the machine to which a tensor belongs.
 * @param {import('./anatomy.js').Anatomy} body
 * @param {import('./anatomy.js').Graph} graph
 * @param {string} name
 * @returns {Focus | null}
 */
export function partOf(body, graph, name) {
  const holds = (/** @type {import('./anatomy.js').GraphNode[]} */ nodes) =>
    nodes.some((node) => !node.derived && (node.name === name || node.inputs.includes(name)));
  const node = graph.nodes.get(name);
  if (!node) return null;
  if (!body.spine.includes(name)) {
    const branch = body.branches.find((each) => each.layer === node.layer && holds(each.nodes));
    if (branch) return { kind: 'part', layer: branch.layer, part: branch.kind };
    if (holds(body.output)) return { kind: 'section', section: 'output' };
    if (holds(body.embedding)) return { kind: 'section', section: 'embedding' };
  }
  return node.layer === null ? { kind: 'section', section: 'embedding' } : { kind: 'layer', layer: node.layer };
}
