/** @typedef {import('../../ui/keys.js').Key} Key */

/** What stands on the keyboard, one name for each key of a row. @param {Key} row @returns {string[]} */
export function keyCaps(row) {
  const shifted = row.keys.length === 1 && /^[A-Z]$/.test(row.keys[0]);
  if (shifted) return ['shift', row.keys[0]];
  const caps = row.keys.map((key) => CAPS[key] ?? key.toUpperCase());
  return [...new Set(caps)];
}

/** Keys whose cap is not their own letter; `space` and the like are looked up in the strings. */
const CAPS = { ArrowRight: '→', ArrowLeft: '←', PageDown: 'pageDown', PageUp: 'pageUp', Enter: 'enter', ' ': 'space', Escape: 'escape', Backspace: 'backspace' };
