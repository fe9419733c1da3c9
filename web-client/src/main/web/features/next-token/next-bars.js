/**
 * The next token's probabilities as rows with bars: the model's own, those after a stage of the sampling, or those of two
 * models. All tokens without a row of their own share the last bar.
 *
 * @typedef {import('../../ui/view.js').RunView} RunView
 * @typedef {import('./distribution.js').Distribution} Distribution
 * @typedef {(token: number, text: string) => unknown} Tile renders the token in front of its bar
 */
import { html, nothing } from 'lit';
import { choiceAt, comparedRows, nextRows, remainderOf } from './distribution.js';
import { nextOf, tokenText } from '../../ui/step-texts.js';
import { writtenChange } from '../../ui/rounded-sums.js';
import { shareText } from '../../ui/rounding.js';
import { words } from '../../ui/words.js';

const ROWS = 6;

/** @typedef {{kind?: string, tile: unknown, shares: number[], figure: unknown}} Bar  `shares`: of one model also that before the stage, or of both models */

/** Probabilities of the model. A small vocabulary is shown whole, in its own order. @param {RunView} view @param {Distribution | null | undefined} distribution @param {Tile} tile */
export function barsOfTheModel(view, distribution, tile) {
  const { graph, trace } = view;
  const next = nextOf(view);
  const rows = nextRows(trace, graph, words, ROWS);
  const count = graph.sizes.d_vocab - rows.length;
  const p = distribution ? choiceAt(distribution, 0, rows.length).rest.p : remainderOf(rows);
  return list([
    ...rows.map((row) => ({
      kind: row.token === next?.token ? 'best' : '',
      tile: tile(row.token, row.text),
      shares: [row.p],
      figure: row.written,
    })),
    ...others(count, [p], share(p), count === 0),
  ]);
}

/** Probabilities after a stage of the sampling; a thin line shows those before it. @param {RunView} view @param {Distribution} distribution @param {number} stage @param {Tile} tile */
export function barsAfterAStage({ graph, trace, sampling }, distribution, stage, tile) {
  const { rows, rest, kept } = choiceAt(distribution, stage, ROWS);
  const figure = (/** @type {number} */ p, /** @type {boolean} */ isGone) =>
    isGone ? words.text('next.gone') : share(p);
  const whole = rest.count === 0;
  return html`${list([
    ...rows.map(({ token, text, p, before, drawn }) => ({
      kind: `${drawn ? 'best drawn' : ''} ${p === 0 ? 'gone' : ''}`,
      tile: tile(token, tokenText(text)),
      shares: [p, before],
      figure: figure(p, p === 0),
    })),
    ...others(rest.count, [rest.p, rest.before], figure(rest.p, whole), whole && rest.before === 0),
  ])}
    <p class="more">
      ${words.text('next.kept', { kept, size: graph.sizes.d_vocab })}
      ${words.text('next.drawn', { seed: String(sampling.seed), token: tokenText(distribution.drawn.text) })}
      ${words.text('next.before', { token: tokenText(trace.next[0].text), p: share(trace.next[0].p) })}
    </p>`;
}

/** Probabilities of two models, two bars a row. @param {import('./distribution.js').Comparison} comparison @param {Tile} tile */
export function barsOfTwoModels(comparison, tile) {
  const { rows, rest } = comparedRows(comparison, ROWS);
  const both = (/** @type {[number, number]} */ p) => p.map((each) => html`<span>${share(each)}</span>`);
  return html`${list(
    [
      ...rows.map(({ token, text, p }) => ({ tile: tile(token, tokenText(text)), shares: p, figure: both(p) })),
      ...others(rest.count, rest.p, both(rest.p), rest.count === 0),
    ],
    true,
  )}
    <p class="more">${words.text('compare.apart', { kl: words.number(comparison.kl[0], 3) })}</p>`;
}

/**
 * The bar of all tokens without one of their own, if there are any.
 * @param {number} count @param {number[] | [number, number]} shares @param {string | unknown[]} figure @param {boolean} isEmpty
 * @returns {Bar[]}
 */
const others = (count, shares, figure, isEmpty) =>
  isEmpty
    ? []
    : [
        {
          kind: 'others',
          tile: html`<span class="tile">${words.text(count === 0 ? 'next.allOthers' : 'next.others', { count })}</span>`,
          shares,
          figure,
        },
      ];

/** @param {Bar[]} bars @param {boolean} [ofTwo] whether each has the bars of two models */
const list = (bars, ofTwo = false) =>
  html`<ul>
    ${bars.map(
      ({ kind = '', tile, shares, figure }) => html`<li class=${kind}>
        ${tile}
        <span class="bar ${ofTwo ? 'two' : ''}">${shares.map((p, i) => html`<i class=${i === 1 && !ofTwo ? 'before' : ''} .style=${`width: ${p * 100}%`}></i>`)}</span>
        <span class="p ${ofTwo ? 'both' : ''}" title=${ofTwo ? points(shares) : nothing}>${figure}</span>
      </li>`,
    )}
  </ul>`;

const share = (/** @type {number} */ p) => shareText(p, words);
/** The difference of two shares as they are written, in percentage points, with its sign. @param {number[]} p */
function points(p) {
  const [from, to] = p.map((each) => 100 * each);
  const difference = writtenChange(from, to, 1);
  return words.text('compare.points', { sign: difference > 0 ? '+' : '', amount: words.number(difference, 1) });
}
