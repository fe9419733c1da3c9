/**
 * What comes next, or the driver's own question, on the hall's screen: after the reveal the room stands beside the model.
 *
 * @typedef {import('./asked.js').NumberedPoll} NumberedPoll
 * @typedef {import('./asked.js').Poll} Poll
 */
import { css, html, nothing } from 'lit';
import { HallFrame } from '../../ui/asks/hall-frame.js';
import { rich } from '../../ui/rich-text.js';
import { words } from '../../ui/words.js';
import { askedOf } from './asked.js';
import {
  byCount,
  favourites,
  modelName,
  percent,
  percentInWords,
  rightText,
  rows,
  rowsStyle,
  sentence,
  surprises,
} from './rows.js';

/** More rows have one line each. */
const FEW = 6;
/** Options of more characters get the whole width of their column. */
const SHORT = 12;

export class HallQuestion extends HallFrame {
  static styles = [
    ...HallFrame.styles,
    rowsStyle,
    css`
      .slot {
        display: inline-block;
        width: 3.4em;
        height: 1.1em;
        vertical-align: -0.22em;
        border: 2px dashed var(--p);
        border-radius: var(--r2);
      }
      .legend .bits {
        margin-left: auto;
        font-weight: var(--w-regular);
        color: var(--ink-2);
      }
      .line.p b {
        color: var(--p);
      }
      .other .line.p i {
        opacity: 0.55;
      }
      .rows.many:not(.alone) {
        grid-template-columns: minmax(calc(120px * var(--u)), max-content) max-content minmax(0, 1fr) max-content;
      }
      .rows.many .bits {
        font-size: 28px;
      }
      .rows.many .line.p {
        height: 8px;
      }
      .rows.many .line.p i {
        height: 8px;
      }
      .rows.many .line.p b {
        display: none;
      }
      .rows .share {
        font-size: 28px;
        text-align: end;
        color: var(--p);
      }
      .rows .bits {
        font-size: max(28px, calc(34px * var(--u)));
        text-align: end;
        color: var(--ink-2);
      }
      .rows .best {
        font-weight: var(--w-strong);
        color: var(--ink);
      }
    `,
  ];

  get asked() {
    return askedOf(this.view);
  }

  get #question() {
    return /** @type {NumberedPoll} */ (this.asked).question;
  }

  options() {
    const question = this.#question;
    const all = rows(question);
    const isLong = all.some(({ name, other }) => !other && [...name].length > SHORT);
    return html`${this.#kicker(question)}${this.again()}
      <div class="sentence">${sentence(question, html` <span class="slot"></span>`)}</div>
      <ul class="options ${isLong ? 'long' : ''}">
        ${all.map(({ name, other }) => html`<li class=${other ? 'other' : ''}><bdi>${name}</bdi></li>`)}
      </ul>`;
  }

  /** @param {Poll} question */
  #kicker({ about, question }) {
    return about && question ? html`<p class="kicker"><bdi>${question}</bdi></p>` : nothing;
  }

  answers() {
    const question = this.#question;
    const { model, answers, first } = question;
    return html`${this.#kicker(question)}
      <div class="sentence">${sentence(question, ' …')}</div>
      <p class="legend">
        <span><i></i>${words.text('prediction.you', { people: answers })}</span>
        ${first ? html`<span class="first">${isMany(question) ? `(${words.text('game.first')})` : html`<i></i>${words.text('game.first')}`}</span>` : nothing}
        ${model ? html`<span class="p"><i></i>${modelName(this.view)}</span><span class="bits">${words.text('prediction.surprise')}</span>` : nothing}
      </p>
      <ul class="rows ${model ? '' : 'alone'} ${isMany(question) ? 'many' : ''}">
        ${this.#rows(question)}
      </ul>`;
  }

  /** @param {Poll} question */
  #rows(question) {
    const all = byCount(rows(question, true));
    const people = Math.max(
      1,
      (question.first ?? []).reduce((sum, count) => sum + count, 0),
    );
    const longest = Math.max(0.01, ...all.flatMap(({ of, p, first }) => [of, p ?? 0, (first ?? 0) / people]));
    const best = favourites(all);
    return all.map((row) => {
      const line = (/** @type {string} */ kind, /** @type {number} */ share, /** @type {string} */ text) =>
        html`<span class="line ${kind}">${share === 0 ? nothing : html`<i .style=${`--share: ${share / longest}`}></i>`}<b>${text}</b></span>`;
      // Many rows have no room for a second bar.
      const before = isMany(question) && row.first !== undefined ? ` (${words.number(row.first, 0)})` : '';
      const isModels = row.index === question.right;
      return html`<li class="${row.other ? 'other' : ''} ${isModels ? 'models' : ''}">
        <span class="name"><bdi>${row.name}</bdi>${isModels ? html`<small>${rightText(question, modelName(this.view))}</small>` : nothing}</span>
        ${isMany(question) && row.p !== null ? html`<span class="share">${percent(row.p)}</span>` : nothing}
        <span class="lines">${line('', row.of, words.number(row.count, 0) + before)}${row.first === undefined || before ? nothing : line('first', row.first / people, words.number(row.first, 0))}${row.p === null ? nothing : line('p', row.p, percent(row.p))}</span>
        ${row.p === null ? nothing : html`<span class="bits ${best.includes(row) ? 'best' : ''}">${row.bits === null ? '∞' : words.text('prediction.bits', { bits: words.number(row.bits, 1) })}</span>`}
      </li>`;
    });
  }

  how() {
    return words.text(`prediction.hall.${this.#question.about ? 'next' : 'own'}`);
  }

  verdict() {
    const { number, question } = /** @type {NumberedPoll} */ (this.asked);
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
      return words.text('prediction.hall.saidOther', { p: percentInWords(best[0].p), model: modelName(this.view) });
    return words.text('prediction.hall.said', {
      count: best.length,
      names,
      p: words.list(best.map((row) => percentInWords(row.p))),
      model: modelName(this.view),
    });
  }
}

/** @param {Poll} question */
const isMany = ({ options, typed = [] }) => options.length + typed.length > FEW;

customElements.define('orrery-hall-question', HallQuestion);
