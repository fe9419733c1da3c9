/** Announcements for screen readers, and the actions of message pages. */
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
