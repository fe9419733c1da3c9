/** Number formats for figures in the scene, in the page's language, which can change while the page is open. */

/** @type {Map<string, Intl.NumberFormat>} */
const formats = new Map();

/** @param {number} digits the exact number of decimals @returns {Intl.NumberFormat} */
export function figureFormat(digits) {
  const language = document.documentElement.lang || 'en',
    name = `${language} ${digits}`;
  let format = formats.get(name);
  if (!format) {
    format = new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits });
    formats.set(name, format);
  }
  return format;
}
