/** The banner across the top of a page, announcements for screen readers, and the pages that replace a walk. */
import { normalCode } from '../../live/identity.js';
import { words } from '../../ui/words.js';
import { Announcer } from './announcer.js';
import { banner } from './banner.js';
import { endedPageOf } from './ended-page.js';

/** @typedef {import('../../ui/features.js').Manifest} Manifest */

/** @type {Manifest} */
export const withText = {
  covers: [{ selector: '.banner' }],
  panels: [{ place: 'over', order: 70, render: (view) => banner(view) }],
};

/** @type {Manifest} */
export const afterText = {
  order: -1,
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

/** @type {Manifest} */
export const withMachine = { standIn: endedPageOf };
