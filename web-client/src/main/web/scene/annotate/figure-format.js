/** Figures in the scene, as the page's language writes them; that can change while the page is open. */

/** @type {Map<string, Intl.NumberFormat>} */
const formats = new Map();

/** @param {number} digits decimals, exactly so many @returns {Intl.NumberFormat} */
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
