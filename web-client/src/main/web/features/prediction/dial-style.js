import { css } from 'lit';

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
