/** What opens the sheet of keys, and puts it away. */

/** @type {import('../../ui/features.js').Feature} */
export const help = {
  name: 'help',
  actions: { help: (page) => page.element('orrery-help')?.toggle() },
};
