/**
 * The captions of lit blocks. Pure.
 */
import { captionOf } from './caption-list.js';
import { Naming } from './naming.js';

/** Where a lit block's name is tried. @type {import('./captions.js').Side[]} */
const SIDES = ['above', 'below', 'right', 'near', 'left'];

/**
 * @param {Naming} naming
 * @param {import('../layout/board.js').Block} block
 * @param {import('./captions.js').Side[]} sides to try first
 * @param {boolean} withShape
 * @returns {import('./captions.js').Caption}
 */
const litCaption = (naming, block, sides, withShape) =>
  // on the left and right there may be other lit cells of the block
  captionOf(naming.name(block.node), [...new Set([...sides, ...SIDES])], {
    note: withShape ? naming.shape(block) : '',
    role: naming.role(block.node),
    blocks: [block.index],
    focus: { kind: 'block', node: block.node, head: block.head < 0 ? null : block.head },
    lit: true,
  });

/**
 * All captions that {@link litFirst} can make for the tensors of a layout.
 * @param {import('../layout/layout.js').Layout} plan
 * @param {Map<string, import('../layout/anatomy.js').GraphNode>} nodes
 * @param {import('../../ui/words.js').Strings} strings
 * @returns {import('./captions.js').Caption[]}
 */
export function litCaptions(plan, nodes, strings) {
  const naming = new Naming(plan, nodes, strings);
  return [...plan.byNode.values()].flatMap(([block]) =>
    [true, false].map((withShape) => litCaption(naming, block, [], withShape)),
  );
}

/**
 * Puts captions of lit blocks first, also of blocks that had none.
 * @param {import('./captions.js').Caption[]} captions
 * @param {Map<number, object> | Set<number>} lights by block
 * @param {boolean} near whether the camera is close to them: other blocks of a fan, which are behind one another, then get no captions
 * @param {import('../layout/layout.js').Layout} plan @param {Map<string, import('../layout/anatomy.js').GraphNode>} nodes @param {import('../../ui/words.js').Strings} strings
 * @returns {import('./captions.js').Caption[]}
 */
export function litFirst(captions, lights, near, plan, nodes, strings) {
  if (lights.size === 0) return captions;
  const naming = new Naming(plan, nodes, strings),
    /** @type {Set<string>} */
    names = new Set(),
    /** @type {import('./captions.js').Caption[]} */
    first = [];
  for (const index of lights.keys()) {
    const block = plan.blocks[index];
    // the blocks of a fan are named after their heads
    const isHead = captions.some(
      ({ text, blocks, sides }) =>
        blocks.length === 1 && blocks[0] === index && !sides.includes('corner') && text === naming.head(block.head),
    );
    const isUnnamed = first.length > 0 && !naming.isNamed(block.node);
    if (names.has(block.node) || isHead || isUnnamed) continue;
    names.add(block.node);
    const own = captions.find(
      ({ blocks, bracket, sides }) =>
        blocks.length === 1 && blocks[0] === index && bracket === null && !sides.includes('corner'),
    );
    // inputs are shown by name only
    const caption = litCaption(naming, block, own?.sides ?? [], first.length === 0);
    first.push(own?.apart ? { ...caption, apart: own.apart } : caption);
  }
  const arms = new Set([...lights.keys()].map((index) => plan.blocks[index].arm));
  const isAside = (/** @type {import('./captions.js').Caption} */ { blocks, focus }) =>
    near &&
    blocks.length > 0 &&
    blocks.every((index) => {
      const { arm } = plan.blocks[index];
      return arm >= 0 && !(focus?.kind === 'head' && arms.has(arm));
    });
  const isSaid = (/** @type {import('./captions.js').Caption} */ caption) =>
    caption.bracket === null && caption.blocks.some((index) => lights.has(index) && plan.blocks[index].head < 0);
  return [
    ...first,
    ...captions.filter(
      (caption) => !isSaid(caption) && !isAside(caption) && !first.some((own) => own.text === caption.text),
    ),
  ];
}
