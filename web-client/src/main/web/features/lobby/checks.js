/**
 * The checks before a talk. Pure.
 *
 * @typedef {import('../../ui/view.js').View} View
 * @typedef {{id: string, state: 'done' | 'waiting' | 'wrong', what: string, why: string}} Check
 * @typedef {import('../../live/reachability.js').Reachability} Reachability
 * @typedef {import('../../ui/words.js').Words} Words
 */
import { isLoopback } from '../../live/loopback.js';
import { addressOf } from '../../ui/join-address.js';
import { titleOf } from '../../ui/model-words.js';

/** Screens move together if their clocks agree to within this many ms, a few animation frames. */
const CLOCK_MS = 60;

/** Whether an address belongs to a container, which only its host can reach. @param {string} address @param {Reachability | null} reach */
function isContainers(reach, address) {
  const { hostname } = new URL(address);
  return reach !== null && reach.container && reach.addresses.some((own) => new URL(own.address).hostname === hostname);
}

/**
 * Whether a numeric address is not the server's any more, since the server has changed networks.
 * @param {string} address @param {string} origin @param {Reachability | null} reach
 */
function isGone(reach, address, origin) {
  const { hostname } = new URL(address);
  if (!reach || reach.container || !/^[\d.]+$|^\[/.test(hostname)) return false;
  return [reach.publicUrl, origin, ...reach.addresses.map((own) => own.address)].every(
    (known) => known === '' || new URL(known).hostname !== hostname,
  );
}

/**
 * The addresses that links can lead to, the likeliest first.
 *
 * @param {import('../../live/reachability.js').Reachability | null} reach
 * @param {string} origin   of this page
 * @param {string} chosen   the current address
 * @param {import('../../ui/words.js').Words} words
 * @returns {{address: string, text: string}[]}
 */
export function choicesOf(reach, origin, chosen, words) {
  const given = reach?.publicUrl ? [{ address: reach.publicUrl, network: '', kind: 'public' }] : [];
  const own = (reach && !reach.container ? reach.addresses : []).filter(({ address }) => address !== reach?.publicUrl);
  const isKnown = [...given, ...own].some(({ address }) => address === origin);
  const here = isKnown ? [] : [{ address: origin, network: '', kind: 'here' }];
  const all = [...given, ...(isLoopback(origin) ? [...own, ...here] : [...here, ...own])];
  if (!all.some(({ address }) => address === chosen)) all.unshift({ address: chosen, network: '', kind: 'chosen' });
  return all.map(({ address, network, kind }) => ({
    address,
    text: words.text(`preflight.address.${kind}`, { address: address.replace(/^https?:\/\//, ''), network }),
  }));
}

/**
 * The address to use instead of one that only this machine can open: the likeliest that others can reach.
 *
 * @param {import('../../live/reachability.js').Reachability | null} reach
 * @param {string} address the current one
 * @returns {string | null} null if others may reach the current one, or no other address is known
 */
export function preselected(reach, address) {
  if (!reach || !isLoopback(address)) return null;
  if (reach.publicUrl !== '' || reach.container) return reach.publicUrl || null;
  return reach.addresses.find(({ kind }) => kind === 'network')?.address ?? null;
}

/**
 * @param {{view: View, reach: import('../../live/reachability.js').Reachability | null, clock: number | null, loaded: boolean, origin: string,
 *   words: import('../../ui/words.js').Words}} facts  `clock`: by how many ms this page's clock may be wrong
 * @returns {Check[]}
 */
export function checksOf({ view, reach, clock, loaded, origin, words }) {
  return [
    addressCheck(view, reach, origin, words),
    clockCheck(clock, words),
    modelCheck(view, loaded, words),
    screenCheck(view, words),
    ...talkCheck(view, words),
  ];
}

/** @param {View} view @param {Reachability | null} reach @param {string} origin @param {Words} words */
function addressCheck(view, reach, origin, words) {
  const address = addressOf(view);
  const host = new URL(address).host;
  const check = (
    /** @type {'wrong' | 'done' | 'waiting'} */ state,
    /** @type {'loopbackInContainer' | 'loopback' | 'container' | 'reached' | 'gone' | 'waiting'} */ key,
  ) => ({
    id: 'address',
    state,
    what: words.text('preflight.address.title', { address: host }),
    why: words.text(`preflight.address.${key}`, { address: host }),
  });
  if (isLoopback(address)) return check('wrong', reach?.container ? 'loopbackInContainer' : 'loopback');
  if (isContainers(reach, address)) return check('wrong', 'container');
  if (reach?.reached.includes(host)) return check('done', 'reached');
  return isGone(reach, address, origin) ? check('wrong', 'gone') : check('waiting', 'waiting');
}

/** @param {number | null} clock @param {Words} words */
function clockCheck(clock, words) {
  /** @param {Check['state']} state @param {'waiting' | 'done' | 'slow'} key */
  const check = (state, key, values = {}) => ({
    id: 'clock',
    state,
    what: words.text('preflight.clock.title'),
    why: words.text(`preflight.clock.${key}`, values),
  });
  if (clock === null) return check('waiting', 'waiting');
  const ms = Math.max(1, Math.round(clock));
  return clock <= CLOCK_MS ? check('done', 'done', { ms }) : check('wrong', 'slow', { ms });
}

/** @param {View} view @param {boolean} loaded @param {Words} words @returns {Check} */
function modelCheck(view, loaded, words) {
  const title = view.graph ? titleOf(view.graph.model, words) : '';
  return {
    id: 'model',
    state: loaded ? 'done' : 'waiting',
    what: words.text('preflight.model.title'),
    why: words.text(loaded ? 'preflight.model.done' : 'preflight.model.waiting', { title }),
  };
}

/** The beats of the open talk that cannot be shown on this server; no check without a talk. @param {View} view @param {Words} words @returns {Check[]} */
function talkCheck({ talk }, words) {
  const { beats = [], cannot = {} } = talk?.talk ?? {};
  if (beats.length === 0) return [];
  const lost = beats.filter(({ id }) => cannot[id]);
  const titles = words.list(
    lost.map(({ words: all, id }) => (all[words.language] ?? Object.values(all)[0])?.title ?? id),
  );
  return [
    {
      id: 'talk',
      state: lost.length > 0 ? 'wrong' : 'done',
      what: words.text('preflight.talk.title'),
      why:
        lost.length > 0
          ? words.text('preflight.talk.lost', { titles, reason: cannot[lost[0].id].detail })
          : words.text('preflight.talk.done', { count: beats.length }),
    },
  ];
}

/** @param {View} view @param {Words} words @returns {Check} */
function screenCheck(view, words) {
  const screens = view.people?.screens ?? 0;
  return {
    id: 'screen',
    state: screens > 0 ? 'done' : 'waiting',
    what: words.text('preflight.screen.title'),
    why: screens > 0 ? words.text('preflight.screen.done', { screens }) : words.text('preflight.screen.waiting'),
  };
}
