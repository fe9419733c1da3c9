/**
 * Shows the room which tokens may come next, or hides them. On an attendee's page that shows one panel at a time, the panel comes to
 * the front when the room is shown them, and goes back afterwards.
 */
import { isOfVocabulary, stepNodes, stepsAround } from '../../model/graph.js';
import { driving, inRoom } from '../../ui/guards.js';
import { toggled, visibilityOf } from './visibility.js';

/**
 * @typedef {object} Members  of the view
 * @property {import('./visibility.js').Visibility & {peeks: boolean}} [answer]  whether probabilities of the next token
 *   are shown, once that has loaded
 *
 * @typedef {object} Parts
 * @property {{hidden?: boolean, about?: {step: string, by: string}, fresh?: string}} [answer]  absent: shown at the step that computes them
 *
 * @typedef {object} Commands
 * @property {{shown?: boolean}} answer
 */

/** @typedef {import('../../ui/features.js').Manifest} Manifest */
/** @typedef {NextTokenVisibility} Ports */

/** The tab of the panel "What comes next?". */
const TAB = 'next';

/** @type {Manifest} */
export const afterText = {
  viewOf: (page) => {
    const part = page.ports.nextTokenVisibility;
    const { graph = null, trace = null, step = null, room: shown = null } = page.conductor ?? {};
    // whoever looks around in a recording walks alone
    const room = page.page === 'replay' && shown?.drives ? null : shown;
    const peeks = part?.peeks ?? false;
    // a beat of a tour may ask somebody who walks alone before it shows them
    const hiding = page.features.ask('hides');
    const hidden = hiding
      ? { toRoom: false, here: false, numbers: false, forward: false, kept: true, asks: hiding === 'asked' }
      : null;
    const answer = { ...visibilityOf({ graph, trace, step, room }, peeks), ...hidden, peeks };
    // texts, lists and the machine of this page read them from the trace
    if (trace) {
      trace.hidesNext = !answer.here;
      trace.hidesLogits = !answer.numbers;
    }
    return { answer };
  },
  actions: {
    /** Shows or hides them; `value` is a command's fields instead. */
    answer: driving((conductor, value, page) => {
      const fields = value ?? toggled(visibilityOf(conductor, false));
      conductor.command({ do: 'answer', ...fields });
      page.requestUpdate();
    }),
    peek: inRoom((_, __, page) => {
      const part = page.ports.nextTokenVisibility;
      if (!part) return;
      part.peeks = !part.peeks;
      page.requestUpdate();
    }),
  },
  predicts: {
    answer(view, { shown }) {
      view.parts.answer =
        shown === undefined
          ? undefined
          : { hidden: !shown, ...(shown && { about: { step: view.step, by: 'answer' } }) };
    },
  },
  attach: (page) => new NextTokenVisibility(page),
};

class NextTokenVisibility {
  /** Whether the presenter looks at the probabilities that the room does not see. */
  peeks = false;
  #page;
  #forward = false;
  #here = false;
  #numbers = false;
  /** The tab that the panel has replaced; null if it has not. @type {string | null} */
  #before = null;

  /** @param {import('../../ui/features.js').WalkPage} page */
  constructor(page) {
    this.#page = page;
  }

  /** @param {import('../../ui/view.js').View} view */
  drawn({ answer, graph, trace, step, page }) {
    const here = answer?.here ?? false,
      numbers = answer?.numbers ?? false;
    if (here !== this.#here || numbers !== this.#numbers) {
      this.#page.machine?.relabel();
      if (numbers && graph && trace && step !== null) this.#load(graph, trace, step);
    }
    this.#here = here;
    this.#numbers = numbers;
    // during a tour its text stays in front
    const forward =
      (page === 'attendee' || page === 'replay') && (answer?.forward ?? false) && !this.#page.features.ask('leads');
    if (forward === this.#forward) return;
    this.#forward = forward;
    if (forward) {
      this.#before = this.#page.tab === TAB ? null : this.#page.tab;
      this.#page.showTab(TAB);
    } else if (this.#before !== null && this.#page.tab === TAB) this.#page.tab = this.#before;
  }

  /**
   * Loads the numbers that the room withheld, up to a step. Of the current step the room sends them.
   * @param {import('../../model/graph.js').Graph} graph
   * @param {import('../../model/trace.js').Trace} trace
   * @param {string} step
   */
  async #load(graph, trace, step) {
    const steps = stepsAround(graph, step).map(({ id }) => id);
    const withheld = steps.slice(0, steps.indexOf(step) + 1).filter((id) => stepNodes(graph, id).some(isOfVocabulary));
    try {
      await Promise.all(withheld.map((id) => trace.loadStep(id)));
    } catch {
      // The next step that is shown loads them again.
    }
  }
}

/** @type {Manifest} */
export const whenFinding = {
  finds: {
    answer: {},
    peek: { name: 'answer.peek', when: ({ page, view }) => page.page === 'presenter' && !view.answer?.toRoom },
  },
};
