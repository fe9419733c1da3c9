/** What a screen reader is told, and what pages in the place of a walk ask for. */
import { normalCode } from '../../live/identity.js';
import { words } from '../../ui/words.js';
import { Announcer } from './announcer.js';

/** @type {import('../../ui/features.js').Feature} */
export const messages = {
  name: 'messages',
  actions: {
    code: (page, code) =>
      location.assign(`/r/${encodeURIComponent(normalCode(code))}${page.page === 'projector' ? '/screen' : ''}`),
    async key(page, key) {
      const { keepPresenterKey } = await import('./keep-key.js');
      keepPresenterKey(page.code, key);
      location.reload();
    },
  },
  attach: () => new Announcer(words),
};
