/**
 * All that can be found on a page now, from the features' manifests: what its person has no right to is not there, and what can do nothing
 * now says why.
 *
 * @typedef {import('../../ui/features.js').Place & {keyboard: import('./feature.js').Keyboard}} Place
 * @typedef {import('../../ui/features.js').Find} Find
 * @typedef {import('../../ui/features.js').Finds} Finds
 * @typedef {import('../../ui/features.js').Found} Found
 * @typedef {Found & {id: string, action: string, keys: string[], others: string[]}} Entry
 */
import whenFinding from 'manifests/whenFinding.js';
import { Words, words } from '../../ui/words.js';

/** The language in which everything is found, too, whatever the page's is. */
const ENGLISH = 'en';

/** Kinds in the order in which they stand. @type {import('../../ui/features.js').Kind[]} */
const ORDER = ['action', 'tool', 'step', 'text', 'model', 'tour', 'beat', 'person', 'part'];

/** All declarations, by action. @param {import('../../ui/features.js').Page} page @returns {[string, Finds][]} */
const declared = (page) =>
  [...page.features.declared, ...whenFinding].flatMap(({ finds = {} }) => Object.entries(finds));

/** @param {import('../../ui/features.js').Page} page @returns {[string, Find | import('../../ui/features.js').Finder | null][]} what its person has a right to */
const allowed = (page) =>
  declared(page).flatMap(([action, finds]) =>
    isAllowed(page, action) ? [finds].flat().map((each) => [action, each]) : [],
  );

/** Whether this page has an action that its person may do now. @param {import('../../ui/features.js').Page} page @param {string} name */
export function isAllowed(page, name) {
  const action = page.features.action(name);
  return action !== undefined && (action.may?.(page) ?? true);
}

/**
 * @param {Place} place
 * @param {(entries: Entry[]) => void} came  called with all that is known as more is: lists may have to be asked for
 * @param {(problem: unknown) => void} failed    called with why a list could not be; the rest is found without it
 * @returns {Promise<void>} resolves once nothing more comes
 */
export async function gather(place, came, failed) {
  /** @type {Entry[][]} */
  const lists = [];
  await Promise.all(
    allowed(place.page).map(async ([action, each], i) => {
      try {
        lists[i] = await found(action, each, place);
        came(lists.flat().sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind)));
      } catch (problem) {
        failed(problem);
      }
    }),
  );
}

/** The names in another language, by the entries' ids. @param {Place} place with that language's texts @returns {Promise<Map<string, string>>} */
export async function namesIn(place) {
  const lists = await Promise.all(
    allowed(place.page).map(([action, each]) => found(action, each, place).catch(() => /** @type {Entry[]} */ ([]))),
  );
  return new Map(lists.flat().map(({ id, name }) => [id, name]));
}

/** @param {string} action @param {Find | import('../../ui/features.js').Finder | null} each @param {Place} place @returns {Promise<Entry[]>} */
async function found(action, each, place) {
  const list = typeof each === 'function' ? await each(place) : each ? entryOf(each, action, place) : [];
  return list.map((one) => ({
    ...one,
    action,
    id: `${action} ${one.id ?? JSON.stringify(one.value ?? null)}`,
    keys: one.keys ?? keysOf(action, one.value, place),
    others: [one.more ?? '', place.words.text(`find.kind.${one.kind}`)],
  }));
}

/** @param {Find} find @param {string} action @param {Place} place @returns {Found[]} */
function entryOf({ name, value, more, when, can, not }, action, place) {
  if (when && !when(place)) return [];
  const { page, words: texts } = place;
  const keys = [name, `help.on.${page.page}.${action}`, `help.action.${action}`, `find.action.${action}`];
  const key = keys.find((each) => each !== undefined && texts.has(each)) ?? `find.action.${action}`;
  const isOff = can !== undefined && !can(place);
  return [{ kind: 'action', name: texts.text(key), value, more, ...(isOff && { not: texts.text(`find.not.${not}`) }) }];
}

/** The caps of the first key that does the same on this page. @param {string} action @param {any} value @param {Place} place */
function keysOf(action, value, { page, keyboard }) {
  const row = keyboard.KEYS.find(
    (each) =>
      each.action === action &&
      each.who.includes(page.page) &&
      !each.named &&
      JSON.stringify(each.value) === JSON.stringify(value),
  );
  return row ? keyboard.keyCaps(row.keys.slice(0, 1)) : [];
}

/** The English texts. @type {Promise<Words> | null} */
let english = null;

/** @returns {Promise<Words | null>} null on an English page, and while they cannot be had */
export async function englishWords() {
  if (words.language === ENGLISH) return null;
  english ??= load();
  try {
    return await english;
  } catch {
    english = null;
    return null;
  }
}

async function load() {
  const texts = new Words();
  texts.groups = words.groups;
  await texts.load();
  await texts.loadRest();
  return texts;
}
