/** The elements of a question for a place: the page on which it is answered, the driver's panel, the hall, and what is shown beside the machine after the reveal. */
import { css, html, nothing } from 'lit';
import { AnswerFrame, check } from '../../ui/asks/answer-frame.js';
import { HallFrame } from '../../ui/asks/hall-frame.js';
import { PanelFrame } from '../../ui/asks/panel-frame.js';
import { ask } from '../../ui/ask.js';
import { word } from '../../ui/plain-token.js';
import { selectStyle } from '../../ui/sheet-style.js';
import { shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';
import { words } from '../../ui/words.js';
import { askedPlace, isSamePlace, ownPlace, placesOf, rowsOf } from './place.js';
import { nameIn, percent, rightOf, sentenceOf } from './words.js';

/**
 * @typedef {import('./place.js').NumberedPlace} NumberedPlace
 * @typedef {import('./place.js').Row} Row
 */

/** With more heads, one chooses the layer first. */
const MOST_HEADS = 12;
/** The rows of a reveal: in the driver's panel, and beside the machine. */
const PANEL_ROWS = 8,
  HEAT_ROWS = 4,
  HALL_ROWS = 3;
/** As many tokens of the text stand beside a question in the hall. */
const HALL_WORDS = 40;

/** The length of bars as shares of the longest. @param {Row[]} rows @returns {(row: Row) => number} */
const lengths = (rows) => {
  const longest = Math.max(...rows.map(({ of }) => of)) || 1;
  return ({ of }) => of / longest;
};

/** The most frequent rows; among them the right one. @param {Row[]} rows @param {number} most */
const topOf = (rows, most) => rows.filter((row, i) => i < most || row.isRight);

/** A row as screen readers say it. @param {Row} row @param {boolean} [isOwn] */
const spoken = ({ name, count, of, first, isRight }, isOwn) =>
  [
    words.text('prediction.row', { name, people: count, share: percent(of) }),
    first !== undefined && words.text('game.firstRound', { people: first }),
    isOwn && words.text('prediction.yours'),
    isRight && words.text('place.isRight'),
  ]
    .filter(Boolean)
    .join(', ');

class PlaceAnswer extends AnswerFrame {
  static properties = { layer: { state: true } };

  static styles = [
    ...AnswerFrame.styles,
    selectStyle,
    css`
      .options {
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 128px), 1fr));
        gap: 8px;
      }
      .option {
        min-height: 52px;
        padding: 6px 12px;
        font-size: 18px;
      }
      label.of {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: var(--s3);
        margin-bottom: 12px;
        font-size: 18px;
      }
      select {
        min-height: 52px;
        min-width: 120px;
        font-size: 18px;
      }
      .sentence {
        margin-bottom: 16px;
      }
      /* it leaves the middle of the machine free, which is touched */
      @media (max-width: 899px) {
        .come {
          top: 88px;
          bottom: auto;
        }
      }
      .touches {
        width: 100%;
        min-height: 52px;
        margin-bottom: 12px;
      }
    `,
  ];

  constructor() {
    super();
    /** The layer whose heads are listed; null for that of the own answer. @type {number | null} */
    this.layer = null;
  }

  get asked() {
    return askedPlace(this.view);
  }

  /** After the reveal the machine shows the answers, and what covers it goes. */
  get phase() {
    return this.#question.phase === 'revealed' ? '' : super.phase;
  }

  get #question() {
    return /** @type {NumberedPlace} */ (this.asked ?? NONE).question;
  }

  willUpdate() {
    super.willUpdate();
    if (!this.asked) this.layer = null;
  }

  hasAnswered() {
    return ownPlace(this.view) !== null;
  }

  plain() {
    return sentenceOf(this.#question, this.view);
  }

  comes() {
    const own = ownPlace(this.view);
    return own ? words.text('place.own', { name: nameIn(this.#question, this.view)(own) }) : super.comes();
  }

  options() {
    const question = this.#question,
      own = ownPlace(this.view),
      open = question.phase === 'open',
      nameOf = nameIn(question, this.view);
    const all = placesOf(question),
      isByLayer = question.kind === 'head' && all.length > MOST_HEADS,
      layer = this.layer ?? own?.[0] ?? 0;
    const shown = isByLayer ? all.filter(([of]) => of === layer) : all;
    return html`${this.again()}
      <div class="sentence" id="question"><p class="own"><bdi>${this.plain()}</bdi></p></div>
      ${open ? html`<button class="plain touches" @click=${() => this.putAside()}>${words.text('place.touch')}</button>` : nothing}
      ${
        isByLayer
          ? html`<label class="of"><span>${words.text('place.layer')}</span>
              <select ?disabled=${!open} @change=${(/** @type {{target: HTMLSelectElement}} */ { target }) => (this.layer = Number(target.value))}>
                ${Array.from({ length: question.size[0] }, (_, of) => html`<option value=${of} ?selected=${of === layer}>${of + 1}</option>`)}
              </select></label>`
          : nothing
      }
      <fieldset class="options" role="radiogroup" aria-labelledby="question" ?disabled=${!open}>
        ${shown.map((at) => {
          const isChosen = own !== null && isSamePlace(own, at);
          return html`<label class="option ${isChosen ? 'chosen' : ''}">
            <input type="radio" name="place" .checked=${isChosen} @change=${() => ask(this, 'touch', at)} />
            <bdi>${nameOf(at)}</bdi>${isChosen ? check : nothing}
          </label>`;
        })}
      </fieldset>
      <div class="after">${this.note()}${this.away('aside')}</div>`;
  }
}

/** In place of a question. */
const NONE = { number: 0, question: { phase: 'open', answers: 0, trace: '', kind: 'word', size: [0] } };

class PlacePanel extends PanelFrame {
  static styles = [
    ...PanelFrame.styles,
    css`
      ul {
        grid-template-columns: minmax(48px, max-content) minmax(32px, 1fr) max-content;
      }
      .name {
        max-width: 164px;
        font-size: var(--text-sm);
      }
      .right .name {
        color: var(--p);
      }
      .right .name::after {
        content: ' ✓';
      }
    `,
  ];

  get asked() {
    return askedPlace(this.view);
  }

  sentence() {
    const { question } = /** @type {NumberedPlace} */ (this.asked);
    return html`<div class="sentence"><p class="own"><bdi>${sentenceOf(question, this.view)}</bdi></p></div>`;
  }

  list() {
    const { question } = /** @type {NumberedPlace} */ (this.asked),
      rows = rowsOf(question, nameIn(question, this.view)),
      shown = topOf(rows, PANEL_ROWS),
      length = lengths(rows),
      right = rightOf(question, this.view);
    return html`<ul>
        ${shown.map(
          (row) => html`<li class=${row.isRight ? 'right' : ''}>
            <span class="hidden">${spoken(row)}</span>
            <span class="name" aria-hidden="true"><bdi>${row.name}</bdi></span>
            <span class="lines" aria-hidden="true">${row.count === 0 ? html`<i class="none"></i>` : html`<i .style=${`--share: ${length(row)}`}></i>`}</span>
            <span class="figures" aria-hidden="true"><b>${words.number(row.count, 0)}${row.first === undefined ? nothing : html` <small>(${words.number(row.first, 0)})</small>`}</b></span>
          </li>`,
        )}
      </ul>
      ${rows.length > shown.length ? html`<p class="note">${words.text('place.others', { count: rows.length - shown.length })}</p>` : nothing}
      ${right ? html`<p class="note"><bdi>${right}</bdi></p>` : nothing}`;
  }
}

class PlaceHall extends HallFrame {
  static styles = [
    ...HallFrame.styles,
    css`
      .text {
        font-size: max(28px, calc(36px * var(--u)));
        line-height: 1.35;
        overflow-wrap: anywhere;
      }
    `,
  ];

  get asked() {
    return askedPlace(this.view);
  }

  options() {
    const { question } = /** @type {NumberedPlace} */ (this.asked);
    return html`${this.again()}
      <div class="sentence"><p class="own"><bdi>${sentenceOf(question, this.view)}</bdi></p></div>
      <p class="text" translate="no">${this.#text()}</p>`;
  }

  /** The text that is asked about: the machine with its words is behind the question. Of a long one its end. */
  #text() {
    const text = this.view?.trace?.text ?? [];
    const shown = text.slice(-HALL_WORDS);
    return html`${shown.length < text.length ? '… ' : nothing}${shown.map((each, i) => word(each, '', i === 0))}`;
  }

  how() {
    return words.text('place.hall');
  }
}

/** Beside the machine after the reveal, on phones and in the hall: the most frequent places as text, and the right one. */
class PlaceHeat extends ViewElement {
  static styles = [
    shared,
    css`
      section {
        position: absolute;
        z-index: 1;
        left: var(--s4);
        right: var(--s4);
        bottom: var(--heat-foot, 72px);
        max-height: 46%;
        overflow: auto;
        padding: var(--s4);
        border: 1px solid var(--line);
        border-radius: var(--r3);
        background: var(--surface);
        box-shadow: var(--shadow-2);
      }
      h2 {
        font-size: var(--text-md);
        line-height: 1.25;
        font-weight: var(--w-strong);
        overflow-wrap: anywhere;
      }
      ul {
        display: grid;
        gap: 6px;
        margin: var(--s3) 0;
      }
      li {
        display: grid;
        grid-template-columns: minmax(0, 1fr) max-content;
        gap: 2px var(--s2);
        align-items: baseline;
      }
      .name {
        font-weight: var(--w-strong);
        overflow-wrap: anywhere;
      }
      .right .name::after {
        content: ' ✓';
      }
      .line {
        grid-row: 2;
        grid-column: 1 / -1;
      }
      .line i {
        display: block;
        height: 5px;
        width: max(3px, 100% * var(--share));
        border-radius: 0 3px 3px 0;
        background: var(--p);
      }
      .none {
        visibility: hidden;
      }
      .note {
        color: var(--ink-2);
      }
      :host([hall]) {
        position: absolute;
        z-index: 1;
        left: 32px;
        top: 104px;
        width: min(460px, 45vw);
        max-height: calc(100% - 270px);
        overflow: hidden;
        font-size: 28px;
        line-height: 1.2;
      }
      :host([hall]) section {
        position: static;
        max-height: none;
      }
      /* The hall has read a long question before; what is right is said below it. */
      :host([hall]) h2 {
        display: -webkit-box;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 3;
        overflow: hidden;
        font-size: 28px;
      }
      :host([hall]) small {
        font-size: 28px;
      }
      /* Folded by a press, it covers neither the sheet nor its buttons. */
      section:has(details:not([open])) {
        top: 88px;
        bottom: auto;
      }
      summary {
        min-height: 48px;
        display: flex;
        align-items: center;
        gap: var(--s3);
        margin: calc(-1 * var(--s3)) 0;
        cursor: pointer;
        list-style: none;
      }
      summary h2 {
        flex: 1;
      }
      summary::after {
        content: '▾';
      }
      details[open] > summary::after {
        content: '▴';
      }
      details[open] > summary {
        margin-bottom: 0;
      }
    `,
  ];

  render() {
    const { view } = this,
      asked = askedPlace(view);
    if (!view || asked?.question.phase !== 'revealed') return nothing;
    const isHall = this.hasAttribute('hall'),
      { question } = asked,
      own = ownPlace(view),
      rows = rowsOf(question, nameIn(question, view)),
      right = rightOf(question, view),
      length = lengths(rows),
      // the hall has a line less then: it says what is in brackets
      isAgain = Boolean(question.first);
    const heading = html`<h2><bdi>${sentenceOf(question, view)}</bdi></h2>`;
    const content = html`
      ${rows.length === 0 ? html`<p>${words.text('prediction.hall.nobody')}</p>` : nothing}
      <ul>
        ${topOf(rows, isHall ? HALL_ROWS - Number(isAgain) : HEAT_ROWS).map((row) => {
          const isOwn = own !== null && isSamePlace(own, row.at);
          return html`<li class=${row.isRight ? 'right' : ''}>
            <span class="hidden">${spoken(row, isOwn)}</span>
            <span class="name" aria-hidden="true"><bdi>${row.name}</bdi>${isOwn ? html` <small>${words.text('prediction.yours')}</small>` : nothing}</span>
            <span class="line" aria-hidden="true"><i class=${row.count === 0 ? 'none' : ''} .style=${`--share: ${length(row)}`}></i></span>
            <b aria-hidden="true">${words.number(row.count, 0)}${row.first === undefined ? nothing : html` <small>(${words.number(row.first, 0)})</small>`}${isHall ? nothing : ` · ${percent(row.of)}`}</b>
          </li>`;
        })}
      </ul>
      ${isAgain ? html`<p class="note">${words.text('place.first')}</p>` : nothing}
      ${right ? html`<p class="note"><bdi>${right}</bdi></p>` : nothing}`;
    return html`<section role="region" aria-label=${words.text('place.heat')}>
      <p class="hidden" role="status">${words.text('place.shown')}</p>
      ${isHall ? html`${heading}${content}` : html`<details open><summary>${heading}</summary>${content}</details>`}
    </section>`;
  }
}

customElements.define('orrery-place-answer', PlaceAnswer);
customElements.define('orrery-place-panel', PlacePanel);
customElements.define('orrery-place-hall', PlaceHall);
customElements.define('orrery-place-heat', PlaceHeat);
