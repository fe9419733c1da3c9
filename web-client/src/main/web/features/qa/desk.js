/**
 * What those who moderate see of the audience's questions: first those that wait, one at a time, then the list, of which the chosen one has buttons.
 *
 * @typedef {import('./feature.js').Row} Row
 */
import { css, html, nothing } from 'lit';
import { ask } from '../../ui/ask.js';
import { folded } from '../../ui/folded.js';
import { framed, pressed } from '../../ui/panel-styles.js';
import { shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';
import { words } from '../../ui/words.js';
import { Questions, nameOn, placeOf, sorted } from './questions.js';

const WAITS = ['waiting', 'reported'];
/** One button, or several with the same handler. @typedef {'shown' | 'answered' | 'hidden' | 'named' | 'nameless'} As */

class QuestionDesk extends ViewElement {
  static properties = {
    by: { state: true },
    chosen: { state: true },
    merging: { state: true },
    passed: { state: true },
  };

  static styles = [
    shared,
    framed,
    pressed,
    folded,
    css`
      :host {
        flex: none;
        min-height: 0;
      }
      :host([flat]) {
        margin-bottom: var(--s4);
      }
      summary b {
        display: inline-grid;
        place-content: center;
        min-width: 24px;
        height: 24px;
        padding: 0 6px;
        border-radius: 12px;
        background: var(--ink);
        color: var(--surface);
        font-size: var(--text-sm);
      }
      .row > span {
        flex: 1 1 auto;
      }
      .plain {
        min-height: 36px;
        padding: 0 var(--s3);
        font-size: var(--text-sm);
      }
      @media (pointer: coarse), (max-width: 899px) {
        .plain,
        .text {
          min-height: 48px;
        }
      }
      .waits {
        margin-top: var(--s3);
        padding: var(--s3);
        border-radius: var(--r2);
        background: var(--surface-2);
      }
      .waits header {
        display: flex;
        justify-content: space-between;
        gap: var(--s3);
        font-size: var(--text-sm);
        color: var(--ink-2);
      }
      .waits .row > .plain {
        flex: 1 1 30%;
      }
      p,
      .text {
        overflow-wrap: anywhere;
        line-height: var(--lh-read);
      }
      .by {
        font-size: var(--text-sm);
        color: var(--ink-3);
      }
      ol {
        max-height: 34vh;
        margin-top: var(--s2);
        overflow-y: auto;
        scrollbar-width: thin;
      }
      :host([flat]) ol {
        max-height: none;
      }
      li {
        display: grid;
        grid-template-columns: 56px minmax(0, 1fr);
        gap: 0 var(--s2);
        padding: var(--s2) 0;
        border-top: 1px solid var(--line);
      }
      li.on {
        box-shadow: -3px 0 var(--accent);
        padding-left: var(--s2);
      }
      .count {
        font-size: var(--text-lg);
        font-weight: var(--w-strong);
        line-height: 1.2;
      }
      .count small {
        display: block;
        font-size: var(--text-xs);
        font-weight: normal;
        color: var(--ink-3);
      }
      .text {
        width: 100%;
        text-align: start;
      }
      li.on .text {
        font-weight: var(--w-strong);
      }
      .pin[aria-pressed='true'],
      .pin[aria-pressed='true']:hover:not([disabled]) {
        border-color: var(--accent);
        background: none;
        color: var(--accent);
      }
    `,
  ];

  #questions = new Questions(/** @type {any} */ (this));

  constructor() {
    super();
    /** @type {'people' | 'at'} */
    this.by = 'people';
    /** The number of the question that has buttons; 0 for none. */
    this.chosen = 0;
    /** The number of the question that is to be merged into another one; 0 for none. */
    this.merging = 0;
    /** How many of those that wait have been passed over. */
    this.passed = 0;
  }

  /** Opens the list. */
  show() {
    const details = this.renderRoot.querySelector('details');
    details?.setAttribute('open', '');
    details?.scrollIntoView({ block: 'nearest' });
    details?.querySelector('summary')?.focus();
  }

  /** Puts away that a question is to be merged. @returns {boolean} false if none is */
  putAway() {
    const merges = this.merging !== 0;
    this.merging = 0;
    return merges;
  }

  /** @param {object} command */
  #do(command) {
    ask(this, 'qa', command);
  }

  /** @param {number} number @param {As} as */
  #set(number, as) {
    this.#do({ do: 'qa-set', number, as });
  }

  render() {
    const { room } = this.view ?? {};
    if (!room) return nothing;
    const { rows } = this.#questions,
      waiting = room.parts.qa?.waiting ?? 0;
    return html`<section aria-label=${words.text('qa.desk')}>
      <details ?open=${this.flat && room.role === 'moderator'}>
        <summary>
          ${words.text('qa.deskSummary', { count: rows.length })}
          ${waiting === 0 ? nothing : html`<b aria-hidden="true">${waiting}</b>`}
          <span class="hidden" role="status">${waiting === 0 ? '' : words.text('qa.waiting', { count: waiting })}</span>
        </summary>
        ${this.#order()} ${this.#first(rows)} ${this.#list(rows)} ${this.#away(rows)}
      </details>
    </section>`;
  }

  #order() {
    const { room } = /** @type {import('../../ui/view.js').View} */ (this.view);
    const approval = room?.parts.qa?.approval ?? false;
    const said = words.text(approval ? 'qa.approve.isLater' : 'qa.approve.isAtOnce');
    return html`<div class="row">
        <span>${said}</span>
        ${
          room?.mayDrive
            ? html`<button class="plain" aria-pressed=${String(approval)} @click=${() => ask(this, 'qaApproval', !approval)}>
              ${words.text('qa.approve.first')}
            </button>`
            : nothing
        }
      </div>
      <div class="row" role="group" aria-label=${words.text('qa.order')}>
        ${
          /** @type {const} */ (['people', 'at']).map(
            (by) => html`<button class="plain" aria-pressed=${String(this.by === by)} @click=${() => (this.by = by)}>
            ${words.text(`qa.by.${by}`)}
          </button>`,
          )
        }
        ${room?.parts.qa?.merged ? html`<button class="plain" @click=${() => this.#do({ do: 'qa-unmerge' })}>${words.text('qa.unmerge')}</button>` : nothing}
      </div>`;
  }

  /** One of those that wait. @param {Row[]} rows */
  #first(rows) {
    const wait = rows.filter(({ state }) => WAITS.includes(state));
    if (wait.length === 0) return nothing;
    const at = this.passed % wait.length,
      row = wait[at],
      { number } = row;
    return html`<div class="waits">
      <header>
        <strong>${words.text('qa.waiting', { count: wait.length })}</strong>
        <span>${words.text('qa.of', { at: at + 1, count: wait.length })} · ${this.#ago(row)}</span>
      </header>
      <p><bdi>${row.text}</bdi></p>
      <p class="by">${row.state === 'reported' ? html`${words.text('qa.wasReported')} · ` : nothing}${this.#place(row)}</p>
      <div class="row">
        <button class="plain" @click=${() => this.#set(number, 'shown')}>${words.text('qa.approve.yes')}</button>
        ${this.#merge(row)}
        <button class="plain" @click=${() => this.#set(number, 'hidden')}>${words.text('qa.hide')}</button>
        ${wait.length > 1 ? html`<button class="plain" @click=${() => this.passed++}>${words.text('qa.next')}</button>` : nothing}
      </div>
    </div>`;
  }

  /** @param {Row} row */
  #merge({ number }) {
    const on = this.merging === number;
    return html`<button class="plain" aria-pressed=${String(on)} @click=${() => (this.merging = on ? 0 : number)}>
      ${words.text('qa.merge')}
    </button>`;
  }

  /** @param {Row[]} rows */
  #list(rows) {
    const open = sorted(
      rows.filter(({ state }) => state === 'shown'),
      this.by,
    );
    return html`${this.merging ? html`<p class="by" role="status">${words.text('qa.mergeInto')}</p>` : nothing}
      <ol>${open.map((row) => this.#row(row))}</ol>`;
  }

  /** Those that are answered or hidden. @param {Row[]} rows */
  #away(rows) {
    const away = rows.filter(({ state }) => state === 'answered' || state === 'hidden');
    const count = (/** @type {string} */ of) => away.filter(({ state }) => state === of).length;
    return html`${
      away.length === 0
        ? nothing
        : html`<details>
          <summary>${words.text('qa.away', { answered: count('answered'), hidden: count('hidden') })}</summary>
          <ol>${away.map((row) => this.#row(row))}</ol>
        </details>`
    }${
      rows.length > 0 && this.view?.room?.mayDrive
        ? html`<div class="row"><button class="plain" @click=${this.#clear}>${words.text('qa.clear')}</button></div>`
        : nothing
    }`;
  }

  #clear() {
    if (confirm(words.text('qa.clearSure'))) this.#do({ do: 'qa-clear' });
  }

  /** @param {Row} row */
  #row(row) {
    const { number, text, people, state } = row;
    const isPinned = this.view?.room?.parts.qa?.pinned?.number === number,
      isChosen = this.chosen === number;
    return html`<li class=${isPinned ? 'on' : ''}>
      <span class="count">${people}<small>${words.text('qa.people', { count: people })}</small></span>
      <div>
        <button class="text" aria-expanded=${String(isChosen)} @click=${() => this.#choose(number)}><bdi>${text}</bdi></button>
        <p class="by">${state === 'shown' ? nothing : html`${words.text(`qa.own.${state}`)} · `}${this.#place(row)}</p>
        ${isChosen ? this.#buttons(row, isPinned) : nothing}
      </div>
    </li>`;
  }

  /** @param {number} number */
  #choose(number) {
    const { merging } = this;
    if (merging && merging !== number) {
      this.merging = 0;
      this.#do({ do: 'qa-merge', number: merging, into: number });
    } else {
      this.chosen = this.chosen === number ? 0 : number;
    }
  }

  /** @param {Row} row @param {boolean} isPinned */
  #buttons(row, isPinned) {
    const { number, state, name, nameless } = row;
    const button = (/** @type {string} */ key, /** @type {() => void} */ act) =>
      html`<button class="plain" @click=${act}>${words.text(key)}</button>`;
    return html`<div class="row">
      <button class="plain pin" aria-pressed=${String(isPinned)} @click=${() => this.#do({ do: 'qa-pin', ...(!isPinned && { number }) })}>
        ${words.text('qa.pin')}
      </button>
      ${this.view?.room?.drives ? button('qa.go', () => this.#do({ do: 'qa-go', number })) : nothing}
      ${state === 'answered' ? nothing : button('qa.answer', () => this.#set(number, 'answered'))}
      ${state === 'shown' ? nothing : button('qa.again', () => this.#set(number, 'shown'))}
      ${this.#merge(row)} ${state === 'hidden' ? nothing : button('qa.hide', () => this.#set(number, 'hidden'))}
      ${name ? button('qa.hideName', () => this.#set(number, 'nameless')) : nothing}
      ${nameless ? button('qa.showName', () => this.#set(number, 'named')) : nothing}
    </div>`;
  }

  /** Who asked, and where. @param {Row} row */
  #place(row) {
    const { view } = this;
    return html`<bdi>${nameOn(row)}</bdi> · ${view ? placeOf(view, row.step) : nothing}`;
  }

  /** How long ago it was asked, in minutes. @param {Row} row */
  #ago({ at }) {
    const asked = this.view?.localTime?.(at) ?? null;
    return asked === null
      ? nothing
      : words.text('qa.ago', { minutes: Math.max(0, Math.floor((performance.now() - asked) / 60_000)) });
  }
}

customElements.define('orrery-qa-desk', QuestionDesk);
