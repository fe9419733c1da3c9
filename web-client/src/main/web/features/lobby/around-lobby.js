/** What the lobby's pages cover of the machine behind them. */

/** In the lobby the machine is on the right of the QR code or the card, or above the sheet. @type {NonNullable<import('../../ui/features.js').Manifest['around']>} */
export function aroundLobby(page, { name, form }) {
  if (!name.endsWith('-lobby')) return null;
  const sheet = page.querySelector('orrery-lobby-sheet')?.getBoundingClientRect();
  const checks = /** @type {any} */ (page.querySelector('orrery-preflight'))?.renderRoot;
  const box = (/** @type {string} */ selector) => checks?.querySelector(selector)?.getBoundingClientRect();
  if (checks && form !== 'sheet')
    return {
      left: (box('section')?.right ?? 0) + 16,
      right: 24,
      top: 64,
      bottom: innerHeight - (box('aside')?.top ?? innerHeight) + 8,
    };
  const portrait = innerWidth < innerHeight;
  // On the hall's screen it is on the right of the QR code and below the hint about full screen; in portrait, below both.
  const screen = /** @type {any} */ (page.querySelector('orrery-lobby-screen'))?.renderRoot;
  if (sheet && isBeside(sheet)) return { top: 16, right: innerWidth - sheet.left, bottom: 16 };
  if (sheet && form === 'sheet') return { top: 16, bottom: innerHeight - sheet.top };
  if (sheet) return { left: sheet.right + 24, right: 24, top: 24, bottom: 24 };
  if (portrait)
    return {
      top: Math.round(screen?.querySelector('.how')?.getBoundingClientRect().bottom ?? innerHeight / 2) + 8,
      bottom: 64,
    };
  return {
    left: Math.round(innerWidth * 0.5),
    right: 40,
    top: Math.round(innerHeight * 0.055) + 54,
    bottom: Math.round(innerHeight * 0.12),
  };
}

/** Whether a sheet is beside the scene, on a phone that is held across (page.css). @param {DOMRect} sheet */
const isBeside = (sheet) => sheet.top === 0 && sheet.left > 0;
