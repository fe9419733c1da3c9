/**
 * Talks of somebody without a room, on this device. All are one entry of the browser's storage; what does not fit there is refused, and
 * nothing is lost. Where storage is forbidden they last as long as the page.
 *
 * @typedef {import('./keep.js').Beat} Beat
 * @typedef {import('./stopwatch.js').Run} Run
 * @typedef {{id: string, version: number, title: string, speaker: string, date: string, beats: Beat[], runs?: Run[]}} Talk
 * @typedef {{talks: Talk[], open: string, stamp: number}} Kept
 */
import { writeTalk } from './yaml.js';

const NAME = 'orrery.talks';
export const MOST_TALKS = 20;
export const MOST_BEATS = 1000;
/** Of all talks, in characters: what a browser keeps for a site is some 5 million. */
export const MOST_CHARACTERS = 2_000_000;
const MOST_UNDO = 20;
/** What a talk's minutes are planned from. */
const MOST_RUNS = 2;

/** Why nothing more can be kept, with the key of its sentence. */
export class Full extends Error {
  /** @param {string} key */
  constructor(key) {
    super(key);
    this.key = key;
  }
}

export class Device {
  #storage;
  /** @type {Kept} */
  #kept = { talks: [], open: '', stamp: 0 };
  /** Earlier ones, the newest last. @type {Kept[]} */
  #before = [];

  /** @param {Pick<Storage, 'getItem' | 'setItem'> | null} [storage] */
  constructor(storage = storageOf()) {
    this.#storage = storage;
    try {
      const kept = JSON.parse(storage?.getItem(NAME) ?? 'null');
      if (isKept(kept)) this.#kept = kept;
    } catch {
      // Something else stands there, or it cannot be read: it stays until a talk is kept.
    }
  }

  /** Covers and the open talk, as a room says them. */
  get said() {
    const { talks, open } = this.#kept;
    return { talks: talks.map(({ beats: _, runs: _runs, ...cover }) => cover), open };
  }

  /** @param {string} id @returns {Talk | undefined} */
  talk(id) {
    return this.#kept.talks.find((talk) => talk.id === id);
  }

  /** A talk as a file. @param {string} id */
  text(id) {
    const talk = this.talk(id);
    return talk ? writeTalk(talk) : '';
  }

  begin() {
    const { talks, stamp } = this.#kept;
    if (talks.length >= MOST_TALKS) throw new Full('talk.tooMany');
    const id = `talk-${stamp + 1}`;
    this.#keep({
      talks: [...talks, { id, version: stamp + 1, title: '', speaker: '', date: '', beats: [] }],
      open: id,
      stamp: stamp + 1,
    });
  }

  /** @param {string} id */
  choose(id) {
    if (this.talk(id)) this.#keep({ ...this.#kept, open: id });
  }

  /** @param {Beat[]} beats @param {string | null} after as in Talks */
  put(beats, after) {
    if (!this.talk(this.#kept.open)) this.begin();
    this.#change((all) => {
      const at = after === null ? -1 : all.findIndex(({ id }) => id === after);
      const next = [...all];
      next.splice(after === '' ? 0 : at < 0 ? all.length : at + 1, 0, ...beats);
      if (next.length > MOST_BEATS) throw new Full('talk.tooLong');
      return next;
    });
  }

  /** @param {Beat} beat */
  replace(beat) {
    this.#change((all) => all.map((each) => (each.id === beat.id ? beat : each)));
  }

  /** @param {string} id @param {string} after */
  move(id, after) {
    this.#change((all) => {
      const beat = all.find((each) => each.id === id),
        others = all.filter((each) => each.id !== id);
      if (!beat) return all;
      others.splice(after === '' ? 0 : others.findIndex((each) => each.id === after) + 1, 0, beat);
      return others;
    });
  }

  /** @param {string} [id] of a beat; without, the open talk */
  drop(id) {
    if (id !== undefined) return this.#change((all) => all.filter((each) => each.id !== id));
    const { talks, open, stamp } = this.#kept,
      left = talks.filter((talk) => talk.id !== open);
    this.#keep({ talks: left, open: left[0]?.id ?? '', stamp: stamp + 1 });
  }

  /** @param {{title?: string, speaker?: string, date?: string}} cover what is missing stays */
  cover(cover) {
    this.#update((talk) => ({ ...talk, ...cover }));
  }

  /** Sets planned seconds. @param {Run} seconds by beat; a beat without keeps its own */
  plan(seconds) {
    this.#change((all) => all.map((beat) => (seconds[beat.id] ? { ...beat, seconds: seconds[beat.id] } : beat)));
  }

  /** Keeps a rehearsal of a talk; undo does not take it back. @param {string} id @param {Run} run */
  rehearsed(id, run) {
    const { talks, open, stamp } = this.#kept;
    this.#write({
      talks: talks.map((talk) =>
        talk.id === id ? { ...talk, runs: [...(talk.runs ?? []), run].slice(-MOST_RUNS), version: stamp + 1 } : talk,
      ),
      open,
      stamp: stamp + 1,
    });
  }

  /** Takes the last change back, but nothing that was measured. The versions stay ahead: what was read of a talk is of another time. */
  undo() {
    const before = this.#before.pop();
    if (!before) return;
    const stamp = this.#kept.stamp + 1;
    const runsOf = (/** @type {Talk} */ talk) => (this.talk(talk.id) ?? talk).runs ?? [];
    this.#write({
      ...before,
      talks: before.talks.map((talk) => ({ ...talk, runs: runsOf(talk), version: stamp })),
      stamp,
    });
  }

  /** @param {(beats: Beat[]) => Beat[]} change of the open talk's */
  #change(change) {
    this.#update((talk) => ({ ...talk, beats: change(talk.beats) }));
  }

  /** @param {(talk: Talk) => Talk} change */
  #update(change) {
    const { talks, open, stamp } = this.#kept;
    this.#keep({
      talks: talks.map((talk) => (talk.id === open ? { ...change(talk), version: stamp + 1 } : talk)),
      open,
      stamp: stamp + 1,
    });
  }

  /** @param {Kept} next */
  #keep(next) {
    const before = this.#kept;
    this.#write(next);
    this.#before = [...this.#before, before].slice(-MOST_UNDO);
  }

  /** @param {Kept} next @throws {Full} with nothing changed */
  #write(next) {
    const text = JSON.stringify(next);
    if (text.length > MOST_CHARACTERS && text.length > JSON.stringify(this.#kept).length) throw new Full('talk.full');
    try {
      this.#storage?.setItem(NAME, text);
    } catch {
      throw new Full('talk.full');
    }
    this.#kept = next;
  }
}

/** @param {any} kept */
const isKept = (kept) =>
  Array.isArray(kept?.talks) &&
  typeof kept.open === 'string' &&
  Number.isInteger(kept.stamp) &&
  kept.talks.every(
    (/** @type {any} */ talk) =>
      typeof talk?.id === 'string' &&
      Array.isArray(talk.beats) &&
      talk.beats.every(
        (/** @type {any} */ beat) => typeof beat?.id === 'string' && typeof beat.scene === 'object' && beat.words,
      ),
  );

function storageOf() {
  try {
    return localStorage;
  } catch {
    return null;
  }
}
