/** What is kept of a room for afterwards: the page that shows it, and the way there from the room. */
import { html } from 'lit';
import { read } from '../../live/identity.js';
import { insist } from '../../live/retry.js';

/** @typedef {import('../../ui/features.js').Manifest} Manifest */
/** @typedef {import('../../ui/features.js').Page} Page */

const keyOf = (/** @type {Page} */ { code }) => read(`orrery.key.${code}`, window);
const hasKey = (/** @type {Page} */ page) =>
  page.page === 'presenter' && page.code !== '' && keyOf(page) !== null && Boolean(page.conductor);

/** The page, once it has begun to load. @type {Promise<unknown> | null} */
let element = null;

/** @type {Manifest} */
export const onAfterwards = {
  standIn({ page, code }) {
    if (page !== 'afterwards') return null;
    element ??= insist(() => import('./afterwards-page.js'));
    return html`<orrery-afterwards .code=${code}></orrery-afterwards>`;
  },
};

/** @type {Manifest} */
export const withMachine = {
  actions: {
    /** The key is in the fragment, which no server is sent, and which the page removes at once. */
    afterwards: Object.assign(
      (/** @type {Page} */ page) => {
        const path = `/r/${encodeURIComponent(page.code)}/afterwards`;
        window.open(`${path}#key=${encodeURIComponent(keyOf(page) ?? '')}`, '_blank', 'noopener');
      },
      { may: hasKey },
    ),
  },
};

/** @type {Manifest} */
export const whenFinding = { finds: { afterwards: {} } };
