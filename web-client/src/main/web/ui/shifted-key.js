/** The labels of a key that is pressed with Shift, beside the button that does the same. */
import { html } from 'lit';
import { words } from './words.js';

/** @param {string} key */
export const shiftedKey = (key) =>
  html`<kbd aria-hidden="true">${words.text('help.cap.shift')}</kbd> <kbd aria-hidden="true">${key}</kbd>`;
