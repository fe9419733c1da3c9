/**
 * The page on which an attendee answers a question to the room. It covers the walk, which the person can come back to at any time;
 * the question is then a button.
 *
 * @typedef {import('./asked.js').NumberedPoll} NumberedPoll
 * @typedef {import('./asked.js').Poll} Poll
 */
import { html, nothing } from 'lit';
import { askedOf, ownAnswer, takesWords, turnout } from './asked.js';
import { guessStyle } from './guess-style.js';
import {
  byCount,
  percent,
  percentInWords,
  plainQuestion,
  rowOfAnswer,
  rows,
  rowsStyle,
  sentence,
  spokenRow,
} from './rows.js';
import { seriesOf } from './series.js';
import { ask } from '../../ui/ask.js';
import { spokenCode } from '../../live/identity.js';
import { logo, logoStyle } from '../../ui/logo.js';
import { rich } from '../../ui/rich-text.js';
import { connectionState, shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';
import { words } from '../../ui/words.js';

/** Elements of the page that stay within reach while the question covers it. */
const BESIDE = 'orrery-guess, .notices, .banner, .dark, .unseen';

const check = html`<svg class="check" viewBox="0 0 24 24" aria-hidden="true"><path d="m4 12.5 5 5L20 6.5" /></svg>`;

export class Guess extends ViewElement {
  static properties = { aside: { state: true }, chosen: { state: true } };

  static styles = [shared, connectionState, logoStyle, rowsStyle, guessStyle];

  constructor() {
    super();
    /** The question, in the phase in which the person has put it aside; empty for none. */
    this.aside = '';
    /** An answer that the room has not confirmed yet, with its question's number. @type {import('./asked.js').Answer & {number: number} | null} */
    this.chosen = null;
  }

  /** The question that is shown, in its phase. */
  get #phase() {
    if (this.view?.room?.lobby) return '';
    const asked = askedOf(this.view);
    if (asked) {
      const { phase, first } = asked.question;
      return `${asked.number} ${phase === 'revealed' ? 'revealed' : 'asked'} ${first ? 'again' : ''}`;
    }
    const series = seriesOf(this.view);
    return series?.phase === 'result' ? `series ${series.number} ${series.texts?.length}` : '';
  }

  get #covers() {
    return this.#phase !== '' && this.aside !== this.#phase;
  }

  /** Shows the walk again. @returns {boolean} false if the question does not cover it */
  putAside() {
    if (!this.#covers) return false;
    this.aside = this.#phase;
    return true;
  }

  willUpdate() {
    const { number, question } = askedOf(this.view) ?? {};
    // Once it is closed, only what the room has confirmed counts.
    if (
      this.chosen &&
      (this.chosen.number !== number || question?.phase !== 'open' || isSame(this.chosen, ownAnswer(this.view)))
    )
      this.chosen = null;
  }

  updated() {
    const covers = this.#covers;
    this.toggleAttribute('covers', covers);
    for (const each of this.parentElement?.children ?? [])
      if (!each.matches(BESIDE)) /** @type {HTMLElement} */ (each).inert = covers;
  }

  render() {
    const { view } = this;
    const asked = askedOf(view);
    // The status is rendered, empty, before anything is asked: screen readers announce only changes of an existing one.
    const status = html`<p class="hidden" role="status">${this.#phase === '' ? '' : asked ? this.#said(asked) : words.text('game.shown')}</p>`;
    if (!view || this.#phase === '') return status;
    if (!this.#covers) return html`${status}${this.#button(asked)}`;
    const revealed = asked?.question.phase !== 'open' && asked?.question.phase !== 'closed';
    return html`${status}
      <section class=${revealed ? 'revealed' : ''} role="region" aria-label=${words.text('prediction.label')}>
        <header>
          ${logo}<span class="brand">${words.text('brand')}</span>
          <span class="state ${view.status === 'open' ? '' : 'waiting'}"><span>${words.text(view.status === 'open' ? 'room.following' : 'room.lost')}</span></span>
          <span class="code" translate="no">${spokenCode(view.code)}</span>
        </header>
        ${asked ? (revealed ? this.#answers(asked) : this.#options(asked)) : html`${this.#series()}<button class="plain aside" @click=${() => this.putAside()}>${words.text('prediction.walk')}</button>`}
        ${revealed ? nothing : html`<footer>${this.#turnout()}</footer>`}
      </section>`;
  }

  get #own() {
    return this.chosen ?? ownAnswer(this.view);
  }

  /** The person's own score; below a question, only if that counts. @param {Poll} [question] */
  #series(question) {
    return seriesOf(this.view) && (!question || question.about)
      ? html`<orrery-series-own .view=${this.view}></orrery-series-own>`
      : nothing;
  }

  /** What a screen reader says when the question comes, is answered, closed or revealed. @param {NumberedPoll} asked */
  #said({ question }) {
    if (question.phase === 'revealed') return this.#verdict(question, true);
    if (question.phase === 'closed') return words.text('prediction.closed');
    return ownAnswer(this.view) === null ? plainQuestion(question) : words.text('prediction.chosen');
  }

  /** @param {NumberedPoll | null} asked */
  #button(asked) {
    const isOpen = asked && asked.question.phase !== 'revealed';
    const key = isOpen ? (this.#own === null ? 'come' : 'comeChosen') : 'comeRevealed';
    return html`<button class="come plain" @click=${() => (this.aside = '')}>${words.text(asked ? `prediction.${key}` : 'game.come')}</button>`;
  }

  /** @param {Poll} question */
  #title(question) {
    return html`${question.about ? html`<p class="kicker"><bdi>${question.question ?? words.text('prediction.next')}</bdi></p>` : nothing}
      ${question.first && question.phase !== 'revealed' ? html`<p class="kicker">${words.text('game.again')}</p>` : nothing}`;
  }

  /** @param {NumberedPoll} asked */
  #options({ question }) {
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
            <input type="radio" name="option" .value=${String(index)} .checked=${isChosen(index)} @change=${() => this.#choose({ option: index })} />
            <bdi translate=${other || question.options[index].token === undefined ? nothing : 'no'}>${name}</bdi>${isChosen(index) ? check : nothing}
          </label>`,
          )}
      </fieldset>
      ${own?.word === undefined ? nothing : html`<p class="option chosen" translate="no"><bdi>${own.word}</bdi>${check}</p>`}
      ${open && takesWords(question) ? html`<orrery-typed-word .view=${this.view} @ask=${this.#typed}></orrery-typed-word>` : nothing}
      <div class="after">${open ? this.#note(own) : this.#closed(own)}${this.#series(question)}<button class="plain aside" @click=${() => this.putAside()}>${words.text('prediction.aside')}</button></div>`;
  }

  /** @param {import('./asked.js').Answer | null} own */
  #note(own) {
    return own === null
      ? html`<p><strong>${words.text('prediction.choose')}</strong></p>
          <p>${words.text('prediction.hidden')}</p>`
      : html`<p><strong>${words.text('prediction.chosen')}</strong></p>
          <p>${words.text('prediction.change')}</p>`;
  }

  /** @param {import('./asked.js').Answer | null} own */
  #closed(own) {
    return html`<p><strong>${words.text('prediction.closed')}</strong></p>
      <p>${own === null ? words.text('prediction.unanswered') : nothing} ${words.text('prediction.closedNote')}</p>`;
  }

  /** @param {import('./asked.js').Answer} answer */
  #choose(answer) {
    const asked = askedOf(this.view);
    if (!asked) return;
    this.chosen = { number: asked.number, ...answer };
    ask(this, 'guess', answer);
  }

  /** A word has been typed. It is one of the options if that is its token. @param {CustomEvent<import('../../ui/ask.js').Asked>} event */
  #typed = (event) => {
    const typed = /** @type {{token: number, word: string}} */ (event.detail.value);
    const options = askedOf(this.view)?.question.options ?? [];
    const option = options.findIndex(({ token }) => token === typed.token);
    event.stopPropagation();
    this.#choose(option < 0 ? { option: options.length, ...typed } : { option });
  };

  /** @param {NumberedPoll} asked */
  #answers({ question }) {
    const { model } = question;
    const all = rows(question);
    const own = rowOfAnswer(all, this.#own);
    return html`${this.#title(question)}
      <div class="sentence small">${sentence(question, ' …')}</div>
      <p class="legend"><span><i></i>${words.text('prediction.room', { people: question.answers })}</span>${model ? html`<span class="p"><i></i>${words.text('prediction.model')}</span>` : nothing}</p>
      <ul class="rows">
        ${byCount(all).map(
          (row) => html`<li class="${row.other ? 'other' : ''} ${row === own ? 'mine' : ''}">
            <span class="hidden">${spokenRow(row, row === own && words.text('prediction.yours'), row.index === question.right && words.text('prediction.isModels'))}</span>
            <span class="name" aria-hidden="true"><bdi>${row.name}</bdi>${row === own ? html`${check}<small>${words.text('prediction.yours')}</small>` : nothing}${row.index === question.right ? html`<small class="models">${words.text('prediction.isModels')}</small>` : nothing}</span>
            <span class="line" aria-hidden="true">${row.count === 0 ? nothing : html`<i .style=${`--share: ${row.of}`}></i>`}<b>${row.count}</b></span>
            ${model ? html`<span class="line p" aria-hidden="true"><i .style=${`--share: ${row.p}`}></i><b>${percent(row.p)}</b></span>` : nothing}
          </li>`,
        )}
      </ul>
      <div class="after">${this.#isOfBeat(question) ? html`<orrery-tour-told .view=${this.view}></orrery-tour-told>` : html`<p>${rich(this.#verdict(question, false))}</p>`}${this.#series(question)}<button class="plain aside" @click=${() => this.putAside()}>${words.text('prediction.walk')}</button></div>`;
  }

  /** Whether the present beat of a tour explains the answer. @param {any} question */
  #isOfBeat(question) {
    return question.beat !== undefined && this.view?.tourAct?.beat === question.beat;
  }

  /** What became of this person's own answer. @param {any} question @param {boolean} isPlain without markup */
  #verdict(question, isPlain) {
    const own = rowOfAnswer(rows(question), this.#own);
    if (own === null) return words.text('prediction.unanswered');
    const { name, other, p, count } = own;
    const key = p === null ? 'free' : other ? 'saidOther' : 'said';
    const text = words.text(`prediction.own.${key}`, { name, p: percentInWords(p), same: Math.max(0, count - 1) });
    return isPlain ? text.replaceAll('**', '') : text;
  }

  #turnout() {
    const { view } = this;
    if (!view) return nothing;
    const { answers, people } = turnout(view);
    return html`<div class="bar"><i .style=${`width: ${people === 0 ? 0 : (100 * answers) / people}%`}></i></div>
      <p><span>${rich(words.text('prediction.answeredStrong', { answers, people }))}</span><span>${words.text('prediction.number', { number: askedOf(view)?.number ?? 0 })}</span></p>`;
  }
}

/** Whether the room has confirmed an answer. @param {import('./asked.js').Answer} chosen @param {import('./asked.js').Answer | null} own */
const isSame = (chosen, own) => own !== null && chosen.option === own.option && chosen.token === own.token;

customElements.define('orrery-guess', Guess);
