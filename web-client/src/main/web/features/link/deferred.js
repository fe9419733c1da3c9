/** The clipboard is there over https and on this machine; elsewhere one copies by hand. */

/** @type {import('../../ui/features.js').Feature} */
export const link = {
  name: 'link',
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
