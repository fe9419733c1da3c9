/**
 * The page in a frame of another site. It has the step's words, tokens and figure first, then the machine, as long as somebody sees it. What
 * else the other pages have loads when something needs it: a tour or a tool of why, or a press on something that these speak of.
 */
import features from 'manifests/onEmbed.js';
import { read } from '../live/identity.js';
import { insist } from '../live/retry.js';
import { words } from '../ui/words.js';
import { begin } from './app.js';
import { wayOf } from './embed-way.js';

/** Parts of a room's state that panels of the deferred modules show. */
const NEED_MORE = /** @type {const} */ (['tour', 'why', 'exhibit', 'training', 'prediction', 'poll', 'place']);

/** The page of a frame has no panels over its stage. @type {{name: string, form: import('../ui/features.js').Form, question: undefined, notes: DOMRect[]}} */
const LAYOUT = { name: '', form: 'sheet', question: undefined, notes: [] };

/** @typedef {import('./app.js').App} App */

/** Whether this page has begun to load what follows its text. */
let isFollowed = false;

/** Starts the page. To be called once. */
export async function embed() {
  // the deferred modules have the elements of this page's panels once more (Bundler.copyForFrames)
  const { define } = CustomElementRegistry.prototype;
  customElements.define = (name, ...how) => {
    if (!customElements.get(name)) define.call(customElements, name, ...how);
  };
  const element = document.querySelector('orrery-app');
  const code = element?.getAttribute('code') ?? '';
  // a key in a link would be in the page around it
  if (/[#&]key=/.test(location.hash)) history.replaceState(null, '', location.hash.replace(/([#&])key=[^&]*&?/, '$1'));
  const drives = code !== '' && read(`orrery.key.${code}`, window) !== null;
  element?.setAttribute('page', code === '' ? 'solo' : drives ? 'presenter' : 'attendee');
  begin({
    features,
    way: await wayOf(code, drives),
    afterText: (page) => {
      follow(page);
      return true;
    },
    listen,
    texts: code === '' ? [] : ['room'],
  });
}

/** Answers keys, and the page around, once the figure is there; the last press of before, too. @param {App} page */
async function listen(page) {
  /** @type {import('./key-listener.js').Press | undefined} */
  let before;
  window.onkeydown = (event) => (before = { event, path: event.composedPath() });
  while (!isSettled(page)) await new Promise(requestAnimationFrame);
  const { answer } = await insist(() => import('./embed-answers.js'));
  window.onkeydown = null;
  answer(page, before);
}

/** Whether the step's figure is drawn, or there is none: also because the walk cannot begin. @param {App} page */
const isSettled = (page) =>
  page.element('orrery-figure')?.isDrawn || page.failure !== null || (page.conductor?.endedBy ?? null) !== null;

/** Shows the machine once the text and the figure are there, and as long as somebody sees it. @param {App} page */
async function follow(page) {
  if (isFollowed) return;
  isFollowed = true;
  const { conductor } = page;
  const needsMore = () => NEED_MORE.some((part) => conductor?.room?.parts[part]);
  const look = () => needsMore() && page.loadDeferred();
  conductor?.addEventListener('change', look);
  look();
  await insist(() => words.add('step.figures'));
  page.requestUpdate();
  while (!isSettled(page)) {
    page.features.tell('free', page.features.first(({ around }) => around?.(page, LAYOUT)) ?? {});
    await new Promise(requestAnimationFrame);
  }
  performance.mark('orrery:figure');
  new IntersectionObserver((entries) => {
    showScene(page, entries.at(-1)?.isIntersecting ?? true);
  }).observe(document.documentElement);
}

/** Stands in the place of the scene while nobody sees it. */
const PLACE = document.createComment('');
/** @type {import('./scene-host.js').SceneHost | null} */
let hidden = null;

/** Shows the machine, or takes it away, and with it what it needs of the graphics processor. @param {App} page @param {boolean} isSeen */
async function showScene(page, isSeen) {
  if (isSeen && hidden) {
    PLACE.replaceWith(hidden);
    hidden.conductor = page.conductor;
    hidden = null;
  } else if (isSeen) await page.loadDeferred();
  else {
    hidden = page.element('orrery-scene');
    if (!hidden) return;
    hidden.conductor = null;
    hidden.replaceWith(PLACE);
  }
}
