/** One head: who reads whom, and why it looks from a word to another: the score as a sum over pairs of parts of the stream. */
import { css, html, nothing } from 'lit';
import { readPalette } from '../../../scene/render/palette.js';
import { rich } from '../../../ui/rich-text.js';
import { placedWord } from '../../../ui/running-word.js';
import { divisorOf, divisorText } from '../../../ui/score-divisor.js';
import { signed, ToolElement } from '../../../ui/tool-element.js';
import { words } from '../../../ui/words.js';
import { FigureNumbers } from '../../figure/figure-numbers.js';
import { bothWaysFigure } from './both-ways.js';
import { patternOf, scaleOf } from './patterns.js';
import { pairAsked, pairRows, partOf } from './score-rows.js';

/**
 * @typedef {import('../tools.js').ToolContext<'score'>} Context
 * @typedef {import('./score-rows.js').Score} Score
 * @typedef {import('./score-rows.js').Chosen} Chosen
 * @typedef {ReturnType<typeof pairRows> & {context: Context, answer: Score, headed: boolean}} Pairs  `headed`: whether there is room for headings
 */

const DIGITS = 2;
/** Rows of pairs, with that of all others: in the hall with headings if there is room for one row more, and fewer where they have no room, but at least two. */
const ROWS = { normal: Infinity, narrow: 8, hall: 4 };
/** Heights of a row of pairs, and of what else stands there, px. */
const ROW = { normal: 21, hall: 38 },
  REST = { normal: 190, hall: 150 };
/** The least height of the ribbons, px. */
const LEAST = { normal: 155, hall: 104 };
/** Height of the hall's title with what is around the ribbons, px. */
const TITLE = 80;
/** The largest width of the map, px. */
const MAP = 210;
/** Cells of the map with names have at least this size, px. */
const NAMED = 18;

/** @extends {ToolElement<Context>} */
class WhyScore extends ToolElement {
  static styles = [
    ToolElement.styles,
    css`
      :host {
        overflow-y: auto;
        overflow-x: hidden;
      }
      .title {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--s2);
      }
      .narrow .title {
        flex-wrap: nowrap;
        overflow-x: auto;
        white-space: nowrap;
      }
      .title b {
        font-size: var(--text-md);
        font-weight: var(--w-strong);
      }
      .title button {
        min-height: 28px;
        min-width: 28px;
        padding: 0 8px;
        color: var(--ink-2);
        border: 1px solid var(--line);
      }
      .title .dim {
        margin-left: auto;
      }
      .title [aria-pressed='true'] {
        color: var(--accent);
        border-color: var(--accent);
      }
      .ways-key {
        color: var(--ink-3);
      }
      svg {
        overflow: visible;
        stroke: none;
        font-family: var(--font);
      }
      .word,
      .ribbon {
        cursor: pointer;
      }
      .number {
        pointer-events: none;
      }
      .why {
        display: flex;
        flex-wrap: wrap;
        align-items: start;
        gap: var(--s4);
        margin-top: var(--s2);
      }
      .pairs {
        flex: 1 1 360px;
        padding: var(--s1) var(--s3);
        border-radius: var(--r3);
        border-spacing: 8px 0;
        background: color-mix(in srgb, var(--surface) 70%, transparent);
      }
      .pairs td,
      .pairs th {
        height: 20px;
        padding: 0;
        line-height: 1.1;
        text-align: left;
        white-space: nowrap;
        font-weight: var(--w-regular);
      }
      .narrow .pairs {
        flex-basis: 100%;
        padding: var(--s1) 2px;
        border-spacing: 5px 0;
        font-size: 12px;
      }
      .hall .pairs td,
      .hall .pairs th {
        height: 36px;
      }
      .query,
      .query strong {
        color: var(--q);
      }
      .key,
      .key strong {
        color: var(--k);
      }
      .rest {
        color: var(--ink-2);
      }
      thead th {
        color: var(--ink-3);
      }
      .mini {
        width: 34%;
      }
      .track {
        position: relative;
        display: block;
        height: 13px;
        background: linear-gradient(var(--line-strong), var(--line-strong)) 50% 0 / 1px 100% no-repeat;
      }
      .hall .track {
        height: 26px;
      }
      .track i {
        position: absolute;
        top: 0;
        bottom: 0;
        min-width: 1px;
        border-radius: 2px;
      }
      .track i.for {
        background: var(--agg);
      }
      .track i.against {
        background: var(--against);
      }
      .pairs .value {
        text-align: right;
        color: var(--ink);
      }
      .pairs tfoot td,
      .pairs tfoot th {
        height: 34px;
        border-top: 1px solid var(--line-strong);
        font-weight: var(--w-strong);
      }
      .pairs .total {
        font-size: max(22px, calc(var(--why-text) * 1.3));
      }
      .map {
        margin: 0;
        padding: var(--s2) var(--s3);
        border-radius: var(--r3);
        background: color-mix(in srgb, var(--surface) 70%, transparent);
      }
      figcaption {
        margin-bottom: 4px;
        color: var(--ink-2);
      }
      .map table {
        border-spacing: 1px;
        table-layout: fixed;
      }
      .map th {
        width: max-content;
        padding: 0 3px 0 0;
        font-size: 12px;
        line-height: 1;
        font-weight: var(--w-regular);
        white-space: nowrap;
      }
      .map thead th {
        width: var(--cell);
        padding: 0 0 3px;
        overflow: visible;
      }
      .map thead span {
        display: block;
        width: var(--cell);
        writing-mode: vertical-rl;
        transform: rotate(180deg);
      }
      .map td {
        width: var(--cell);
        height: var(--cell);
        padding: 0;
      }
      .map .for {
        background: color-mix(in oklab, var(--agg) calc(var(--share) * 100%), var(--surface-2));
      }
      .map .against {
        background: color-mix(in oklab, var(--weight) calc(var(--share) * 75%), var(--bg));
      }
      .note {
        margin-top: var(--s2);
        color: var(--ink-2);
        line-height: 1.4;
      }
    `,
  ];

  #numbers = new FigureNumbers(() => this.requestUpdate());
  #palette = /** @type {{theme: string, colours: import('../../../scene/render/colour.js').Palette} | null} */ (null);
  #pen = /** @type {CanvasRenderingContext2D} */ (document.createElement('canvas').getContext('2d'));
  /** The last answer, which stays while another pair's is on its way. @type {{trace: string, answer: Score} | null} */
  #last = null;

  render() {
    const { context } = this;
    if (!context) return nothing;
    const { graph, trace, area } = context;
    const fresh = context.ask(pairAsked(context.question, trace));
    if (fresh) this.#last = { trace: trace.id, answer: fresh };
    const answer = fresh ?? (this.#last?.trace === trace.id ? this.#last.answer : null);
    if (!answer) return nothing;
    const { layer, head, query, key } = answer;
    const chosenWord = Number(context.opened.word ?? query);
    const chosen = { query, key, word: chosenWord < trace.positions ? chosenWord : query };
    if (this.#palette?.theme !== context.theme)
      this.#palette = { theme: context.theme, colours: readPalette(context.theme, document.body) };
    this.#numbers.begin();
    const node = patternOf(graph, layer);
    const part = node && this.#numbers.part(graph, trace, node.name, { head: [head, head + 1] });
    const form = area.hall ? 'hall' : area.narrow ? 'narrow' : 'normal';
    const fit = Math.max(2, Math.floor((area.height - REST.hall - LEAST.hall) / ROW.hall));
    const most = area.hall ? Math.min(ROWS.hall, fit) : ROWS[form];
    // besides the pairs: their score, and the headings themselves
    const headings = area.hall && area.height >= TITLE + LEAST.hall + (most + 2) * ROW.hall ? 1 : 0;
    const { rows, score } = pairRows(answer, most, DIGITS);
    const size = area.hall ? 'hall' : 'normal';
    const height = Math.min(
      260,
      Math.max(LEAST[size], area.height - (rows.length + headings) * ROW[size] - REST[size]),
    );
    const dim = context.opened.dim === '1';
    const figure = part
      ? bothWaysFigure({
          context,
          palette: this.#palette.colours,
          measure: (text, px) => this.#width(text, px),
          pattern: part.data,
          chosen,
          dim,
          height,
        })
      : nothing;
    const about = { context, answer, rows, score, headed: !area.hall || headings > 0 };
    const why = html`<div class="why">
      ${pairsOf(about)}
      ${area.hall || area.width < 640 ? nothing : mapOf(about)}
    </div>`;
    // a phone has room for one of them: its title says already what the head reads, the pairs say why
    return html`<div class=${form} data-layer=${layer} data-head=${head} data-query=${query} data-key=${key}>
      ${titleOf(context, answer, chosen, dim)} ${area.narrow ? [why, html`<p class="said">${waysOf(context, chosen)}</p>`, figure] : [figure, why]}
      ${area.hall ? nothing : html`<p class="note">${rich(noteOf(context, answer))}</p>`}
    </div>`;
  }

  /** @param {string} text @param {number} px */
  #width(text, px) {
    this.#pen.font = `600 100px ${getComputedStyle(this).fontFamily}`;
    return (this.#pen.measureText(text).width * px) / 100;
  }
}

/** @param {Context} context @param {Score} answer @param {Chosen} chosen @param {boolean} dim */
function titleOf(context, { layer, head, query, key, pattern }, chosen, dim) {
  const { trace, area, mayAsk, graph } = context;
  const heads = graph.sizes.n_heads;
  const turn = (/** @type {number} */ by) => {
    const at = layer * heads + head + by;
    context.open({ layer: Math.floor(at / heads), head: at % heads, key: null });
  };
  const last = graph.sizes.n_layers * heads - 1;
  const name = words.text('looks.head', { layer: layer + 1, head: head + 1 });
  const values = {
    query: placedWord(trace.text, query),
    key: placedWord(trace.text, key),
    share: words.number(pattern, DIGITS),
  };
  const text = words.text(query === key ? 'looks.readsItself' : 'looks.reads', values);
  if (area.hall) return html`<p class="said">${rich(words.text('looks.titled', { name, text }))}</p>`;
  const buttons = mayAsk
    ? html`<button class="back" @click=${() => context.go('heads', { layer: null, head: null, query: null, key: null, word: null })}>‹ ${words.text('looks.all')}</button>
        <button class="turn" aria-label=${words.text('looks.before')} ?disabled=${layer + head === 0} @click=${() => turn(-1)}>‹</button>
        <b>${name}</b>
        <button class="turn" aria-label=${words.text('looks.next')} ?disabled=${layer * heads + head === last} @click=${() => turn(1)}>›</button>
        <button class="dim" aria-pressed=${String(dim)} @click=${() => context.open({ dim: dim ? null : '1' })}>${words.text('looks.dim')}</button>`
    : html`<b>${name}</b>`;
  return html`<p class="title">${buttons}</p>
    <p class="said">${rich(text)} ${area.narrow ? nothing : waysOf(context, chosen)}</p>`;
}

/** The key to the ribbons. @param {Context} context @param {Chosen} chosen */
function waysOf({ trace, area }, { word }) {
  const values = { word: placedWord(trace.text, word), last: String(word === trace.positions - 1) };
  return html`<span class="ways-key">${rich(words.text(area.narrow ? 'looks.waysDown' : 'looks.ways', values))}</span>`;
}

/** @param {string} part */
const nameOf = (part) => {
  const { kind, layer, head } = partOf(part);
  return words.text(`looks.part.${kind}`, { layer: Number(layer) + 1, head: Number(head) + 1 });
};

const side = (/** @type {number} */ value) => (value >= 0 ? 'for' : 'against');

/** The strongest pairs, all others, and the score to which they add up. @param {Pairs} about */
function pairsOf({ context, answer, rows, score, headed }) {
  const { trace } = context;
  const most = Math.max(...rows.map(({ figure }) => Math.abs(figure)), Math.abs(score), 1e-9);
  const bar = (/** @type {number} */ value) =>
    html`<td class="mini"><span class="track"><i class=${side(value)} style=${`${value >= 0 ? 'left:50%' : `right:50%`};width:${(50 * Math.abs(value)) / most}%`}></i></span></td>`;
  const heading = (/** @type {string} */ which, /** @type {number} */ at) =>
    html`<th scope="col" class=${which}>${rich(words.text(`looks.${which}Of`, { word: placedWord(trace.text, at) }))}</th>`;
  return html`<table class="pairs">
    ${
      headed
        ? html`<thead>
          <tr>${heading('query', answer.query)} ${heading('key', answer.key)}<th colspan="2">${words.text('looks.adds')}</th></tr>
        </thead>`
        : nothing
    }
    <tbody>
      ${rows.map(
        ({
          pair,
          count,
          figure,
        }) => html`<tr data-query=${pair?.query ?? ''} data-key=${pair?.key ?? ''} data-value=${figure}>
          ${
            pair
              ? html`<td class="query">${nameOf(pair.query)}</td><td class="key">${nameOf(pair.key)}</td>`
              : html`<td class="rest" colspan="2">${count > 0 ? words.text('looks.others', { count }) : words.text('why.votes.rounding')}</td>`
          }
          ${bar(figure)}
          <td class="value">${signed(figure)}</td>
        </tr>`,
      )}
    </tbody>
    <tfoot>
      <tr data-value=${score}><th scope="row" colspan="2">${words.text('looks.score')}</th>${bar(score)}<td class="value total">${signed(score)}</td></tr>
    </tfoot>
  </table>`;
}

/** The map of all pairs, of parts or of layers. @param {Pairs} about */
function mapOf({ context, answer: { map } }) {
  const { groups, values } = map;
  const most = Math.max(...values.flat().map(Math.abs), 1e-9);
  const cell = Math.max(6, Math.floor(Math.min(MAP, context.area.width * 0.33) / groups.length) - 1);
  const full = groups.map((group) =>
    group.length === 1 ? nameOf(group[0]) : words.text('looks.layer', { layer: Number(partOf(group[0]).layer) + 1 }),
  );
  const label = (/** @type {number} */ i) => {
    const { kind, layer, head } = partOf(groups[i][0]);
    if (groups[i].length > 1)
      return cell >= 14 || layer === 0 || (Number(layer) + 1) % 5 === 0 ? Number(layer) + 1 : '';
    return cell >= NAMED ? words.text(`looks.cell.${kind}`, { layer: Number(layer) + 1, head: Number(head) + 1 }) : '';
  };
  return html`<figure class="map" style=${`--cell:${cell}px`}>
    <figcaption>${rich(words.text('looks.pairsMap'))}</figcaption>
    <table>
      <thead><tr><th></th>${groups.map((_, i) => html`<th scope="col" class="key"><span>${label(i)}</span></th>`)}</tr></thead>
      <tbody>
        ${values.map(
          (row, q) => html`<tr><th scope="row" class="query">${label(q)}</th>
            ${row.map((value, k) => html`<td class=${side(value)} style=${`--share:${Math.sqrt(Math.abs(value) / most)}`} data-value=${value} title=${`${full[q]} × ${full[k]}: ${signed(value)}`}></td>`)}
          </tr>`,
        )}
      </tbody>
    </table>
  </figure>`;
}

/** How the score is made, and what became of it. @param {Context} context @param {Score} answer */
function noteOf({ graph, trace }, { layer, query, key, pattern, score }) {
  return words.text('looks.note', {
    divisor: divisorText(divisorOf(scaleOf(graph, layer), graph.sizes.d_head), words),
    query: placedWord(trace.text, query),
    key: placedWord(trace.text, key),
    score: words.number(score, DIGITS),
    share: words.number(pattern, DIGITS),
  });
}

customElements.define('orrery-why-score', WhyScore);
