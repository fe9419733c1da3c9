/**
 * What was said in a recording, as lines of a transcript: beats with their titles and words, steps, questions, captions; and what marks are
 * called. The words of a tour are asked for in the page's language; those of a talk the recording has.
 *
 * @typedef {import('../../live/recording.js').Mark} Mark
 * @typedef {import('../tour/tours.js').Served} Served
 * @typedef {{t: number, kind: 'chapter' | 'line' | 'question' | 'cue', text: string, mark?: Mark}} Line
 */
import { getJson } from '../../live/http.js';
import { insist } from '../../live/retry.js';
import { loadLate } from '../../ui/late-words.js';
import { plain } from '../../ui/rich-text.js';
import { stepTexts } from '../../ui/step-texts.js';
import { words } from '../../ui/words.js';
import { factText } from '../tour/fact-words.js';
import { blocksOf, chosen, factsIn } from '../tour/forms.js';

/** How the ids of talks begin. */
const TALK = 'talk-';
/** The questions to the room, by the kind of their mark. */
const QUESTIONS = ['guess', 'poll', 'place'];
/** Of a beat's words the transcript has this many sentences. */
const MOST_SENTENCES = 3;
/** Marks nearer to each other than this are one moment, ms. */
const SAME_MS = 400;

export class Said {
  #page;
  #changed;
  /** @type {import('../../live/replay-connection.js').ReplayConnection} */
  #connection;
  /** Tours by id and language; null until one has arrived. @type {Map<string, Served | null>} */
  #tours = new Map();
  /** The figures that beats said, by their marks and the texts that say them; null until they have arrived. @type {Map<string, import('../tour/forms.js').Facts>} */
  #figures = new Map();
  /** @type {{key: string, lines: Line[]}} */
  #said = { key: '', lines: [] };

  /** @param {import('../../ui/features.js').WalkPage} page @param {() => void} changed called when words have arrived */
  constructor(page, changed) {
    this.#page = page;
    this.#changed = changed;
    this.#connection = /** @type {any} */ (page.connection);
    insist(() =>
      loadLate('replay', () => {
        changed();
        page.requestUpdate();
      }),
    );
  }

  /** The tour of a mark; null until it has arrived, and if there is none any more. @param {string} id */
  #tour(id) {
    const { language } = words,
      key = `${id} ${language}`;
    if (!this.#tours.has(key)) {
      this.#tours.set(key, null);
      const model = this.#connection.state?.trace.model;
      // a talk may be another by now, or erased
      if (!id.startsWith(TALK))
        getJson(
          `/api/tours/${encodeURIComponent(id)}?${new URLSearchParams({ lang: language, ...(model && { model }) })}`,
        ).then(
          (tour) => {
            this.#tours.set(key, tour);
            this.#changed();
          },
          (problem) => console.warn(problem),
        );
    }
    return this.#tours.get(key) ?? null;
  }

  /** @param {Mark} mark @returns {{title: string, texts?: any} | null} */
  #beatOf({ tour = '', beat = '' }) {
    const { beats } = this.#connection.recording,
      { language } = words;
    const served = tour.startsWith(TALK) ? beats.get(`${tour} ${beat} ${language}`) : this.#tour(tour);
    const [chapter, id = chapter] = beat.split('/');
    const found = served?.chapters
      ?.find((/** @type {any} */ each) => each.id === chapter)
      ?.beats.find((/** @type {any} */ each) => each.id === id);
    return found ?? null;
  }

  /** @param {Mark} mark @returns {any[]} */
  #blocksOf(mark) {
    return blocksOf(this.#beatOf(mark)?.texts, words.level) ?? [];
  }

  /** @param {Mark} mark */
  #keyOf({ t, tour, beat }) {
    return [t, tour, beat, words.language, words.level].join(' ');
  }

  /** Whether figures of a beat's words have not been asked for, or the words themselves. @param {Mark} mark */
  lacks(mark) {
    if (mark.kind !== 'beat' || this.#figures.has(this.#keyOf(mark))) return false;
    return this.#beatOf(mark) === null ? (mark.tour ?? '').startsWith(TALK) : factsIn(this.#blocksOf(mark)).length > 0;
  }

  /** Asks for the figures of a beat's words, which are those of the run that was shown with them. @param {Mark} mark */
  async read(mark) {
    const key = this.#keyOf(mark);
    if (this.#figures.has(key)) return;
    this.#figures.set(key, null);
    try {
      const { state } = (await this.#connection.recording.at(mark.t)) ?? {};
      const facts = factsIn(this.#blocksOf(mark));
      if (state && facts.length > 0)
        this.#figures.set(
          key,
          await /** @type {any} */ (this.#page.ports).tour.facts(
            { id: state.trace.id, promptLength: state.trace.promptLength },
            facts,
          ),
        );
      this.#changed();
    } catch (problem) {
      // its sentences with figures stay away
      console.warn(problem);
    }
  }

  /** Asks for the figures of all beats' words, one beat after the other, so that all of them can be searched. */
  async readAll() {
    for (const mark of this.#connection.recording.manifest?.marks ?? []) if (this.lacks(mark)) await this.read(mark);
  }

  /** The words for a mark of the recording. @param {Mark} mark @returns {string} */
  nameOf(mark) {
    const { graph, trace } = this.#page.conductor;
    const { kind, step, tool } = mark,
      title = mark.titles?.[words.language] ?? mark.title;
    if (kind === 'beat') return this.#beatOf(mark)?.title ?? title ?? words.text('replay.mark.beat');
    if (kind === 'step' && step && graph?.byId.has(step)) return plain(stepTexts(graph, step, trace, words).title);
    if (kind === 'tool' && tool && words.has(`why.tool.${tool}.title`))
      return words.text('replay.mark.tool', { tool: words.text(`why.tool.${tool}.title`) });
    if (title && kind !== 'tool') return kind === 'text' ? words.text('replay.mark.named', { title }) : title;
    return words.text(`replay.mark.${kind}`);
  }

  /** What was said, by time: beats with their words, steps, questions; and the captions, which then stand for the beats' words. @returns {Line[]} */
  get lines() {
    const marks = this.#connection.recording.manifest?.marks ?? [];
    /** @type {{from: number, text: string}[]} */
    const cues = /** @type {any} */ (this.#page.ports).voice?.cues?.() ?? [];
    const arrived = [...this.#tours.values(), ...this.#figures.values()].filter(Boolean).length,
      { graph } = this.#page.conductor;
    // the page's own words arrive after its language has changed
    const own = words.text('replay.mark.place');
    const key = [marks.length, cues.length, cues[0]?.text, arrived, own, words.language, words.level, graph?.model.id];
    if (this.#said.key !== key.join(' ') || this.#connection.recording.beats.size > 0)
      this.#said = { key: key.join(' '), lines: this.#linesOf(marks, cues) };
    return this.#said.lines;
  }

  /** @param {Mark[]} marks @param {{from: number, text: string}[]} cues */
  #linesOf(marks, cues) {
    /** @type {Line[]} */
    const lines = [];
    /** @type {Mark | null} */
    let before = null;
    for (const mark of marks) {
      const { t, kind } = mark;
      if (kind === 'end') continue;
      const isOfBeat = kind === 'step' && before?.kind === 'beat' && t - before.t < SAME_MS;
      if (kind === 'beat') {
        lines.push({ t, kind: 'chapter', text: this.nameOf(mark), mark });
        if (cues.length === 0) for (const text of this.#wordsOf(mark)) lines.push({ t, kind: 'line', text, mark });
      } else if (QUESTIONS.includes(kind)) lines.push({ t, kind: 'question', text: this.nameOf(mark), mark });
      else if (!isOfBeat)
        lines.push({ t, kind: kind === 'step' || kind === 'tool' ? 'line' : 'chapter', text: this.nameOf(mark), mark });
      before = mark;
    }
    for (const { from, text } of cues) lines.push({ t: from, kind: 'cue', text });
    return lines.sort((a, b) => a.t - b.t);
  }

  /** The first sentences of a beat; those with figures only once these have arrived. @param {Mark} mark @returns {string[]} */
  #wordsOf(mark) {
    const facts = this.#figures.get(this.#keyOf(mark)) ?? null;
    /** Figures are put in last: one may be a token that ends a sentence. @type {string[]} */
    const figures = [];
    const sentences = this.#blocksOf(mark).flatMap(({ p }) =>
      Array.isArray(p) ? spoken(p, facts, figures).split(/(?<=[.!?…]["”“]?)\s+/u) : [],
    );
    const whole = sentences
      .filter((sentence) => sentence !== '' && !sentence.includes(UNKNOWN))
      .slice(0, MOST_SENTENCES)
      .map((sentence) => sentence.replaceAll(FIGURE, (_, i) => figures[i]));
    return whole.length > 0 ? [whole.join(' ')] : [];
  }
}

/** What stands for words that depend on a figure which is not known, or that cannot be said. */
const UNKNOWN = '\u0000';
/** What stands for a figure, by its number. */
const FIGURE = /\u0001(\d+)\u0001/g;

/** @param {any} part of a rich text @param {import('../tour/forms.js').Facts} facts @param {string[]} figures takes those that are said @returns {string} */
function spoken(part, facts, figures) {
  if (typeof part === 'string') return part;
  if (Array.isArray(part)) return part.map((each) => spoken(each, facts, figures)).join('');
  if (part?.code !== undefined) return String(part.code);
  if (facts && part?.if) return spoken(chosen([part], facts), facts, figures);
  if (facts && part?.fact !== undefined)
    return `\u0001${figures.push(factText(facts.get(part.fact), words)) - 1}\u0001`;
  // a link has its words in `text`
  const inner = part?.em ?? part?.strong ?? part?.text;
  return inner === undefined ? UNKNOWN : spoken(inner, facts, figures);
}
