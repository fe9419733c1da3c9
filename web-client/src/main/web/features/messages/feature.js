/** The banner across the top of a page. */
import { banner } from './banner.js';

/** @type {import('../../ui/features.js').Feature} */
export const messages = {
  name: 'messages',
  panels: [{ place: 'over', order: 70, render: (view) => banner(view) }],
};
