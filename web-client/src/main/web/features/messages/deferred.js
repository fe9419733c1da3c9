/** What a screen reader is told, and what pages in the place of a walk ask for. */
import { keepPresenterKey, normalCode } from '../../live/identity.js';
import { words } from '../../ui/words.js';
import { Announcer } from './announcer.js';

/** @type {import('../../ui/features.js').Feature} */
export const messages = {
  name: 'messages',
  actions: {
    code: (page, code) =>
      location.assign(`/r/${encodeURIComponent(normalCode(code))}${page.page === 'projector' ? '/screen' : ''}`),
    key(page, key) {
      keepPresenterKey(page.code, key);
      location.reload();
    },
  },
  attach: () => new Announcer(words),
};
