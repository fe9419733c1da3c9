/** Who may enter the room: the presenter's controls for its lock, its capacity, and the people who are kept out. */
import { html } from 'lit';
import { inRoom } from '../../ui/guards.js';
import { MIDDLE, SHEET, WIDE } from '../../ui/window-form.js';
import { insist } from '../../live/retry.js';
import { peopleOf } from '../audience/people-names.js';
import { OPEN } from './door.js';

/** @typedef {import('../../ui/features.js').Manifest} Manifest */

/**
 * @typedef {{locked: boolean, capacity: number, keptOut: number}} Door
 *
 * @typedef {object} Parts
 * @property {Door | null} [door]  for those who may drive
 *
 * @typedef {object} Commands
 * @property {{on: boolean}} lock
 * @property {{people: number}} capacity  0: the server's own limit
 * @property {{person: string}} keep-out
 * @property {{}} let-in
 */

/** The elements, once one of them is rendered. @type {Promise<unknown> | null} */
let elements = null;
const load = () => (elements ??= insist(() => import('./elements.js')));

const panel = (/** @type {string} */ slot) => (/** @type {import('../../ui/view.js').View} */ view) => {
  load();
  return html`<orrery-door slot=${slot} ?flat=${slot !== ''} .view=${view}></orrery-door>`;
};

/** @typedef {import('../../ui/features.js').Place} Place */
/** @param {Place} place */
const keepsDoor = ({ view: { room } }) => Boolean(room && (room.drives || room.role === 'presenter'));
/** @param {Place} place @returns {Door} */
const doorOf = ({ view }) => view.room?.parts.door ?? OPEN;

/** @type {Manifest} */
export const withMachine = {
  panels: [
    { place: 'side', order: 41, pages: ['presenter'], forms: WIDE, render: panel('') },
    { place: 'side', tab: 'people', order: 41, pages: ['presenter'], forms: MIDDLE, render: panel('people') },
    { place: 'side', tab: 'stage', order: 63, pages: ['presenter'], forms: SHEET, render: panel('stage') },
  ],
  actions: {
    lock: inRoom((conductor, on) => conductor.command({ do: 'lock', on })),
    capacity: inRoom((conductor, people) => conductor.command({ do: 'capacity', people })),
    keepOut: inRoom((conductor, person) => conductor.command({ do: 'keep-out', person })),
    letIn: inRoom((conductor) => conductor.command({ do: 'let-in' })),
  },
};

/** @type {Manifest} */
export const whenFinding = {
  finds: {
    lock: [
      { name: 'door.lock', value: true, when: (place) => keepsDoor(place) && !doorOf(place).locked },
      { name: 'door.unlock', value: false, when: (place) => keepsDoor(place) && doorOf(place).locked },
    ],
    capacity: { value: 0, when: (place) => keepsDoor(place) && doorOf(place).capacity > 0 },
    keepOut: (place) =>
      keepsDoor(place)
        ? peopleOf(place.view).map(({ id, name }) => ({
            kind: 'person',
            name,
            value: id,
            more: place.words.text('door.keepOut', { name }),
            sure: place.words.text('door.keepOutSure', { name }),
          }))
        : [],
    letIn: { name: 'door.letIn', when: keepsDoor, can: (place) => doorOf(place).keptOut > 0, not: 'keptOut' },
  },
};
