/**
 * The questions of understanding at the end of a chapter, of somebody who walks alone. Each is about the run of the beat that it names, so
 * that both have the same figures, whatever run is shown by then.
 *
 * @typedef {object} Check  member of the view
 * @property {string} chapter  its title
 * @property {number} at       index of the question that is shown
 * @property {number} count
 * @property {import('../act/asking.js').Asking} asking
 * @property {{key: string, title: string}} again  the beat that the question is about, to look at again
 * @property {boolean} isEnd   whether the tour ends after the chapter's questions
 * @property {{title: string, text: string[], changes: string[], model?: string} | null} about  that beat and its run, if another run is shown; with the model if that is another one, too
 */
import { titleOf } from '../../../ui/model-words.js';
import { words } from '../../../ui/words.js';
import { askingOf } from '../act/asking.js';
import { FactsHere } from '../act/facts-here.js';
import { keysOf, optionsOf } from '../act/options.js';
import { answered, fresh, onRun, revealed, skipped } from '../act/progress-of.js';

/** @typedef {import('../act/progress-of.js').Try} Try */

/** How long a run that could not be computed waits for the next request, ms. */
const AGAIN_MS = 2000;

export class CheckPart {
  #page;
  #progress;
  #facts;
  /** By chapter/question. @type {Map<string, {tried: Try, options: import('../act/options.js').Option[]}>} */
  #tries = new Map();
  /** Runs of beats with their graphs, by recipe; null while they are on their way. @type {Map<string, {info: any, graph: any} | null>} */
  #runs = new Map();
  /** The question that is shown, and of which chapter. */
  #at = { chapter: '', n: 0 };

  /** @param {import('../../../ui/features.js').WalkPage} page @param {import('../progress.js').Progress} progress */
  constructor(page, progress) {
    this.#page = page;
    this.#progress = progress;
    this.#facts = new FactsHere(
      (run, facts, answer) => /** @type {import('../feature.js').Ports} */ (page.ports.tour).facts(run, facts, answer),
      () => page.requestUpdate(),
    );
  }

  /** @returns {Check | null} null unless a chapter's questions are shown */
  get view() {
    const tour = this.#page.ports.tour?.part;
    const { trace } = this.#page.conductor ?? {};
    const chapter = tour?.checking ? tour.chapter : null;
    const questions = chapter?.check ?? [];
    if (!tour || !chapter || questions.length === 0 || !trace) return null;
    if (this.#at.chapter !== this.#keyOf(chapter.id)) this.#at = { chapter: this.#keyOf(chapter.id), n: 0 };
    const n = Math.min(this.#at.n, questions.length - 1);
    const question = questions[n];
    // a route asks about its own beats only
    const again = tour.beats.find(({ key }) => key === `${chapter.id}/${question.again}`);
    const run = again && this.#runOf(again);
    if (!run) return null;
    const { info, graph } = run;
    const options = optionsOf(question, info, graph, words.locale);
    const key = this.#keyOf(`${chapter.id}/${question.id}`);
    const known = this.#tries.get(key);
    const tried = known ? onRun(known.tried, info.id, known.options, options) : fresh(key, info.id);
    this.#tries.set(key, { tried, options });
    const asking = askingOf(question, options, tried, (facts, answer) => this.#facts.of(info, facts, answer));
    const about =
      info.id !== trace.info.id
        ? {
            title: again.title,
            text: info.text,
            changes: info.changes ?? [],
            ...(info.model === trace.info.model ? {} : { model: titleOf(graph.model) }),
          }
        : null;
    return {
      chapter: chapter.title,
      at: n,
      count: questions.length,
      asking,
      again,
      isEnd: tour.index + 1 >= tour.beats.length,
      about,
    };
  }

  /** A beat's run; null until it has arrived. @param {import('../tours.js').Beat} beat */
  #runOf(beat) {
    const recipe = this.#page.ports.tour?.part?.recipeOf(beat);
    if (!recipe) return null;
    const key = JSON.stringify([recipe, recipe.changes?.(1)]);
    if (!this.#runs.has(key)) this.#fetch(key, recipe);
    return this.#runs.get(key) ?? null;
  }

  /** @param {string} key @param {import('../../../live/scene-runs.js').SceneRun} recipe */
  async #fetch(key, recipe) {
    this.#runs.set(key, null);
    try {
      const { conductor } = this.#page;
      if ('runOf' in conductor) this.#runs.set(key, await conductor.runOf(recipe));
      this.#page.requestUpdate();
    } catch {
      setTimeout(() => {
        this.#runs.delete(key);
        this.#page.requestUpdate();
      }, AGAIN_MS);
    }
  }

  /** @param {string} name within the tour */
  #keyOf(name) {
    return `${this.#page.ports.tour?.part?.tour?.id} ${name}`;
  }

  /** @param {(tried: Try) => Try} change */
  #change(change) {
    const check = this.view;
    if (!check) return;
    const { tried, options } = check.asking;
    this.#tries.set(tried.beat, { tried: change(tried), options });
    this.#page.requestUpdate();
  }

  /** The keys that the question takes. */
  get keys() {
    const check = this.view;
    return check ? keysOf(check.asking) : [];
  }

  /** @param {string} id of an option */
  choose(id) {
    this.#change((tried) => answered(tried, id));
  }

  reveal() {
    this.#change(revealed);
  }

  skip() {
    this.#change(skipped);
  }

  /** Shows the next question; after the last, the tour goes on, or ends. */
  next() {
    const check = this.view;
    if (!check) return;
    if (check.at + 1 < check.count) {
      this.#at = { ...this.#at, n: check.at + 1 };
      this.#page.requestUpdate();
    } else {
      this.#at = { chapter: '', n: 0 };
      this.#page.act(check.isEnd ? 'tourEnd' : 'tourBeat', 1);
    }
  }

  /** Goes to the beat that the question is about. */
  back() {
    const beat = this.view?.again;
    if (beat) this.#page.act('tourGo', { beat: beat.key, at: 0 });
  }

  /** Keeps the beats that are shown, and what was answered, once it is known whether that was right. @param {import('../../../ui/view.js').View} view */
  drawn({ tour: shown }) {
    if (shown && !shown.reading) this.#progress.shown(shown.tour.id, shown.route, shown.beat.key);
    const check = this.view;
    const tour = this.#page.ports.tour?.part;
    if (!check || !tour) return;
    const { told, isMeasured, right, answer, options, tried, act } = check.asking;
    if (!told || !isMeasured || right < 0 || tried.told !== 'answered') return;
    const question = `${tour.chapter?.id}/${/** @type {any} */ (act).id}`;
    const isRight = answer === options[right];
    const id = tour.tour?.id ?? '';
    if (this.#progress.of(id).checks[question] !== isRight) this.#progress.checked(id, question, isRight);
  }
}
