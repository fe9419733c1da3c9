/**
 * What comes next, on the hall's screen, over the dimmed machine: the text, and under it the most probable tokens as large bars. If the
 * token is drawn, a strip shows from what it is drawn and where the draw falls, and a table what temperature, top-k and top-p do. With
 * a second model beside the first, each token has the bars of both.
 *
 * @typedef {import('../next-token/distribution.js').Distribution} Distribution
 * @typedef {import('../../model/trace.js').TraceInfo} TraceInfo
 */
import { html, nothing } from 'lit';
import {
  barsOf,
  choiceSource,
  comparedRows,
  comparisonPath,
  isChoice,
  stripOf,
  tableOf,
} from '../next-token/distribution.js';
import { plainToken, word } from '../../ui/plain-token.js';
import { answerStyles } from './answer-styles.js';
import { onResize } from '../../ui/while-connected.js';
import { isCertain, shareText } from '../../ui/rounding.js';
import { shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';
import { nextOf } from '../../ui/step-texts.js';
import { words } from '../../ui/words.js';
import { captionStyles } from '../../ui/caption-styles.js';
import { rich } from '../../ui/rich-text.js';

/** The size at which the element has the look's measures, px. */
const WIDTH = 1024,
  HEIGHT = 550;
/** How far the measures shrink and grow. */
const SMALLEST = 0.7,
  LARGEST = 2;
/** Below this scale, text is 28 px although all else is smaller: lines are closer together. */
const SMALL = 0.85;
/** Height of the bars' rows, in the look's px: the first, each other one. */
const FIRST = 92,
  PITCH = 66,
  PAIR = 88;
/** The most bars of tokens. */
const MOST = 8;
/** The text's last tokens that are written. */
const TOKENS = 80;
/** Space around the text that a piece of the strip needs to be named, px. */
const ROOM = 24;

export class HallAnswer extends ViewElement {
  static properties = {
    unit: { state: true },
    most: { state: true },
  };

  static styles = [shared, answerStyles];

  #comparison = choiceSource(() => this.requestUpdate());

  constructor() {
    super();
    onResize(this, () => this.#fit());
    /** The scale of all measures. */
    this.unit = 1;
    /** The number of bars that fit. */
    this.most = MOST;
  }

  #fit() {
    const { clientWidth: width, clientHeight: height } = this;
    if (width === 0 || height === 0) return;
    this.unit = Math.min(LARGEST, Math.max(SMALLEST, Math.min(width / WIDTH, height / HEIGHT)));
    const bars = /** @type {HTMLElement | null} */ (this.renderRoot.querySelector('.bars'));
    const row = bars?.matches('.pairs') ? PAIR : PITCH,
      first = bars?.matches('.pairs') ? PAIR : FIRST;
    if (bars)
      this.most = Math.max(
        1,
        Math.min(MOST, Math.floor((bars.clientHeight - (first + row) * this.unit) / (row * this.unit)) + 1),
      );
    this.#connect();
  }

  updated() {
    this.#fit();
    this.#nameWidePieces();
  }

  render() {
    const { view } = this;
    const { trace, graph, sampling, second } = view ?? {};
    if (!view || !trace || !graph || !sampling || trace.next.length === 0) return nothing;
    if (second) {
      const comparison = this.#comparison.answer(comparisonPath(trace.id, second.id), 0);
      return html`<section class=${this.unit < SMALL ? 'small' : ''} .style=${`--u: ${this.unit}`} aria-label=${words.text('hallAnswer.label')}>
        ${this.#sentence(trace.info, undefined, false)}${comparison ? this.#barsOfTwo(comparison) : nothing}
      </section>`;
    }
    const chance = sampling.temperature > 0;
    const distribution = view.draw;
    // while a text is written on, it is the subject: what else could have come is shown where there was a choice
    const ended = trace.info.ended ?? false,
      grows = ended || view.answer?.by === 'generate';
    const next = nextOf(view);
    const chose = !ended && (!grows || isChoice(trace.next, next));
    const size = this.unit < SMALL ? 'small' : '';
    return html`<section class="${size} ${grows && !(chose && chance) ? 'grows' : ''} ${ended ? 'ended' : ''}" .style=${`--u: ${this.unit}`} aria-label=${words.text('hallAnswer.label')}>
      ${this.#sentence(trace.info, view.full || ended ? undefined : next?.text, chance)}
      ${!chose ? nothing : !chance ? this.#barsOfTheModel(trace.next, graph.sizes.d_vocab) : distribution ? this.#draw(distribution) : nothing}
    </section>`;
  }

  /** The end of the text, and the token that follows it. @param {TraceInfo} traceInfo @param {string | undefined} next @param {boolean} chance */
  #sentence({ text }, next, chance) {
    const from = Math.max(0, text.length - TOKENS);
    return html`<div class="sentence" translate="no">
      <p>
        ${text.slice(from).map((each, i) => word(each, i === text.length - from - 1 ? 'current' : '', from + i === 0))}${
          next === undefined
            ? nothing
            : html`<span class="next ${chance ? 'drawn' : ''}"><bdi>${plainToken(next)}</bdi></span>`
        }
      </p>
    </div>`;
  }

  /** Tokens with the bars of one model or of both, which are then thinner. @param {{text: string, p: number[]}[]} rows @param {{count: number, p: number[]} | null} rest */
  #bars(rows, rest, ofTwo = false) {
    const line = (/** @type {number} */ p, /** @type {boolean} */ isToken) =>
      html`<span class="bar"></span>${isToken && !ofTwo && isCertain(p) ? html`<span class="words">${words.text('hallAnswer.practically')}</span>` : html`<span class="figure">${percent(p)}</span>`}`;
    const lines = (/** @type {number[]} */ p, /** @type {boolean} */ isToken) =>
      ofTwo
        ? html`<span>${p.map((each) => html`<span class="line" .style=${`--p-share: ${each}`}>${line(each, isToken)}</span>`)}</span>`
        : line(p[0], isToken);
    return html`<svg class="flow" aria-hidden="true"></svg>
      <ul class="bars ${ofTwo ? 'pairs' : ''}">
        ${rows.map(
          ({ text, p }, i) => html`<li class=${i === 0 && !ofTwo ? 'best' : ''} .style=${`--p-share: ${p[0]}`}>
            <span class="name" translate="no"><bdi>${plainToken(text, rows)}</bdi></span>
            ${lines(p, true)}
          </li>`,
        )}
        ${
          rest
            ? html`<li class="rest" .style=${`--p-share: ${rest.p[0]}`}>
              <span class="name">${words.text('hallAnswer.others', { count: rest.count })}</span>
              ${lines(rest.p, false)}
            </li>`
            : nothing
        }
      </ul>`;
  }

  /** @param {{token: number, text: string, p: number}[]} next @param {number} size */
  #barsOfTheModel(next, size) {
    const { rows, rest } = barsOf(next, size, this.most);
    return this.#bars(
      rows.map(({ text, p }) => ({ text, p: [p] })),
      rest && { count: rest.count, p: [rest.p] },
    );
  }

  /** @param {import('../next-token/distribution.js').Comparison} comparison */
  #barsOfTwo(comparison) {
    const { rows, rest } = comparedRows(comparison, this.most);
    return this.#bars(rows, rest.count === 0 ? null : rest, true);
  }

  /** @param {Distribution} distribution */
  #draw(distribution) {
    const { pieces, needle } = stripOf(distribution);
    const { columns, rows } = tableOf(distribution);
    const { temperature } = distribution.sampling;
    return html`<div class="strip" aria-hidden="true" .style=${`--needle: ${needle}`}>
        ${pieces.map(
          ({
            from,
            to,
            text,
            kind,
          }) => html`<i class=${kind} .style=${`left: ${100 * from}%; width: ${100 * (to - from)}%`}>
            ${kind === 'leftOut' ? html`<b>${words.text('hallAnswer.cut')}</b>` : text === '' ? nothing : html`<b translate="no">${plainToken(text)}</b>`}
          </i>`,
        )}
        <span class="needle"></span>
      </div>
      <p class="here ${needle > 0.5 ? 'left' : 'right'}" .style=${`--needle: ${needle}`}>${words.text('hallAnswer.drawnHere')}</p>
      <table>
        <tr>
          <td></td>
          ${columns.map((column) => html`<th scope="col">${words.text(`hallAnswer.${column}`, { temperature: words.number(temperature, 1) })}</th>`)}
        </tr>
        ${rows.map(
          (
            { kind, text, count, drawn, shares },
            i,
          ) => html`<tr class="${kind} ${i === 0 ? 'first' : ''} ${drawn ? 'taken' : ''}">
            <th scope="row" translate=${kind === 'token' ? 'no' : nothing}>
              ${kind === 'token' ? html`<bdi>${plainToken(text, rows)}</bdi>` : words.text(`hallAnswer.${kind}`, { count })}
            </th>
            ${shares.map((each) => html`<td>${each === 0 ? words.text('hallAnswer.zero') : percent(each)}</td>`)}
          </tr>`,
        )}
      </table>`;
  }

  /** Draws the line from the current word down into the bars' axis. */
  #connect() {
    const flow = this.renderRoot.querySelector('svg.flow');
    const word = this.renderRoot.querySelector('.current')?.getBoundingClientRect();
    const bars = this.renderRoot.querySelector('.bars');
    const axis = bars?.querySelector('.bar')?.getBoundingClientRect();
    if (!flow || !word || !bars || !axis) return;
    const box = this.getBoundingClientRect();
    const x = axis.left - box.left - 5 * this.unit,
      from = (word.left + word.right) / 2 - box.left,
      top = word.bottom - box.top,
      middle = top + 16 * this.unit,
      bottom = /** @type {Element} */ (bars.lastElementChild).getBoundingClientRect().bottom - box.top,
      radius = Math.min(8, Math.abs(from - x) / 2) * Math.sign(x - from || 1);
    const turn = Math.abs(radius);
    const path = `M${from} ${top}V${middle - turn}Q${from} ${middle} ${from + radius} ${middle}H${x - radius}Q${x} ${middle} ${x} ${middle + turn}V${bottom}`;
    flow.replaceChildren(document.createElementNS('http://www.w3.org/2000/svg', 'path'));
    flow.firstElementChild?.setAttribute('d', path);
  }

  /** Leaves out names that are wider than their piece of the strip. */
  #nameWidePieces() {
    for (const piece of this.renderRoot.querySelectorAll('.strip i')) {
      const name = /** @type {HTMLElement | null} */ (piece.querySelector('b'));
      if (name)
        name.style.visibility =
          name.offsetWidth + ROOM > /** @type {HTMLElement} */ (piece).offsetWidth ? 'hidden' : '';
    }
  }
}

const percent = (/** @type {number} */ p) => shareText(p, words);

/** The hall's caption while it shows what comes next: what is done with the probabilities, and where the walk is. */
class HallAnswerCaption extends ViewElement {
  static properties = { place: {}, end: {} };

  static styles = [shared, captionStyles];

  constructor() {
    super();
    /** Chapter and layer. */
    this.place = '';
    /** What the end of the walk says, with the markup of rich-text.js; empty at other steps. */
    this.end = '';
  }

  render() {
    const { view } = this;
    const { trace, graph, sampling } = view ?? {};
    if (!view || !trace || !graph || !sampling || trace.next.length === 0) return nothing;
    const caption = trace.info.ended
      ? words.text('hallAnswer.ended', { token: plainToken(trace.text.at(-1) ?? '') })
      : sampling.temperature === 0
        ? this.#largest(trace.next, graph.sizes.d_vocab, view.full)
        : view.draw && drawn(view.draw);
    return html`<p class="caption">${rich(caption || '…')}</p>
      <p class="place">${this.#placeOf(view)}</p>`;
  }

  /** @param {{text: string, p: number}[]} next @param {number} size of the vocabulary @param {boolean} full */
  #largest(next, size, full) {
    const [first] = next;
    const said = full ? 'full' : isCertain(first.p) ? 'certain' : 'largest';
    return words.text(`hallAnswer.${said}`, { size, token: plainToken(first.text) });
  }

  /** @param {import('../../ui/view.js').View} view */
  #placeOf({ answer, trace, sampling }) {
    const { place } = this;
    if (sampling.temperature > 0) return words.text('hallAnswer.chance', { place, seed: String(sampling.seed) });
    if (answer?.by !== 'generate' && answer?.by !== 'append')
      return this.end !== '' ? rich(this.end) : words.text('hallAnswer.place', { place });
    return words.text('hallAnswer.added', { place, token: plainToken(trace?.text.at(-1) ?? '') });
  }
}

/** What temperature, top-k and top-p do, and what is drawn. @param {import('../next-token/distribution.js').Distribution} distribution */
function drawn({ sampling: { temperature }, drawable, vocabulary, drawn: { text } }) {
  const token = plainToken(text);
  const heat = temperature > 1 ? 'warmer' : temperature < 1 ? 'colder' : 'neutral';
  const draw = drawable.count < vocabulary ? 'drawnOfSome' : 'drawnOfAll';
  return `${words.text(`hallAnswer.${heat}`, { temperature: words.number(temperature, 1) })} ${words.text(
    `hallAnswer.${draw}`,
    {
      token,
      count: drawable.count,
      size: vocabulary,
    },
  )}`;
}

customElements.define('orrery-hall-answer-caption', HallAnswerCaption);

customElements.define('orrery-hall-answer', HallAnswer);
