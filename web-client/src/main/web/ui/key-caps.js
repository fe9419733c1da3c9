/** The rows of the help sheet and the labels of their keys. */
import { KEYS } from './keys.js';
import { words } from './words.js';

/** Keys whose label is not their own letter; words such as `space` are string keys. @type {Record<string, string>} */
const CAPS = {
  ...{ ArrowRight: '→', ArrowLeft: '←', ArrowUp: '↑', ArrowDown: '↓', PageDown: 'pageDown', PageUp: 'pageUp' },
  ...{ Enter: 'enter', ' ': 'space', Escape: 'escape', Backspace: 'backspace' },
};

/** Keys that are one label together. */
const RANGES = [
  ['1', '9'],
  ['A', 'Z'],
];

/**
 * The actions that have keys on a kind of page, in the order of the table, each with all its keys.
 * @param {string} page @returns {{action: string, group: string, keys: string[]}[]}
 */
export function rowsOf(page) {
  /** @type {Map<string, {action: string, group: string, keys: string[]}>} */
  const rows = new Map();
  for (const { action, group, keys, who } of KEYS) {
    if (!who.includes(page)) continue;
    const row = rows.get(action) ?? { action, group, keys: [] };
    row.keys.push(...keys);
    rows.set(action, row);
  }
  return [...rows.values()];
}

/** The labels on the keyboard of some keys, without duplicates. @param {string[]} keys @returns {string[]} */
export function keyCaps(keys) {
  if (keys.length === 1 && /^[A-Z]$/.test(keys[0])) return ['shift', keys[0]];
  for (const held of ['Shift', 'Ctrl'])
    if (keys.length > 0 && keys.every((key) => key.startsWith(`${held}+`)))
      return [held.toLowerCase(), ...keyCaps(keys.map((key) => key.slice(held.length + 1)))];
  const caps = [...new Set(keys.map((key) => CAPS[key] ?? key.toUpperCase()))];
  for (const [first, last] of RANGES) {
    const from = caps.indexOf(first),
      count = last.charCodeAt(0) - first.charCodeAt(0) + 1;
    if (from >= 0 && caps[from + count - 1] === last) caps.splice(from, count, `${first}–${last}`);
  }
  return caps;
}

/** What a label of {@link keyCaps} is called on the page's keyboards. @param {string} cap */
export function keyCap(cap) {
  if (cap === 'ctrl' && /Mac|iPhone|iPad/.test(navigator.platform)) return '⌘';
  return words.has(`help.cap.${cap}`) ? words.text(`help.cap.${cap}`) : cap;
}
