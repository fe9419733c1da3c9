/**
 * The glossary's terms, which the strings files name by all their forms. Pure.
 *
 * @typedef {import('../../ui/words.js').Words} Words
 */
import { plain } from '../../ui/rich-text.js';

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
  return keys.get(normal(word)) ?? null;
}

/**
 * @param {string} key
 * @param {import('../../model/graph.js').Graph} graph
 * @param {Words} words
 * @returns {{name: string, says: string}} with the markup of rich-text.js
 */
export function definitionOf(key, graph, words) {
  const { names, says } = words.table.glossary.term[key];
  return { name: words.fill(names[0], {}), says: words.fill(says, { ...graph.sizes, parameters: graph.model.parameters }) };
}

function keysOf(terms, words) {
  const keys = new Map();
  for (const [key, { names }] of Object.entries(terms)) for (const name of names) keys.set(normal(plain(words.fill(name, {}))), key);
  KEYS.set(terms, keys);
  return keys;
}

const normal = (/** @type {string} */ word) => word.trim().replace(/\s+/g, ' ').toLowerCase();
