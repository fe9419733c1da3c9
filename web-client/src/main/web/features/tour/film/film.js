/**
 * Reads a tour aloud while it plays, as a film: with a voice of the browser's own that speaks the page's language on this device, else by
 * the time that reading takes. A voice that would send the text elsewhere is not used.
 *
 * @typedef {object} Film  member of the view
 * @property {boolean} on        whether the tour is read aloud while it plays
 * @property {string} sentence   that is read now; empty for none
 * @property {boolean} captions  whether it is shown
 * @property {{id: string, name: string}[]} voices  of the page's language
 * @property {string} voice      the id of the chosen one; empty without one
 * @property {'' | 'missing' | 'refused' | 'broken'} why  why no voice is heard
 */
import { words } from '../../../ui/words.js';
import { stepTexts } from '../../../ui/step-texts.js';
import { plain } from '../../../ui/rich-text.js';
import { plainRich } from '../act/plain-rich.js';

/** Storage of what a person has chosen. */
const KEY = 'orrery.aloud';
/** Facts that have not come by then are left out, ms. */
const FACTS_MS = 10_000;
/** A voice that has not come to its end after so many times the time of reading, and a moment, says nothing: the film goes on. */
const SLOW = 3,
  MOMENT_MS = 5000;
/** How long a question is left open, and how long what is told then, ms. */
const THINK_MS = 6000,
  TOLD_MS = 8000;

/** @typedef {{say: string} | {wait: number, reveals: boolean}} Part */

export class FilmPart {
  on = false;
  /** What comes after the last beat, and when a beat cannot be shown; by default playing ends. @type {() => void} */
  ended = () => this.#tour?.pause();
  failed = this.ended;
  #page;
  /** Until the person has chosen something, what the device remembers. @type {{captions: boolean, voices: Record<string, string>}} */
  #chosen = kept();
  /** The beat that is read, its parts once its facts are here, which one is read, and at which step. */
  #reading = { key: '', parts: /** @type {Part[] | null} */ (null), n: 0, at: 0 };
  #sentence = '';
  /** @type {Film['why']} */
  #why = '';
  /** Counts sentences: the end of one that was broken off changes nothing. */
  #ticket = 0;
  #speaks = false;
  /** Why the beat is not shown, once that has been told: telling it draws the page again. @type {any} */
  #failure = null;
  /** @type {number | undefined} */
  #timer;
  /** @type {number | undefined} */
  #patience;

  /** @param {import('../../../ui/features.js').WalkPage} page */
  constructor(page) {
    this.#page = page;
    // browsers know their voices a moment after the page has begun
    globalThis.speechSynthesis?.addEventListener?.('voiceschanged', () => page.requestUpdate());
    document.addEventListener('visibilitychange', () => this.drawn());
    // some browsers would speak on over the next page
    window.addEventListener('pagehide', () => this.#hush());
  }

  /** @returns {import('../tour.js').Tour | undefined} */
  get #tour() {
    return this.#page.ports.tour?.part ?? undefined;
  }

  /** @returns {Film} */
  get view() {
    const { on, voices, voice } = this;
    return {
      on,
      sentence: this.#sentence,
      captions: this.#chosen.captions,
      voices: voices.map(({ voiceURI, name }) => ({ id: voiceURI, name })),
      voice: voice?.voiceURI ?? '',
      why: !voice ? 'missing' : this.#why,
    };
  }

  /** Those of the page's language that speak on this device. @returns {SpeechSynthesisVoice[]} */
  get voices() {
    const own = words.language.toLowerCase();
    return (globalThis.speechSynthesis?.getVoices() ?? []).filter(
      ({ lang, localService }) =>
        localService && lang.toLowerCase().replace('_', '-').split('-')[0] === own.split('-')[0],
    );
  }

  /** The one that reads. @returns {SpeechSynthesisVoice | null} */
  get voice() {
    const { voices } = this;
    const wanted = this.#chosen.voices[words.language];
    return (
      voices.find(({ voiceURI }) => voiceURI === wanted) ?? voices.find((each) => each.default) ?? voices[0] ?? null
    );
  }

  /** Begins to read aloud, and to play; or ends reading: then the tour plays on as planned. @param {boolean} [on] */
  toggle(on = !this.on) {
    const tour = this.#tour;
    if (!tour || on === this.on) return;
    this.on = on;
    this.#why = '';
    this.#stop();
    if (on || tour.playing) tour.play();
    this.#page.requestUpdate();
  }

  /** @param {string} id of a voice */
  speakWith(id) {
    this.#keep({ voices: { ...this.#chosen.voices, [words.language]: id } });
    this.#why = '';
    this.#again();
  }

  /** Shows what is read, or no longer. */
  caption() {
    this.#keep({ captions: !this.#chosen.captions });
  }

  /** The page has rendered, or something else has changed: reads on, begins, or ends, as it is now. */
  drawn() {
    const tour = this.#tour;
    // a tour that has ended takes its reading along
    if (this.on && !tour?.isOn) this.on = false;
    const beat = tour?.beat;
    if (!this.on || !tour || !beat || !tour.playing || !tour.mayDrive || document.hidden || tour.checking) {
      this.#failure = null;
      this.#stop();
      return;
    }
    if (tour.failed && !tour.moving) {
      this.#stop();
      if (this.#failure === tour.failed) return;
      this.#failure = tour.failed;
      this.failed();
      return;
    }
    const key = [tour.tour?.id, beat.key, words.language, words.level, tour.speed].join(' ');
    if (this.#reading.key !== key) {
      this.#stop();
      this.#reading = { key, parts: null, n: 0, at: tour.at };
      this.#patience = window.setTimeout(() => this.#begin(), FACTS_MS);
    }
    if (this.#reading.parts === null && !tour.moving && (tour.shown?.facts ?? null) !== null) this.#begin();
    else if (this.#reading.parts !== null && this.#reading.at !== tour.at) this.#turnTo(tour.at);
  }

  /** The facts of the beat are here, or have not come in time: reads its first sentence. */
  #begin() {
    const tour = this.#tour,
      beat = tour?.beat;
    if (!tour || !beat || this.#reading.parts !== null) return;
    if (tour.moving) {
      this.#patience = window.setTimeout(() => this.#begin(), FACTS_MS);
      return;
    }
    clearTimeout(this.#patience);
    this.#reading.parts = this.#partsOf(beat);
    this.#turnTo(tour.at);
  }

  /** @param {import('../tours.js').Beat} beat @returns {Part[]} */
  #partsOf(beat) {
    const { graph, step, trace } = this.#page.conductor;
    const facts = this.#tour?.shown?.facts ?? null;
    const own = plainRich(beat.texts, words.level, facts);
    const text = own || (graph && step !== null ? stepTexts(graph, step, trace, words).text.map(plain).join(' ') : '');
    const act = this.#page.ports.tourAct?.part?.view;
    const isAsked = this.#page.code === '' && act?.kind === 'choose' && !act.asking.told;
    const asked = isAsked ? plainRich(beat.act.question, words.level, act.asking.facts) : '';
    const said = [/[.!?…]$/.test(beat.title) ? beat.title : `${beat.title}.`, text, asked]
      .flatMap(sentencesOf)
      .map((say) => ({ say }));
    return isAsked ? [...said, { wait: THINK_MS, reveals: false }, { wait: TOLD_MS, reveals: true }] : said;
  }

  /** Reads from the first sentence of a step on. @param {number} at */
  #turnTo(at) {
    const { parts } = this.#reading,
      steps = this.#tour?.beat?.scene.steps.length ?? 1;
    this.#reading.at = at;
    this.#reading.n = firstAt(at, steps, parts?.length ?? 0);
    this.#read();
  }

  /** Reads the sentence again that is read. */
  #again() {
    if (this.#reading.parts !== null) this.#read();
    this.#page.requestUpdate();
  }

  #read() {
    const part = this.#reading.parts?.[this.#reading.n];
    this.#hush();
    if (part === undefined) {
      this.#goOn();
      return;
    }
    if ('wait' in part) {
      if (part.reveals) this.#page.ports.tourAct?.part?.skip();
      this.#after(part.wait);
    } else this.#say(part.say);
    this.#page.requestUpdate();
  }

  /** @param {string} sentence */
  #say(sentence) {
    const ticket = this.#ticket,
      { voice } = this,
      speed = this.#tour?.speed ?? 1;
    this.#sentence = sentence;
    if (!voice) {
      this.#after(readingMs(sentence) / speed);
      return;
    }
    const utterance = new SpeechSynthesisUtterance(sentence);
    Object.assign(utterance, { voice, lang: voice.lang, rate: speed });
    utterance.onend = () => ticket === this.#ticket && this.#heard();
    utterance.onerror = ({ error }) => {
      if (ticket !== this.#ticket) return;
      this.#why = error === 'not-allowed' ? 'refused' : 'broken';
      this.#after(readingMs(sentence) / speed);
      this.#page.requestUpdate();
    };
    this.#speaks = true;
    speechSynthesis.speak(utterance);
    this.#after((SLOW * readingMs(sentence)) / speed + MOMENT_MS);
  }

  #heard() {
    this.#why = '';
    this.#next();
  }

  /** @param {number} ms */
  #after(ms) {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#next(), ms);
  }

  /** A sentence is over. */
  #next() {
    const { parts, at } = this.#reading,
      tour = this.#tour,
      beat = tour?.beat;
    if (!parts || !beat) return;
    const n = ++this.#reading.n;
    const steps = beat.scene.steps.length;
    if (n < parts.length && stepAt(n, steps, parts.length) > at) {
      this.#reading.at = stepAt(n, steps, parts.length);
      tour.goTo(beat.key, this.#reading.at);
    }
    this.#read();
  }

  /** The beat is read: goes on to the next one. */
  #goOn() {
    this.#sentence = '';
    const tour = this.#tour;
    if (!tour) return;
    const next = tour.beats[tour.index + 1];
    if (next) tour.goTo(next.key);
    else this.ended();
  }

  /** Ends what is read; the next time the beat is read from the step that is shown. */
  #stop() {
    if (this.#reading.key === '') return;
    clearTimeout(this.#patience);
    this.#reading = { key: '', parts: null, n: 0, at: 0 };
    this.#hush();
    this.#page.requestUpdate();
  }

  #hush() {
    this.#ticket++;
    clearTimeout(this.#timer);
    this.#sentence = '';
    if (this.#speaks) speechSynthesis.cancel();
    this.#speaks = false;
  }

  anew() {
    this.#chosen = kept();
  }

  /** @param {Partial<{captions: boolean, voices: Record<string, string>}>} change */
  #keep(change) {
    this.#chosen = { ...this.#chosen, ...change };
    try {
      localStorage.setItem(KEY, JSON.stringify(this.#chosen));
    } catch {
      // Storage can be forbidden; the choice then lasts as long as the page.
    }
    this.#page.requestUpdate();
  }
}

/** @returns {{captions: boolean, voices: Record<string, string>}} */
function kept() {
  try {
    const { captions = true, voices = {} } = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    return { captions: captions !== false, voices: typeof voices === 'object' ? (voices ?? {}) : {} };
  } catch {
    return { captions: true, voices: {} };
  }
}

/** Words a minute of somebody who reads for themselves. */
const WORDS_A_MINUTE = 170;
/** No sentence is shown shorter, ms. */
const LEAST_MS = 1500;
/** Abbreviations after which a sentence goes on, in the languages of the texts. */
const GOES_ON = /(?:(?:^|[\s.(„“])\p{L}|\b(?:bzw|ca|vgl|vs|Nr|No))\.$/u;

/** A text without what nobody says: marks of formulas and of emphasis. @param {string} text */
const spoken = (text) =>
  text
    .replace(/\\(?:text|mathrm|operatorname)\{([^}]*)\}/g, '$1')
    .replace(/\\[a-zA-Z]+/g, ' ')
    .replace(/[{}_^$\\]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

/** @param {string} text @returns {string[]} its sentences; none of a text without a letter or a figure */
export function sentencesOf(text) {
  /** @type {string[]} */
  const all = [];
  for (const part of spoken(text).split(/(?<=[.!?…][”“"’)]?)\s+(?=\S)/u)) {
    const before = all.at(-1);
    if (before !== undefined && GOES_ON.test(before)) all[all.length - 1] = `${before} ${part}`;
    else if (/[\p{L}\p{N}]/u.test(part)) all.push(part);
  }
  return all;
}

/** How long somebody reads a sentence, ms. @param {string} sentence */
export const readingMs = (sentence) => Math.max(LEAST_MS, (sentence.split(/\s+/).length * 60_000) / WORDS_A_MINUTE);

/** The first sentence that is read at a step of a beat with several. @param {number} at @param {number} steps @param {number} sentences */
export const firstAt = (at, steps, sentences) => Math.ceil((at * sentences) / steps);

/** The step of a beat at which a sentence is read: they are spread over its steps. @param {number} sentence index @param {number} steps @param {number} sentences */
export const stepAt = (sentence, steps, sentences) =>
  Math.min(steps - 1, Math.floor((sentence * steps) / Math.max(1, sentences)));
