/**
 * Reads and writes captions in WebVTT, as plain text: markup in a cue is text like any other, settings, notes, styles and regions are left
 * out. The server says what captions it accepts (`Captions`); this reader takes whatever it is given, in one pass.
 *
 * @typedef {object} Cue
 * @property {number} from  ms of the recording
 * @property {number} to    ms
 * @property {string} text
 */

const ARROW = '-->';
const TIME = /^(?:(\d{2,4}):)?([0-5]\d):([0-5]\d)\.(\d{3})$/;
/** A line begins with no more white space than this, so that a line of spaces costs nothing. */
const LONGEST_LINE = 10_000;
/** A cue is shown for no less, ms. */
const SHORTEST = 100;

/** @param {string} text of a file @returns {Cue[]} by time */
export function readCaptions(text) {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  /** @type {Cue[]} */
  const cues = [];
  for (let i = 0; i < lines.length; i++) {
    const times = timesIn(lines[i]);
    if (!times) continue;
    const said = [];
    while (i + 1 < lines.length && lines[i + 1] !== '' && !lines[i + 1].includes(ARROW)) said.push(lines[++i]);
    cues.push({ ...times, text: said.map(plain).join('\n') });
  }
  return cues.sort((a, b) => a.from - b.from);
}

/** @param {string} line @returns {{from: number, to: number} | null} */
function timesIn(line) {
  if (line.length > LONGEST_LINE || !line.includes(ARROW)) return null;
  const [before, after] = line.split(ARROW);
  const from = readTime(before.trim());
  const to = readTime(after.trim().split(/\s/)[0]);
  return from === null || to === null || to <= from ? null : { from, to };
}

/** @param {string} text `mm:ss.mmm`, with hours before it or without @returns {number | null} ms */
export function readTime(text) {
  const match = TIME.exec(text);
  if (!match) return null;
  const [, hours = '0', minutes, seconds, ms] = match;
  return ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 + Number(ms);
}

/** @param {number} ms @returns {string} `hh:mm:ss.mmm` */
export function timeText(ms) {
  const two = (/** @type {number} */ n) => String(n).padStart(2, '0');
  const whole = Math.max(0, Math.round(ms));
  const seconds = Math.floor(whole / 1000);
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(two).join(':');
  return `${clock}.${String(whole % 1000).padStart(3, '0')}`;
}

/** What a person reads of a line: `&amp;` stands for `&`, and so on. @param {string} line */
const plain = (line) =>
  line.replace(/&(amp|lt|gt|nbsp|lrm|rlm);/g, (_, /** @type {keyof typeof ENTITIES} */ name) => ENTITIES[name]);
const ENTITIES = { amp: '&', lt: '<', gt: '>', nbsp: '\u00A0', lrm: '\u200E', rlm: '\u200F' };

/** @param {Cue[]} cues @returns {string} a file of them, by time */
export function writeCaptions(cues) {
  const written = [...cues]
    .sort((a, b) => a.from - b.from)
    .map(({ from, to, text }) => `${timeText(from)} ${ARROW} ${timeText(to)}\n${escaped(text)}\n`);
  return ['WEBVTT\n', ...written].join('\n');
}

/** A blank line would end the cue, and an arrow begin another. @param {string} text */
const escaped = (text) =>
  text
    .split(/\r\n|\n|\r/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');

/** The cue at a time; the later one of two. @param {Cue[]} cues by time @param {number} t ms @returns {Cue | null} */
export const cueAt = (cues, t) => cues.findLast(({ from, to }) => from <= t && t < to) ?? null;

/** Changes to captions, each of which returns new ones by time. `n`: of the cue. */
export const edits = {
  /** @param {Cue[]} cues @param {number} n @param {Partial<Cue>} change */
  set(cues, n, change) {
    const cue = { ...cues[n], ...change };
    cue.from = Math.max(0, cue.from);
    cue.to = Math.max(cue.from + SHORTEST, cue.to);
    return sorted(cues.with(n, cue));
  },

  /** @param {Cue[]} cues @param {number} from ms @param {number} length ms, less if another cue begins sooner */
  add(cues, from, length = 3000) {
    const next = cues.find((cue) => cue.from > from)?.from ?? Infinity;
    const to = Math.max(from + SHORTEST, Math.min(from + length, next));
    return sorted([...cues, { from, to, text: '' }]);
  },

  /** Parts a cue: at the place in its text, and at the share of its time which that is. @param {Cue[]} cues @param {number} n @param {number} at */
  split(cues, n, at) {
    const { from, to, text } = cues[n];
    const share = text.length > 0 ? at / text.length : 0.5;
    const middle = Math.round(from + (to - from) * Math.min(0.9, Math.max(0.1, share)));
    const halves = [
      { from, to: middle, text: text.slice(0, at).trim() },
      { from: middle, to, text: text.slice(at).trim() },
    ];
    return cues.toSpliced(n, 1, ...halves);
  },

  /** Joins a cue with the next one. @param {Cue[]} cues @param {number} n */
  join(cues, n) {
    const [first, second] = [cues[n], cues[n + 1]];
    if (!second) return cues;
    const text = [first.text, second.text].filter(Boolean).join('\n');
    return cues.toSpliced(n, 2, { from: first.from, to: Math.max(first.to, second.to), text });
  },

  /** @param {Cue[]} cues @param {number} n */
  remove: (cues, n) => cues.toSpliced(n, 1),

  /** Shifts a cue and all that follow; none before the beginning. @param {Cue[]} cues @param {number} n @param {number} by ms */
  shift(cues, n, by) {
    const most = cues[n] ? Math.max(by, -cues[n].from) : by;
    return sorted(cues.map((cue, i) => (i < n ? cue : { ...cue, from: cue.from + most, to: cue.to + most })));
  },
};

const sorted = (/** @type {Cue[]} */ cues) => cues.sort((a, b) => a.from - b.from);
