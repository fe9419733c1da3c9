/**
 * The foot of a phone's sheet: an attendee's "I am lost" stands beside the tabs, so that the text above has the height of its row. While it
 * is pressed it says how to take it back, for which it needs a row of its own, as it does where the tabs leave no room.
 */
import { css } from 'lit';

/** Width of the button with its margin, of a tab without its text, a tab's least width, and what is between two tabs, px. */
const BUTTON = 80,
  AROUND = 10,
  LEAST = 48,
  GAP = 2;

/** Puts the button beside the tabs if their texts have room there. @param {import('../../ui/panel-stack.js').PanelStack} stack the sheet, drawn */
export function standBeside(stack) {
  const text = document.createRange();
  const widths = [...stack.renderRoot.querySelectorAll('.tabs button')].map((tab) => {
    text.selectNodeContents(tab);
    return Math.max(LEAST, text.getBoundingClientRect().width + AROUND);
  });
  const free = stack.clientWidth - 2 * parseFloat(getComputedStyle(stack).paddingLeft);
  stack.toggleAttribute('beside', widths.reduce((sum, width) => sum + width + GAP, BUTTON + GAP) <= free);
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
  /* long words: all of the row is for them */
  :host([sheet]:not([beside])) .tabs {
    margin-inline: -14px;
  }
  :host([sheet]:not([beside])) .tabs button {
    padding: 0;
    font-size: 13px;
  }
  :host([beside]) ::slotted(orrery-lost-button[beside]:not([up])) {
    grid-column: 2;
    width: 72px;
    margin-left: var(--s2);
  }
  :host([beside][folded]) ::slotted(orrery-lost-button[beside]) {
    display: block;
  }
  /* held across, the sheet is less than half as wide as the window */
  @media (orientation: landscape) {
    :host([sheet]) {
      padding-inline: 12px;
    }
    :host([sheet]) .tabs button {
      font-size: 13px;
    }
  }
`;
