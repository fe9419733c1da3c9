/** The page on which an attendee answers a poll: by one option, several, a value of a scale, or a short text. */
import { css, html, nothing } from 'lit';
import { AnswerFrame, check } from '../../ui/asks/answer-frame.js';
import { rich } from '../../ui/rich-text.js';
import { words } from '../../ui/words.js';
import {
  colour,
  hasOwnColours,
  isRight,
  longest,
  mark,
  markStyle,
  names,
  ownAnswer,
  pollOf,
  result,
  rows,
  spokenRow,
} from './poll.js';

/** The longest answer in words, in characters. */
const LONGEST = 60;

/** @typedef {import('./poll.js').Poll} Poll */
/** @typedef {import('./poll.js').Answer} Answer */

/** @extends {AnswerFrame<Answer>} */
export class PollAnswer extends AnswerFrame {
  static styles = [
    ...AnswerFrame.styles,
    markStyle,
    css`
      .option {
        justify-content: flex-start;
      }
      .option bdi {
        flex: 1;
      }
      .option bdi,
      .name bdi {
        hyphens: auto;
      }
      .options.scale {
        grid-template-columns: repeat(5, 1fr);
        gap: 8px;
      }
      .scale .option {
        justify-content: center;
        padding: 8px 0;
        text-align: center;
      }
      .scale .check {
        position: absolute;
        bottom: 2px;
        width: 16px;
        height: 16px;
      }
      .ends {
        display: flex;
        justify-content: space-between;
        gap: 16px;
        margin-top: 8px;
        color: var(--ink-2);
      }
      .ends span:last-child {
        text-align: end;
      }
      form {
        display: grid;
        grid-template-columns: 1fr auto;
        gap: 8px;
      }
      form label {
        grid-column: 1 / -1;
        color: var(--ink-2);
      }
      form input {
        position: static;
        min-width: 0;
        min-height: 56px;
        opacity: 1;
        cursor: text;
        font-size: 21px;
        padding: 0 12px;
      }
      form button {
        min-height: 56px;
      }
      .name small {
        flex: none;
      }
    `,
  ];

  get asked() {
    return pollOf(this.view);
  }

  get #question() {
    return /** @type {Poll} */ (pollOf(this.view)).question;
  }

  /** @returns {Answer | null} */
  get #own() {
    return this.chosen ?? ownAnswer(this.view);
  }

  /** @param {Answer} chosen */
  isConfirmed(chosen) {
    return isSame(chosen, ownAnswer(this.view));
  }

  hasAnswered(isSaid = false) {
    return (isSaid ? ownAnswer(this.view) : this.#own) !== null;
  }

  plain() {
    return this.#question.question;
  }

  chooses() {
    return words.text(`poll.how.${this.#question.kind}`);
  }

  changes() {
    return words.text(`poll.change.${this.#question.kind}`);
  }

  #title() {
    return html`${this.again()}
      <div class="sentence ${this.#question.phase === 'revealed' ? 'small' : ''}" id="question"><p class="own"><bdi>${this.#question.question}</bdi></p></div>`;
  }

  options() {
    const { kind } = this.#question;
    return html`${this.#title()} ${kind === 'text' ? this.#written() : this.#choices()}
      <div class="after">${this.note()}${this.away('aside')}</div>`;
  }

  #choices() {
    const question = this.#question;
    const { kind, options } = question;
    const isOpen = question.phase === 'open';
    const own = this.#own?.options ?? [];
    const all = kind === 'scale' ? names({ kind, options: [] }) : options;
    return html`<fieldset class="options ${kind}" role=${kind === 'several' ? 'group' : 'radiogroup'} aria-labelledby="question" ?disabled=${!isOpen}>
        ${all.map((name, index) => {
          const isChosen = own.includes(index);
          return html`<label class="option ${isChosen ? 'chosen' : ''}">
            <input type=${kind === 'several' ? 'checkbox' : 'radio'} name="option" aria-label=${names(question)[index]} .checked=${isChosen} @change=${(/** @type {{target: HTMLInputElement}} */ { target }) => this.#press(index, target)} />
            ${mark(kind, index)}<bdi>${name}</bdi>${isChosen ? check : nothing}
          </label>`;
        })}
      </fieldset>
      ${kind === 'scale' && options.length > 0 ? html`<p class="ends" aria-hidden="true"><span>1 · <bdi>${options[0]}</bdi></span><span>5 · <bdi>${options[1]}</bdi></span></p>` : nothing}`;
  }

  /** @param {number} index @param {HTMLInputElement} input */
  #press(index, input) {
    if (this.#question.kind !== 'several') {
      this.send('pollAnswer', { options: [index] });
      return;
    }
    const before = this.#own?.options ?? [];
    const options = before.includes(index) ? before.filter((each) => each !== index) : [...before, index];
    // Of several at least one stays: an answer can be changed, not taken back.
    if (options.length === 0) input.checked = true;
    else this.send('pollAnswer', { options: options.sort((a, b) => a - b) });
  }

  #written() {
    const own = this.#own?.text;
    const isOpen = this.#question.phase === 'open';
    return html`${
      isOpen
        ? html`<form @submit=${this.#send}>
          <label for="text">${words.text('poll.write')}</label>
          <input id="text" autocomplete="off" enterkeyhint="send" maxlength=${LONGEST} aria-describedby="question" />
          <button class="filled">${words.text('game.send')}</button>
        </form>`
        : nothing
    }
    ${own === undefined ? nothing : html`<p class="option chosen"><bdi>${own}</bdi>${check}</p>`}`;
  }

  /** @param {Event} event */
  #send(event) {
    event.preventDefault();
    const field = /** @type {HTMLInputElement} */ (this.renderRoot.querySelector('#text'));
    const text = field.value.trim().replace(/\s+/g, ' ');
    if (text === '') return;
    field.value = '';
    this.send('pollAnswer', { text });
  }

  answers() {
    const question = this.#question;
    const own = this.#own;
    const isMine = (/** @type {import('./poll.js').Row} */ { index, name }) =>
      own?.options?.includes(index) || (own?.text !== undefined && own.text.toLowerCase() === name.toLowerCase());
    const all = rows(question);
    const most = longest(all);
    return html`${this.#title()}
      <p class="legend"><span>${hasOwnColours(question) ? nothing : html`<i></i>`}${words.text('prediction.room', { people: question.answers })}</span>${question.first ? html`<span class="first"><i></i>${words.text('game.first')}</span>` : nothing}</p>
      <ul class="rows">
        ${all.map((row) => {
          return html`<li class="${colour(question.kind, row.index)} ${isMine(row) ? 'mine' : ''} ${row.isRight ? 'right' : ''}">
            <span class="hidden">${spokenRow(row, question, isMine(row) && words.text('prediction.yours'))}</span>
            <span class="name" aria-hidden="true">${mark(question.kind, row.index)}<bdi>${row.name}</bdi>${isMine(row) ? html`${check}<small>${words.text('prediction.yours')}</small>` : nothing}${row.isRight ? html`<small>✓ ${words.text('poll.right')}</small>` : nothing}</span>
            <span class="line" aria-hidden="true">${row.count === 0 ? nothing : html`<i .style=${`--share: ${row.count / most}`}></i>`}<b>${row.count}</b></span>
            ${row.first === undefined ? nothing : html`<span class="line first" aria-hidden="true">${row.first === 0 ? nothing : html`<i .style=${`--share: ${row.first / most}`}></i>`}<b>${row.first}</b></span>`}
          </li>`;
        })}
      </ul>
      ${question.more ? html`<p>${words.text('poll.more', { people: question.more })}</p>` : nothing}
      <div class="after"><p>${rich(this.#verdict())}</p>${this.away('walk')}</div>`;
  }

  #verdict() {
    const question = this.#question;
    const own = this.#own;
    if (own === null) return `${this.unanswered()} ${result(question)}`;
    const right = isRight(question, own);
    return right === null ? result(question) : words.text(right ? 'poll.own.right' : 'poll.own.wrong');
  }

  verdict() {
    return this.#verdict().replaceAll('**', '');
  }
}

/** Whether the room has confirmed an answer. @param {Answer} chosen @param {Answer | null} own */
const isSame = (chosen, own) =>
  own !== null && chosen.text === own.text && String(chosen.options ?? []) === String(own.options ?? []);

customElements.define('orrery-poll-answer', PollAnswer);
