/**
 * The foot of a phone's sheet: an attendee's "I am lost" stands beside the tabs, so that the text above has the height of its row. While it
 * is pressed it says how to take it back, for which it needs a row of its own, as it does where the tabs leave no room.
 */
import { css } from 'lit';

/** Width of the button with its margin, and of a tab without its text; a tab's least width, px. */
const BUTTON = 100,
  AROUND = 10,
  LEAST = 48;

/** Puts the button beside the tabs if their texts have room there. @param {import('../../ui/panel-stack.js').PanelStack} stack the sheet, drawn */
export function standBeside(stack) {
  const text = document.createRange();
  const widths = [...stack.renderRoot.querySelectorAll('.tabs button')].map((tab) => {
    text.selectNodeContents(tab);
    return Math.max(LEAST, text.getBoundingClientRect().width + AROUND);
  });
  const clientWidth = stack.renderRoot.querySelector('.grab')?.clientWidth ?? 0;
  stack.toggleAttribute('beside', widths.reduce((sum, width) => sum + width, BUTTON) <= clientWidth);
}

export const { styleSheet: foot } = css`
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
  :host([beside]) ::slotted(orrery-lost-button[beside]:not([up])) {
    grid-column: 2;
    width: 92px;
    margin-left: var(--s2);
  }
  :host([beside][folded]) ::slotted(orrery-lost-button[beside]) {
    display: block;
  }
  /* held across, the sheet is less than half as wide as the window */
  @media (orientation: landscape) {
    :host([sheet]) .tabs button {
      font-size: 13px;
    }
  }
`;
