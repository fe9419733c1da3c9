/** Asks the room: the page on which everybody answers, and what the driver does with the question. */
import { html, nothing } from 'lit';
import { insist } from '../../live/retry.js';
import { driving, inRoom } from '../../ui/guards.js';
import { NOT_WIDE, WIDE } from '../../ui/window-form.js';
import { askedOf, isOfAct } from './asked.js';

/**
 * @typedef {import('../../ui/features.js').Manifest} Manifest
 * @typedef {import('../../ui/features.js').Page} Page
 *
 * @typedef {object} Parts
 * @property {import('./asked.js').NumberedPoll | null} [prediction]
 *
 * @typedef {object} Own
 * @property {{number: number, option: number}} prediction  this person's answer to the question with this number
 *
 * @typedef {{trace?: string, tokens?: number[], question?: string, options?: string[], other?: boolean, beat?: string, right?: number}} Asking  a
 *   question of the driver's own words, or which of the tokens comes next
 *
 * @typedef {object} Commands
 * @property {Asking} predict
 * @property {{number: number, option: number}} guess
 * @property {{number: number}} predict-close
 * @property {{number: number}} predict-reveal
 * @property {{number: number}} predict-end
 */

/** What comes after a phase, as the command that leads there. */
const ON = /** @type {const} */ ({ open: 'predict-close', closed: 'predict-reveal', revealed: 'predict-end' });

/** The modules of each kind of page. @type {Record<string, () => Promise<unknown>>} */
const ELEMENTS = {
  attendee: () => import('./guess.js'),
  presenter: () => Promise.all([import('./asked-panel.js'), import('./ask-sheet.js')]),
  projector: () => import('./hall-question.js'),
};

/** The tab of the panel "What comes next?". */
const TAB = 'next';

/** A beat's question is on its act already. */
const isAsked = (/** @type {import('../../ui/view.js').View} */ view) => askedOf(view) !== null && !isOfAct(view);
const panel = (/** @type {string} */ slot) => (/** @type {import('../../ui/view.js').View} */ view) =>
  html`<orrery-asked slot=${slot} ?flat=${slot !== ''} .view=${view}></orrery-asked>`;

/** A command about the question that is shown. @param {(typeof ON)[keyof typeof ON]} name */
const about = (name) =>
  driving((conductor) => {
    const asked = askedOf(conductor);
    if (asked) conductor.command({ do: name, number: asked.number });
  });

/** @type {Manifest} */
export const withMachine = {
  dialogs: ['orrery-ask'],
  panels: [
    {
      place: 'over',
      order: 7,
      pages: ['attendee'],
      render: (view) => (view.room ? html`<orrery-guess .view=${view}></orrery-guess>` : nothing),
    },
    { place: 'side', order: 20, pages: ['presenter'], forms: WIDE, when: isAsked, render: panel('') },
    { place: 'side', tab: TAB, order: 19, pages: ['presenter'], forms: NOT_WIDE, when: isAsked, render: panel(TAB) },
    {
      place: 'over',
      order: 45,
      pages: ['presenter'],
      when: (view) => view.room?.drives ?? false,
      render: (view) => html`<orrery-ask .view=${view}></orrery-ask>`,
    },
  ],
  actions: {
    /** Takes the question that is shown one phase further; else asks what a tour's beat asks, or opens the sheet for a question. */
    question: driving((conductor, _, page) => {
      const asked = askedOf(conductor);
      if (asked) conductor.command({ do: ON[asked.question.phase], number: asked.number });
      else if (!page.features.ask('asksRoom')) page.element('orrery-ask')?.show();
    }),
    /** Asks the room; `value` has the fields of the command `predict`. */
    predict: driving((conductor, fields, page) => {
      conductor.command({ do: 'predict', ...fields });
      // a beat's question is shown by its act
      if (fields.beat === undefined) page.showTab(TAB);
    }),
    predictClose: about('predict-close'),
    predictReveal: about('predict-reveal'),
    predictEnd: about('predict-end'),
    guess: inRoom((conductor, option) => {
      const asked = askedOf(conductor);
      if (asked) conductor.command({ do: 'guess', number: asked.number, option });
    }),
  },
  attach(page) {
    const load = page.code === '' ? undefined : ELEMENTS[page.page];
    if (load) insist(load).then(() => page.requestUpdate());
    return { putAway: () => page.element('orrery-guess')?.putAside?.() ?? false };
  },
};

/** @type {Manifest} */
export const whenFinding = {
  finds: {
    question: {},
    predict: null,
    predictClose: { when: ({ view }) => askedOf(view)?.question.phase === 'open' },
    predictReveal: {
      when: ({ view }) => ['open', 'closed'].includes(askedOf(view)?.question.phase ?? ''),
    },
    predictEnd: { when: ({ view }) => askedOf(view) !== null },
    guess: null,
  },
};
