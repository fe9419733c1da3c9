/**
 * The foot of a phone's sheet: an attendee's "I am lost" stands beside the tabs, so that the text above has the height of its row. While it
 * is pressed it says how to take it back, for which it needs a row of its own, as it does in windows that are too narrow for both.
 */
import { css } from 'lit';

export const { styleSheet: foot } = css`
  @media (min-width: 356px) {
    :host([sheet]) {
      display: grid;
      grid-template: auto minmax(0, 1fr) / minmax(0, 1fr) auto;
      grid-auto-flow: row dense;
      column-gap: 0;
    }
    .grab,
    .content,
    ::slotted([slot='under']) {
      grid-column: 1 / -1;
    }
    .tabs {
      grid-column: 1;
    }
    :host([sheet]) .tabs button {
      padding: 0 4px;
      font-size: clamp(13px, 3.6vw, 15px);
    }
    ::slotted(orrery-lost-button[beside]:not([up])) {
      grid-column: 2;
      width: 92px;
      margin-left: var(--s2);
    }
    :host([folded]) ::slotted(orrery-lost-button[beside]) {
      display: block;
    }
  }
  /* held across, the sheet is less than half as wide as the window */
  @media (min-width: 356px) and (orientation: landscape) {
    :host([sheet]) .tabs button {
      font-size: 13px;
    }
  }
`;
