/** Groups of texts that few pages need: each is a file of its own (Parts.LATE of the build), the same in every level. */
import { source } from '../live/http.js';
import { words } from './words.js';

/** Loads a group, and again whenever the language changes. @param {string} group @param {() => void} changed called when its texts are there */
export async function loadLate(group, changed) {
  /** @type {import('./words.js').Table} */
  let texts = {};
  const load = async () => {
    const { language } = words;
    const response = await source.ask(new URL(`../strings/${language}.${group}.json`, import.meta.url));
    if (!response.ok) throw new Error(response.url);
    texts = await response.json();
    words.use({ ...words.table, ...texts });
    if (language !== words.language) await load();
    changed();
  };
  await load();
  words.addEventListener('change', () => {
    // until the other language's have come, these are better than none
    words.use({ ...words.table, ...texts });
    load().catch(console.warn);
  });
}
