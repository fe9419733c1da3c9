/** Who may enter the room: the presenter's controls for its lock, its capacity, and the people who are kept out. */
import { css, html, nothing } from 'lit';
import { inRoom } from '../../ui/guards.js';
import { ask } from '../../ui/ask.js';
import { folded } from '../../ui/folded.js';
import { framed, pressed } from '../../ui/panel-styles.js';
import { shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';
import { MIDDLE, SHEET, WIDE } from '../../ui/window-form.js';
import { audienceLink } from '../../ui/join-address.js';
import { insist } from '../../live/retry.js';
import { words } from '../../ui/words.js';
import { peopleOf } from '../audience/people-names.js';

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

const panel = (/** @type {string} */ slot) => (/** @type {import('../../ui/view.js').View} */ view) =>
  html`<orrery-door slot=${slot} ?flat=${slot !== ''} .view=${view}></orrery-door>`;

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

/** The door of a room to which everybody may come. @type {Door} */
const OPEN = { locked: false, capacity: 0, keptOut: 0 };

/** Loads what only the opened controls need. */
const load = () => void insist(() => import('./moderator-link.js'));

/** A line that says who may enter, and opens to the controls. */
class DoorPanel extends ViewElement {
  static properties = { flat: { type: Boolean, reflect: true } };

  static styles = [
    shared,
    framed,
    folded,
    pressed,
    css`
      .plain {
        min-height: 36px;
        padding: 0 var(--s3);
      }
      input {
        width: 96px;
        min-height: 36px;
        padding: 0 var(--s2);
      }
      .row > span {
        flex: 1 1 120px;
      }
    `,
  ];

  constructor() {
    super();
    this.flat = false;
  }

  /** @param {{currentTarget: HTMLInputElement}} event */
  #changeCapacity({ currentTarget }) {
    ask(this, 'capacity', Math.max(0, Math.floor(Number(currentTarget.value) || 0)));
  }

  render() {
    const { room } = this.view ?? {};
    if (!room || !(room.drives || room.role === 'presenter')) return nothing;
    const { locked, capacity, keptOut } = room.parts.door ?? OPEN;
    return html`<section aria-label=${words.text('door.title')}>
      <details @toggle=${load}>
        <summary>${words.text('door.summary', { who: whoMayEnter({ locked, capacity, keptOut }) })}</summary>
        <div class="row">
          <span>${words.text('door.lockNote')}</span>
          <button class="plain" aria-pressed=${String(locked)} @click=${() => ask(this, 'lock', !locked)}>
            ${words.text(locked ? 'door.unlock' : 'door.lock')}
          </button>
        </div>
        <orrery-moderator-link .code=${this.view?.code} .base=${audienceLink(/** @type {any} */ (this.view))}></orrery-moderator-link>
        <label class="row">
          <span>${words.text('door.capacity')}</span>
          <input
            type="number"
            min="1"
            max="1000000"
            inputmode="numeric"
            placeholder=${words.text('door.noCapacity')}
            .value=${capacity === 0 ? '' : String(capacity)}
            @change=${this.#changeCapacity}
          />
        </label>
        ${
          keptOut === 0
            ? nothing
            : html`<div class="row">
              <span>${words.text('door.keptOut', { count: keptOut })}</span>
              <button class="plain" @click=${() => ask(this, 'letIn')}>${words.text('door.letIn')}</button>
            </div>`
        }
      </details>
    </section>`;
  }
}

/** In a few words. @param {Door} door */
function whoMayEnter({ locked, capacity, keptOut }) {
  if (locked) return words.text('door.who.known');
  if (keptOut > 0) return words.text('door.who.some');
  return capacity > 0 ? words.text('door.who.upTo', { count: capacity }) : words.text('door.who.all');
}

customElements.define('orrery-door', DoorPanel);
