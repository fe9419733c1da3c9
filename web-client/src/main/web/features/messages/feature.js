/** What the page says: banners, and what a screen reader is told. */
import { banner } from './banner.js';

/** @type {import('../../ui/features.js').Feature} */
export const messages = {
  name: 'messages',
  panels: [{ place: 'over', order: 70, render: (view) => banner(view) }],
};
