/** Light or dark, as this person last chose; a hall's screen is always the hall's. */
export const KEY = 'orrery.theme';

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
