/** Hands up: a button for each attendee, the hands for those who may drive, and the name of whom they call on in the hall. */
import { css, html, nothing } from 'lit';
import { inRoom } from '../../ui/guards.js';
import { ask } from '../../ui/ask.js';
import { framed, pressed } from '../../ui/panel-styles.js';
import { shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';
import { COLUMNS, MIDDLE, SHEET, WIDE } from '../../ui/window-form.js';
import { words } from '../../ui/words.js';
import { nameOf } from '../lobby/attendee-name.js';

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

/** @param {Pick<View, 'room'> | null} view @returns {Hands} */
const handsOf = (view) => view?.room?.parts.hands ?? {};
const areUp = (/** @type {View} */ view) => (handsOf(view).raised?.length ?? 0) > 0;
const button = (/** @type {string} */ slot) => (/** @type {View} */ view) =>
  html`<orrery-hand slot=${slot} .view=${view}></orrery-hand>`;
const list = (/** @type {string} */ slot) => (/** @type {View} */ view) =>
  html`<orrery-hands slot=${slot} ?flat=${slot !== ''} .view=${view}></orrery-hands>`;

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
      when: (view) => handsOf(view).called !== undefined && !view.exhibition && !view.room?.lobby,
      render: (view) => html`<orrery-hand-called .view=${view}></orrery-hand-called>`,
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
  finds: {
    hand: [
      { name: 'hands.raise', value: true, when: ({ page, view }) => page.page === 'attendee' && !isUp(view) },
      { name: 'hands.down', value: false, when: ({ page, view }) => page.page === 'attendee' && isUp(view) },
    ],
    callOn: (place) => raised(place, 'hands.callOn'),
    lowerHand: (place) => raised(place, 'hands.lowerOf'),
  },
};

/** A toggle button that raises and lowers the attendee's own hand. */
class HandButton extends ViewElement {
  static styles = [
    shared,
    pressed,
    css`
      .plain {
        flex-direction: column;
        gap: 0;
        width: 100%;
        min-width: 132px;
        height: 100%;
        min-height: 48px;
        background: var(--surface);
        box-shadow: var(--shadow-2);
      }
      :host([slot='tour']) .plain {
        height: auto;
        margin-top: var(--s3);
        box-shadow: none;
      }
      small {
        font-size: var(--text-sm);
        font-weight: normal;
      }
    `,
  ];

  render() {
    const { room } = this.view ?? {};
    if (!room) return nothing;
    const isUp = room.own.hands !== undefined,
      isCalled = isUp && handsOf(this.view).called?.id === room.id;
    const said = words.text(isCalled ? 'hands.called' : isUp ? 'hands.up' : 'hands.raise');
    return html`<button class="plain" aria-pressed=${String(isUp)} @click=${() => ask(this, 'hand', !isUp)}>
        <span>${said}</span>${isUp ? html`<small>${words.text('hands.lower')}</small>` : nothing}
      </button>
      <p class="hidden" role="status">${isUp ? said : ''}</p>`;
  }
}

/** The hands that are up, in their order. */
class HandList extends ViewElement {
  static properties = { flat: { type: Boolean, reflect: true } };

  static styles = [
    shared,
    framed,
    pressed,
    css`
      :host {
        flex: none;
        max-height: 30%;
        overflow-y: auto;
      }
      :host([flat]) {
        max-height: none;
      }
      p {
        font-weight: var(--w-strong);
      }
      ol {
        display: grid;
        gap: var(--s1);
      }
      li {
        display: flex;
        align-items: center;
        gap: var(--s2);
        font-size: var(--text-sm);
      }
      bdi {
        flex: 1 1 auto;
        min-width: 0;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .called bdi {
        font-weight: var(--w-strong);
      }
      .plain {
        min-height: 32px;
        padding: 0 var(--s2);
      }
      @media (pointer: coarse) {
        .plain {
          min-height: 48px;
        }
      }
    `,
  ];

  constructor() {
    super();
    this.flat = false;
  }

  render() {
    const { raised = [], called } = handsOf(this.view);
    return html`<section aria-label=${words.text('hands.title')}>
      <p role="status">${words.text('hands.count', { count: raised.length })}</p>
      <ol>
        ${raised.map((hand) => {
          const isCalled = hand.id === called?.id,
            name = nameOn(hand);
          return html`<li class=${isCalled ? 'called' : ''}>
            <bdi>${name}</bdi>
            <button class="plain" aria-pressed=${String(isCalled)} aria-label=${words.text('hands.callOn', { name })} @click=${() => ask(this, 'callOn', hand.id)}>
              ${words.text('hands.call')}
            </button>
            <button class="plain" aria-label=${words.text('hands.lowerOf', { name })} @click=${() => ask(this, 'lowerHand', hand.id)}>
              ${words.text('hands.down')}
            </button>
          </li>`;
        })}
      </ol>
    </section>`;
  }
}

/** The name of whom a presenter calls on, on the hall's screen. */
class CalledName extends ViewElement {
  static styles = [
    shared,
    css`
      :host {
        position: absolute;
        z-index: 1;
        right: 40px;
        bottom: calc(var(--hall-foot, 146px) + 8px);
        max-width: 60%;
        padding: 6px 18px;
        border-radius: var(--r2);
        background: var(--accent);
        color: var(--accent-ink);
        box-shadow: var(--shadow-2);
        font-size: 32px;
        font-weight: var(--w-strong);
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
    `,
  ];

  render() {
    const { called } = handsOf(this.view);
    return called ? html`<bdi role="status">${nameOn(called)}</bdi>` : nothing;
  }
}

/** @param {Hand} hand */
const nameOn = ({ name }) => name || words.text('hands.unnamed');

customElements.define('orrery-hand', HandButton);
customElements.define('orrery-hands', HandList);
customElements.define('orrery-hand-called', CalledName);
