/** Polls: questions in words, with an answer, several, a scale or a short text. */
import { html, nothing } from 'lit';
import { insist } from '../../live/retry.js';
import { driving, inRoom } from '../../ui/guards.js';
import { NOT_WIDE, WIDE } from '../../ui/window-form.js';

/**
 * @typedef {import('../../ui/features.js').Manifest} Manifest
 * @typedef {import('../../ui/view.js').View} View
 *
 * @typedef {object} Parts
 * @property {import('./poll.js').Poll | null} [poll]
 *
 * @typedef {object} Own
 * @property {import('./poll.js').Answer & {number: number}} poll  this person's answer to the poll with this number
 *
 * @typedef {{kind: import('./poll.js').Kind, question: string, options?: string[], right?: number[], words?: import('./poll.js').Question['words']}} Asking
 *
 * @typedef {object} Commands
 * @property {Asking & {beat?: string}} poll
 * @property {import('./poll.js').Answer & {number: number}} poll-answer
 * @property {{number: number, text: string, on: boolean}} poll-hide  `text`: its id
 * @property {{number: number}} poll-close
 * @property {{number: number}} poll-reveal
 * @property {{number: number}} poll-again
 * @property {{number: number}} poll-end
 */

const texts = (/** @type {() => void} */ changed) =>
  import('../../ui/late-words.js').then(({ loadLate }) =>
    Promise.all([loadLate('game', changed), loadLate('poll', changed)]),
  );

/** The modules of each kind of page, which load at the first poll. @type {Record<string, () => Promise<unknown>>} */
const ELEMENTS = {
  attendee: () => import('./answer.js'),
  replay: () => import('./answer.js'),
  presenter: () => import('./panel.js'),
  projector: () => import('./hall.js'),
};

/** The tab of the panel "What comes next?". */
const TAB = 'next';

const isAsked = (/** @type {View} */ view) => Boolean(view.room?.parts.poll);
const panel = (/** @type {string} */ slot) => (/** @type {View} */ view) =>
  html`<orrery-poll slot=${slot} ?flat=${slot !== ''} .view=${view}></orrery-poll>`;

/** @type {Manifest} */
export const withMachine = {
  panels: [
    {
      place: 'over',
      order: 7,
      pages: ['attendee', 'replay'],
      render: (view) => (view.room ? html`<orrery-poll-answer .view=${view}></orrery-poll-answer>` : nothing),
    },
    { place: 'side', order: 20, pages: ['presenter'], forms: WIDE, when: isAsked, render: panel('') },
    { place: 'side', tab: TAB, order: 19, pages: ['presenter'], forms: NOT_WIDE, when: isAsked, render: panel(TAB) },
  ],
  actions: {
    /** Asks the room; `value` has the fields of the command. */
    poll: driving((conductor, fields, page) => {
      conductor.command({ do: 'poll', ...fields });
      page.showTab(TAB);
    }),
    pollAnswer: inRoom((conductor, answer) => {
      const poll = conductor.room?.parts.poll;
      if (poll) conductor.command({ do: 'poll-answer', number: poll.number, ...answer });
    }),
    pollHide: driving((conductor, value) => {
      const poll = conductor.room?.parts.poll;
      if (poll) conductor.command({ do: 'poll-hide', number: poll.number, ...value });
    }),
  },
  attach(page) {
    /** @type {Promise<unknown> | null} */
    let loading = null;
    const load = () => Promise.all([ELEMENTS[page.page](), texts(() => page.requestUpdate())]);
    return {
      putAway: () => page.element('orrery-poll-answer')?.putAside?.() ?? false,
      drawn(view) {
        // A presenter's sheet for a question needs the texts, too.
        const isNeeded = isAsked(view) || (page.page === 'presenter' && view.room?.drives);
        if (ELEMENTS[page.page] && isNeeded) loading ??= insist(load).then(() => page.requestUpdate());
      },
    };
  },
};

/** @type {Manifest} */
export const whenFinding = {
  finds: {
    /** The server's ready polls. */
    async poll({ page, view }) {
      if (!view.room?.drives) return [];
      const { questionOf, readyPolls } = await import('./ready.js');
      return (await readyPolls(page.code)).map((value) => ({
        kind: /** @type {const} */ ('action'),
        name: questionOf(value),
        value,
      }));
    },
    pollAnswer: null,
    pollHide: null,
  },
};
