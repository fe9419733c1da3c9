/** Rich text as plain text, with its facts filled in: for a question that is sent to a room, and notes on a phone. */
import { words } from '../../../ui/words.js';
import { factText } from '../fact-words.js';
import { blocksOf, chosen } from '../forms.js';

/** @param {any} rich @param {string} level @param {import('../forms.js').Facts} facts null: figures stand as dots @returns {string} */
export function plainRich(rich, level, facts) {
  /** @param {any} part @returns {string} */
  const inline = (part) => {
    if (typeof part === 'string') return part;
    if (part.fact) return facts ? factText(facts.get(part.fact), words) : '…';
    if (part.math !== undefined) return part.math;
    if (part.code !== undefined) return part.code;
    return line(part.text ?? part.em ?? part.strong ?? []);
  };
  /** @param {any[]} inlines @returns {string} */
  const line = (inlines) => chosen(inlines, facts).map(inline).join('');
  return (blocksOf(rich, level) ?? [])
    .map((block) =>
      block.p
        ? line(block.p)
        : block.list
          ? block.list.map((/** @type {any[]} */ each) => line(each)).join(', ')
          : (block.math ?? ''),
    )
    .join(' ');
}
