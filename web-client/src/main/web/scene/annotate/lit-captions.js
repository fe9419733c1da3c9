/**
 * What is said about what is lit. Pure.
 */
import { Naming } from './naming.js';

/**
 * The names of what is lit come first, also of what had none.
 * @param {import('./captions.js').Caption[]} captions
 * @param {Map<number, object> | Set<number>} lights by block
 * @param {boolean} near the eye is with them: of a fan's other blocks, which stand behind each other, nothing is said
 * @returns {import('./captions.js').Caption[]}
 */
export function litFirst(captions, lights, near, plan, nodes, strings) {
  if (lights.size === 0) return captions;
  const naming = new Naming(plan, nodes, strings),
    names = new Set(),
    first = [];
  for (const index of lights.keys()) {
    const block = plan.blocks[index];
    if (names.has(block.node)) continue;
    names.add(block.node);
    const own = captions.find(({ blocks, bracket, sides }) => blocks.length === 1 && blocks[0] === index && bracket === null && !sides.includes('corner'));
    first.push({
      text: naming.name(block.node),
      // of what a cell came from the name is enough
      note: first.length === 0 ? naming.shape(block) : '',
      role: naming.role(block.node),
      strong: true,
      blocks: [index],
      // beside a block its other lit cells may lie
      sides: [...new Set([...(own?.sides ?? []), 'above', 'below', 'near', 'right', 'left'])],
      dial: -1,
      bracket: null,
      focus: { kind: 'block', node: block.node, head: block.head < 0 ? null : block.head },
      detail: false,
      lit: true,
    });
  }
  const arms = new Set([...lights.keys()].map((index) => plan.blocks[index].arm));
  const isAside = ({ blocks, focus }) =>
    near &&
    blocks.length > 0 &&
    blocks.every((index) => {
      const { arm } = plan.blocks[index];
      return arm >= 0 && !(focus?.kind === 'head' && arms.has(arm));
    });
  const isSaid = (caption) =>
    caption.bracket === null && caption.blocks.some((index) => lights.has(index) && plan.blocks[index].head < 0);
  return [...first, ...captions.filter((caption) => !isSaid(caption) && !isAside(caption) && !first.some((own) => own.text === caption.text))];
}
