/** The banner across the top of a page, announcements for screen readers, and the pages that replace a walk. */
import { normalCode } from '../../live/identity.js';
import { words } from '../../ui/words.js';
import { Announcer } from './announcer.js';
import { endedPageOf } from './ended-page.js';
import { html, nothing } from 'lit';

/** @param {import('../../ui/view.js').View} view */
function banner(view) {
  let text = '';
  if (view.status === 'lost')
    text = words.text(
      view.page === 'projector' ? 'banner.lostProjector' : view.mayDrive ? 'banner.lostPresenter' : 'banner.lost',
    );
  else if (view.blank && view.mayDrive && view.page === 'presenter') text = words.text('banner.blank');
  return text === '' ? nothing : html`<p class="banner" role="status">${text}</p>`;
}

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
      const { keepPresenterKey } = await import('../../live/presenter-key.js');
      keepPresenterKey(page.code, key);
      location.reload();
    },
  },
  attach: () => new Announcer(words),
};

/** @type {Manifest} */
export const withMachine = { standIn: endedPageOf };

/** @type {Manifest} */
export const whenFinding = {
  finds: {
    code: null,
    key: null,
  },
};
