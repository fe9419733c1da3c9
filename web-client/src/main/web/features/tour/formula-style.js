/** Styles of a formula's surroundings. */
import { css } from 'lit';

export const formulaStyle = css`
  :host {
    display: inline;
    color: inherit;
    font: inherit;
  }
  :host([block]) {
    display: block;
    padding: var(--s3);
    border-radius: var(--r2);
    background: var(--surface-2);
    overflow-x: auto;
    color: var(--ink);
  }
  [hidden] {
    display: none;
  }
  .source {
    opacity: 0.01;
  }
`;
