/**
 * The presenter's view of the audience: counts by state, and the names of people who are not with the room.
 *
 * @typedef {import('../../live/room-conductor.js').People} People
 * @typedef {import('../../live/room-conductor.js').Person} Person
 */
import { css, html, nothing } from 'lit';
import { hasStep } from '../../model/graph.js';
import { spokenCode } from '../../live/identity.js';
import { ask } from '../../ui/ask.js';
import { icons } from '../../ui/icons.js';
import { stepTexts } from '../../ui/step-texts.js';
import { rich } from '../../ui/rich-text.js';
import { framed } from '../../ui/panel-styles.js';
import { shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';
import { hostOf } from '../../ui/join-address.js';
import { nameOf } from '../driver/driver-control.js';
import { words } from '../../ui/words.js';
import { named, peopleOf } from './people-names.js';

/** A no-entry sign. It is not among the icons, which are in every page's first download. */
const KEEP_OUT = html`<svg viewBox="0 0 20 20" aria-hidden="true"><circle cx="10" cy="10" r="7.5" /><path d="M5.5 10h9" /></svg>`;

/** At most this many names are shown above the full list. */
const NAMED = 6;
/** A connection is reported as slow beyond this lag. */
const SLOW_MS = 800;

export class Audience extends ViewElement {
  static properties = {
    listed: { state: true },
  };

  static styles = [
    shared,
    framed,
    css`
      header {
        display: flex;
        align-items: baseline;
        justify-content: space-between;
        gap: var(--s3);
      }
      .code {
        font-size: var(--text-sm);
        color: var(--ink-3);
        letter-spacing: 0.04em;
        white-space: nowrap;
      }
      .meter {
        display: flex;
        gap: 2px;
        height: 6px;
        margin: var(--s3) 0 var(--s2);
      }
      .meter i {
        border-radius: 2px;
        min-width: 3px;
      }
      .key {
        display: flex;
        flex-wrap: wrap;
        gap: 2px var(--s4);
        font-size: var(--text-sm);
        color: var(--ink-2);
      }
      .key li::before {
        content: '';
        display: inline-block;
        width: 8px;
        height: 8px;
        border-radius: 50%;
        margin-right: 6px;
        background: currentColor;
      }
      .key span {
        color: var(--ink-2);
      }
      .with {
        color: var(--good);
      }
      .looking {
        color: var(--accent);
      }
      .behind {
        color: var(--bad);
      }
      .meter i {
        background: currentColor;
      }
      /* In a low window, the counts stand beside the title, and the room's code is only in the top bar. */
      @media (max-height: 960px) and (pointer: fine) {
        :host(:not([flat])) section:has(.key) {
          display: flex;
          flex-wrap: wrap;
          align-items: baseline;
          gap: 0 var(--s4);
        }
        :host(:not([flat])) :is(.meter, header:has(+ .meter) .code) {
          display: none;
        }
        :host(:not([flat])) :is(.names, details) {
          flex: 1 0 100%;
        }
        :host(:not([flat])) summary {
          margin-top: 0;
        }
      }
      .names {
        margin-top: var(--s2);
      }
      .names li {
        display: flex;
        justify-content: space-between;
        gap: var(--s3);
        min-height: 30px;
        align-items: center;
        font-size: var(--text-sm);
        color: var(--ink-3);
      }
      .names span:first-child {
        flex: none;
        color: var(--ink);
        white-space: nowrap;
        overflow: hidden;
        text-overflow: ellipsis;
        max-width: 50%;
      }
      .names span:last-child {
        white-space: nowrap;
        overflow: hidden;
        text-overflow: ellipsis;
      }
      .out + .out {
        margin-left: calc(-1 * var(--s3));
      }
      .names span:nth-child(2) {
        margin-left: auto;
      }
      .out {
        flex: none;
        display: grid;
        place-items: center;
        width: 28px;
        height: 28px;
        color: var(--ink-3);
      }
      .out svg {
        width: 14px;
        height: 14px;
      }
      .out:hover {
        color: var(--bad);
      }
      .drivers {
        margin-top: var(--s2);
        border-top: 1px solid var(--line);
        padding-top: var(--s1);
      }
      .drivers .plain {
        min-height: 30px;
        padding: 0 var(--s3);
      }
      summary {
        margin-top: var(--s2);
        font-size: var(--text-sm);
        color: var(--ink-2);
        cursor: pointer;
      }
      details .names {
        max-height: 220px;
        overflow: auto;
      }
      .invite {
        margin-top: var(--s2);
        font-size: var(--text-sm);
        line-height: var(--lh-read);
        color: var(--ink-2);
        overflow-wrap: anywhere;
      }
    `,
  ];

  constructor() {
    super();
    this.listed = false;
  }

  render() {
    const { view } = this;
    if (!view) return nothing;
    const people = view.people ?? { count: 0, following: 0, behind: 0 };
    const code = spokenCode(view.code);
    return html`<section aria-labelledby="title">
      <header>
        <h2 id="title">${people.count === 0 ? words.text('people.none') : words.text('people.title', { count: people.count })}</h2>
        <span class="code">${code}</span>
      </header>
      ${
        people.count === 0
          ? html`<p class="invite">${rich(words.text('people.invite', { address: hostOf(view), code }))}</p>
            ${this.#drivers()}`
          : this.#summary(people)
      }
    </section>`;
  }

  /** @param {People} people */
  #summary(people) {
    const parts = [
      ['with', people.following],
      ['looking', people.looking ?? 0],
      ['behind', people.behind],
    ].filter(([, count]) => Number(count) > 0);
    const different = named(people.list ?? []).filter((person) => this.#difference(person) !== null);
    return html`<div class="meter" aria-hidden="true">
        ${parts.map(([kind, count]) => html`<i class=${kind} .style=${`flex-grow: ${count}`}></i>`)}
      </div>
      <ul class="key">
        ${parts.map(
          ([kind, count]) =>
            html`<li class=${kind}><span>${words.text(`people.${kind}`, { count: Number(count) })}</span></li>`,
        )}
      </ul>
      ${
        different.length === 0
          ? nothing
          : html`<ul class="names">
            ${different.slice(0, NAMED).map(
              (person) => html`<li>
                <span>${person.name}</span>
                <span>${this.#difference(person)}</span>
                ${this.#kick(person)}
              </li>`,
            )}
          </ul>`
      }
      ${this.#everyone(people)} ${this.#drivers()}`;
  }

  /** The full list of attendees by name, folded until it is opened. @param {People} people */
  #everyone(people) {
    const list = peopleOf({ people });
    return html`<details ?open=${this.listed} @toggle=${(/** @type {{target: HTMLDetailsElement}} */ event) => (this.listed = event.target.open)}>
      <summary>${words.text('people.everyone')}</summary>
      ${
        this.listed
          ? html`<ul class="names">
            ${list.map(
              (person) =>
                html`<li><span>${person.name}</span><span>${this.#difference(person) ?? words.text('people.row.with')}</span>${this.#keepOut(person)}${this.#kick(person)}</li>`,
            )}
          </ul>`
          : nothing
      }
    </details>`;
  }

  /** @param {Person} person */
  #kick(person) {
    if (!this.view?.room?.mayDrive) return nothing;
    const name = words.text('people.kick', { name: person.name });
    return html`<button
      class="out"
      aria-label=${name}
      title=${name}
      @click=${() => {
        if (confirm(words.text('people.kickSure', { name: person.name }))) ask(this, 'kick', person.id);
      }}
    >
      ${icons.close}
    </button>`;
  }

  /** Sends a person out and keeps out who comes from the same address, for people who come back with an empty storage. @param {Person} person */
  #keepOut(person) {
    const { room } = this.view ?? {};
    if (!room?.drives && room?.role !== 'presenter') return nothing;
    const name = words.text('door.keepOut', { name: person.name });
    return html`<button
      class="out"
      aria-label=${name}
      title=${name}
      @click=${() => {
        if (confirm(words.text('door.keepOutSure', { name: person.name }))) ask(this, 'keepOut', person.id);
      }}
    >
      ${KEEP_OUT}
    </button>`;
  }

  /** Other people who may drive. The driver and the presenter can offer control to each of them. */
  #drivers() {
    const { room, people } = this.view ?? {};
    const others = (people?.drivers ?? []).filter(({ id }) => id !== room?.id);
    if (!room || others.length === 0) return nothing;
    const mayOffer = room.drives || room.role === 'presenter';
    return html`<ul class="names drivers">
      ${others.map(
        ({ id }) => html`<li>
          <span>${nameOf(/** @type {import('../../ui/view.js').View} */ (this.view), id)}</span>
          ${
            room.wheel.holder === id
              ? html`<span>${words.text('wheel.drivesNow')}</span>`
              : mayOffer
                ? html`<button class="plain" ?disabled=${room.wheel.offered === id} @click=${() => ask(this, 'offerControl', id)}>
                  ${words.text(room.wheel.asking.includes(id) ? 'wheel.handOver' : 'wheel.offer')}
                </button>`
                : nothing
          }
        </li>`,
      )}
    </ul>`;
  }

  /** In a few words why a person is not with the room; null for a person who is. @param {Person} person */
  #difference(person) {
    const { view } = this;
    if (person.view !== 'attendee') return null;
    if (person.looking) return words.text('people.row.looking');
    if (!person.step) return words.text('people.row.waiting');
    if (view?.graph && person.behind && person.step !== view.step && hasStep(view.graph, person.step)) {
      return words.text('people.row.step', { title: stepTexts(view.graph, person.step, view.trace, words).title });
    }
    if (person.lagMs > SLOW_MS) return words.text('people.row.slow', { seconds: words.number(person.lagMs / 1000, 1) });
    return null;
  }
}

customElements.define('orrery-audience', Audience);
