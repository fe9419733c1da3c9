/**
 * The little markup of the strings file: `**strong**`, `[word](role)` in a role's colour, `W_{Q}` and `e^{x}`.
 */
import { html } from 'lit';

/**
 * @typedef {{text: string, style: 'plain' | 'strong' | 'sub' | 'sup' | 'role', role?: string}} Part
 */

const MARK = /\*\*(.+?)\*\*|\[(.+?)\]\((\w+)\)|_\{(.+?)\}|\^\{(.+?)\}/g;

/** @param {string} text @returns {Part[]} */
export function parse(text) {
  /** @type {Part[]} */
  const parts = [];
  let at = 0;
  for (const match of text.matchAll(MARK)) {
    if (match.index > at) parts.push({ text: text.slice(at, match.index), style: 'plain' });
    const [whole, strong, word, role, sub, sup] = match;
    if (strong !== undefined) parts.push({ text: strong, style: 'strong' });
    else if (word !== undefined) parts.push({ text: word, style: 'role', role });
    else if (sub !== undefined) parts.push({ text: sub, style: 'sub' });
    else parts.push({ text: sup, style: 'sup' });
    at = match.index + whole.length;
  }
  if (at < text.length) parts.push({ text: text.slice(at), style: 'plain' });
  return parts;
}

/** The text without its marks, for a screen reader. @param {string} text */
export function plain(text) {
  return parse(text)
    .map((part) => part.text)
    .join('');
}

/** @param {string} text */
export function rich(text) {
  return parse(text).map((part) => {
    switch (part.style) {
      case 'strong':
        return html`<strong>${part.text}</strong>`;
      case 'sub':
        return html`<sub>${part.text}</sub>`;
      case 'sup':
        return html`<sup>${part.text}</sup>`;
      case 'role':
        return html`<span class="role ${part.role}">${parse(part.text).length > 1 ? rich(part.text) : part.text}</span>`;
      default:
        return part.text;
    }
  });
}
