/**
 * The markup of the strings files: `**strong**`, `[word](role)` in a role's colour, `W_{Q}` and `e^{x}`.
 */
import { html } from 'lit';

/**
 * @typedef {{text: string, style: 'plain' | 'strong' | 'sub' | 'sup' | 'role', role?: string}} TextSpan
 */

const MARKUP = /\*\*(.+?)\*\*|\[(.+?)\]\((\w+)\)|_\{(.+?)\}|\^\{(.+?)\}/g;

/** @param {string} text @returns {TextSpan[]} */
export function parse(text) {
  /** @type {TextSpan[]} */
  const parts = [];
  let at = 0;
  for (const match of text.matchAll(MARKUP)) {
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

/** The text without its markup, for screen readers. @param {string} text */
export function plain(text) {
  return parse(text)
    .map((part) => part.text)
    .join('');
}

/**
 * @param {string} text
 * @param {((link: {role: string, word: string}) => boolean | null) | null} [linkOf] makes a coloured word a link, in the order of
 *   the text: whether it is lit; null: no link. The caller listens to events of the links
 * @returns {(string | import('lit').TemplateResult)[]}
 */
export function rich(text, linkOf = null) {
  return parse(text).map((part) => {
    switch (part.style) {
      case 'strong':
        return html`<strong>${part.text}</strong>`;
      case 'sub':
        return html`<sub>${part.text}</sub>`;
      case 'sup':
        return html`<sup>${part.text}</sup>`;
      case 'role': {
        const link = linkOf?.({ role: part.role ?? '', word: plain(part.text) });
        if (link != null)
          return html`<span class="role ${part.role} link ${link ? 'lit' : ''}" tabindex="0" role="button"
            >${parse(part.text).length > 1 ? rich(part.text) : part.text}</span
          >`;
        return html`<span class="role ${part.role}">${parse(part.text).length > 1 ? rich(part.text) : part.text}</span>`;
      }
      default:
        return part.text;
    }
  });
}
