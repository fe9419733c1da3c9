/**
 * The page on which an attendee guesses what comes next, or answers the driver's own question.
 *
 * @typedef {import('./asked.js').NumberedPoll} NumberedPoll
 * @typedef {import('./asked.js').Poll} Poll
 */
import { css, html, nothing } from 'lit';
import { AnswerFrame, check } from '../../ui/asks/answer-frame.js';
import { askedOf, ownAnswer, takesWords } from './asked.js';
import {
  byCount,
  modelName,
  percent,
  percentInWords,
  plainQuestion,
  rightText,
  rowOfAnswer,
  rows,
  rowsStyle,
  sentence,
  spokenRow,
} from './rows.js';
import { seriesOf } from './series.js';
import { rich } from '../../ui/rich-text.js';
import { words } from '../../ui/words.js';

/** @extends {AnswerFrame<import('./asked.js').Answer>} */
export class Guess extends AnswerFrame {
  static styles = [
    ...AnswerFrame.styles,
    rowsStyle,
    css`
      .slot {
        display: inline-block;
        min-width: 3.2em;
        min-height: 1.25em;
        line-height: 1.2;
        padding: 0 0.4em;
        vertical-align: bottom;
        border: 2px dashed var(--p);
        border-radius: var(--r2);
        color: var(--p);
        text-align: center;
      }
      small.models {
        color: var(--p);
      }
      .other .line.p i {
        opacity: 0.6;
      }
    `,
  ];

  get asked() {
    return askedOf(this.view);
  }

  /** A series' result is shown once nothing is asked. */
  get phase() {
    if (this.asked || this.view?.room?.lobby) return super.phase;
    const series = seriesOf(this.view);
    return series?.phase === 'result' ? `series ${series.number} ${series.texts?.length}` : '';
  }

  get #question() {
    return /** @type {NumberedPoll} */ (this.asked).question;
  }

  /** @param {import('./asked.js').Answer} chosen */
  isConfirmed(chosen) {
    return isSame(chosen, ownAnswer(this.view));
  }

  /** @returns {import('./asked.js').Answer | null} */
  get #own() {
    return this.chosen ?? ownAnswer(this.view);
  }

  hasAnswered(isSaid = false) {
    return (isSaid ? ownAnswer(this.view) : this.#own) !== null;
  }

  plain() {
    return plainQuestion(this.#question);
  }

  said() {
    return this.asked ? super.said() : words.text('game.shown');
  }

  comes() {
    return this.asked ? super.comes() : words.text('game.come');
  }

  /** The person's own score; below a question, only if that counts. @param {Poll} [question] */
  #series(question) {
    return seriesOf(this.view) && (!question || question.about)
      ? html`<orrery-series-own .view=${this.view}></orrery-series-own>`
      : nothing;
  }

  /** @param {Poll} question */
  #title(question) {
    return html`${question.about ? html`<p class="kicker"><bdi>${question.question ?? words.text('prediction.next')}</bdi></p>` : nothing}
      ${this.again()}`;
  }

  options() {
    const question = this.#question;
    const own = this.#own;
    const all = rows(question);
    const open = question.phase === 'open';
    const word = own?.word ?? (own && !all[own.option]?.other ? all[own.option]?.name : undefined);
    const gap = html` <span class="slot ${own === null ? 'empty' : ''}">${word === undefined ? html`<span class="hidden">${words.text('prediction.gap')}</span>` : html`<bdi>${word}</bdi>`}</span>`;
    const isChosen = (/** @type {number} */ index) => own?.option === index && own.word === undefined;
    return html`${this.#title(question)}
      <div class="sentence" id="question">${sentence(question, gap)}</div>
      <fieldset class="options" role="radiogroup" aria-labelledby="question" ?disabled=${!open}>
        ${all
          .filter(({ token }) => token === undefined)
          .map(
            ({
              index,
              name,
              other,
            }) => html`<label class="option ${other ? 'other' : ''} ${isChosen(index) ? 'chosen' : ''}">
            <input type="radio" name="option" .value=${String(index)} .checked=${isChosen(index)} @change=${() => this.send('guess', { option: index })} />
            <bdi translate=${other || question.options[index].token === undefined ? nothing : 'no'}>${name}</bdi>${isChosen(index) ? check : nothing}
          </label>`,
          )}
      </fieldset>
      ${own?.word === undefined ? nothing : html`<p class="option chosen" translate="no"><bdi>${own.word}</bdi>${check}</p>`}
      ${open && takesWords(question) ? html`<orrery-typed-word .view=${this.view} @ask=${this.#typed}></orrery-typed-word>` : nothing}
      <div class="after">${this.note()}${this.#series(question)}${this.away('aside')}</div>`;
  }

  /** A word has been typed. It is one of the options if that is its token. @param {CustomEvent<import('../../ui/ask.js').Asked>} event */
  #typed = (event) => {
    const typed = /** @type {{token: number, word: string}} */ (event.detail.value);
    const options = askedOf(this.view)?.question.options ?? [];
    const option = options.findIndex(({ token }) => token === typed.token);
    event.stopPropagation();
    this.send('guess', option < 0 ? { option: options.length, ...typed } : { option });
  };

  answers() {
    if (!this.asked) return html`${this.#series()}${this.away('walk')}`;
    const question = this.#question;
    const { model, first } = question;
    const all = rows(question);
    const own = rowOfAnswer(all, this.#own);
    const by = modelName(this.view);
    const before = Math.max(1, first?.reduce((sum, count) => sum + count, 0) ?? 0);
    return html`${this.#title(question)}
      <div class="sentence small">${sentence(question, ' …')}</div>
      <p class="legend"><span><i></i>${words.text('prediction.room', { people: question.answers })}</span>${first ? html`<span class="first"><i></i>${words.text('game.first')}</span>` : nothing}${model ? html`<span class="p"><i></i>${by}</span>` : nothing}</p>
      <ul class="rows">
        ${byCount(all).map(
          (row) => html`<li class="${row.other ? 'other' : ''} ${row === own ? 'mine' : ''}">
            <span class="hidden">${spokenRow(row, by, row === own && words.text('prediction.yours'), row.index === question.right && rightText(question, by))}</span>
            <span class="name" aria-hidden="true"><bdi>${row.name}</bdi>${row === own ? html`${check}<small>${words.text('prediction.yours')}</small>` : nothing}${row.index === question.right ? html`<small class="models">${rightText(question, by)}</small>` : nothing}</span>
            <span class="line" aria-hidden="true">${row.count === 0 ? nothing : html`<i .style=${`--share: ${row.of}`}></i>`}<b>${row.count}</b></span>
            ${row.first === undefined ? nothing : html`<span class="line first" aria-hidden="true">${row.first === 0 ? nothing : html`<i .style=${`--share: ${row.first / before}`}></i>`}<b>${row.first}</b></span>`}
            ${model ? html`<span class="line p" aria-hidden="true"><i .style=${`--share: ${row.p}`}></i><b>${percent(row.p)}</b></span>` : nothing}
          </li>`,
        )}
      </ul>
      <div class="after">${this.#isOfBeat(question) ? html`<orrery-tour-told .view=${this.view}></orrery-tour-told>` : html`<p>${rich(this.#verdict(question))}</p>`}${this.#series(question)}${this.away('walk')}</div>`;
  }

  /** Whether the present beat of a tour explains the answer. @param {any} question */
  #isOfBeat(question) {
    return question.beat !== undefined && this.view?.tourAct?.beat === question.beat;
  }

  verdict() {
    return this.#verdict(this.#question).replaceAll('**', '');
  }

  /** What became of this person's own answer. @param {Poll} question */
  #verdict(question) {
    const own = rowOfAnswer(rows(question), this.#own);
    if (own === null) return this.unanswered();
    const { name, other, p, count } = own;
    const key = p === null ? 'free' : other ? 'saidOther' : 'said';
    return words.text(`prediction.own.${key}`, {
      name,
      p: percentInWords(p),
      same: Math.max(0, count - 1),
      model: modelName(this.view),
    });
  }
}

/** Whether the room has confirmed an answer. @param {import('./asked.js').Answer} chosen @param {import('./asked.js').Answer | null} own */
const isSame = (chosen, own) => own !== null && chosen.option === own.option && chosen.token === own.token;

customElements.define('orrery-guess', Guess);
