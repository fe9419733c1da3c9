/** "I am lost": a button for each attendee, and the count for the presenter. */
import { html } from 'lit';
import { COLUMNS, MIDDLE, SHEET, WIDE } from '../../ui/window-form.js';

const button = (/** @type {import('../../ui/view.js').View} */ view) => html`<orrery-lost-button slot="under" .view=${view}></orrery-lost-button>`;
const count = (/** @type {string} */ slot) => (/** @type {import('../../ui/view.js').View} */ view) =>
  html`<orrery-lost-count slot=${slot} ?flat=${slot !== ''} .view=${view}></orrery-lost-count>`;

/** @type {import('../../ui/features.js').Feature} */
export const lost = {
  name: 'lost',
  panels: [
    { place: 'bottom', order: 10, pages: ['attendee'], forms: COLUMNS, render: button },
    { place: 'under', order: 10, pages: ['attendee'], forms: SHEET, render: button },
    { place: 'side', order: 39, pages: ['presenter'], forms: WIDE, render: count('') },
    { place: 'side', tab: 'people', order: 39, pages: ['presenter'], forms: MIDDLE, render: count('people') },
    { place: 'side', tab: 'stage', order: 61, pages: ['presenter'], forms: SHEET, render: count('stage') },
  ],
};
