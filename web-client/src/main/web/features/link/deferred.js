/** The clipboard is there over https and on this machine; elsewhere one copies by hand. */
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
