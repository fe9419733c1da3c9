/** Styles of a note on the hall's screen, above the foot. */
import { css } from 'lit';

export const hallNote = css`
  :host {
    position: absolute;
    z-index: 1;
    bottom: calc(var(--hall-foot, 146px) + 8px);
    max-width: 60%;
    padding: 6px 18px;
    border-radius: var(--r2);
    box-shadow: var(--shadow-2);
    font-size: 32px;
    font-weight: var(--w-strong);
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
`;
