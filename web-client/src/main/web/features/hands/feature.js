/** Hands up: a button for each attendee, the hands for those who may drive, and the name of whom they call on in the hall. */
import { html } from 'lit';
import { insist } from '../../live/retry.js';
import { inRoom } from '../../ui/guards.js';
import { COLUMNS, MIDDLE, SHEET, WIDE } from '../../ui/window-form.js';
import { nameOf } from '../lobby/attendee-name.js';
import { handsOf, nameOn } from './hands.js';

/** @typedef {import('../../ui/view.js').View} View */
/** @typedef {{id: string, name: string}} Hand  `id`: the person's */
/** @typedef {{raised?: Hand[], called?: Hand}} Hands */
/**
 * @typedef {object} Parts
 * @property {Hands | null} [hands]
 *
 * @typedef {object} Own
 * @property {Hand} hands
 *
 * @typedef {object} Commands
 * @property {{on: boolean, name?: string}} hand
 * @property {{person: string}} call-on
 * @property {{person: string}} lower-hand
 */

/** The elements, once one of them is rendered. @type {Promise<unknown> | null} */
let elements = null;
const load = () => (elements ??= insist(() => import('./elements.js')));

const areUp = (/** @type {View} */ { room }) => (room?.parts.hands?.raised?.length ?? 0) > 0;
const button = (/** @type {string} */ slot) => (/** @type {View} */ view) => {
  load();
  return html`<orrery-hand slot=${slot} .view=${view}></orrery-hand>`;
};
const list = (/** @type {string} */ slot) => (/** @type {View} */ view) => {
  load();
  return html`<orrery-hands slot=${slot} ?flat=${slot !== ''} .view=${view}></orrery-hands>`;
};
const called = (/** @type {View} */ view) => {
  load();
  return html`<orrery-hand-called .view=${view}></orrery-hand-called>`;
};

const isUp = (/** @type {View} */ { room }) => room?.own.hands !== undefined;

/** @param {import('../../ui/features.js').Place} place @param {string} key of what is done @returns {import('../../ui/features.js').Found[]} */
const raised = ({ view, words }, key) =>
  (view.room?.mayDrive ? (handsOf(view).raised ?? []) : []).map((hand) => ({
    kind: 'person',
    name: nameOn(hand),
    more: words.text(key, { name: nameOn(hand) }),
    value: hand.id,
  }));

/** @type {import('../../ui/features.js').Manifest} */
export const withMachine = {
  panels: [
    { place: 'bottom', order: 11, pages: ['attendee'], forms: COLUMNS, render: button('') },
    { place: 'side', tab: 'tour', order: 11, pages: ['attendee'], forms: SHEET, render: button('tour') },
    { place: 'side', order: 38, pages: ['presenter'], forms: WIDE, when: areUp, render: list('') },
    {
      place: 'side',
      tab: 'people',
      order: 38,
      pages: ['presenter'],
      forms: MIDDLE,
      when: areUp,
      render: list('people'),
    },
    { place: 'side', tab: 'stage', order: 59, pages: ['presenter'], forms: SHEET, when: areUp, render: list('stage') },
    {
      place: 'over',
      order: 9,
      pages: ['projector'],
      when: (view) => view.room?.parts.hands?.called !== undefined && !view.exhibition && !view.room?.lobby,
      render: called,
    },
  ],
  covers: [{ selector: 'orrery-hand-called', note: true }],
  actions: {
    hand: inRoom((conductor, on, page) =>
      conductor.command({ do: 'hand', on, ...(on && { name: nameOf(page.code) }) }),
    ),
    /** `person`: an id. */
    callOn: inRoom((conductor, person) => conductor.command({ do: 'call-on', person })),
    lowerHand: inRoom((conductor, person) => conductor.command({ do: 'lower-hand', person })),
  },
  predicts: {
    'call-on'({ parts }, { person }) {
      parts.hands = {
        ...parts.hands,
        called: parts.hands?.raised?.find(({ id }) => id === person),
      };
    },
    'lower-hand'({ parts }, { person }) {
      const { raised = [], called } = parts.hands ?? {};
      parts.hands = {
        raised: raised.filter(({ id }) => id !== person),
        called: called?.id === person ? undefined : called,
      };
    },
  },
};

/** @type {import('../../ui/features.js').Manifest} */
export const whenFinding = {
  finds: {
    hand: [
      { name: 'hands.raise', value: true, when: ({ page, view }) => page.page === 'attendee' && !isUp(view) },
      { name: 'hands.down', value: false, when: ({ page, view }) => page.page === 'attendee' && isUp(view) },
    ],
    callOn: (place) => raised(place, 'hands.callOn'),
    lowerHand: (place) => raised(place, 'hands.lowerOf'),
  },
};
