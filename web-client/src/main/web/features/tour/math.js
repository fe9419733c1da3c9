/** KaTeX with its styles and fonts, all from this server. Loaded with the first formula. */
import katex from 'katex';
import { source } from '../../live/http.js';

/** The styles of formulas, for the trees in which they stand. */
export const sheet = new CSSStyleSheet();
const address = new URL('katex.css', import.meta.url).href;

/** Resolves when the styles are there. A formula without them could be read in no way. */
export async function loadStyles() {
  const response = await source.ask(address);
  if (!response.ok) throw new Error('The styles of formulas are not there.');
  const styles = await response.text();
  sheet.replaceSync(styles);
  // in a file, the styles have no address, and bring their fonts
  const href = location.protocol === 'file:' ? URL.createObjectURL(new Blob([styles], { type: 'text/css' })) : address;
  // fonts that a shadow tree declares do not count: the document declares them
  document.head.append(Object.assign(document.createElement('link'), { rel: 'stylesheet', href }));
}

/**
 * Draws a formula, with MathML for screen readers; a wrong one as its source.
 * @param {HTMLElement} into @param {string} tex @param {boolean} block whether it stands on a line of its own
 */
export function draw(into, tex, block) {
  katex.render(tex, into, {
    displayMode: block,
    throwOnError: false,
    output: 'htmlAndMathml',
    trust: false,
    strict: 'ignore',
  });
}
