/**
 * A question to the room on the hall's screen: while it is open the options and the audience as a dial, after the reveal the room beside
 * the model. It has the screen for itself; the walk may go on under it.
 *
 * @typedef {import('./asked.js').NumberedPoll} NumberedPoll
 * @typedef {import('./asked.js').Poll} Poll
 * @typedef {import('../../ui/view.js').View} View
 */
import { html, nothing } from 'lit';
import { spokenCode } from '../../live/identity.js';
import { stepsAround } from '../../model/graph.js';
import { logo, logoStyle } from '../../ui/logo.js';
import { OwnSize } from '../../ui/own-size.js';
import { rich } from '../../ui/rich-text.js';
import { shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';
import { words } from '../../ui/words.js';
import { captionStyles } from '../../ui/caption-styles.js';
import { askedOf, turnout } from './asked.js';
import { dial, dialStyle } from './dial.js';
import { hallStyle } from './hall-question-style.js';
import { byCount, favourites, percent, percentInWords, rows, rowsStyle, sentence, surprises } from './rows.js';

/** The size at which the element has the look's measures, px. */
const WIDTH = 1024,
  HEIGHT = 768;
/** How far the measures shrink and grow, and in what steps they shrink. */
const SMALLEST = 0.6,
  LARGEST = 2,
  STEP = 0.05;
/** More rows have one line each. */
const FEW = 6;
/** Options of more characters get the whole width of their column. */
const SHORT = 12;

export class HallQuestion extends ViewElement {
  static styles = [shared, logoStyle, captionStyles, dialStyle, rowsStyle, hallStyle];

  constructor() {
    super();
    new OwnSize(this, () => this.#fit());
  }

  updated() {
    this.#fit();
  }

  /** Takes the largest measures with which everything has room. */
  #fit() {
    const { clientWidth: width, clientHeight: height } = this;
    const main = /** @type {HTMLElement | null} */ (this.renderRoot.querySelector('main'));
    if (!main || width === 0 || height === 0) return;
    for (let unit = Math.min(LARGEST, width / WIDTH, height / HEIGHT); ; unit -= STEP) {
      this.style.setProperty('--u', String(Math.max(SMALLEST, unit)));
      if (unit <= SMALLEST || (main.scrollHeight <= main.clientHeight && main.scrollWidth <= main.clientWidth)) return;
    }
  }

  render() {
    const { view } = this;
    const asked = askedOf(view);
    if (!view || !asked) return nothing;
    const { question } = asked;
    const revealed = question.phase === 'revealed';
    return html`<header>${logo}<span class="code" translate="no">${spokenCode(view.code)}</span></header>
      <main class=${revealed ? 'revealed' : ''}>${revealed ? this.#answers(question) : this.#options(view, question)}</main>
      <footer>${this.#progress(view)}${revealed ? this.#verdict(asked) : this.#how(asked)}</footer>`;
  }

  /** @param {View} view @param {Poll} question */
  #options(view, question) {
    const { answers, people } = turnout(view);
    const all = rows(question);
    const isLong = all.some(({ name, other }) => !other && [...name].length > SHORT);
    return html`<div class="asked">
        ${this.#kicker(question)}${this.#again(question)}
        <div class="sentence">${sentence(question, html` <span class="slot"></span>`)}</div>
        <ul class="options ${isLong ? 'long' : ''}">
          ${all.map(({ name, other }) => html`<li class=${other ? 'other' : ''}><bdi>${name}</bdi></li>`)}
        </ul>
      </div>
      ${dial(answers, people, html`<b>${words.number(answers, 0)}</b><span>${words.text('prediction.ofPeople', { people })}</span>`)}`;
  }

  /** @param {Poll} question */
  #kicker({ about, question }) {
    return about && question ? html`<p class="kicker"><bdi>${question}</bdi></p>` : nothing;
  }

  /** The heading of a second round. @param {Poll} question */
  #again({ first }) {
    return first ? html`<p class="kicker">${words.text('game.again')}</p>` : nothing;
  }

  /** @param {Poll} question */
  #answers(question) {
    const { model, answers, first } = question;
    return html`${this.#kicker(question)}
      <div class="sentence">${sentence(question, ' …')}</div>
      <p class="legend">
        <span><i></i>${words.text('prediction.you', { people: answers })}</span>
        ${first ? html`<span class="first"><i></i>${words.text('game.first')}</span>` : nothing}
        ${model ? html`<span class="p"><i></i>${words.text('prediction.model')}</span><span class="bits">${words.text('prediction.surprise')}</span>` : nothing}
      </p>
      <ul class="rows ${model ? '' : 'alone'} ${isMany(question) ? 'many' : ''}">
        ${this.#rows(question)}
      </ul>`;
  }

  /** @param {Poll} question */
  #rows(question) {
    const all = byCount(rows(question, true));
    const before = Math.max(
      1,
      (question.first ?? []).reduce((sum, count) => sum + count, 0),
    );
    const longest = Math.max(0.01, ...all.flatMap(({ of, p, first }) => [of, p ?? 0, (first ?? 0) / before]));
    const best = favourites(all);
    return all.map((row) => {
      const line = (/** @type {string} */ kind, /** @type {number} */ share, /** @type {string} */ text) =>
        html`<span class="line ${kind}">${share === 0 ? nothing : html`<i .style=${`--share: ${share / longest}`}></i>`}<b>${text}</b></span>`;
      const isModels = row.index === question.right;
      return html`<li class="${row.other ? 'other' : ''} ${isModels ? 'models' : ''}">
        <span class="name"><bdi>${row.name}</bdi>${isModels ? html`<small>${words.text('prediction.isModels')}</small>` : nothing}</span>
        ${isMany(question) && row.p !== null ? html`<span class="share">${percent(row.p)}</span>` : nothing}
        <span class="lines">${line('', row.of, words.number(row.count, 0))}${row.first === undefined ? nothing : line('first', row.first / before, words.number(row.first, 0))}${row.p === null ? nothing : line('p', row.p, percent(row.p))}</span>
        ${row.p === null ? nothing : html`<span class="bits ${best.includes(row) ? 'best' : ''}">${row.bits === null ? '∞' : words.text('prediction.bits', { bits: words.number(row.bits, 1) })}</span>`}
      </li>`;
    });
  }

  /** @param {NumberedPoll} asked */
  #how({ number, question }) {
    const open = question.phase === 'open';
    return html`<p class="caption">${words.text(`prediction.hall.${open ? (question.about ? 'next' : 'own') : 'closed'}`)}</p>
      ${open ? html`<p class="caption">${words.text('prediction.hall.hidden')}</p>` : nothing}
      <p class="place">${words.text('prediction.number', { number })}</p>`;
  }

  /** @param {NumberedPoll} asked */
  #verdict({ number, question }) {
    if (question.beat !== undefined && this.view?.tourAct?.beat === question.beat) {
      return html`<div class="caption"><orrery-tour-told .view=${this.view}></orrery-tour-told></div>`;
    }
    const all = rows(question);
    const best = favourites(all);
    const surprise = surprises(all);
    const bits =
      surprise &&
      words.text('prediction.hall.bits', { room: words.number(surprise.room, 1), own: words.number(surprise.own, 1) });
    return html`<p class="caption">${rich(this.#said(best, question.answers))} ${bits ? rich(bits) : nothing}</p>
      <p class="place">${words.text(question.model ? 'prediction.hall.place' : 'prediction.number', { number })}</p>`;
  }

  /** @param {import('./rows.js').Row[]} best @param {number} people */
  #said(best, people) {
    if (best.length === 0) return words.text('prediction.hall.nobody');
    const names = words.list(best.map(({ name }) => name));
    if (best[0].p === null)
      return words.text('prediction.hall.most', { count: best.length, names, most: best[0].count, people });
    if (best.length === 1 && best[0].other)
      return words.text('prediction.hall.saidOther', { p: percentInWords(best[0].p) });
    return words.text('prediction.hall.said', {
      count: best.length,
      names,
      p: words.list(best.map((row) => percentInWords(row.p))),
    });
  }

  /** @param {View} view */
  #progress({ graph, step }) {
    if (!graph || step === null) return nothing;
    const steps = stepsAround(graph, step);
    const at = steps.findIndex(({ id }) => id === step);
    return html`<div class="progress" .style=${`width: ${(at / Math.max(1, steps.length - 1)) * 100}%`}></div>`;
  }
}

/** @param {Poll} question */
const isMany = ({ options, typed = [] }) => options.length + typed.length > FEW;

customElements.define('orrery-hall-question', HallQuestion);
