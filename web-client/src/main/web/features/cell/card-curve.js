/** A plot of the MLP's activation function with the cell's own point on it. */
import { css, html, svg } from 'lit';
import { words } from '../../ui/words.js';

const WIDTH = 260;
const HEIGHT = 104;
/** Space around the curve for the figures, CSS px. */
const MARGIN = { top: 18, bottom: 26, side: 4 };
const POINTS = 72;

/**
 * The activation function. Used for drawing only; the cell's number comes from the server.
 *
 * @param {string} form @param {number} x
 */
export function bend(form, x) {
  if (form === 'silu') return x / (1 + Math.exp(-x));
  if (form === 'erf') return 0.5 * x * (1 + erf(x / Math.SQRT2));
  return 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));
}

/** Error function by Abramowitz and Stegun 7.1.26, to within 1.5e-7. @param {number} x */
function erf(x) {
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const fit = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
  return Math.sign(x) * (1 - fit * Math.exp(-x * x));
}

/** @param {{form: string, x: number, y: number}} curve */
export function curveView({ form, x, y }) {
  const reach = Math.max(3, 1.2 * Math.abs(x));
  const across = (/** @type {number} */ at) => MARGIN.side + ((at + reach) / (2 * reach)) * (WIDTH - 2 * MARGIN.side);
  const lowest = -0.17;
  const up = (/** @type {number} */ at) =>
    HEIGHT - MARGIN.bottom - ((at - lowest) / (reach - lowest)) * (HEIGHT - MARGIN.top - MARGIN.bottom);
  const path = Array.from({ length: POINTS + 1 }, (_, i) => {
    const at = -reach + (2 * reach * i) / POINTS;
    return `${i === 0 ? 'M' : 'L'}${across(at).toFixed(1)} ${up(bend(form, at)).toFixed(1)}`;
  }).join('');
  const isLeft = x < 0;
  // For positive x the figure is left of the curve; for negative x it is above the flat part.
  const figure = isLeft
    ? { x: within(across(x)), y: up(0) - 10, anchor: 'middle' }
    : { x: across(x) - 9, y: up(y) - 4, anchor: 'end' };
  return html`<svg class="curve" viewBox="0 0 ${WIDTH} ${HEIGHT}" aria-hidden="true">
    ${svg`<path class="axis" d="M0 ${up(0)}H${WIDTH}M${across(0)} 4V${HEIGHT - 20}" />
      <path class="bend" d=${path} />
      <path class="drop" d="M${across(x)} ${up(y)}V${up(0)}" />
      <circle cx=${across(x)} cy=${up(y)} r="4.5" />
      <text class="y" x=${figure.x} y=${figure.y} text-anchor=${figure.anchor}>${words.number(y, 2)}</text>
      <text x=${within(across(x))} y=${HEIGHT - 4} text-anchor="middle">${words.number(x, 2)}</text>`}
  </svg>`;
}

function within(/** @type {number} */ x) {
  return Math.min(WIDTH - 18, Math.max(18, x));
}

export const curveStyles = css`
  :host([flat]) svg.curve {
    max-height: 92px;
    margin-top: var(--s1);
  }
  svg.curve {
    width: 100%;
    height: auto;
    margin-top: var(--s3);
    overflow: visible;
    stroke-width: 1.2;
  }
  .curve .axis {
    stroke: var(--line-strong);
  }
  .curve .bend {
    stroke: var(--act);
    stroke-width: 2;
  }
  .curve .drop {
    stroke: var(--ink-2);
    stroke-dasharray: 3 3;
  }
  .curve circle {
    fill: var(--ink);
    stroke: none;
  }
  .curve text {
    fill: var(--ink-2);
    stroke: none;
    font-size: 12px;
  }
  .curve text.y {
    fill: var(--ink);
    font-size: 13px;
    font-weight: var(--w-strong);
  }
`;
