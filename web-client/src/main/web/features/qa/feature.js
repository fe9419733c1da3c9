/** Questions from the audience: attendees ask and vote, those who moderate look after them, and one is on the hall's screen. */
import { html, nothing } from 'lit';
import { read, write } from '../../live/identity.js';
import { anyAsked } from '../../ui/asks/asked.js';
import { inRoom } from '../../ui/guards.js';
import { elementsLater } from '../../ui/later.js';
import { MIDDLE, NOT_WIDE, SHEET, WIDE } from '../../ui/window-form.js';

/** @typedef {import('../../ui/view.js').View} View */
/** @typedef {import('../../ui/features.js').Manifest} Manifest */
/**
 * @typedef {object} Row  a question as it is listed
 * @property {number} number
 * @property {string} text
 * @property {string} [name]  of whom asked; absent for none
 * @property {number} people  how many ask this
 * @property {number} at      ms of the server's clock
 * @property {string} step
 * @property {'shown' | 'answered' | 'waiting' | 'reported' | 'hidden'} state
 * @property {boolean} [nameless]  whether a name is hidden
 *
 * @typedef {object} Qa
 * @property {number} round
 * @property {boolean} [approval]  whether somebody approves of each question before it is shown
 * @property {string} [version]    of the list; absent if it is empty
 * @property {number} [waiting]    how many wait for somebody who moderates
 * @property {boolean} [merged]    whether the last merge can be undone, for who moderates
 * @property {{number: number, text: string, name?: string, people: number}} [pinned]  on the hall's screen
 *
 * @typedef {object} Members  of the view
 * @property {(at: number) => number | null} [localTime]  a time of the server's clock on this page's, ms; null while that is unknown
 *
 * @typedef {object} Parts
 * @property {Qa | null} [qa]
 *
 * @typedef {object} Own
 * @property {{round: number, asked?: Row[], votes?: number[], reports?: number[]}} qa
 *
 * @typedef {object} Commands
 * @property {{text: string, name?: string}} qa-ask
 * @property {{number: number}} qa-take-back
 * @property {{numbers: number[]}} qa-vote
 * @property {{numbers: number[]}} qa-report
 * @property {{number: number, as: 'shown' | 'answered' | 'hidden' | 'named' | 'nameless'}} qa-set
 * @property {{number: number, into: number}} qa-merge
 * @property {{}} qa-unmerge
 * @property {{number?: number}} qa-pin
 * @property {{on: boolean}} qa-approval
 * @property {{}} qa-clear
 * @property {{number: number}} qa-go
 */

/** The room's close code for a key that is not good any more. */
const NOT_ALLOWED = 4401;
/** The tab in which attendees speak to the room. */
const TAB = 'room';

const load = elementsLater({
  'orrery-qa': () => import('./audience.js'),
  'orrery-qa-desk': () => import('./desk.js'),
  'orrery-qa-hall': () => import('./hall.js'),
});

const moderates = (/** @type {View} */ { room }) => Boolean(room && (room.mayDrive || room.role === 'moderator'));
const desk = (/** @type {string} */ slot) => (/** @type {View} */ view) => {
  load('orrery-qa-desk');
  return html`<orrery-qa-desk slot=${slot} ?flat=${slot !== ''} .view=${view}></orrery-qa-desk>`;
};
const audience = (/** @type {string} */ slot) => (/** @type {View} */ view) => {
  load('orrery-qa');
  return html`${moderates(view) ? desk(slot)(view) : nothing}<orrery-qa slot=${slot} ?flat=${slot !== ''} .view=${view}></orrery-qa>`;
};
/** Whether there is a question, or somebody is to approve of each. A presenter's pages have no room for an empty list. */
const hasSome = (/** @type {View} */ { room }) => Boolean(room?.parts.qa?.version || room?.parts.qa?.approval);
const pinned = (/** @type {View} */ view) => view.room?.parts.qa?.pinned;

/** @type {Manifest} */
export const withMachine = {
  panels: [
    { place: 'side', order: 37, pages: ['attendee'], forms: WIDE, render: audience('') },
    { place: 'side', tab: TAB, order: 70, pages: ['attendee'], forms: NOT_WIDE, render: audience(TAB) },
    { place: 'side', order: 37, pages: ['presenter'], forms: WIDE, when: hasSome, render: desk('') },
    {
      place: 'side',
      tab: 'people',
      order: 37,
      pages: ['presenter'],
      forms: MIDDLE,
      when: hasSome,
      render: desk('people'),
    },
    {
      place: 'side',
      tab: 'stage',
      order: 58,
      pages: ['presenter'],
      forms: SHEET,
      when: hasSome,
      render: desk('stage'),
    },
    {
      place: 'over',
      order: 8,
      pages: ['projector'],
      when: (view) => Boolean(pinned(view) && !view.exhibition && !view.room?.lobby && !anyAsked(view)),
      render: (view) => {
        load('orrery-qa-hall');
        return html`<orrery-qa-hall .view=${view}></orrery-qa-hall>`;
      },
    },
  ],
  covers: [{ selector: 'orrery-qa-hall', left: true }],
  actions: {
    /** `value`: a command about questions. */
    qa: inRoom((conductor, command) => conductor.command(command)),
    qaOpen: inRoom(async (_, __, page) => {
      page.showTab(page.page === 'attendee' ? TAB : page.element('orrery-stack[sheet]') ? 'stage' : 'people');
      await page.updateComplete;
      const panel = /** @type {any} */ (page.element('orrery-qa-desk') ?? page.element('orrery-qa'));
      if (!panel) return;
      await load(panel.localName);
      await panel.updateComplete;
      panel.show();
    }),
    qaUnpin: inRoom((conductor) => conductor.command({ do: 'qa-pin' })),
    qaApproval: inRoom((conductor, on) => conductor.command({ do: 'qa-approval', on })),
  },
  viewOf: ({ conductor }) => ({ localTime: (at) => conductor?.toLocal(at) ?? null }),
  attach(page) {
    if (page.code === '') return null;
    // whoever moderated is an attendee as others once the link is taken back
    page.connection?.on('ended', ({ code }) => {
      const name = `orrery.key.${page.code}`;
      if (page.page !== 'attendee' || code !== NOT_ALLOWED || read(name, window) === null) return;
      write(name, null, window);
      location.reload();
    });
    return null;
  },
};

/** @type {Manifest} */
export const whenFinding = {
  finds: {
    qa: null,
    qaOpen: {
      name: 'qa.open',
      when: ({ page, view }) => page.page === 'attendee' || (page.page === 'presenter' && hasSome(view)),
    },
    qaUnpin: { name: 'qa.unpin', when: ({ view }) => moderates(view) && Boolean(pinned(view)) },
    qaApproval: [
      {
        name: 'qa.approve.later',
        value: true,
        when: ({ view }) => Boolean(view.room?.mayDrive && !view.room.parts.qa?.approval),
      },
      {
        name: 'qa.approve.atOnce',
        value: false,
        when: ({ view }) => Boolean(view.room?.mayDrive && view.room.parts.qa?.approval),
      },
    ],
  },
};
