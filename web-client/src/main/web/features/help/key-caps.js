/** @typedef {import('../../ui/keys.js').Key} Key */

/** The labels on the keyboard for the keys of a row, without duplicates. @param {Key} row @returns {string[]} */
export function keyCaps(row) {
  const shifted = row.keys.length === 1 && /^[A-Z]$/.test(row.keys[0]);
  if (shifted) return ['shift', row.keys[0]];
  if (row.keys.every((key) => key.startsWith('Shift+'))) return ['shift', ...row.keys.map((key) => CAPS[key.slice('Shift+'.length)])];
  // a row of figures is one label
  if (row.keys.length > 2 && row.keys.every((key) => /^\d$/.test(key))) return [`${row.keys[0]}–${row.keys[row.keys.length - 1]}`];
  const caps = row.keys.map((key) => CAPS[key] ?? key.toUpperCase());
  return [...new Set(caps)];
}

/** Keys whose label is not their own letter; words such as `space` are string keys. */
const CAPS = { ArrowRight: '→', ArrowLeft: '←', PageDown: 'pageDown', PageUp: 'pageUp', Enter: 'enter', ' ': 'space', Escape: 'escape', Backspace: 'backspace' };
