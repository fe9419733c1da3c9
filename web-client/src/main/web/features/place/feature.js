/** Asks the room for a place: a word, a head or a layer. People touch it in the machine or choose it from a list; the machine shows the answers. */
import { html } from 'lit';
import { insist } from '../../live/retry.js';
import { driving, inRoom } from '../../ui/guards.js';
import { shareText } from '../../ui/rounding.js';
import { NOT_WIDE, WIDE } from '../../ui/window-form.js';
import { words } from '../../ui/words.js';
import { askedPlace, heatOf, hiddenFor, partOf, placeAt, placeIn } from './place.js';

/**
 * @typedef {import('../../ui/features.js').Manifest} Manifest
 * @typedef {import('../../ui/view.js').View} View
 * @typedef {import('./place.js').Kind} Kind
 *
 * @typedef {object} Parts
 * @property {import('./place.js').NumberedPlace | null} [place]
 *
 * @typedef {object} Own
 * @property {{number: number, at: number[]}} place
 *
 * @typedef {{kind: Kind, question?: string, row?: number[], measured?: boolean}} Asking  `row`: layer, head and position, from 0
 *
 * @typedef {object} Commands
 * @property {Asking & {trace: string}} place
 * @property {{number: number, place: number[]}} touch
 * @property {{number: number}} place-close
 * @property {{number: number}} place-reveal
 * @property {{number: number}} place-again
 * @property {{number: number}} place-end
 */

/** The tab of the panel "What comes next?". */
const TAB = 'next';

/** What *Find anything* offers to ask. */
const OFFERS = /** @type {const} */ ([
  { kind: 'word', name: 'place.ask.word' },
  { kind: 'head', name: 'place.ask.head', measured: true },
  { kind: 'layer', name: 'place.ask.layer', measured: true },
]);

/** The elements and the texts of this page, once they are needed. @type {Promise<unknown> | null} */
let loading = null;
const load = (/** @type {() => void} */ changed) =>
  (loading ??= insist(() =>
    Promise.all([
      import('./elements.js'),
      import('../../ui/late-words.js').then(({ loadLate }) =>
        Promise.all([loadLate('game', changed), loadLate('place', changed)]),
      ),
    ]),
  ).then(changed));

const isAsked = (/** @type {View} */ view) => askedPlace(view) !== null;
const isRevealed = (/** @type {View} */ view) =>
  askedPlace(view)?.question.phase === 'revealed' && !view.room?.lobby && !view.exhibition;
const panel = (/** @type {string} */ slot) => (/** @type {View} */ view) =>
  html`<orrery-place-panel slot=${slot} ?flat=${slot !== ''} .view=${view}></orrery-place-panel>`;

/** @type {Manifest} */
export const withMachine = {
  panels: [
    {
      place: 'over',
      order: 8,
      pages: ['attendee', 'replay'],
      when: isAsked,
      render: (view) => html`<orrery-place-answer .view=${view}></orrery-place-answer>`,
    },
    {
      place: 'over',
      order: 6,
      pages: ['attendee', 'projector', 'replay'],
      when: isRevealed,
      render: (view) => html`<orrery-place-heat ?hall=${view.page === 'projector'} .view=${view}></orrery-place-heat>`,
    },
    { place: 'side', order: 22, pages: ['presenter'], forms: WIDE, when: isAsked, render: panel('') },
    { place: 'side', tab: TAB, order: 17, pages: ['presenter'], forms: NOT_WIDE, when: isAsked, render: panel(TAB) },
  ],
  covers: [
    { selector: 'orrery-place-heat:not([hall])', over: false, question: true, late: true },
    { selector: 'orrery-place-heat[hall]', left: true, late: true },
  ],
  viewOf(page) {
    const { room = null, graph = null, trace = null } = page.conductor ?? {};
    trace?.hide(hiddenFor({ room, graph }));
    return {};
  },
  actions: {
    /** Asks the room for a place of the present run. */
    placeAsk: driving((conductor, asking, page) => {
      const { trace } = conductor;
      if (!trace) return;
      conductor.command({ do: 'place', trace: trace.info.id, ...asking });
      page.showTab(TAB);
    }),
    /** `at`: indices from 0. */
    touch: inRoom((conductor, at) => {
      const asked = askedPlace(conductor);
      if (asked) conductor.command({ do: 'touch', number: asked.number, place: at });
    }),
  },
  attach: (page) => new Place(page),
};

class Place {
  #page;
  /** Whether the machine shows the answers of this feature. */
  #heats = false;
  /** The tensors that were hidden when the page was drawn last. */
  #hidden = '';

  /** @param {import('../../ui/features.js').WalkPage} page */
  constructor(page) {
    this.#page = page;
    if (page.page === 'presenter') load(() => page.requestUpdate());
  }

  drawsIn() {
    const { room, graph, step } = this.#page.conductor,
      asked = askedPlace({ room });
    return graph && !room?.lobby && asked?.question.phase === 'revealed' ? partOf(asked.question, graph, step) : null;
  }

  putAside() {
    const answer = /** @type {import('../../ui/asks/answer-frame.js').AnswerFrame | null} */ (
      this.#page.element('orrery-place-answer')
    );
    return answer?.putAside?.() ?? false;
  }

  /** A part was touched whose cells are too small to be touched. @param {import('../../scene/layout/focus.js').Focus} part */
  partChosen(part) {
    const { graph } = this.#page.conductor,
      node = part.kind === 'block' ? graph?.nodes.get(part.node) : undefined,
      layer = 'layer' in part ? part.layer : (node?.layer ?? -1),
      head = 'head' in part ? (part.head ?? -1) : -1;
    this.#touch((question) => placeIn(question, layer, head));
  }

  /** A cell was touched: somebody who is asked for a place answers with it. @param {import('../../scene/pointer-input.js').Spot | null} cell */
  select(cell) {
    const { graph } = this.#page.conductor;
    this.#touch((question) => (graph ? placeAt(cell, question, graph) : null));
  }

  /** Answers with a place, for somebody who is asked for one. @param {(question: import('./place.js').PlaceQuestion) => number[] | null} placeOf null for none */
  #touch(placeOf) {
    const { room } = this.#page.conductor,
      asked = askedPlace({ room });
    if (!asked || room?.mayDrive || asked.question.phase !== 'open') return;
    const place = placeOf(asked.question);
    if (place) this.#page.act('touch', place);
  }

  /** @param {View} view */
  drawn(view) {
    if (!isAsked(view) && !this.#heats && this.#hidden === '') return;
    load(() => this.#page.requestUpdate());
    this.#unhide(view);
    this.#heat(view);
  }

  /** What was hidden is loaded once it is shown. @param {View} view */
  #unhide({ room, graph, trace, step }) {
    const hidden = hiddenFor({ room, graph }).join();
    if (hidden === this.#hidden) return;
    this.#hidden = hidden;
    this.#page.machine?.relabel();
    if (hidden === '' && trace && step !== null) trace.loadStep(step).catch(console.warn);
  }

  /** @param {View} view */
  #heat(view) {
    const { machine } = this.#page,
      { graph, step } = view,
      asked = askedPlace(view),
      // a tool of why draws in the machine, too
      heats = isRevealed(view) && !view.room?.parts.why;
    if (!machine || !graph || (!heats && !this.#heats)) return;
    this.#heats = heats;
    machine.finding =
      heats && asked
        ? heatOf(asked.question, graph, step, {
            percent: (share) => shareText(share, words),
            right: words.has('place.isRight') ? words.text('place.isRight') : '',
          })
        : null;
  }
}

/** @type {Manifest} */
export const whenFinding = {
  finds: {
    placeAsk: OFFERS.map(({ name, ...value }) => ({
      name,
      value,
      when: ({ view }) => view.room?.drives ?? false,
      can: ({ view }) => !view.room?.parts.place || view.room.parts.place.question.phase === 'revealed',
      not: 'asked',
    })),
    touch: null,
  },
};
