/** Styles of a line among the presenter's controls that opens to rows of further controls. */
import { css } from 'lit';

export const folded = css`
  :host([flat]) {
    margin-top: var(--s3);
  }
  section {
    padding-block: var(--fold, var(--s4));
  }
  summary {
    min-height: 24px;
    line-height: 24px;
    font-size: var(--text-sm);
    color: var(--ink-2);
    cursor: pointer;
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: var(--s2) var(--s3);
    margin-top: var(--s2);
    font-size: var(--text-sm);
    color: var(--ink-2);
  }
`;
