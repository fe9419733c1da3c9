/** The questions at the end of a chapter, and what somebody who walks alone has done, kept on the device. */
import { progress } from '../progress.js';
import { Later } from '../../../ui/later.js';

/**
 * @typedef {object} Members  of the view
 * @property {import('./check-part.js').Check | null} [tourCheck]  the questions of a chapter that has ended
 */

/** @typedef {import('../../../ui/features.js').Manifest} Manifest */

/** @typedef {import('../../../ui/features.js').Page} Page */

/** @typedef {import('./check-part.js').CheckPart} CheckPart */

/** Loads with the tour. @extends {Later<CheckPart>} */
class CheckHolder extends Later {
  /** @param {import('../../../ui/features.js').WalkPage} page */
  constructor(page) {
    super(page, async () => new (await import('./check-part.js')).CheckPart(page, progress));
  }

  /** @param {import('../../../ui/view.js').View} view */
  drawn(view) {
    this.part?.drawn(view);
  }
}

/** @param {Page} page */
const checkOf = (page) => page.ports.tourCheck?.part;
/** @typedef {CheckHolder} Ports */

/** @template Value @param {(check: CheckPart, value: Value) => void} act @returns {import('../../../ui/features.js').Action<Value>} */
const checking = (act) => (page, value) => {
  const check = checkOf(page);
  if (check) act(check, value);
};

/** @type {Manifest} */
export const withMachine = {
  attach: (page) => (page.page === 'solo' ? new CheckHolder(page) : null),
  viewOf: (page) => ({ tourCheck: checkOf(page)?.view ?? null }),
  actions: {
    tourCheckChoose: checking((check, id) => check.choose(id)),
    tourCheckReveal: checking((check) => check.reveal()),
    tourCheckSkip: checking((check) => check.skip()),
    tourCheckNext: checking((check) => check.next()),
    tourCheckBack: checking((check) => check.back()),
  },
};

const isOpen = (/** @type {import('../../../ui/features.js').Place} */ { view }) =>
  view.tourCheck?.asking.told === false;

/** @type {Manifest} */
export const whenFinding = {
  finds: {
    tourCheckChoose: null,
    tourCheckReveal: { name: 'tourAct.reveal', when: isOpen },
    tourCheckSkip: { name: 'tourAct.skip', when: isOpen },
    tourCheckNext: {
      name: 'tourCheck.next',
      when: ({ view }) =>
        (view.tourCheck?.asking.told ?? false) && (view.tourCheck?.at ?? 0) + 1 < (view.tourCheck?.count ?? 0),
    },
    tourCheckBack: { when: ({ view }) => (view.tourCheck?.at ?? 0) > 0 },
  },
};
