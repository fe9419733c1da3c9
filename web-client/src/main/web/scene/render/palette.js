/**
 * The theme's colours, read from the CSS custom properties of tokens.css and cell-colours.js, where they are defined.
 *
 * @typedef {import('./colour.js').Palette} Palette
 */
import './cell-colours.js';
import { mix, rgb } from './colour.js';

/** In windows of up to this width the hall's page is on a phone, and its texts are as small as elsewhere (as in features/hall/projector.js), px. */
export const IN_A_HAND = 720;

/** Whether texts must be legible from the last row of seats. @param {Palette} palette @param {{width: number}} viewport */
export const isFar = (palette, viewport) => palette.hall && viewport.width > IN_A_HAND;

/** How the custom properties of each role's colours end. */
export const SHORT = {
  weight: 'weight',
  activation: 'act',
  aggregate: 'agg',
  query: 'q',
  key: 'k',
  value: 'v',
  prediction: 'p',
};

/**
 * @param {string} theme see ui/theme.js
 * @param {HTMLElement} host any element in the page, whatever its theme
 * @returns {Palette}
 */
export function readPalette(theme, host) {
  const probe = document.createElement('div');
  probe.dataset.theme = theme;
  probe.hidden = true;
  host.append(probe);
  const style = getComputedStyle(probe);
  const text = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
  const colour = (/** @type {string} */ name) => rgb(text(name));
  /** @type {Palette['cells']} */
  const cells = {};
  /** @type {Palette['roles']} */
  const roles = {};
  for (const [role, short] of Object.entries(SHORT)) {
    const [negative, zero, positive, gap] = text(`--cell-${short}`).split(/\s+/).map(rgb);
    cells[role] = { negative, zero, positive, gap };
    roles[role] = colour(`--${short}`);
  }
  const background = colour('--bg');
  const palette = {
    background,
    glow: colour('--bg-glow'),
    ink: colour('--ink'),
    accent: colour('--accent'),
    line: mix(colour('--line-strong'), background, 0.5),
    neutral: cells.weight.zero,
    dim: Number(text('--dim')),
    dimDeep: Number(text('--dim-deep')),
    dark: !theme.endsWith('light'),
    hall: theme.startsWith('hall'),
    cells,
    roles,
  };
  probe.remove();
  return palette;
}
