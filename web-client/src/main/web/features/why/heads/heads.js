/** Where heads look: all heads as small patterns with their scores, sorted by one of them. A press opens a head. */
import { css, html, nothing } from 'lit';
import { readPalette } from '../../../scene/render/palette.js';
import { rich } from '../../../ui/rich-text.js';
import { placedWord, wordOf } from '../../../ui/running-word.js';
import { words } from '../../../ui/words.js';
import { FigureNumbers } from '../../figure/figure-numbers.js';
import {
  chosenOf,
  copyingAsked,
  FEW_HEADS,
  headsOf,
  KINDS,
  mapSize,
  MEASURED,
  ORDERS,
  sinksOf,
  sizeOf,
  sortedBy,
} from './heads-rows.js';
import { ALL } from '../question.js';
import { choices, signed, ToolElement } from '../../../ui/tool-element.js';
import { areFew, mostRead, numbersOf, Patterns } from './patterns.js';

/**
 * @typedef {import('../tools.js').ToolContext<'heads' | 'attribution'>} ToolContext
 * @typedef {import('./heads-rows.js').Head} Head
 * @typedef {import('./heads-rows.js').Chosen} Chosen
 * @typedef {{context: ToolContext, chosen: Chosen, heads: Head[], repeated: number, copied: number}} Context  `heads`: sorted; `repeated`, `copied`:
 *   on how many tokens it was measured
 */

/** The tool of the server that knows what each head votes. */
const VOTES = 'attribution';
/** Cards of a large model: on a phone, in the hall; elsewhere as many as have room. */
const CARDS = { narrow: 5, hall: 3 };
/** Height of a card, and of what stands above the cards, px. */
const CARD = 149,
  ABOVE = 104;
/** Space of a cell of the map for its score, px. */
const BAR = 10;
const DIGITS = 2;

/** @extends {ToolElement<ToolContext>} */
class WhyHeads extends ToolElement {
  static styles = [
    ToolElement.styles,
    choices,
    css`
      :host {
        overflow-y: auto;
      }
      .said {
        margin: var(--s1) 0 var(--s2);
        font-size: max(16px, var(--why-text));
      }
      .note {
        margin-top: var(--s2);
        color: var(--ink-2);
      }
      .controls {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 2px;
        color: var(--ink-3);
      }
      .narrow .controls {
        flex-wrap: nowrap;
        overflow-x: auto;
        white-space: nowrap;
      }
      .controls span {
        margin-right: 4px;
      }
      .controls .gap {
        margin-left: var(--s3);
      }
      .both {
        display: grid;
        gap: var(--s4);
      }
      .some .both {
        grid-template-columns: 290px minmax(0, 1fr);
      }
      .narrow .both {
        grid-template-columns: minmax(0, 1fr);
      }
      .cards {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(248px, 1fr));
        align-content: start;
        gap: 6px;
      }
      .some .cards {
        grid-template-columns: minmax(0, 1fr);
      }
      .hall .cards {
        grid-template-columns: repeat(3, minmax(0, 1fr));
        gap: 28px;
      }
      .card {
        display: grid;
        grid-template-columns: 84px minmax(0, 1fr);
        align-items: center;
        gap: 10px;
        width: 100%;
        padding: 4px 8px;
        text-align: left;
        border-radius: var(--r2);
        background: color-mix(in srgb, var(--surface) 70%, transparent);
      }
      button.card:hover {
        background: var(--surface-2);
      }
      .hall .card {
        grid-template-columns: minmax(0, 1fr);
        justify-items: center;
        gap: 8px;
        padding: 14px 8px;
        text-align: center;
      }
      .pattern {
        display: block;
        width: 84px;
        height: 84px;
        background: var(--surface-2);
      }
      .hall .pattern {
        width: min(200px, 21vh);
        height: min(200px, 21vh);
      }
      canvas {
        display: block;
        width: 100%;
        height: 100%;
        image-rendering: pixelated;
      }
      .hall b {
        font-weight: var(--w-strong);
      }
      .hall .score {
        font-size: 40px;
        line-height: 1.1;
        font-weight: var(--w-strong);
        color: var(--agg);
      }
      .scores {
        display: grid;
        grid-template-columns: minmax(0, 1fr) max-content max-content;
        column-gap: 6px;
        font-size: 12px;
        line-height: 15px;
      }
      .name,
      .on {
        grid-column: 1 / -1;
      }
      .name {
        font-size: 13px;
        font-weight: var(--w-strong);
      }
      .on {
        color: var(--ink-3);
        text-align: right;
      }
      .read {
        grid-column: 1 / -1;
        display: flex;
        gap: 0.4em;
        min-width: 0;
        max-width: 100%;
        color: var(--agg);
      }
      .read bdi {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .kind {
        display: grid;
        grid-column: 1 / -1;
        grid-template-columns: subgrid;
        color: var(--ink-2);
      }
      .label {
        position: relative;
        z-index: 0;
        padding-left: 3px;
        overflow-wrap: anywhere;
      }
      .label i {
        position: absolute;
        z-index: -1;
        inset: 1px auto 1px 0;
        border-radius: 2px;
        background: color-mix(in oklab, var(--agg) 26%, transparent);
      }
      .sorted {
        color: var(--ink);
        font-weight: var(--w-strong);
      }
      .sorted .label i {
        background: color-mix(in oklab, var(--agg) 45%, transparent);
      }
      .figure {
        min-width: 2.1em;
        text-align: right;
        color: var(--ink-3);
      }
      .figure.used,
      .figure.one {
        color: var(--ink-2);
      }
      .sorted .figure.used,
      .sorted .figure.one {
        color: var(--agg);
      }
      .map {
        min-width: 0;
        padding: var(--s2) var(--s3);
        border-radius: var(--r3);
        background: color-mix(in srgb, var(--surface) 70%, transparent);
      }
      h3 {
        margin: 0 0 var(--s1);
        font-size: var(--text-md);
        font-weight: var(--w-strong);
      }
      .map table {
        table-layout: fixed;
      }
      .map th {
        min-width: 14px;
        font-size: 12px;
        line-height: 1;
        font-weight: var(--w-regular);
        color: var(--ink-3);
      }
      .map td {
        padding: 0;
      }
      .map button {
        display: block;
        width: var(--square);
        min-height: 0;
        border-radius: 1px;
        opacity: 1;
      }
      .map button:hover {
        outline: 2px solid var(--accent);
      }
      .map .pattern {
        width: var(--square);
        height: var(--square);
      }
      .map button > i {
        display: block;
        height: 5px;
        margin-top: 1px;
        min-width: 1px;
        background: var(--agg);
      }
    `,
  ];

  #numbers = new FigureNumbers(() => this.requestUpdate());
  #patterns = new Patterns();
  #palette = /** @type {{theme: string, colours: import('../../../scene/render/colour.js').Palette} | null} */ (null);

  render() {
    const { context } = this;
    const answer = /** @type {import('./heads-rows.js').MeasuredHeads | null | undefined} */ (context?.ask(MEASURED));
    if (!context || !answer) return nothing;
    const { area } = context;
    const chosen = chosenOf(context.opened);
    const copying = /** @type {import('./heads-rows.js').Heads | null} */ (context.ask(copyingAsked(chosen.sort)));
    const votes = /** @type {import('../attribution/attribution-rows.js').Attribution | null} */ (
      context.ask({}, VOTES)
    );
    const heads = sortedBy(headsOf(answer, copying, votes), chosen.sort, chosen.on);
    this.#numbers.begin();
    const about = { context, chosen, heads, repeated: answer.repeated.tokens.length / 2, copied: copying?.copied ?? 0 };
    const most = area.hall
      ? CARDS.hall
      : heads.length <= FEW_HEADS
        ? heads.length
        : area.narrow
          ? CARDS.narrow
          : Math.max(2, Math.floor((area.height - ABOVE) / CARD));
    const cards = html`<ol class="cards">${heads.slice(0, most).map((head) => this.#card(about, head))}</ol>`;
    const said = html`<p class="said">${rich(saidOf(about))}</p>`;
    if (area.hall) return html`<div class="hall">${said}${cards}</div>`;
    const isAll = most >= heads.length;
    return html`<div class=${`${area.narrow ? 'narrow' : ''} ${isAll ? 'all' : 'some'}`}>
      ${context.mayAsk ? controls(about) : nothing} ${said}
      <div class="both">${cards}${isAll ? nothing : this.#map(about)}</div>
      <p class="note">${changedSaid(context, answer)} ${sinkSaid(about)} ${chosen.dim ? words.text('looks.dimmed') : nothing} ${copying?.copying || chosen.sort === 'copying' ? nothing : words.text('looks.copyingLater')}</p>
    </div>`;
  }

  /** A head's pattern; an empty square until it has arrived. @param {Context} about @param {Head} head @param {'card' | 'map'} place @param {boolean} whole */
  #pattern({ context, chosen }, head, place, whole) {
    if (this.#palette?.theme !== context.theme)
      this.#palette = { theme: context.theme, colours: readPalette(context.theme, document.body) };
    const canvas = this.#patterns.of(context, this.#palette.colours, this.#numbers, head, {
      place,
      dim: chosen.dim,
      whole,
    });
    return html`<span class="pattern">${canvas ?? nothing}</span>`;
  }

  /** @param {Context} about @param {Head} head */
  #card(about, head) {
    const { context, chosen } = about;
    const name = nameOf(head);
    const whole = fetchesLayers(about);
    const read = this.#read(about, head, whole);
    const content = context.area.hall
      ? html`${this.#pattern(about, head, 'card', whole)}<b>${name}</b>${read}<span class="score">${scoreText(head, chosen)}</span>`
      : html`${this.#pattern(about, head, 'card', whole)}
          <span class="scores">
            <b class="name">${name}</b>${read}
            ${head.vote === null ? nothing : html`<span class="kind ${chosen.sort === 'answer' ? 'sorted' : ''}" data-kind="answer"><span class="label">${words.text('looks.short.answer')}</span><span class="figure one">${signed(head.vote)}</span></span>`}
            <span class="on">${words.text('looks.bothOn')}</span>
            ${KINDS.map((kind) => scoreRow(head, kind, chosen))}
          </span>`;
    return html`<li data-layer=${head.layer} data-head=${head.head}>
      ${context.mayAsk && !context.area.hall ? html`<button class="card" aria-label=${words.text('looks.open', { name })} @click=${() => open(context, head)}>${content}</button>` : html`<div class="card">${content}</div>`}
    </li>`;
  }

  /** What the word in question reads most by a head. @param {Context} about @param {Head} head @param {boolean} whole */
  #read({ context }, head, whole) {
    const { trace, about } = context;
    const found = numbersOf(context, this.#numbers, head, whole);
    if (!found) return nothing;
    const { key, share } = mostRead(found.data, trace.positions, about.position);
    const way = words.text('looks.mostRead', {
      query: wordOf(trace.text[about.position]),
      key: placedWord(trace.text, key),
    });
    return html`<span class="read"><bdi>${way}</bdi> <span>${words.number(share, DIGITS)}</span></span>`;
  }

  /** Every head: its pattern, and the chosen score as a bar. @param {Context} about */
  #map(about) {
    const { context, chosen, heads } = about;
    const { graph, area } = context;
    const { n_layers: layers, n_heads: each } = graph.sizes;
    const box = area.narrow
      ? { width: area.width - 28, height: 1e4 }
      : { width: area.width - 372, height: area.height - ABOVE - 62 };
    const { across, columns, rows, square } = mapSize(layers, each, box, BAR);
    const drawn = fetchesLayers(about);
    const largest = chosen.sort === 'answer' ? Math.max(...heads.map((head) => Math.abs(head.vote ?? 0)), 1e-9) : 1;
    const at = new Map(heads.map((head) => [`${head.layer} ${head.head}`, head]));
    const label = (/** @type {number} */ i) => (square >= 16 || (i + 1) % 5 === 0 || i === 0 ? i + 1 : '');
    return html`<section class="map" style=${`--square:${Math.min(square, 56)}px`}>
      <h3>${words.text(across ? 'looks.mapAcross' : 'looks.map')}</h3>
      <table>
        <thead><tr><th></th>${Array.from({ length: columns }, (_, i) => html`<th scope="col">${label(i)}</th>`)}</tr></thead>
        <tbody>
          ${Array.from(
            { length: rows },
            (_, row) => html`<tr><th scope="row">${row + 1}</th>
              ${Array.from({ length: columns }, (_, column) => {
                const head = at.get(across ? `${column} ${row}` : `${row} ${column}`);
                if (!head) return html`<td></td>`;
                const title = `${nameOf(head)}: ${scoreText(head, chosen)}`;
                return html`<td><button title=${title} aria-label=${title} data-layer=${head.layer} data-head=${head.head} ?disabled=${!context.mayAsk} @click=${() => open(context, head)}>
                  ${drawn ? this.#pattern(about, head, 'map', true) : nothing}<i style=${`width:${(100 * (sizeOf(head, chosen.sort, chosen.on) ?? 0)) / largest}%`}></i>
                </button></td>`;
              })}
            </tr>`,
          )}
        </tbody>
      </table>
    </section>`;
  }
}

/** Whether the patterns of whole layers are fetched: a room's many phones, and the hall, need only those of their cards. @param {Context} about */
const fetchesLayers = ({ context: { graph, trace, area }, heads }) =>
  areFew(graph.sizes, trace.positions) && (heads.length <= FEW_HEADS || !(area.narrow || area.hall));

/** @param {ToolContext} context @param {Head} head */
const open = (context, { layer, head }) => context.go('score', { layer, head, query: null, key: null, word: null });

/** @param {Head} head */
const nameOf = ({ layer, head }) => words.text('looks.head', { layer: layer + 1, head: head + 1 });

/** A score as it is written. @param {number | null} score */
const figure = (score) => (score === null ? words.text('looks.none') : words.number(score, DIGITS));

/** What a head is sorted by, as it is written. @param {Head} head @param {Chosen} chosen */
const scoreText = ({ scores, vote }, { sort, on }) =>
  sort !== 'answer' ? figure(scores[sort][on]) : vote === null ? words.text('looks.none') : signed(vote);

/** One kind of score of a head: its bar, and both figures. @param {Head} head @param {import('./heads-rows.js').Kind} kind @param {Chosen} chosen */
function scoreRow({ scores }, kind, { sort, on }) {
  const { repeated, text } = scores[kind];
  const shown = scores[kind][on];
  const isOne = kind === 'copying';
  return html`<span class=${`kind ${kind === sort ? 'sorted' : ''}`} data-kind=${kind}>
    <span class="label"><i style=${`width:${100 * (shown ?? 0)}%`}></i>${words.text(`looks.short.${kind}`)}</span>
    ${
      isOne
        ? html`<span class="figure one" data-on="repeated">${figure(repeated)}</span>`
        : html`<span class=${`figure ${on === 'repeated' ? 'used' : ''}`} data-on="repeated">${figure(repeated)}</span><span class=${`figure ${on === 'text' ? 'used' : ''}`} data-on="text">${figure(text)}</span>`
    }
  </span>`;
}

/** The highest score as a sentence. @param {Context} about */
function saidOf({ context, heads, chosen: { sort, on }, repeated, copied }) {
  const [highest] = heads;
  if (sort === 'answer') {
    const { a, b } = context.about;
    const vote = highest?.vote ?? null;
    if (vote === null) return words.text('why.measuring');
    return words.text('looks.said.answer', {
      name: nameOf(highest),
      score: signed(vote),
      a: context.word(a),
      b: b === ALL ? words.text('why.all') : context.word(b),
    });
  }
  const score = highest?.scores[sort][on] ?? null;
  if (score === null) return words.text(sort === 'copying' ? 'looks.notMeasured' : 'looks.noPlace');
  const values = { name: nameOf(highest), score: words.number(score, DIGITS), repeated, copied };
  return `${words.text(`looks.said.${sort}`, values)} ${sort === 'copying' ? '' : words.text(`looks.saidOn.${on}`, values)}`;
}

/** Of a changed run: which model has read the random tokens. @param {ToolContext} context @param {import('./heads-rows.js').MeasuredHeads} answer */
const changedSaid = ({ trace }, { repeated }) =>
  trace.info.changes ? words.text(repeated.changed ? 'looks.changed' : 'looks.changedHere') : '';

/** Attention that rests on the first token, which is named for what it is. @param {Context} about */
const sinkSaid = ({ heads }) => words.text('looks.sinks', { count: sinksOf(heads), heads: heads.length });

/** @param {Context} about */
function controls({ context, chosen }) {
  const press = (
    /** @type {string} */ name,
    /** @type {string | null} */ value,
    /** @type {boolean} */ pressed,
    /** @type {string} */ text,
  ) =>
    html`<button data-choice=${`${name}=${value ?? ''}`} aria-pressed=${String(pressed)} @click=${() => context.open({ [name]: value })}>${text}</button>`;
  return html`<div class="controls choices" role="group" aria-label=${words.text('looks.sort')}>
    <span>${words.text('looks.sort')}</span>
    ${ORDERS.map((kind) => press('sort', kind, kind === chosen.sort, words.text(`looks.kind.${kind}`)))}
    <span class="gap">${words.text('looks.measuredOn')}</span>
    ${press('on', 'repeated', chosen.on === 'repeated', words.text('looks.on.repeated'))} ${press('on', 'text', chosen.on === 'text', words.text('looks.on.text'))}
    <span class="gap"></span>${press('dim', chosen.dim ? null : '1', chosen.dim, words.text('looks.dim'))}
  </div>`;
}

customElements.define('orrery-why-heads', WhyHeads);
