/**
 * The next token's probabilities as rows with bars: the model's own, those after a stage of the sampling, or those of two
 * models. All tokens without a row of their own share the last bar.
 *
 * @typedef {import('../../ui/view.js').View} View
 * @typedef {(token: number, text: string) => unknown} Tile renders the token in front of its bar
 */
import { html, nothing } from 'lit';
import { choiceAt, comparedRows } from './choice.js';
import { nextRows } from './next-rows.js';
import { nextOf, tokenText } from '../../ui/step-texts.js';
import { shareText } from '../../ui/shares.js';
import { words } from '../../ui/words.js';
import { writtenChange } from '../../ui/written.js';

const ROWS = 6;

/** Probabilities of the model. A small vocabulary is shown whole, in its own order. @param {View} view @param {any} distribution @param {Tile} tile */
export function barsOfTheModel(view, distribution, tile) {
  const { graph, trace } = view;
  const next = nextOf(view);
  const rows = nextRows(trace, graph, words, ROWS);
  const rest = {
    count: graph.sizes.d_vocab - rows.length,
    p: Math.max(0, 1 - rows.reduce((sum, { p }) => sum + p, 0)),
  };
  if (distribution) rest.p = choiceAt(distribution, 0, rows.length).rest.p;
  return html`<ul>
    ${rows.map(
      (row) => html`<li class=${row.token === next?.token ? 'best' : ''}>
        ${tile(row.token, row.text)}
        <span class="bar"><i .style=${width(row.p)}></i></span>
        <span class="p">${row.written}</span>
      </li>`,
    )}
    ${rest.count === 0 ? nothing : others(rest.count, rest.p, null, share(rest.p))}
  </ul>`;
}

/** Probabilities after a stage of the sampling; a thin line shows those before it. @param {View} view @param {any} distribution @param {number} stage @param {Tile} tile */
export function barsAfterAStage({ graph, trace, sampling }, distribution, stage, tile) {
  const { rows, rest, kept } = choiceAt(distribution, stage, ROWS);
  const whole = rest.count === 0;
  return html`<ul>
      ${rows.map((row) => {
        const kind = `${row.drawn ? 'best' : ''} ${row.drawn ? 'drawn' : ''} ${row.p === 0 ? 'gone' : ''}`;
        return html`<li class=${kind}>
          ${tile(row.token, tokenText(row.text))}
          <span class="bar"><i .style=${width(row.p)}></i><i class="before" .style=${width(row.before)}></i></span>
          <span class="p">${row.p === 0 ? words.text('next.gone') : share(row.p)}</span>
        </li>`;
      })}
      ${
        whole && rest.before === 0
          ? nothing
          : others(rest.count, rest.p, rest.before, whole ? words.text('next.gone') : share(rest.p))
      }
    </ul>
    <p class="more">
      ${words.text('next.kept', { kept, size: graph.sizes.d_vocab })}
      ${words.text('next.drawn', { seed: String(sampling.seed), token: tokenText(distribution.drawn.text) })}
      ${words.text('next.before', { token: tokenText(trace.next[0].text), p: share(trace.next[0].p) })}
    </p>`;
}

/** Probabilities of two models, two bars a row. @param {Tile} tile */
export function barsOfTwoModels(comparison, tile) {
  const { rows, rest } = comparedRows(comparison, ROWS);
  const both = (/** @type {[number, number]} */ p) =>
    html`<span class="p both" title=${points(p)}><span>${share(p[0])}</span><span>${share(p[1])}</span></span>`;
  return html`<ul>
      ${rows.map(
        (row) => html`<li>
          ${tile(row.token, tokenText(row.text))}
          <span class="bar two"><i .style=${width(row.p[0])}></i><i .style=${width(row.p[1])}></i></span>
          ${both(row.p)}
        </li>`,
      )}
      ${
        rest.count === 0
          ? nothing
          : html`<li class="others">
            <span class="tile">${words.text('next.others', { count: rest.count })}</span>
            <span class="bar two"><i .style=${width(rest.p[0])}></i><i .style=${width(rest.p[1])}></i></span>
            ${both(rest.p)}
          </li>`
      }
    </ul>
    <p class="more">${words.text('compare.apart', { kl: words.number(comparison.kl[0], 3) })}</p>`;
}

/** The row for all tokens without one of their own. */
function others(count, p, before, written) {
  return html`<li class="others">
    <span class="tile">${words.text(count === 0 ? 'next.allOthers' : 'next.others', { count })}</span>
    <span class="bar"
      ><i .style=${width(p)}></i>${before === null ? nothing : html`<i class="before" .style=${width(before)}></i>`}</span
    >
    <span class="p">${written}</span>
  </li>`;
}

const width = (/** @type {number} */ p) => `width: ${p * 100}%`;
const share = (/** @type {number} */ p) => shareText(p, words);
/** The difference of two shares as they are written, in percentage points, with its sign. @param {[number, number]} p */
function points(p) {
  const [from, to] = p.map((each) => 100 * each);
  const difference = writtenChange(from, to, 1);
  return words.text('compare.points', { sign: difference > 0 ? '+' : '', amount: words.number(difference, 1) });
}
