/** The audience as a dial: a tick for each person, and a long one for each who has answered. */
import { css, html, svg } from 'lit';

const SIZE = 400,
  MIDDLE = SIZE / 2,
  RIM = 198,
  FROM = 188,
  LONG = 38,
  SHORT = 22;
/** The widest tick, and the share of the place of each that it takes. */
const WIDEST = 7.5,
  FILLED = 0.5;

/** @param {number} answers @param {number} people at least as many @param {unknown} inside text in the middle */
export function dial(answers, people, inside) {
  const ticks = (/** @type {number} */ from, /** @type {number} */ to, /** @type {number} */ length) =>
    Array.from({ length: to - from }, (_, i) => {
      const angle = ((from + i) / Math.max(1, people)) * 2 * Math.PI;
      const at = (/** @type {number} */ radius) =>
        `${(MIDDLE + radius * Math.sin(angle)).toFixed(1)} ${(MIDDLE - radius * Math.cos(angle)).toFixed(1)}`;
      return `M${at(FROM)}L${at(FROM - length)}`;
    }).join('');
  const width = Math.min(WIDEST, ((2 * Math.PI * (FROM - LONG)) / Math.max(1, people)) * FILLED);
  return html`<div class="dial">
    ${svg`<svg viewBox="0 0 ${SIZE} ${SIZE}" aria-hidden="true">
      <circle cx=${MIDDLE} cy=${MIDDLE} r=${RIM}></circle>
      <path class="rest" stroke-width=${Math.min(3, width)} d=${ticks(answers, people, SHORT)}></path>
      <path class="in" stroke-width=${width} d=${ticks(0, answers, LONG)}></path>
    </svg>`}
    <div class="inside">${inside}</div>
  </div>`;
}

/** Styles of the dial; its size is that of its box. */
export const dialStyle = css`
  .dial {
    position: relative;
    aspect-ratio: 1;
    display: grid;
    place-items: center;
  }
  .dial svg {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
  }
  .dial circle {
    stroke: var(--line);
    stroke-width: 1.5;
  }
  .dial path {
    stroke-linecap: round;
  }
  .dial .in {
    stroke: var(--ink);
  }
  .dial .rest {
    stroke: var(--line-strong);
  }
  .inside {
    position: relative;
    text-align: center;
    line-height: 1.05;
  }
`;
