/**
 * The page in a frame of another site. It has the step's words, tokens and figure first, then the machine, as long as somebody sees it. What
 * else the other pages have loads when something needs it: a tour or a tool of why, or a press on something that these speak of.
 */
import features from 'manifests/onEmbed.js';
import { read, write } from '../live/identity.js';
import { server } from '../live/model-source.js';
import { forgetPresenterKey } from '../live/presenter-key.js';
import { insist } from '../live/retry.js';
import { RoomConductor } from '../live/room-conductor.js';
import { words } from '../ui/words.js';
import { begin } from './app.js';
import { deferredSource } from './deferred-source.js';
import { seen } from './milestones.js';
import { entered } from './room.js';
import { sharedSocket } from './shared-socket.js';

/** Parts of a room's state that panels of the deferred modules show. */
const NEED_MORE = /** @type {const} */ (['tour', 'why', 'exhibit', 'training', 'prediction', 'poll', 'place']);

/** The page of a frame has no panels over its stage. @type {{name: string, form: import('../ui/features.js').Form, question: undefined, notes: DOMRect[]}} */
const LAYOUT = { name: '', form: 'sheet', question: undefined, notes: [] };

/** Close code: the key is wrong, or was withdrawn. */
const NOT_ALLOWED = 4403;
/** The name by which what a room gives this page is kept apart from what it gives others; nothing reads it. */
const OWN = 'embed';
/** The hello of a page that is nobody in its room. */
const NOBODY = { view: 'embed', name: undefined };
/** Numbers of whole steps, which only the machine draws, come after the figure, which asks for its own. */
const SOURCE = {
  ...deferredSource,
  frame: (/** @type {string} */ path) => seen('figure').then(() => server.frame(path)),
};

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

/**
 * How this page gets its conductor: in a room as one who only follows, or with the presenter's key of this tab; and alone.
 * @param {string} code @param {boolean} drives @returns {Promise<import('./app.js').Way>}
 */
async function wayOf(code, drives) {
  if (code === '') {
    const { walk } = await insist(() => import('./solo.js'));
    return { walk: (page, shown, wrong, others) => walk(page, shown, wrong, withoutOwn(others), SOURCE) };
  }
  // Of whoever reads the site around it: several are open at once, and none takes over from another. So what the room knows its person by
  // is this page's alone.
  const own = { me: /** @type {string | undefined} */ (undefined) };
  const { roomOf } = drives ? await insist(() => import('./driven-room.js')) : { roomOf: nobody };
  return {
    roomOf: () => {
      const made = roomOf(OWN, code, Object.assign(own, drives ? { view: 'presenter' } : NOBODY));
      made?.connection.on('welcome', ({ me }) => {
        if (me) own.me = me;
      });
      made?.connection.on('ended', ({ code: why }) => leave(code, why));
      return made;
    },
  };
}

/** @param {import('./room.js').PageName} page @param {string} code @param {object} own fields of the hello */
const nobody = (page, code, own) =>
  entered(page, code, (connection) => new RoomConductor(connection, { source: SOURCE }), own, sharedSocket);

/** Members of an address for which the deferred modules load: all but `panels`, which this page has read. @param {URLSearchParams} others */
function withoutOwn(others) {
  const rest = new URLSearchParams(others);
  rest.delete('panels');
  return rest;
}

/** A room that cannot be entered: a wrong key is forgotten, and else the page walks alone. @param {string} code @param {number} why */
function leave(code, why) {
  if (why === NOT_ALLOWED && read(`orrery.key.${code}`, window) !== null) {
    forgetPresenterKey(code);
    write('orrery.embed.refused', 'key', window);
    location.reload();
  } else if (why >= 4400) location.replace(`/embed/solo${location.hash}`);
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
