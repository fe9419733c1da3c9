/**
 * The page in a frame of another site. It has the step's words, tokens and figure first, then the machine, as long as somebody sees it. What
 * else the other pages have loads when something needs it: a tour or a tool of why, or a press on something that these speak of.
 */
import features from 'manifests/onEmbed.js';
import { forgetPresenterKey } from '../live/presenter-key.js';
import { read, write } from '../live/identity.js';
import { insist } from '../live/retry.js';
import { words } from '../ui/words.js';
import { begin } from './app.js';
import { EmbedController } from './embed-controller.js';
import { EmbedPort } from '../features/embed/port.js';
import { listenToKeys } from './key-listener.js';
import * as room from './room.js';

/** Close code: the key is wrong, or was withdrawn. */
const NOT_ALLOWED = 4403;
/** Parts of a room's state that panels of the deferred modules show. */
const NEED_MORE = /** @type {const} */ (['tour', 'why', 'exhibit', 'training', 'prediction', 'poll', 'place']);

const FORWARD = ['ArrowRight', 'PageDown'];
const BACK = ['ArrowLeft', 'PageUp'];

/** @typedef {import('./app.js').App} App */

/** Starts the page. To be called once. */
export async function embed() {
  const element = document.querySelector('orrery-app');
  const code = element?.getAttribute('code') ?? '';
  // a key in a link would be in the page around it
  if (/[#&]key=/.test(location.hash)) history.replaceState(null, '', location.hash.replace(/([#&])key=[^&]*&?/, '$1'));
  const drives = code !== '' && read(`orrery.key.${code}`, window) !== null;
  element?.setAttribute('page', code === '' ? 'solo' : drives ? 'presenter' : 'attendee');
  const port = new EmbedPort(window);
  begin({
    features,
    way: await wayOf(code, drives),
    afterText: (page) => follow(page, port),
    listen: (page) => {
      page.control(/** @type {any} */ (EmbedController));
      port.serve(page);
      listenToKeys(page, undefined, (key, isLeft) => pressed(page, port, key, isLeft));
    },
    texts: code === '' ? [] : ['room'],
    lean: true,
  });
}

/** @param {string} code @param {boolean} drives @returns {Promise<import('./app.js').Way>} */
async function wayOf(code, drives) {
  if (code === '') {
    const { walk } = await insist(() => import('./solo.js'));
    return { walk: (page, shown, wrong, others) => walk(page, shown, wrong, withoutOwn(others)) };
  }
  const way = drives ? await insist(() => import('./driven-room.js')) : room;
  return {
    roomOf: (page) => {
      const made = way.roomOf(page, code);
      made?.connection.on('ended', ({ code: why }) => leave(code, why));
      return made;
    },
  };
}

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

/** Shows the machine once the text and the figure are there, and as long as somebody sees it. @param {App} page @param {EmbedPort} port */
async function follow(page, port) {
  const { conductor } = page;
  const needsMore = () => NEED_MORE.some((part) => conductor?.room?.parts[part]);
  const look = () => needsMore() && page.loadDeferred();
  conductor?.addEventListener('change', look);
  look();
  await insist(() => words.loadRest());
  page.requestUpdate();
  while (!page.element('orrery-figure')?.isDrawn) await new Promise(requestAnimationFrame);
  performance.mark('orrery:figure');
  port.changed();
  const { sceneOf } = await insist(() => import('./embed-scene.js'));
  new IntersectionObserver((entries) => {
    page.sceneOf = entries.some(({ isIntersecting }) => isIntersecting) ? sceneOf : null;
    page.requestUpdate();
  }).observe(document.documentElement);
}

/**
 * Forward and back are the parent's, if it listens: it decides whether they move the machine. So is each key that nothing here has a use for.
 * @param {App} page @param {EmbedPort} port @param {string} key @param {boolean} isLeft
 */
function pressed(page, port, key, isLeft) {
  const by = FORWARD.includes(key) ? 'next' : BACK.includes(key) ? 'back' : null;
  if (key === '' || (by === null && !isLeft)) return false;
  if (port.isOpen) port.key(key);
  else if (by) page.act(by);
  return port.isOpen || by !== null;
}
