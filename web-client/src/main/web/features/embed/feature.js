/** A page in a frame of another site: its layout, the panels that its address asks for, and the code that puts it there. */
import { html, nothing } from 'lit';
import { insist } from '../../live/retry.js';
import { name } from '../../ui/address-members.js';
import { inRoom } from '../../ui/guards.js';

/** @typedef {import('../../ui/features.js').Manifest} Manifest */

/**
 * @typedef {object} Address
 * @property {string} [panels]  what stands around an embedded machine: `card`, `next`, `rail`, with commas; or `none`
 */

/**
 * @typedef {object} Parts
 * @property {{from: string[]}} [embed]  the sites that may show the room in a frame; for those who may drive
 *
 * @typedef {object} Commands
 * @property {{from: string[]}} embed
 */

/** What an address without `panels` asks for. */
const USUAL = 'card';
/** @type {string[] | null} */
let panels = null;

function asked() {
  if (panels) return panels;
  const known = ['card', 'next', 'rail'];
  panels = (new URLSearchParams(location.hash.slice(1)).get('panels') ?? USUAL)
    .split(',')
    .filter((each) => known.includes(each));
  return panels;
}

/** @type {Manifest} */
export const onEmbed = {
  order: 100,
  address: { panels: name },
  attach(page) {
    // these panels' elements are among the deferred modules
    if (asked().some((panel) => panel !== 'card')) page.loadDeferred();
    return { inAddress: () => (asked().join() === USUAL ? null : { panels: asked().join() || 'none' }) };
  },
  instead(page, view) {
    const { features } = page;
    const layout = /** @type {import('../../ui/features.js').Layout} */ ({
      form: 'wide',
      theme: page.theme,
      tab: 'next',
      folded: false,
      choose() {},
      fold() {},
      features,
      conductor: page.conductor,
    });
    const has = (/** @type {string} */ panel) => asked().includes(panel);
    return html`<div class="embed">
      ${asked().length > 0 ? html`<header><orrery-text .view=${view}><orrery-token-strip .view=${view}></orrery-token-strip></orrery-text></header>` : nothing}
      <div class="stage"></div>
      ${has('card') ? html`<main>${features.render('left', view, layout)}</main>` : nothing}
      ${has('next') ? html`<aside>${features.render('side', view, { ...layout, form: 'middle' }, 'next')}</aside>` : nothing}
      ${has('rail') ? html`<footer>${features.render('bar', view, layout)}</footer>` : nothing}
    </div>`;
  },
  around(page) {
    const box = page.querySelector('.embed > .stage')?.getBoundingClientRect();
    if (!box) return null;
    const { left, top, right, bottom } = box;
    return { left, top, right: innerWidth - right, bottom: innerHeight - bottom };
  },
};

/** @type {Manifest} */
export const withMachine = {
  actions: {
    async embed(page) {
      const { give } = await insist(() => import('./snippet.js'));
      await give(page);
    },
    embedFrom: inRoom((conductor, from) => conductor.command({ do: 'embed', from })),
  },
};

/** @type {Manifest} */
export const whenFinding = { finds: { embed: {}, embedFrom: null } };
