/** The theme: the person's last choice of light or dark; the hall's screen has its own two. */
export const KEY = 'orrery.theme';

/** @typedef {'dark' | 'light' | 'hall' | 'hall-light'} Theme */

/**
 * @param {string} page
 * @param {Theme} [asked] the theme in the page's address
 * @returns {Theme}
 */
export function chosenTheme(page, asked) {
  if (page === 'projector') return asked === 'light' ? 'hall-light' : 'hall';
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
