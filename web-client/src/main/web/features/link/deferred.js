/** Copies the page's link. Without a clipboard (over plain http) it opens a sheet to copy the link by hand. */
import { html } from 'lit';

/** @type {import('../../ui/features.js').Feature} */
export const link = {
  name: 'link',
  panels: [{ place: 'over', order: 30, pages: ['solo', 'presenter', 'attendee'], render: () => html`<orrery-link></orrery-link>` }],
  actions: {
    async link(page) {
      const { address } = page;
      try {
        await navigator.clipboard.writeText(address);
      } catch {
        page.element('orrery-link')?.show(address);
        return;
      }
      page.say({ key: page.code === '' ? 'link.copied' : 'link.copiedInRoom' });
    },
  },
};
