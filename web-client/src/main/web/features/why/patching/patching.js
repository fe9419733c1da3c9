/** Two texts: which value of the one's run makes the other's answer that of the first. */
import { css, html, nothing } from 'lit';
import { rich } from '../../../ui/rich-text.js';
import { wordOf } from '../../../ui/running-word.js';
import { ToolElement } from '../../../ui/tool-element.js';
import { words } from '../../../ui/words.js';
import { cellsOf, columnsOf, reachOf, recovering, shareOf, strongest } from './patch-cells.js';
import { layoutOf } from './layout.js';
import './patch-grids.js';
import { resultOf } from './result.js';
import { otherText, pairOf, replacementOf, specialsBefore, swappedAt, writeSwaps } from './second-text.js';
import './text-editor.js';

/**
 * @typedef {import('../tools.js').ToolContext<'patch'>} Context
 * @typedef {import('./patch-cells.js').Cell} Cell
 * @typedef {import('./patch-cells.js').Texts} Texts
 * @typedef {import('./patch-cells.js').Tried} Tried
 * @typedef {ReturnType<typeof pairOf>} Pair
 * @typedef {ReturnType<typeof otherText>} OtherText
 */
/** @template Answer @typedef {import('../measured.js').Measuring<Answer>} Measuring */

/** Words of the hall's map: each has room for a figure of three digits. */
const HALL_COLUMNS = 8;

/** @extends {ToolElement<Context>} */
class WhyTexts extends ToolElement {
  static properties = { edits: { state: true }, seeks: { state: true } };

  static styles = [
    ToolElement.styles,
    css`
      .wide {
        display: flex;
        flex-direction: column;
        gap: var(--s3);
        height: 100%;
      }
      .narrow > * + *,
      .hall > * + * {
        margin-top: var(--s3);
      }
      .texts {
        flex: none;
        max-width: 100%;
        overflow-x: auto;
      }
      .texts table {
        border-spacing: 4px 2px;
      }
      .texts th {
        padding-right: var(--s2);
        color: var(--ink-3);
        font-weight: var(--w-regular);
        text-align: left;
        white-space: nowrap;
      }
      .texts td {
        padding: 2px 4px;
        font-size: max(15px, var(--why-text));
        white-space: nowrap;
        color: var(--ink);
      }
      .texts .later {
        color: var(--ink-3);
      }
      .texts .differs {
        border-radius: var(--r1);
        font-weight: var(--w-strong);
        color: var(--accent);
        box-shadow: inset 0 -2px 0 var(--accent);
      }
      .offer .plain,
      .all button {
        min-height: 34px;
        font-size: var(--text-sm);
      }
      .offer,
      .result {
        padding: var(--s3) var(--s4);
        border-radius: var(--r3);
        background: color-mix(in srgb, var(--surface) 85%, transparent);
      }
      .offer {
        max-width: 560px;
        font-size: max(var(--text-md), var(--why-text));
      }
      .offer > * + * {
        margin-top: var(--s3);
      }
      .hall .offer {
        max-width: none;
      }
      .work {
        flex: 1;
        min-height: 0;
        display: flex;
        gap: var(--s4);
      }
      .narrow .work {
        flex-direction: column;
      }
      .grids {
        flex: 1;
        min-width: 0;
        display: flex;
        flex-direction: column;
        gap: var(--s2);
      }
      orrery-why-patch-grids {
        min-height: 0;
      }
      .best {
        flex-basis: 100%;
      }
      .all {
        display: flex;
        flex-wrap: wrap;
        gap: 2px var(--s2);
        align-items: center;
        min-height: 34px;
        color: var(--ink-2);
      }
      progress {
        width: 120px;
        accent-color: var(--accent);
        vertical-align: middle;
      }
      .result {
        flex: none;
        width: 272px;
        overflow-y: auto;
      }
      .narrow .result,
      .hall .result {
        width: auto;
      }
      .result > * + * {
        margin-top: var(--s2);
      }
      .said {
        line-height: var(--lh-read);
      }
      .hall .said {
        line-height: 1.25;
      }
      .share b {
        font-size: max(26px, calc(var(--why-text) * 1.6));
        color: var(--p);
        font-weight: var(--w-strong);
      }
      .hall .share b {
        font-size: 52px;
        line-height: 1;
      }
      .share span {
        color: var(--ink-2);
      }
      [role='alert'] {
        color: var(--accent);
      }
      .line p {
        color: var(--ink-3);
      }
      .hall dl,
      .hall .line p {
        display: none;
      }
      svg {
        width: 100%;
        height: 26px;
      }
      svg line {
        stroke: var(--line-strong);
        stroke-width: 2;
        vector-effect: non-scaling-stroke;
      }
      svg .got {
        stroke: var(--p);
        stroke-width: 8;
      }
      svg .mark {
        stroke: var(--ink);
        stroke-width: 3;
      }
      svg .mark.into {
        stroke: var(--weight);
      }
      svg .mark.mended {
        stroke: var(--p);
        stroke-width: 4;
      }
      dl > div {
        display: flex;
        justify-content: space-between;
        gap: var(--s2);
      }
      dt {
        color: var(--ink-2);
      }
      dd {
        font-weight: var(--w-strong);
      }
      .mended dt,
      .mended dd,
      th.mended {
        color: var(--p);
      }
      .words {
        width: 100%;
        border-spacing: 2px 3px;
        table-layout: auto;
      }
      .words th {
        font-weight: var(--w-regular);
        text-align: left;
        color: var(--ink);
        max-width: 96px;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .hall .words {
        line-height: 1.2;
      }
      .hall .words th {
        max-width: 320px;
      }
      .words thead th {
        color: var(--ink-3);
        white-space: normal;
        vertical-align: bottom;
        line-height: 1.15;
      }
      .words thead th + th {
        text-align: right;
      }
      .words thead .mended {
        color: var(--p);
      }
      .words td {
        position: relative;
        width: 27%;
        padding: 1px 3px;
        text-align: right;
        white-space: nowrap;
        border-radius: 2px;
        background: var(--surface-2);
      }
      .words i {
        position: absolute;
        inset: 0 auto 0 0;
        border-radius: 2px;
        background: color-mix(in oklab, var(--p) 45%, transparent);
      }
      .words span {
        position: relative;
      }
    `,
  ];

  constructor() {
    super();
    /** Whether the second text is being typed. */
    this.edits = false;
    /** The word for which another one is being looked for: its position. @type {number | null} */
    this.seeks = null;
  }

  render() {
    const { context } = this;
    if (!context) return nothing;
    const pair = pairOf(context.opened, { info: context.trace.info, vocabulary: context.graph.sizes.d_vocab });
    const other = otherText(pair);
    const texts = /** @type {Texts | null} */ (context.measure({ ...other, only: 'texts' }).answer);
    if (!texts) return nothing;
    const { area, mayAsk } = context;
    const kind = area.hall ? 'hall' : area.narrow ? 'narrow' : 'wide';
    // the hall's map has all the room: the first text is at the top of the screen, the second one above its columns
    const isMap =
      area.hall && !pair.isEqual && context.opened.try === 'all' && !pair.only && context.measure(other).answer;
    return html`<div class=${kind}>
      ${(pair.isEqual && !mayAsk) || isMap ? nothing : this.#texts(context, pair, texts)}
      ${this.edits && mayAsk ? this.#editor(context, pair) : nothing}
      ${pair.isEqual ? this.#offer(context, pair, other) : this.#pair(context, pair, other, texts)}
    </div>`;
  }

  /** Both texts, word below word. @param {Context} context @param {Pair} pair @param {Texts} texts */
  #texts(context, pair, { differing, position }) {
    const { trace, area } = context;
    const shown =
      area.hall || area.narrow ? nearDifferences(trace.text.length, differing) : trace.text.map((_, i) => i);
    const row = (
      /** @type {string} */ name,
      /** @type {string} */ kind,
      /** @type {(i: number) => string} */ wordAt,
    ) => html`<tr class=${kind}>
      <th scope="row">${name}</th>
      ${shown.map((i) => (i < 0 ? html`<td class="later">…</td>` : html`<td class="${differing.includes(i) ? 'differs' : ''} ${i > position ? 'later' : ''}"><bdi translate="no">${wordAt(i)}</bdi></td>`))}
    </tr>`;
    const second = (/** @type {number} */ i) =>
      differing.includes(i) ? context.word(pair.second[i]) : wordOf(trace.text[i]);
    return html`<div class="texts">
      <table>
        ${row(words.text('why.patch.firstText'), pair.intoFirst ? 'into' : 'from', (i) => wordOf(trace.text[i]))} ${row(words.text('why.patch.secondText'), pair.intoFirst ? 'from' : 'into', second)}
      </table>
    </div>`;
  }

  /** What a person may do with both texts. @param {Context} context @param {Pair} pair */
  #buttons({ mayAsk, area, open }, pair) {
    if (!mayAsk || area.hall || this.edits) return nothing;
    return html`<button class="edit plain" @click=${() => (this.edits = true)}>${words.text('why.patch.edit')}</button>
      ${
        pair.isEqual
          ? nothing
          : html`<button class="turn plain" title=${words.text('why.patch.turnHelp')} @click=${() => open({ into: pair.intoFirst ? null : 'first', only: null })}>${words.text('why.patch.turn')}</button>`
      }`;
  }

  /** @param {Context} context @param {Pair} pair */
  #editor(context, pair) {
    const { trace, graph, open } = context;
    const before = specialsBefore(trace.text);
    const first = { tokens: trace.info.tokens, text: trace.text };
    const second = trace.text
      .map((text, i) =>
        pair.second[i] === trace.info.tokens[i]
          ? text
          : `${/^\s/.test(text) ? ' ' : ''}${context.word(pair.second[i])}`,
      )
      .slice(before)
      .join('');
    return html`<orrery-why-text-editor
      .model=${graph.model.id}
      .first=${first}
      .second=${second}
      @used=${(/** @type {CustomEvent<number[]>} */ { detail }) => {
        this.edits = false;
        open({ swap: writeSwaps(first.tokens, detail), only: null });
      }}
      @given-up=${() => (this.edits = false)}
    ></orrery-why-text-editor>`;
  }

  /** There is no second text yet. @param {Context} context @param {Pair} pair @param {OtherText} other */
  #offer(context, pair, other) {
    const { trace, mayAsk, area, open, opened } = context;
    const at = swappedAt(opened.at, trace.text);
    const sought = /** @type {Measuring<Required<Texts>> | null} */ (
      this.seeks === at && at >= 0 && mayAsk ? context.measure({ ...other, only: 'texts', near: at }) : null
    );
    const found = sought?.answer ? replacementOf(trace.text[at], sought.answer.near, sought.answer.text) : null;
    if (found !== null) {
      const second = trace.info.tokens.map((token, i) => (i === at ? found : token));
      // what changes the room is asked for after the rendering
      queueMicrotask(() => {
        if (this.seeks !== at) return;
        this.seeks = null;
        open({ swap: writeSwaps(trace.info.tokens, second), only: null });
      });
    }
    const isLost = sought?.failure || (sought?.answer && found === null);
    return html`<div class="offer">
      <p>${words.text(pair.isStrange ? 'why.patch.strange' : mayAsk && !area.hall ? 'why.patch.none' : 'why.patch.noneYet')}</p>
      ${
        mayAsk && !area.hall && at >= 0 && !this.edits
          ? html`<button class="swap filled" ?disabled=${Boolean(sought) && !isLost} @click=${() => (this.seeks = at)}>${words.text('why.patch.swap', { word: wordOf(trace.text[at]) })}</button>`
          : nothing
      }
      ${this.#buttons(context, pair)} ${sought && !sought.answer && !isLost ? progressOf(sought) : nothing}
      ${isLost ? html`<p role="alert">${sought?.failure ? words.problem(sought.failure) : words.text('why.patch.noOther')}</p>` : nothing}
    </div>`;
  }

  /** @param {Context} context @param {Pair} pair @param {OtherText} other @param {Texts} texts */
  #pair(context, pair, other, texts) {
    const { area, opened, mayAsk, open, graph, trace } = context;
    const tries = opened.try === 'all';
    const trying = /** @type {Measuring<Tried> | null} */ (tries ? context.measure(other) : null);
    const only = /** @type {Measuring<Texts> | null} */ (
      pair.only ? context.measure({ ...other, only: pair.only }) : null
    );
    const names = namesOf(pair);
    const answer = trying?.answer ?? null;
    const all = columnsOf(texts.position, area.hall ? Infinity : Math.max(4, Math.floor(area.width / 16)));
    const every = cellsOf(texts.layers, all);
    // the hall has room for figures only without the words that recover nothing
    const columns = area.hall ? (answer ? recovering(answer, every, HALL_COLUMNS) : all.slice(-HALL_COLUMNS)) : all;
    const rows = area.hall ? cellsOf(texts.layers, columns) : every;
    const nameOf = (/** @type {Cell} */ cell) => cellName(cell, (i) => wordOf(trace.text[i]));
    const chosen = rows.flat().find(({ place }) => place === pair.only) ?? null;
    const second = (/** @type {number} */ i) =>
      texts.differing.includes(i) ? context.word(pair.second[i]) : wordOf(trace.text[i]);
    const heads = headsOf(rows[0] ?? [], (i) => wordOf(trace.text[i]), texts.differing);
    const others = headsOf(rows[0] ?? [], second, texts.differing);
    const layout = layoutOf(area, {
      layers: rows.length,
      columns: columns.length,
      others: heads.length - columns.length,
      both: mayAsk && !area.hall,
      heads: [...heads, ...others.filter(({ differs }) => differs)],
    });
    const best =
      answer &&
      strongest(
        answer,
        rows.flat().filter(({ layer, kind }) => layer > 0 || kind !== 'stream'),
      );
    // the stream into the first layer is the word itself: it recovers all, and says nothing
    const isSecond = best && strongest(answer, rows.flat()) !== best;
    const sentence = best
      ? words.text(isSecond ? 'why.patch.bestBehind' : 'why.patch.best', {
          place: nameOf(best),
          share: percent(shareOf(answer, best)),
        })
      : '';
    const grids = html`<orrery-why-patch-grids
      .rows=${rows}
      .heads=${pair.intoFirst ? { from: others, into: heads } : { from: heads, into: others }}
      .names=${{ from: words.text('why.patch.takeFrom', { text: names.from }), into: words.text(answer ? 'why.patch.recoveredBy' : 'why.patch.putInto', { text: names.into }), nameOf }}
      .answer=${answer}
      .chosen=${pair.only ?? ''}
      .differing=${texts.differing}
      .reach=${(/** @type {Cell} */ cell) => reachOf(graph.nodes, cell, texts.differing[0])}
      .layout=${layout}
      .mayPut=${mayAsk && !area.hall}
      @put=${(/** @type {CustomEvent<string>} */ { detail }) => open({ only: detail || null })}
    ></orrery-why-patch-grids>`;
    const said = chosen
      ? words.text('why.patch.put', { place: nameOf(chosen), from: names.from, into: names.into })
      : mayAsk && !area.hall
        ? words.text('why.patch.hint', { from: names.from, into: names.into })
        : words.text('why.patch.about', { from: names.from, into: names.into });
    const result = resultOf(context, { texts, names, only, said });
    const choices = area.hall
      ? nothing
      : html`<div class="all">
          ${
            mayAsk
              ? html`<button class="try plain" aria-pressed=${String(tries)} @click=${() => open({ try: tries ? null : 'all', only: null })}>
                ${words.text(tries ? (answer ? 'why.patch.hideAll' : 'why.patch.cancelAll') : 'why.patch.tryAll')}
              </button>`
              : nothing
          }
          ${this.#buttons(context, pair)} ${trying && !answer && !(trying.failure && !context.saysErrors) ? progressOf(trying) : nothing}
          ${best ? html`<p class="best">${rich(sentence)}</p>` : nothing}
        </div>`;
    if (area.hall) {
      return tries && answer && !chosen ? html`<p class="said">${rich(sentence)}</p>${grids}` : result;
    }
    // on a phone the map of all has the first place until a value of it is chosen
    const isResultFirst = area.narrow && !(answer && !chosen);
    return html`<div class="work">
      ${isResultFirst ? result : nothing}
      <div class="grids">${choices}${grids}</div>
      ${isResultFirst ? nothing : result}
    </div>`;
  }
}

/** The positions around the differences, and the last two; −1 for those between. @param {number} count @param {number[]} differing */
function nearDifferences(count, differing) {
  const near = Array.from({ length: count }, (_, i) => i).filter(
    (i) => i >= count - 2 || differing.some((each) => Math.abs(each - i) <= 1),
  );
  return near.flatMap((i, k) => (i === (near[k - 1] ?? -1) + 1 ? [i] : [-1, i]));
}

/** @param {Pick<Measuring<Texts>, 'failure' | 'progress'>} measuring */
function progressOf({ failure, progress }) {
  if (failure) return html`<p role="alert">${words.problem(failure)}</p>`;
  const { done = 0, all = 0 } = progress ?? {};
  return html`<span role="status">${words.text(all > 0 ? 'why.progress' : 'why.measuring', { done, all })} ${all > 0 ? html`<progress max=${all} value=${done}></progress>` : nothing}</span>`;
}

const percent = (/** @type {number} */ share) =>
  words.text('why.patch.percent', { share: words.number(100 * share, 0) });

/** Which text values are taken from, and which they are put into. @param {Pair} pair */
function namesOf({ intoFirst }) {
  const first = words.text('why.patch.theFirst'),
    second = words.text('why.patch.theSecond');
  return intoFirst ? { from: second, into: first } : { from: first, into: second };
}

/** @param {Cell} cell @param {(position: number) => string} wordAt */
function cellName({ kind, layer, index, position }, wordAt) {
  return words.text(`why.patch.cell.${kind}`, {
    layer: layer + 1,
    head: index + 1,
    word: position === null ? '' : wordAt(position),
  });
}

/** The headings of the columns. @param {Cell[]} cells of a row @param {(position: number) => string} wordAt @param {number[]} differing */
function headsOf(cells, wordAt, differing) {
  return cells.map(({ kind, index, position }) => {
    const text =
      kind === 'stream'
        ? wordAt(Number(position))
        : kind === 'head'
          ? String(index + 1)
          : words.text('why.votes.mlpColumn');
    return {
      text,
      kind,
      title: kind === 'head' ? words.text('why.patch.headColumn', { head: index + 1 }) : text,
      differs: position !== null && differing.includes(position),
    };
  });
}

customElements.define('orrery-why-texts', WhyTexts);
