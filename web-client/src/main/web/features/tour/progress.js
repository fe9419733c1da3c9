/**
 * How far a person is with each tour, kept on the device. What is stored by another version, damaged or forbidden counts as nothing; then
 * progress lasts as long as the page.
 *
 * @typedef {{beats: string[], checks: Record<string, boolean>, last: string, route: number}} Walked  `beats` that were shown, as chapter/beat;
 *   `checks`: whether the question `chapter/id` was answered right at last; `last`: the beat that was shown last, empty for none
 */

const KEY = 'orrery.tours';
const VERSION = 1;
/** More tours than these are not remembered; the longest unused are forgotten. */
const MOST_TOURS = 50;
const MOST_BEATS = 1000;

/** @type {Walked} */
const NOTHING = Object.freeze({ beats: [], checks: {}, last: '', route: 0 });

export class Progress {
  #storage;
  /** Progress that the browser's storage did not take. @type {Record<string, Walked>} */
  #here = {};

  /** @param {() => Pick<Storage, 'getItem' | 'setItem'>} [storage] may throw */
  constructor(storage = () => localStorage) {
    this.#storage = storage;
  }

  /** @param {string} tour @returns {Walked} */
  of(tour) {
    const all = this.#all;
    return Object.hasOwn(all, tour) ? all[tour] : NOTHING;
  }

  /** A beat is shown. @param {string} tour @param {number} route minutes @param {string} beat */
  shown(tour, route, beat) {
    const before = this.of(tour);
    if (before.last === beat && before.route === route && before.beats.includes(beat)) return;
    this.#keep(tour, { ...before, route, last: beat, beats: [...new Set([...before.beats, beat])].slice(-MOST_BEATS) });
  }

  /** A question at a chapter's end was answered. @param {string} tour @param {string} question chapter/id @param {boolean} right */
  checked(tour, question, right) {
    const before = this.of(tour);
    this.#keep(tour, { ...before, checks: { ...before.checks, [question]: right } });
  }

  /** @param {string} tour */
  forget(tour) {
    const { [tour]: _, ...others } = this.#all;
    this.#store(others);
  }

  /** @returns {Record<string, Walked>} */
  get #all() {
    try {
      const { version, tours } = JSON.parse(this.#storage().getItem(KEY) ?? '{}');
      if (version === VERSION && tours && typeof tours === 'object') return { ...soundOf(tours), ...this.#here };
    } catch {
      // as if nothing were stored
    }
    return this.#here;
  }

  /** @param {string} tour @param {Walked} walked */
  #keep(tour, walked) {
    const { [tour]: _, ...others } = this.#all;
    // the newest is the last
    this.#store(Object.fromEntries([...Object.entries(others), [tour, walked]].slice(-MOST_TOURS)));
  }

  /** @param {Record<string, Walked>} tours */
  #store(tours) {
    this.#here = {};
    try {
      this.#storage().setItem(KEY, JSON.stringify({ version: VERSION, tours }));
    } catch {
      this.#here = tours;
    }
  }
}

/** What was walked on this device. */
export const progress = new Progress();

/** What of the stored tours has the right shape. @param {Record<string, any>} tours @returns {Record<string, Walked>} */
function soundOf(tours) {
  const sound = Object.entries(tours).filter(
    ([, walked]) =>
      Array.isArray(walked?.beats) &&
      walked.beats.every((/** @type {unknown} */ beat) => typeof beat === 'string') &&
      typeof walked.last === 'string' &&
      Number.isInteger(walked.route),
  );
  return Object.fromEntries(
    sound.map(([tour, { beats, last, route, checks }]) => [
      tour,
      { beats, last, route, checks: isTable(checks) ? checks : {} },
    ]),
  );
}

const isTable = (/** @type {any} */ value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * How much of a chapter is done: each of its beats on the route was shown, and each question answered right.
 * @param {Walked} walked @param {{id: string, beats: {id: string}[], check?: {id: string}[]}} chapter with the beats of the route
 * @returns {{seen: number, of: number, right: number, questions: number, done: boolean}}
 */
export function chapterProgress({ beats, checks }, { id, beats: all, check = [] }) {
  const seen = all.filter((beat) => beats.includes(`${id}/${beat.id}`)).length;
  const right = check.filter((question) => checks[`${id}/${question.id}`] === true).length;
  return { seen, of: all.length, right, questions: check.length, done: seen === all.length && right === check.length };
}
