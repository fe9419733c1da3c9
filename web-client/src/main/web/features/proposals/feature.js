/** Texts from the room: attendees propose texts for the model and vote, and the presenter runs one. */
import { html, nothing } from 'lit';
import { driving, inRoom } from '../../ui/guards.js';
import { elementsLater } from '../../ui/later.js';
import { MIDDLE, SHEET, WIDE } from '../../ui/window-form.js';
import { nameOf } from '../lobby/attendee-name.js';

/**
 * @typedef {import('../../ui/features.js').Manifest} Manifest
 * @typedef {import('../../ui/view.js').View} View
 *
 * @typedef {{id: string, text: string, name?: string, votes: number, reading?: Reading}} Proposed
 * @typedef {{model: string, tokens: number, next?: string, p?: number}} Reading  what the shown model makes of the text; `tokens`: 0 if it cannot read it;
 *   `next` with its probability `p`: for those who may drive
 * @typedef {{ran?: string[], texts?: Proposed[], all?: number, credit?: string}} Proposals  `ran`: ids of texts that were run; `all`: how many texts were
 *   not, of which attendees are sent some; `credit`: the name of who has proposed the text that is shown
 *
 * @typedef {object} Parts
 * @property {Proposals | null} [proposals]
 *
 * @typedef {object} Own
 * @property {{text?: {id: string, text: string}, votes?: string[]}} proposals
 *
 * @typedef {object} Commands
 * @property {{text?: string, name?: string}} propose  without a text, takes the person's back
 * @property {{texts: string[]}} vote-texts  all for which this person votes
 * @property {{text: string}} run-text
 * @property {{text: string}} drop-text
 * @property {{}} drop-texts
 */

const load = elementsLater({
  'orrery-propose': () => import('./propose.js'),
  'orrery-proposed': () => import('./proposed.js'),
  'orrery-credit': () => import('./credit.js'),
});

/** @param {Pick<View, 'room'>} view @returns {Proposals} */
const proposalsOf = ({ room }) => room?.parts.proposals ?? {};
const mayDrive = (/** @type {View} */ { room }) => room?.mayDrive ?? false;
const hasTexts = (/** @type {View} */ view) => mayDrive(view) && (proposalsOf(view).texts?.length ?? 0) > 0;
const propose = (/** @type {string} */ slot) => (/** @type {View} */ view) => {
  if (!view.room) return nothing;
  load('orrery-propose');
  return html`<orrery-propose slot=${slot} ?flat=${slot !== ''} .view=${view}></orrery-propose>`;
};
const list = (/** @type {string} */ slot) => (/** @type {View} */ view) => {
  load('orrery-proposed');
  return html`<orrery-proposed slot=${slot} ?flat=${slot !== ''} .view=${view}></orrery-proposed>`;
};

/** The texts, each as something to be found. @param {import('../../ui/features.js').Place} place @param {string} name string key @returns {import('../../ui/features.js').Found[]} */
const found = ({ view, words }, name) =>
  hasTexts(view)
    ? (proposalsOf(view).texts ?? []).map(({ id, text, name: by }) => ({
        kind: 'text',
        name: words.text(name, { text }),
        value: id,
        ...(by && { more: words.text('proposals.by', { name: by }) }),
      }))
    : [];

/** @type {Manifest} */
export const withMachine = {
  panels: [
    { place: 'side', order: 36, pages: ['attendee'], forms: WIDE, render: propose('') },
    { place: 'side', tab: 'room', order: 72, pages: ['attendee'], forms: MIDDLE, render: propose('room') },
    { place: 'side', tab: 'room', order: 72, pages: ['attendee'], forms: SHEET, render: propose('room') },
    { place: 'side', order: 37, pages: ['presenter'], forms: WIDE, when: hasTexts, render: list('') },
    {
      place: 'side',
      tab: 'people',
      order: 37,
      pages: ['presenter'],
      forms: MIDDLE,
      when: hasTexts,
      render: list('people'),
    },
    {
      place: 'side',
      tab: 'stage',
      order: 58,
      pages: ['presenter'],
      forms: SHEET,
      when: hasTexts,
      render: list('stage'),
    },
    {
      place: 'over',
      order: 9,
      pages: ['projector'],
      when: (view) => Boolean(proposalsOf(view).credit) && !view.exhibition && !view.room?.lobby,
      render: (view) => {
        load('orrery-credit');
        return html`<orrery-credit .view=${view}></orrery-credit>`;
      },
    },
  ],
  actions: {
    /** `named`: whether the person wishes to be named. */
    propose: inRoom((conductor, { text, named }, page) =>
      conductor.command({ do: 'propose', text, ...(named && { name: nameOf(page.code) }) }),
    ),
    takeBackProposal: inRoom((conductor) => conductor.command({ do: 'propose' })),
    voteTexts: inRoom((conductor, texts) => conductor.command({ do: 'vote-texts', texts })),
    /** Shows the texts of the room. */
    proposals: inRoom(async (_, __, page) => {
      page.showTab(page.page === 'attendee' ? 'room' : page.element('orrery-stack[sheet]') ? 'stage' : 'people');
      await page.updateComplete;
      const panel = page.element('orrery-propose') ?? page.element('orrery-proposed');
      if (!panel) return;
      await load(/** @type {'orrery-propose' | 'orrery-proposed'} */ (panel.localName));
      panel.open = true;
    }),
    runText: driving((conductor, text) => conductor.command({ do: 'run-text', text })),
    dropText: inRoom((conductor, text) => conductor.command({ do: 'drop-text', text })),
    dropTexts: inRoom((conductor) => conductor.command({ do: 'drop-texts' })),
  },
  predicts: {
    'drop-text'({ parts }, { text }) {
      const { texts = [], all = 0, ...others } = parts.proposals ?? {};
      const left = texts.filter(({ id }) => id !== text);
      parts.proposals = { ...others, texts: left, all: Math.min(all, left.length) };
    },
    'drop-texts'({ parts }) {
      parts.proposals = null;
    },
  },
};

/** @type {Manifest} */
export const whenFinding = {
  finds: {
    propose: null,
    voteTexts: null,
    takeBackProposal: { name: 'proposals.takeBack', when: ({ view }) => view.room?.own.proposals?.text !== undefined },
    proposals: { name: 'proposals.title', when: ({ page, view }) => page.page === 'attendee' || hasTexts(view) },
    runText: (place) => (place.view.room?.drives ? found(place, 'proposals.runOf') : []),
    dropText: (place) => found(place, 'proposals.dropOf'),
    dropTexts: ({ view, words }) =>
      hasTexts(view)
        ? [{ kind: 'action', name: words.text('proposals.dropAll'), sure: words.text('proposals.dropSure') }]
        : [],
  },
};
