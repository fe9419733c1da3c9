/** Groups of texts that few pages need: each is a file of its own (Parts.LATE of the build), the same in every level. */
import { words } from './words.js';

/** Loads a group; it changes with the language from then on. @param {string} group @param {() => void} changed called when its texts are there */
export async function loadLate(group, changed) {
  words.groups.add(group);
  await words.add(group);
  changed();
}
