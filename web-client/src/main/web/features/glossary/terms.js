/**
 * The glossary's terms, which the strings files name by their forms; endings (`ui/word-stem.js`) may differ. Pure.
 *
 * @typedef {import('../../ui/words.js').Words} Words
 * @typedef {import('../../ui/words.js').Message} Message
 */
import { plain } from '../../ui/rich-text.js';
import { endingsOf, stemOf } from '../../ui/word-stem.js';

/** The key of each word, per table of texts. @type {WeakMap<object, Map<string, string>>} */
const KEYS = new WeakMap();

/**
 * @param {string} word  as it is on a card, in any case and without markup
 * @param {Words} words
 * @returns {string | null} the term's key below `glossary.term`, or null
 */
export function termOf(word, words) {
  const terms = words.table.glossary?.term;
  if (!terms) return null;
  const keys = KEYS.get(terms) ?? keysOf(terms, words);
  return keys.get(stemOf(word, endingsOf(words))) ?? null;
}

/**
 * @param {string} key
 * @param {import('../../model/graph.js').Graph} graph
 * @param {Words} words
 * @returns {{name: string, says: string}} with the markup of rich-text.js
 */
export function definitionOf(key, graph, words) {
  const { names = [], says = '' } = words.table.glossary?.term?.[key] ?? {};
  return {
    name: words.fill(names[0], {}),
    says: words.fill(says, { ...graph.sizes, parameters: graph.model.parameters }),
  };
}

/** @param {Record<string, {names: string[], says: Message}>} terms @param {Words} words */
function keysOf(terms, words) {
  const keys = new Map(),
    endings = endingsOf(words);
  for (const [key, { names }] of Object.entries(terms))
    for (const name of names) keys.set(stemOf(plain(words.fill(name, {})), endings), key);
  KEYS.set(terms, keys);
  return keys;
}
