/** Light or dark, as this person last chose; a hall's screen is always the hall's. */
const KEY = 'orrery.theme';

/** @typedef {'dark' | 'light' | 'hall'} Theme */

/**
 * @param {string} page
 * @param {Theme} [asked] by the page's address
 * @returns {Theme}
 */
export function chosenTheme(page, asked) {
  if (page === 'projector') return 'hall';
  if (asked) return asked;
  try {
    return localStorage.getItem(KEY) === 'light' ? 'light' : 'dark';
  } catch {
    return 'dark';
  }
}

/** @param {Theme} theme */
export function useTheme(theme) {
  document.documentElement.dataset.theme = theme;
}

/** @param {Theme} theme @returns {Theme} the other one, kept for the next page */
export function otherTheme(theme) {
  const other = theme === 'light' ? 'dark' : 'light';
  try {
    localStorage.setItem(KEY, other);
  } catch {
    // Storage can be forbidden; the choice then lasts as long as the page.
  }
  return other;
}
