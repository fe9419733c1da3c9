/**
 * What an attendee asks and votes for. While a question is typed, those that are like it stand under the field.
 *
 * @typedef {import('./feature.js').Row} Row
 */
import { css, html, nothing } from 'lit';
import { keptName } from '../../live/identity.js';
import { ask } from '../../ui/ask.js';
import { folded } from '../../ui/folded.js';
import { framed, pressed } from '../../ui/panel-styles.js';
import { shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';
import { words } from '../../ui/words.js';
import { Questions, nameOn, similar, sorted } from './questions.js';

/** The most characters of a question, and the most that a person has open. */
const LONGEST = 200,
  MOST_OPEN = 3;
/** How long to wait for the room's answer before a press counts no more, ms. */
const WAIT_MS = 4000;

class AudienceQuestions extends ViewElement {
  static properties = {
    typed: { state: true },
    named: { state: true },
    asking: { state: true },
    pending: { state: true },
    said: { state: true },
  };

  static styles = [
    shared,
    framed,
    pressed,
    folded,
    css`
      :host {
        flex: none;
      }
      .list {
        max-height: 40vh;
        overflow-y: auto;
      }
      :host([flat]) .list {
        max-height: none;
      }
      .field {
        display: block;
        margin: var(--s1) 0 var(--s2);
        padding: var(--s2) var(--s3);
        border: 1px solid var(--line-strong);
        border-radius: var(--r2);
        font-size: var(--text-sm);
        color: var(--ink-2);
      }
      .field:focus-within {
        outline: 2px solid var(--accent);
        outline-offset: 1px;
      }
      .field textarea {
        display: block;
        width: 100%;
        min-height: 48px;
        padding: 0;
        border: 0;
        outline: 0;
        background: none;
        color: var(--ink);
        font: inherit;
        font-size: var(--text-md);
        line-height: var(--lh-read);
        field-sizing: content;
        resize: none;
      }
      .under,
      .send {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: var(--s3);
      }
      .send label {
        display: flex;
        flex: 1 1 auto;
        align-items: center;
        gap: var(--s2);
        min-width: 0;
        min-height: 48px;
        margin: 0;
      }
      .send bdi {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .send input {
        flex: none;
        width: 24px;
        min-height: 24px;
        accent-color: var(--accent);
      }
      .filled {
        flex: none;
        min-width: 96px;
        min-height: 48px;
      }
      .like {
        margin-top: var(--s2);
        font-size: var(--text-sm);
      }
      li {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        align-items: center;
        gap: 0 var(--s3);
        padding: var(--s2) 0;
        border-bottom: 1px solid var(--line);
      }
      li p {
        overflow-wrap: anywhere;
        line-height: var(--lh-read);
      }
      .by {
        display: flex;
        align-items: center;
        gap: var(--s2);
        min-width: 0;
        font-size: var(--text-sm);
        color: var(--ink-3);
      }
      .by bdi {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .quiet {
        flex: none;
        min-width: 48px;
        min-height: 48px;
        color: var(--ink-3);
        text-decoration: underline;
        text-underline-offset: 3px;
      }
      .vote {
        display: grid;
        place-content: center;
        justify-items: center;
        width: 60px;
        height: 60px;
        border: 1px solid var(--line-strong);
        font-weight: var(--w-strong);
      }
      .vote[aria-pressed='true'] {
        border-color: var(--accent);
        color: var(--accent);
      }
      .vote i {
        width: 0;
        height: 0;
        margin-bottom: 2px;
        border: 6px solid transparent;
        border-top: 0;
        border-bottom: 8px solid currentColor;
      }
      .count {
        width: 60px;
        text-align: center;
        font-weight: var(--w-strong);
      }
      .count small {
        display: block;
        font-weight: normal;
        color: var(--ink-3);
      }
      h3 {
        margin-top: var(--s4);
        font-size: var(--text-sm);
        font-weight: var(--w-strong);
        color: var(--ink-2);
      }
    `,
  ];

  #questions = new Questions(/** @type {any} */ (this));

  constructor() {
    super();
    this.typed = '';
    this.named = false;
    /** The question that the room has not confirmed yet; empty for none. */
    this.asking = '';
    /** Votes and reports that the room has not confirmed yet. @type {{votes?: number[], reports?: number[]}} */
    this.pending = {};
    /** The news for a screen reader. */
    this.said = '';
  }

  get #own() {
    const { room } = this.view ?? {};
    const own = room?.own.qa;
    return own && own.round === (room?.parts.qa?.round ?? 1) ? own : null;
  }

  willUpdate() {
    const own = this.#own;
    if (this.asking !== '' && own?.asked?.some(({ text }) => isAlike(text, this.asking))) {
      const isShown = own.asked.some(({ text, state }) => isAlike(text, this.asking) && state === 'shown');
      this.asking = '';
      this.typed = '';
      this.said = words.text(isShown ? 'qa.asked' : 'qa.askedLater');
    }
    for (const kind of /** @type {const} */ (['votes', 'reports'])) {
      const waits = this.pending[kind];
      if (waits && isSameSet(waits, own?.[kind] ?? [])) this.pending = { ...this.pending, [kind]: undefined };
    }
  }

  /** Brings the field into view. */
  show() {
    this.renderRoot.querySelector('details')?.setAttribute('open', '');
    this.renderRoot.querySelector('textarea')?.focus();
  }

  /** @param {'votes' | 'reports'} kind @returns {number[]} */
  #marks(kind) {
    return this.pending[kind] ?? this.#own?.[kind] ?? [];
  }

  /** @param {'votes' | 'reports'} kind @param {number} number */
  #toggle(kind, number) {
    const before = this.#marks(kind);
    const numbers = before.includes(number) ? before.filter((each) => each !== number) : [...before, number];
    this.pending = { ...this.pending, [kind]: numbers };
    ask(this, 'qa', { do: kind === 'votes' ? 'qa-vote' : 'qa-report', numbers });
    setTimeout(() => {
      if (this.pending[kind] === numbers) this.pending = { ...this.pending, [kind]: undefined };
    }, WAIT_MS);
  }

  /** @param {Event} event */
  #send(event) {
    event.preventDefault();
    const text = this.typed.replace(/\s+/g, ' ').trim();
    if (text === '' || this.asking !== '' || this.#left <= 0) return;
    this.asking = text;
    this.said = '';
    const name = this.named ? this.#name : '';
    ask(this, 'qa', { do: 'qa-ask', text, ...(name !== '' && { name }) });
    setTimeout(() => {
      if (this.asking === text) this.asking = '';
    }, WAIT_MS);
  }

  get #name() {
    return keptName(this.view?.code ?? '') ?? '';
  }

  /** How many more questions the person may ask. */
  get #left() {
    return Math.max(0, MOST_OPEN - (this.#own?.asked ?? []).filter(({ state }) => state !== 'answered').length);
  }

  render() {
    const { view } = this;
    if (!view?.room) return nothing;
    if (this.flat) return html`<section aria-label=${words.text('qa.label')}>${this.#all()}</section>`;
    const count = this.#questions.rows.length;
    return html`<section aria-label=${words.text('qa.label')}>
      <details><summary>${words.text('qa.summary', { count })}</summary>${this.#all()}</details>
    </section>`;
  }

  #all() {
    const { rows } = this.#questions,
      asked = this.#own?.asked ?? [];
    const hidden = asked.filter(({ number }) => !rows.some((row) => row.number === number)),
      open = sorted(
        rows.filter(({ state }) => state === 'shown'),
        'people',
      ),
      answered = rows.filter(({ state }) => state === 'answered');
    const like = similar(open, this.typed),
      others = open.filter((row) => !like.includes(row));
    return html`${this.#form()}
      <p class="hidden" role="status">${this.said}</p>
      ${
        like.length === 0
          ? nothing
          : html`<p class="like"><strong>${words.text('qa.like')}</strong> ${words.text('qa.likeNote')}</p>
            <ul>${like.map((row) => this.#row(row))}</ul>`
      }
      <div class="list">
        <ul>${hidden.map((row) => this.#row(row))}${others.map((row) => this.#row(row))}</ul>
        ${
          answered.length === 0
            ? nothing
            : html`<h3>${words.text('qa.answeredOnes')}</h3><ul>${answered.map((row) => this.#row(row))}</ul>`
        }
      </div>`;
  }

  #form() {
    const left = this.#left,
      name = this.#name;
    return html`<form @submit=${this.#send}>
      <label class="field">
        <span class="hidden">${words.text('qa.yours')}</span>
        <textarea
          rows="2"
          maxlength=${LONGEST}
          enterkeyhint="send"
          placeholder=${words.text(left > 0 ? 'qa.placeholder' : 'qa.full')}
          ?disabled=${left === 0}
          .value=${this.typed}
          @input=${(/** @type {{target: HTMLTextAreaElement}} */ { target }) => (this.typed = target.value)}
          @beforeinput=${(/** @type {InputEvent} */ event) => event.inputType === 'insertLineBreak' && this.#send(event)}
        ></textarea>
        <span class="under">
          <span>${words.text('qa.left', { count: left })}</span>
          <span>${words.text('qa.length', { count: this.typed.length, most: LONGEST })}</span>
        </span>
      </label>
      <div class="send">
        ${
          name === ''
            ? html`<span class="by">${words.text('qa.nobody')}</span>`
            : html`<label>
              <input
                type="checkbox"
                .checked=${this.named}
                @change=${(/** @type {{target: HTMLInputElement}} */ { target }) => (this.named = target.checked)}
              />
              <bdi>${words.text('qa.as', { name })}</bdi>
            </label>`
        }
        <button class="filled" ?disabled=${this.typed.trim() === '' || this.asking !== '' || left === 0}>${words.text('qa.ask')}</button>
      </div>
    </form>`;
  }

  /** @param {Row} row */
  #row(row) {
    const { number, text, state } = row;
    const isOwn = (this.#own?.asked ?? []).some((each) => each.number === number),
      isVoted = this.#marks('votes').includes(number),
      isReported = this.#marks('reports').includes(number);
    // the room's count with this person's vote, as soon as it is pressed
    const confirmed = (this.#own?.votes ?? []).includes(number);
    const people = row.people + Number(isVoted) - Number(confirmed);
    return html`<li>
      <p><bdi>${text}</bdi></p>
      ${
        isOwn || state === 'answered'
          ? html`<span class="count">${people}<small>${isOwn ? words.text(`qa.own.${state}`) : nothing}</small></span>`
          : html`<button
            class="vote"
            aria-pressed=${String(isVoted)}
            aria-label=${words.text('qa.vote', { text, count: people })}
            @click=${() => this.#toggle('votes', number)}
          ><i></i>${people}</button>`
      }
      <span class="by">
        <bdi>${nameOn(row)}</bdi>
        ${
          isOwn
            ? html`<button class="quiet" aria-label=${words.text('qa.takeBackOf', { text })} @click=${() => ask(this, 'qa', { do: 'qa-take-back', number })}>${words.text('qa.takeBack')}</button>`
            : state === 'answered'
              ? nothing
              : html`<button class="quiet" aria-pressed=${String(isReported)} aria-label=${words.text('qa.reportOf', { text })} @click=${() => this.#toggle('reports', number)}>${words.text(isReported ? 'qa.reported' : 'qa.report')}</button>`
        }
      </span>
    </li>`;
  }
}

/** Whether the room has taken a text as this one: it removes some characters. @param {string} taken @param {string} typed */
const isAlike = (taken, typed) => plain(taken) === plain(typed);
const plain = (/** @type {string} */ text) =>
  text
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** @param {number[]} a @param {number[]} b */
const isSameSet = (a, b) => a.length === b.length && a.every((each) => b.includes(each));

customElements.define('orrery-qa', AudienceQuestions);
