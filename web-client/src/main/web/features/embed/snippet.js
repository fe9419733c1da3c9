/** The code that shows this view in a page of another site. */
import { loadLate } from '../../ui/late-words.js';
import { words } from '../../ui/words.js';

/** @param {string} text */
const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

/**
 * @param {string} address a link to the view, as somebody alone opens it
 * @param {string} code of the room that the frame follows; empty for none
 */
export function snippetOf(address, code) {
  const { origin, hash } = new URL(address);
  const src = `${origin}/embed/${code === '' ? 'solo' : encodeURIComponent(code)}${hash}`;
  return `<iframe src="${escaped(src)}" width="800" height="480" style="border:0" loading="lazy" allow="fullscreen" title="Orrery"></iframe>`;
}

/** Copies the code, or shows it where the browser withholds the clipboard. @param {import('../../ui/features.js').Page} page */
export async function give(page) {
  const snippet = snippetOf(page.address, page.code);
  await new Promise((told) => loadLate('embed', () => told(undefined)));
  try {
    await navigator.clipboard.writeText(snippet);
    page.say({ key: 'embed.copied' });
  } catch {
    page.element('orrery-link')?.show(snippet, { title: words.text('embed.title'), label: words.text('embed.label') });
  }
}
