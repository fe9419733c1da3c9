/** A poll on the hall's screen. Nothing that people wrote is there before the reveal. */
import { css, html, nothing } from 'lit';
import { HallFrame } from '../../ui/asks/hall-frame.js';
import { rich } from '../../ui/rich-text.js';
import { words } from '../../ui/words.js';
import { colour, hasOwnColours, longest, mark, markStyle, names, pollOf, result, rows, spokenRow } from './poll.js';

/** As many texts as have room. */
const MOST_TEXTS = 12;
/** More rows are lower. So many have room also with both rounds. */
const FEW = 6;

export class PollHall extends HallFrame {
  static styles = [
    ...HallFrame.styles,
    markStyle,
    css`
      .options li {
        display: flex;
        align-items: center;
        gap: calc(18px * var(--u));
        min-height: calc(64px * var(--u));
      }
      .options.scale {
        grid-template-columns: repeat(5, 1fr);
      }
      .options.scale li:nth-child(n) {
        grid-column: auto;
        justify-content: center;
      }
      .more {
        margin-top: calc(8px * var(--u));
        font-size: max(28px, calc(30px * var(--u)));
        color: var(--ink-2);
      }
      .ends {
        display: flex;
        justify-content: space-between;
        gap: 24px;
        margin-top: calc(10px * var(--u));
        font-size: max(28px, calc(30px * var(--u)));
        color: var(--ink-2);
      }
      .name {
        display: flex;
        align-items: center;
        justify-content: flex-end;
        gap: calc(14px * var(--u));
        max-width: calc(600px * var(--u));
        font-size: max(28px, calc(33px * var(--u)));
      }
      .options bdi,
      .name bdi {
        hyphens: auto;
      }
      .mark b {
        font-size: max(28px, 0.72em);
      }
      .name small {
        display: inline;
        white-space: nowrap;
      }
    `,
  ];

  get asked() {
    return pollOf(this.view);
  }

  get #question() {
    return /** @type {import('./poll.js').Poll} */ (pollOf(this.view)).question;
  }

  #sentence() {
    return html`<div class="sentence"><p class="own"><bdi>${this.#question.question}</bdi></p></div>`;
  }

  options() {
    const { kind, options } = this.#question;
    const isScale = kind === 'scale';
    const all = isScale ? names({ kind, options: [] }) : options;
    return html`<div>${this.again()}${this.#sentence()}</div>
      ${
        kind === 'text'
          ? nothing
          : html`<div>
            <ul class="options ${isScale ? 'scale' : 'long'}">
              ${all.map((name, index) => html`<li>${mark(kind, index)}<bdi>${name}</bdi></li>`)}
            </ul>
            ${isScale && options.length > 0 ? html`<p class="ends"><span>1 · <bdi>${options[0]}</bdi></span><span>5 · <bdi>${options[1]}</bdi></span></p>` : nothing}
          </div>`
      }`;
  }

  answers() {
    const question = this.#question;
    const all = rows(question).slice(0, question.first ? FEW : MOST_TEXTS);
    const most = longest(all);
    const rest = question.kind === 'text' ? question.answers - all.reduce((sum, { count }) => sum + count, 0) : 0;
    const line = (/** @type {string} */ kind, /** @type {number} */ count) =>
      html`<span class="line ${kind}">${count === 0 ? nothing : html`<i .style=${`--share: ${count / most}`}></i>`}<b>${words.number(count, 0)}</b></span>`;
    return html`${this.#sentence()}
      <p class="legend">
        <span>${hasOwnColours(question) ? nothing : html`<i></i>`}${words.text('prediction.you', { people: question.answers })}</span>
        ${question.first ? html`<span class="first"><i></i>${words.text('game.first')}</span>` : nothing}
      </p>
      <ul class="rows alone ${all.length > FEW ? 'many' : ''}">
        ${all.map(
          (row) => html`<li class="${colour(question.kind, row.index)} ${row.isRight ? 'right' : ''}">
            <span class="name" aria-hidden="true"><bdi>${row.name}</bdi>${row.isRight ? html`<small>✓ ${words.text('poll.right')}</small>` : nothing}${mark(question.kind, row.index)}</span>
            <span class="lines" aria-hidden="true">${line('', row.count)}${row.first === undefined ? nothing : line('first', row.first)}</span>
            <span class="hidden">${spokenRow(row, question)}</span>
          </li>`,
        )}
      </ul>
      ${rest > 0 ? html`<p class="more">${words.text('poll.more', { people: rest })}</p>` : nothing}`;
  }

  how() {
    return words.text(`poll.hall.${this.#question.kind}`);
  }

  verdict() {
    const { number, question } = /** @type {import('./poll.js').Poll} */ (pollOf(this.view));
    return html`<p class="caption">${rich(result(question))}</p>
      <p class="place">${words.text('prediction.number', { number })}</p>`;
  }
}

customElements.define('orrery-poll-hall', PollHall);
