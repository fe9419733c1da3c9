/** The strip of tokens as the bar above the scene, for narrow windows. */
import { html } from 'lit';
import { SHEET } from '../../ui/window-form.js';

/** @type {import('../../ui/features.js').Feature} */
export const tokens = {
  name: 'tokens',
  panels: [
    { place: 'top', forms: SHEET, render: (view) => html`<orrery-text .view=${view}><orrery-token-strip .view=${view}></orrery-token-strip></orrery-text>` },
  ],
};
