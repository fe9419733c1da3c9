/**
 * A recording of a room, read piece by piece (docs/recording.md): the manifest, and stretches of rows. What is malformed is refused with a
 * {@link RecordingProblem}, whatever it is: a recording may come from anywhere.
 *
 * @typedef {import('./room-conductor.js').RoomState} RoomState
 * @typedef {import('./connection.js').Sent} Sent
 * @typedef {import('../features/tour/tours.js').Served} Served
 *
 * @typedef {'step' | 'beat' | 'text' | 'guess' | 'poll' | 'place' | 'tool' | 'series' | 'scores' | 'end' | 'gap'} MarkKind  `end`: of a tour
 * @typedef {{t: number, kind: MarkKind, step?: string, tour?: string, beat?: string, title?: string, titles?: Record<string, string>, tool?: string, revealed?: number}} Mark
 * @typedef {{part: number, t: number, length: number, type: string, bytes: number}} VoicePart
 * @typedef {{id: string, name: string, preset?: string, offered: boolean}} RecordedModel
 *
 * @typedef {object} Manifest
 * @property {string} id
 * @property {string} room      its code
 * @property {string} title
 * @property {string} version   of the program that recorded
 * @property {string} [server]  of the program that answers
 * @property {number} begun     wall clock, ms
 * @property {number} length    ms so far
 * @property {'on' | 'paused' | 'ended'} state
 * @property {RecordedModel[]} models
 * @property {number[]} stretches  ms at which each begins
 * @property {Mark[]} marks        in their order
 * @property {VoicePart[]} voice
 * @property {string[]} captions   languages
 * @property {boolean} mayEdit
 * @property {'closed' | 'link' | 'open'} access  to whom it is published
 * @property {string} [key]  of the link by which it is published, for who may pass that on
 *
 * @typedef {object} Row  a change of what the room was shown
 * @property {number} t
 * @property {number} [clock]  of the room's server at that moment, ms
 * @property {Partial<RoomState>} [state]  the members that changed; all of them in a stretch's first row
 * @property {string[]} [gone]  members that are not there any more
 * @property {boolean} [isWhole]  whether its state is whole
 * @property {{cell: Sent['pointer']['cell'], pose: Sent['pointer']['pose']}} [pointer]
 * @property {Sent['counts']['state']} [counts]
 * @property {{tour: string, beat: string, served: Record<string, Served>}} [beat]  the words of a talk's beat, by language, as a tour that has it alone
 *
 * @typedef {object} Moment  all that is shown at one moment
 * @property {RoomState} state
 * @property {number | null} clock  of the room's server less the recording's time, ms; null if the recording does not say it
 * @property {{cell: Sent['pointer']['cell'], pose: Sent['pointer']['pose']}} pointer
 *
 * @typedef {{manifest: () => Promise<unknown>, stretch: (n: number) => Promise<unknown>, voice?: (part: number) => Promise<ArrayBuffer>, captions?: (language: string) => Promise<string>}} Source
 *   parsed JSON, a piece of the voice, and captions in WebVTT
 */
import { request } from './http.js';

/** The version of the format that this page reads. */
export const FORMAT = 1;

/** Limits of a recording: more than fifty hours have. Larger ones are refused before they are kept. */
const MOST_STRETCHES = 50_000,
  MOST_MARKS = 50_000,
  MOST_ROWS = 50_000,
  LONGEST_MS = 50 * 3_600_000,
  LONGEST_TEXT = 400,
  MOST_GONE = 100,
  MOST_VOICE = 10_000,
  MOST_BEATS = 2000,
  /** What a state nests is some ten deep. What is far deeper would break whoever reads it by recursion. */
  DEEPEST = 64;
/** How many stretches are kept: the one that is shown, and those around it. */
const KEPT = 8;

/** @type {MarkKind[]} */
const MARKS = ['step', 'beat', 'text', 'guess', 'poll', 'place', 'tool', 'series', 'scores', 'end', 'gap'];
const NO_POINTER = { cell: [], pose: [] };

/** Why a recording cannot be shown. `reason` is a string key below `replay.refused`. */
export class RecordingProblem extends Error {
  /** @param {'format' | 'damaged' | 'forbidden' | 'gone' | 'over'} reason @param {Record<string, string | number>} [values] */
  constructor(reason, values = {}) {
    super(`recording: ${reason} ${JSON.stringify(values)}`);
    this.reason = reason;
    this.values = values;
  }
}

/** @param {unknown} value @returns {value is Record<string, unknown>} */
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
/** @param {unknown} value @returns {value is number} */
const isTime = (value) => typeof value === 'number' && value >= 0 && value <= LONGEST_MS;
const textOf = (/** @type {unknown} */ value) => (typeof value === 'string' ? value.slice(0, LONGEST_TEXT) : '');
/** @param {unknown} value @returns {unknown[]} */
const listOf = (value, most = MOST_MARKS) => (Array.isArray(value) ? value.slice(0, most) : []);

/** Whether a value of JSON is nested no deeper than panels can read. @param {unknown} value @returns {boolean} */
function isShallow(value, most = DEEPEST) {
  if (typeof value !== 'object' || value === null) return true;
  return most > 0 && Object.values(value).every((each) => isShallow(each, most - 1));
}

const ACCESS = /** @type {const} */ (['closed', 'link', 'open']);

/** @param {unknown} json @returns {Mark[]} */
function markOf(json) {
  if (!isObject(json) || !isTime(json.t)) return [];
  const { t, revealed } = json,
    kind = MARKS.find((each) => each === json.kind);
  if (!kind) return [];
  const texts = ['step', 'tour', 'beat', 'title', 'tool'].flatMap((name) =>
    typeof json[name] === 'string' ? [[name, textOf(json[name])]] : [],
  );
  return [{ t, kind, ...Object.fromEntries(texts), ...(isTime(revealed) && { revealed }) }];
}

/** @param {unknown} json @returns {VoicePart[]} */
function voiceOf(json) {
  if (!isObject(json)) return [];
  const { part, t, length, bytes } = json;
  // its number is a part of an address
  if (!Number.isSafeInteger(part) || !isTime(part) || !isTime(t) || !isTime(length)) return [];
  return [{ part, t, length, type: textOf(json.type), bytes: isTime(bytes) ? bytes : 0 }];
}

/**
 * @param {unknown} json of the manifest
 * @returns {Manifest}
 * @throws {RecordingProblem}
 */
export function readManifest(json) {
  if (!isObject(json)) throw new RecordingProblem('damaged');
  if (json.format !== FORMAT)
    throw new RecordingProblem('format', {
      format: typeof json.format === 'number' ? json.format : textOf(json.format),
    });
  const { length, state } = json;
  /** @type {number[]} */
  const stretches = Array.isArray(json.stretches) ? json.stretches : [NaN];
  const isOrdered =
    stretches.length <= MOST_STRETCHES && stretches.every((t, i) => isTime(t) && (i === 0 || t >= stretches[i - 1]));
  if (!isOrdered || !isTime(length) || (state !== 'on' && state !== 'paused' && state !== 'ended'))
    throw new RecordingProblem('damaged');
  return {
    id: textOf(json.id),
    room: textOf(json.room),
    title: textOf(json.title),
    version: textOf(json.version),
    server: textOf(json.server) || undefined,
    begun: typeof json.begun === 'number' ? json.begun : 0,
    length: Math.max(length, stretches.at(-1) ?? 0),
    state,
    models: listOf(json.models).flatMap((each) =>
      isObject(each)
        ? [
            {
              id: textOf(each.id),
              name: textOf(each.name),
              preset: textOf(each.preset),
              offered: each.offered !== false,
            },
          ]
        : [],
    ),
    stretches,
    marks: listOf(json.marks)
      .flatMap(markOf)
      .sort((a, b) => a.t - b.t),
    voice: listOf(json.voice, MOST_VOICE)
      .flatMap(voiceOf)
      .sort((a, b) => a.t - b.t),
    captions: listOf(json.captions, MOST_GONE).map(textOf).filter(Boolean),
    mayEdit: json.mayEdit === true,
    access: ACCESS.find((each) => each === json.access) ?? 'closed',
    key: textOf(json.key) || undefined,
  };
}

/** Whether a page can show a state: it names a run, a step and who drives. @param {unknown} state @returns {state is RoomState} */
const isShown = (state) =>
  isObject(state) &&
  isObject(state.trace) &&
  typeof state.trace.id === 'string' &&
  typeof state.trace.model === 'string' &&
  Array.isArray(state.trace.tokens) &&
  Array.isArray(state.trace.text) &&
  Array.isArray(state.trace.next) &&
  isObject(state.cursor) &&
  typeof state.cursor.step === 'string' &&
  isObject(state.wheel);

/**
 * The rows of a stretch, in order of time. Rows of kinds that this page does not know are left out; what is after a row that is malformed
 * does not count, since nobody knows what it changed.
 * @param {unknown} json @param {number} from ms at which the stretch begins
 * @returns {Row[]} the first has a whole state
 * @throws {RecordingProblem} if there is none
 */
export function readRows(json, from) {
  /** @type {Row[]} */
  const rows = [];
  let last = 0;
  for (const row of listOf(json, MOST_ROWS)) {
    if (!isObject(row) || !isTime(row.t) || (row.state !== undefined && !isObject(row.state)) || !isShallow(row)) break;
    const isKnown = row.state ?? row.pointer ?? row.counts ?? row.beat;
    if (!isKnown) continue;
    last = Math.max(last, row.t);
    rows.push({ .../** @type {Partial<Row>} */ (row), t: last, isWhole: false });
  }
  const first = rows.find(({ state }) => state);
  if (!first || !isShown(first.state)) throw new RecordingProblem('damaged', { t: from });
  first.isWhole = true;
  return rows;
}

/** The members of the state that a row changes. @param {Moment | null} before null: a stretch begins @param {Row} row @returns {Moment | null} null until there is a whole state */
export function after(before, row) {
  if (row.state) {
    /** @type {Record<string, unknown>} */
    const state = { ...(!row.isWhole && before?.state), ...row.state };
    for (const name of listOf(row.gone, MOST_GONE)) if (typeof name === 'string') delete state[name];
    if (!isShown(state)) return before;
    const clock = Number.isFinite(row.clock) ? Number(row.clock) - row.t : (before?.clock ?? null);
    return { state, clock, pointer: before?.pointer ?? NO_POINTER };
  }
  if (!before) return null;
  if (isObject(row.pointer)) {
    const { cell, pose } = row.pointer;
    return { ...before, pointer: /** @type {Moment['pointer']} */ ({ cell: listOf(cell, 1), pose: listOf(pose, 1) }) };
  }
  if (!isObject(row.counts)) return before;
  // what is not there any more is null
  const counts = Object.entries(row.counts),
    there = counts.filter(([, part]) => part !== null),
    gone = counts
      .map(([name]) => name)
      .filter((name) => row.counts?.[/** @type {keyof Row['counts']} */ (name)] === null);
  return after(before, { t: row.t, state: Object.fromEntries(there), gone });
}

/** Whether a beat can be found in it. @param {unknown} served @returns {served is Served} */
const isServed = (served) =>
  isObject(served) &&
  Array.isArray(served.chapters) &&
  served.chapters.every(
    (chapter) => isObject(chapter) && Array.isArray(chapter.beats) && chapter.beats.every((beat) => isObject(beat)),
  );

export class Recording {
  /** Null until it has loaded. @type {Manifest | null} */
  manifest = null;
  /** The words of talks' beats that have been read, by tour, beat and language. @type {Map<string, Served>} */
  beats = new Map();
  #source;
  /** @type {Map<number, {rows: Promise<Row[]>, isWhole: boolean}>} in the order of use */
  #stretches = new Map();

  /** @param {Source} source */
  constructor(source) {
    this.#source = source;
  }

  /** From where the voice and the captions come. */
  get source() {
    return this.#source;
  }

  /** Loads the manifest, or what has been added to it. @returns {Promise<Manifest>} @throws {RecordingProblem | import('./http.js').Problem} */
  async load() {
    this.manifest = readManifest(await this.#source.manifest());
    return this.manifest;
  }

  /** The stretch in which a moment lies. @param {number} t */
  indexAt(t) {
    const stretches = this.manifest?.stretches ?? [];
    let low = 0;
    for (let high = stretches.length; high - low > 1;) {
      const middle = (low + high) >> 1;
      if (stretches[middle] <= t) low = middle;
      else high = middle;
    }
    return low;
  }

  /** Whether a stretch gets no more rows. @param {number} n */
  isWhole(n) {
    const { manifest } = this;
    return manifest !== null && (manifest.state === 'ended' || n < manifest.stretches.length - 1);
  }

  /**
   * The rows of a stretch. One that may grow is read anew each time.
   * @param {number} n @returns {Promise<Row[]>} @throws {RecordingProblem | import('./http.js').Problem}
   */
  stretch(n) {
    const known = this.#stretches.get(n);
    this.#stretches.delete(n);
    const isWhole = this.isWhole(n);
    const stretch = known?.isWhole ? known : { rows: this.#read(n), isWhole };
    this.#stretches.set(n, stretch);
    // a failure is asked for again
    stretch.rows.catch(() => this.#stretches.get(n) === stretch && this.#stretches.delete(n));
    for (const old of this.#stretches.keys()) {
      if (this.#stretches.size <= KEPT) break;
      this.#stretches.delete(old);
    }
    return stretch.rows;
  }

  /** All that was shown at a moment. @param {number} t @returns {Promise<Moment | null>} @throws {RecordingProblem | import('./http.js').Problem} */
  async at(t) {
    /** @type {Moment | null} */
    let moment = null;
    for (const row of await this.stretch(this.indexAt(t))) {
      if (row.t > t && moment) break;
      moment = after(moment, row);
    }
    return moment;
  }

  /** @param {number} n */
  async #read(n) {
    const rows = readRows(await this.#source.stretch(n), this.manifest?.stretches[n] ?? 0);
    for (const { beat } of rows) {
      if (!isObject(beat) || !isObject(beat.served)) continue;
      for (const [language, served] of Object.entries(beat.served))
        if (isServed(served)) this.beats.set(`${textOf(beat.tour)} ${textOf(beat.beat)} ${textOf(language)}`, served);
    }
    for (const old of this.beats.keys()) {
      if (this.beats.size <= MOST_BEATS) break;
      this.beats.delete(old);
    }
    return rows;
  }
}

/** Whether this server has a recorded model. @param {Recording} recording @param {string} model content id */
export const isOffered = ({ manifest }, model) => manifest?.models.find(({ id }) => id === model)?.offered ?? true;

/** A recording of the page's own server. @param {string} id @param {string} key with which it is shared, or empty @returns {Source} */
export function served(id, key) {
  const path = `/api/recordings/${encodeURIComponent(id)}`;
  // in a header: addresses are logged on the way
  const init = key === '' ? {} : { headers: { Authorization: `Bearer ${key}` } };
  const ask = async (/** @type {string} */ address) => {
    try {
      return await (await request(address, init)).json();
    } catch (problem) {
      const { status } = /** @type {Partial<import('./http.js').Problem>} */ (problem);
      if (status === 401 || status === 403) throw new RecordingProblem('forbidden');
      if (status === 404 || status === 410) throw new RecordingProblem('gone');
      // an answer that is no JSON
      if (problem instanceof SyntaxError) throw new RecordingProblem('damaged');
      throw problem;
    }
  };
  return {
    manifest: () => ask(path),
    stretch: (n) => ask(`${path}/stretches/${n}`),
    voice: async (part) => (await request(`${path}/voice/${part}`, init)).arrayBuffer(),
    captions: async (language) => (await request(`${path}/captions/${encodeURIComponent(language)}`, init)).text(),
  };
}
