/**
 * What is said about what is lit. Pure.
 */
import { Naming } from './naming.js';

/**
 * The names of what is lit come first, also of what had none.
 * @param {import('./captions.js').Caption[]} captions
 * @param {Map<number, object> | Set<number>} lights by block
 * @returns {import('./captions.js').Caption[]}
 */
export function litFirst(captions, lights, plan, nodes, strings) {
  if (lights.size === 0) return captions;
  const naming = new Naming(plan, nodes, strings),
    names = new Set(),
    first = [];
  for (const index of lights.keys()) {
    const block = plan.blocks[index];
    if (names.has(block.node)) continue;
    names.add(block.node);
    first.push({
      text: naming.name(block.node),
      note: naming.shape(block),
      role: naming.role(block.node),
      strong: true,
      blocks: [index],
      // beside a block its other lit cells may lie
      sides: ['above', 'below', 'near', 'right', 'left'],
      dial: -1,
      bracket: null,
      focus: { kind: 'block', node: block.node, head: block.head < 0 ? null : block.head },
      detail: false,
      lit: true,
    });
  }
  const isSaid = (caption) =>
    caption.bracket === null && caption.blocks.some((index) => lights.has(index) && plan.blocks[index].head < 0);
  return [...first, ...captions.filter((caption) => !isSaid(caption) && !first.some((own) => own.text === caption.text))];
}
