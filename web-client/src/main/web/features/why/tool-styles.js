/** Styles that several tools share. */
import { css } from 'lit';

/** The key of the two colours: for the answer, and against it. */
export const colourKey = css`
  .key {
    color: var(--ink-2);
  }
  .key i {
    display: inline-block;
    width: 12px;
    height: 12px;
    margin-right: 4px;
    border-radius: 2px;
    vertical-align: -1px;
  }
  .key i + i,
  .key .against {
    margin-left: var(--s3);
  }
`;

/** Buttons of which one is chosen. */
export const choices = css`
  .choices button {
    min-height: 28px;
    padding: 0 8px;
    border: 1px solid var(--line);
    color: var(--ink-2);
  }
  .choices [aria-pressed='true'] {
    color: var(--accent);
    border-color: var(--accent);
  }
`;
