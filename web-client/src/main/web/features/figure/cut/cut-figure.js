/**
 * How a word of the text was cut: its letters, one row for each join, and the pieces. What is not joined is a line and not a box, so that only
 * the change is seen. Which word is shown, and how many of its joins, is part of the step's focus, so that a room follows it.
 *
 * @typedef {import('../figure.js').FigureContext} FigureContext
 * @typedef {import('./cut.js').Cut} Cut
 * @typedef {import('./cut.js').Word} Word
 * @typedef {import('./cut.js').Part} Part
 */
import { css, html, LitElement, nothing, svg } from 'lit';
import { tokenText } from '../../../model/token-text.js';
import { css as colour, mix } from '../../../scene/render/colour.js';
import { icons } from '../../../ui/icons.js';
import { loadLate } from '../../../ui/late-words.js';
import { insist } from '../../../live/retry.js';
import { plain, rich } from '../../../ui/rich-text.js';
import { shared } from '../../../ui/styles.js';
import { words } from '../../../ui/words.js';
import { formOf, STRONG } from '../strips/frame.js';
import { saidLines } from '../strips/said-lines.js';
import { countedIn, formsOf, hasBytes, joinedOf, tellingWord, textOf, tokensOf } from './cut.js';

/** Between two joins that are played, ms. */
const BEAT = 1100;
const SIZES = {
  normal: { px: 20, small: 13, row: 44, column: 60, aside: 280, rules: 190 },
  hall: { px: 32, small: 28, row: 72, column: 92, aside: 440, rules: 360 },
  narrow: { px: 16, small: 12, row: 34, column: 40, aside: 0, rules: 0 },
};
/** The least area with the asides beside the drawing, and the least height of a row, px; in the hall its letters have 28 px. */
const WIDE = 720;
const LEAST = { normal: 20, hall: 56, narrow: 20 };
/** Heights of the letters and of the pieces together, in rows. */
const ROWS = 2.4;
/** How many joins are worth more room in the hall than the sentence. */
const JOINS = 3;
/** Heights of a line of the title, and of one of the sentence, in font sizes. */
const TITLE_LINE = 1.15;
const SAID_LINE = 1.5;
/** Heights of all that stands above the drawing beside the title's further lines and the sentence, px. */
const ABOVE = { normal: 122, hall: 152, narrow: 108 };
/** The least height of a hall's area with room for all spellings, px; else those with and without a space. */
const ROOMY = 640;
/** The least width of a hall's area with the parts of a join written beside its rule, that of the rules alone, and the least width of a letter there, px. */
const WRITTEN = 1100;
const RULES_ALONE = 130;
const LETTER = 40;
const SHORT = ['space', 'start', 'spaceOrStart', 'any'];
/** The least height of a phone's area with asides below the drawing, and their height, px. */
const HIGH = 330;
const BELOW = 84;

/** @type {Promise<void> | null} */
let loading = null;
let isHere = false;

export class CutFigure extends LitElement {
  static properties = { context: { attribute: false }, cut: { attribute: false }, playing: { state: true } };

  static styles = [
    shared,
    css`
      :host {
        display: flex;
        gap: var(--s4);
        height: 100%;
      }
      .main {
        display: flex;
        flex-direction: column;
        gap: var(--s2);
        min-width: 0;
        flex: none;
      }
      h2 {
        font-size: var(--figure-title);
        font-weight: var(--w-strong);
        line-height: var(--lh-tight);
      }
      .words,
      .moves {
        display: flex;
        align-items: center;
        gap: 4px;
        flex: none;
        overflow: hidden;
        white-space: pre;
      }
      .words button,
      .words span {
        padding: 2px 6px;
        border-radius: var(--r1);
        background: var(--surface-2);
        flex: none;
        color: var(--ink-2);
      }
      .words [aria-pressed='true'] {
        background: var(--accent);
        color: var(--accent-ink);
        font-weight: var(--w-strong);
      }
      .moves {
        gap: var(--s2);
      }
      .moves button {
        border: 1px solid var(--line-strong);
        width: 40px;
        height: 40px;
        display: inline-grid;
        place-items: center;
      }
      .moves svg {
        stroke-width: 1.6;
      }
      .moves span,
      .said,
      dt,
      figcaption {
        color: var(--ink-2);
      }
      .said {
        flex: none;
        max-width: 46em;
      }
      .drawing {
        flex: none;
      }
      aside {
        flex: 1;
        min-width: 0;
        display: flex;
        /* a card that has no room for all of its text goes into a second column, which nobody sees */
        flex-flow: column wrap;
        gap: var(--s3);
        overflow: hidden;
      }
      aside .card {
        width: 100%;
      }
      .main > aside {
        flex-flow: row;
        gap: var(--s2);
      }
      .main > aside .card {
        flex: 1;
        padding: var(--s2);
      }
      .card {
        padding: var(--s3) var(--s4);
        background: var(--surface);
        border-radius: var(--r3);
        min-width: 0;
      }
      h3 {
        font-size: 1em;
        font-weight: var(--w-strong);
        margin-bottom: var(--s1);
      }
      dd {
        display: flex;
        flex-wrap: wrap;
        gap: 4px;
        margin-bottom: 4px;
      }
      .piece {
        border: 1px solid var(--line-strong);
        border-radius: var(--r1);
        padding: 0 6px;
        text-align: center;
        font-weight: var(--w-strong);
        line-height: 1.25;
      }
      .piece small {
        display: block;
        font-weight: var(--w-regular);
        font-size: 1em;
        color: var(--ink-2);
      }
      table {
        width: 100%;
        border-collapse: collapse;
        margin: 4px 0;
      }
      td {
        border-top: 1px solid var(--line);
        padding: 2px 0;
      }
      td + td {
        text-align: right;
      }
      td i {
        display: inline-block;
        width: 0.7em;
        height: 0.7em;
        margin-left: 4px;
        border-radius: 2px;
        background: var(--ink);
      }
      svg.rows {
        stroke: none;
        stroke-width: 1;
        overflow: visible;
        font-family: var(--font);
      }
    `,
  ];

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  constructor() {
    super();
    this.context = /** @type {FigureContext} */ (/** @type {unknown} */ (null));
    this.cut = /** @type {Cut} */ (/** @type {unknown} */ (null));
    /** What is shown while the joins are played, and what was shown before: anything else ends it. @type {{word: number, joins: number, from: number} | null} */
    this.playing = null;
  }

  connectedCallback() {
    super.connectedCallback();
    loading ??= insist(() => loadLate('cut', () => this.requestUpdate())).then(() => {
      isHere = true;
    });
    loading.then(() => this.requestUpdate());
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#stop();
  }

  /** @param {import('lit').PropertyValues<this>} changed */
  willUpdate(changed) {
    const { playing, at } = this;
    if (!playing || !changed.has('context')) return;
    const before = changed.get('context');
    const isOurs = at.word === playing.word && [playing.joins, playing.from].includes(at.joins);
    if (!isOurs || (before && before.trace.id !== this.context.trace.id)) this.#stop();
  }

  /** The word that is shown, and how many of its joins. @returns {{word: number, joins: number}} */
  get at() {
    const { focus } = this.context;
    const { words: all } = this.cut;
    const word = focus.word !== undefined && focus.word < all.length ? focus.word : tellingWord(this.cut);
    const most = all[word]?.joins.length ?? 0;
    return { word, joins: focus.word === word ? Math.min(focus.joins ?? most, most) : most };
  }

  /** The focus after a turn by one join. @param {1 | -1} by @returns {import('../../../scene/layout/focus.js').Focus} */
  turned(by) {
    const { word, joins } = this.at;
    return focusOn(word, Math.max(0, Math.min(joins + by, this.cut.words[word].joins.length)));
  }

  /** @param {import('../../../scene/layout/focus.js').Focus} focus */
  #show(focus) {
    this.context.ask('focus', focus);
  }

  #play() {
    if (this.playing) return this.#stop();
    const { word, joins } = this.at;
    const from = joins === this.cut.words[word].joins.length ? 0 : joins + 1;
    this.#playOn(word, from);
  }

  /** @param {number} word @param {number} joins */
  #playOn(word, joins) {
    this.playing = { word, joins, from: this.at.joins };
    this.#show(focusOn(word, joins));
    this.#timer = setTimeout(() => {
      if (!this.playing) return;
      if (joins < this.cut.words[word].joins.length) this.#playOn(word, joins + 1);
      else this.#stop();
    }, BEAT);
  }

  #stop() {
    clearTimeout(this.#timer);
    this.playing = null;
  }

  render() {
    if (!isHere || !this.cut || this.cut.words.length === 0) return nothing;
    const { area } = this.context;
    const form = formOf(area);
    const sizes = { ...SIZES[form], ...(area.hall && area.width < WRITTEN ? { rules: RULES_ALONE } : {}) };
    const { word: at, joins } = this.at;
    const word = this.cut.words[at];
    const rules = word.joins.length > 0 ? sizes.rules : 0;
    // in the hall a long word takes the asides' place, so that its letters can be read
    const hasRoom = !area.hall || area.width - sizes.aside - 16 - rules >= word.letters.length * LETTER;
    const isBeside = form !== 'narrow' && area.width >= WIDE && hasRoom,
      isBelow = form === 'narrow' && area.height >= HIGH;
    const other = word.letters[0] === ' ' ? 'start' : 'space';
    const short = form === 'narrow' ? [other, 'spaceOrStart', 'any'] : area.hall && area.height < ROOMY ? SHORT : null;
    const asides = isBeside || isBelow ? this.#asides(word, short, isBelow) : nothing;
    const wide = isBeside && asides !== nothing ? area.width - sizes.aside - 16 : area.width;
    const sentence = this.#said(word);
    const text = sizes.small + 1;
    const count = {
      letters: word.letters.filter((letter) => letter !== ' ').length,
      pieces: word.ends.length,
      space: word.letters[0] === ' ' ? 'yes' : 'no',
    };
    const title = words.text(hasBytes(word) ? 'cut.titleBytes' : 'cut.title', count);
    const linesOf = (
      /** @type {string} */ said,
      /** @type {number} */ room,
      /** @type {number} */ px,
      /** @type {number} */ weight,
    ) => saidLines(said, room, (part, isStrong) => this.context.measure(part, px, isStrong ? STRONG : weight));
    const titled =
      ABOVE[form] + (linesOf(title, wide, this.context.title, STRONG) - 1) * this.context.title * TITLE_LINE;
    const high = sentence ? linesOf(sentence, Math.min(wide, 46 * text), text, 400) * text * SAID_LINE + 8 : 0;
    // in the hall there is often room for the sentence or for the word: the word says it
    const least = sizes.row * ROWS + (rules > 0 ? Math.min(word.joins.length, JOINS) * LEAST[form] : 0);
    const said = area.hall && area.height - titled - high < least ? '' : sentence;
    const above = titled + (said ? high : 0);
    const below = isBelow && asides !== nothing ? BELOW : 0;
    const aside = asides === nothing ? nothing : html`<aside style=${`font-size:${sizes.small}px`}>${asides}</aside>`;
    return html`<div class="main" style=${`width:${wide}px`}>
        <div class="words" translate="no" style=${`font-size:${text}px`}>${this.#words(at, text, wide)}</div>
        <h2>${rich(title)}</h2>
        ${word.joins.length === 0 ? nothing : html`<div class="moves" style=${`font-size:${text}px`}>${area.hall ? nothing : this.#buttons()}<span>${words.text('cut.join', { n: joins, count: word.joins.length })}</span></div>`}
        ${said ? html`<p class="said" style=${`font-size:${text}px`}>${rich(said)}</p>` : nothing}
        <div class="drawing">${this.#drawing(word, joins, { width: wide, height: Math.max(60, area.height - above - below) }, sizes)}</div>
        ${isBelow ? aside : nothing}
      </div>
      ${isBelow ? nothing : aside}`;
  }

  /** The words of the text around the one that is shown, as many as have room. @param {number} at @param {number} px @param {number} wide px */
  #words(at, px, wide) {
    const { words: all } = this.cut;
    const { area, measure } = this.context;
    const texts = all.map(({ letters }) => tokenText(textOf(letters, { from: 0, to: letters.length })));
    const width = (/** @type {number} */ i) => measure(texts[i], px) + 18;
    let from = at,
      to = at + 1,
      left = wide - 40 - width(at);
    while (from > 0 || to < all.length) {
      const next = to < all.length && (from === 0 || to - at <= at - from) ? to : from - 1;
      left -= width(next);
      if (left < 0) break;
      if (next === to) to++;
      else from = next;
    }
    const mark = (/** @type {boolean} */ isCut) => (isCut ? html`<span aria-hidden="true">…</span>` : nothing);
    return [
      mark(from > 0),
      ...texts
        .slice(from, to)
        .map((text, i) =>
          area.hall
            ? html`<span aria-pressed=${String(from + i === at)}>${text}</span>`
            : html`<button aria-pressed=${String(from + i === at)} @click=${() => this.#choose(from + i)}>${text}</button>`,
        ),
      mark(to < all.length),
    ];
  }

  /** @param {number} word */
  #choose(word) {
    this.#stop();
    this.#show(focusOn(word, this.cut.words[word].joins.length));
  }

  #buttons() {
    const turn = (/** @type {1 | -1} */ by) => () => {
      this.#stop();
      this.#show(this.turned(by));
    };
    const button = (/** @type {string} */ name, /** @type {unknown} */ icon, /** @type {() => void} */ press) =>
      html`<button aria-label=${words.text(`cut.${name}`)} title=${words.text(`cut.${name}`)} @click=${press}>${icon}</button>`;
    return [
      button('before', icons.back, turn(-1)),
      this.playing ? button('pause', icons.pause, () => this.#stop()) : button('play', icons.play, () => this.#play()),
      button('after', icons.forward, turn(1)),
    ];
  }

  /** What there is to say of a word that is not merged, and of a text that was not cut. @param {Word} word */
  #said({ how, joins }) {
    const { by, rules, retold } = this.cut;
    const pieces = this.context.graph.sizes.d_vocab;
    const of =
      by === 'merges'
        ? words.text('cut.rules', { rules, pieces })
        : words.text(`cut.by${by[0].toUpperCase()}${by.slice(1)}`, { pieces });
    const own =
      by !== 'merges'
        ? ''
        : how !== 'merged'
          ? words.text(`cut.${how}`)
          : joins.length > 0
            ? ''
            : words.text('cut.alone');
    return [of, own, retold ? '' : words.text('cut.added')].filter(Boolean).join(' ');
  }

  /** @param {Word} word @param {number} count of joins @param {{width: number, height: number}} box @param {typeof SIZES['normal']} sizes */
  #drawing(word, count, { width, height }, { px, small, row: highest, column: widest, rules: aside }) {
    const { palette, measure, area } = this.context;
    const { letters } = word;
    const { joined, parts } = joinedOf(word, count);
    const isEnd = count === word.joins.length;
    const column = Math.min(widest, (width - (word.joins.length > 0 ? aside : 0)) / letters.length);
    const foot = highest * (ROWS - 1);
    // on a phone, one join at a time; else as many of the last ones as have room
    const most = area.narrow ? 1 : Math.max(1, Math.floor((height - highest - foot) / LEAST[formOf(area)]));
    const kept = Math.min(joined.length, most);
    const first = joined.length - kept;
    const all = area.narrow ? Math.min(1, word.joins.length) : Math.min(most, word.joins.length);
    const row = Math.max(0, Math.min(highest, (height - highest - foot) / Math.max(1, all)));
    const gap = Math.min(8, row * 0.2);
    const bottom = highest + all * row + gap;
    const ink = colour(palette.ink),
      line = colour(mix(palette.ink, palette.background, 0.55)),
      paper = colour(mix(palette.background, palette.ink, 0.1)),
      accent = colour(palette.accent);
    const counted = this.cut.by === 'letters' ? null : countedIn(word);
    const x = (/** @type {number} */ letter) => letter * column;
    const middle = (/** @type {Part} */ { from, to }) => (x(from) + x(to)) / 2;
    const top = (/** @type {number} */ join) => highest + (join - first) * row + gap;
    const madeAt = new Map(joined.map((part, k) => [/** @type {Part} */ (part), k]));
    const usedAt = new Map(
      joined.flatMap(({ left, right }, k) => [
        [left, k],
        [right, k],
      ]),
    );
    // a number that is smaller than this says nothing: the list of pieces has it, too
    const least = area.hall ? 28 : 11;
    const fitted = (/** @type {string} */ text, /** @type {number} */ wide, /** @type {number} */ size) =>
      Math.max(6, Math.min(size, (size * (wide - 6)) / Math.max(1, measure(text, size))));
    const box = (
      /** @type {Part} */ part,
      /** @type {number} */ y,
      /** @type {number} */ high,
      /** @type {string} */ fill,
      /** @type {string} */ edge,
      /** @type {string} */ text,
      id = '',
    ) => {
      const wide = x(part.to) - x(part.from) - Math.min(6, column * 0.12);
      const size = fitted(text, wide, Math.min(px, high * (id ? 0.45 : 0.62)));
      const idSize = fitted(id, wide, small);
      const written = fill === accent ? colour(palette.background) : ink;
      return svg`<rect x=${x(part.from)} y=${y} width=${wide} height=${high} rx=${Math.min(5, column * 0.15)} fill=${fill} stroke=${edge} />
        <text x=${x(part.from) + wide / 2} y=${y + (id ? high * 0.34 : high / 2) + size * 0.35} text-anchor="middle" font-size=${size} font-weight="600" fill=${written} translate="no">${text}</text>
        ${id.trim() && idSize >= least ? svg`<text x=${x(part.from) + wide / 2} y=${y + high * 0.88} text-anchor="middle" font-size=${idSize} fill=${ink}>${id}</text>` : nothing}`;
    };
    const lettersAsParts = letters.map((_, i) => ({ from: i, to: i + 1 }));
    const shown = (/** @type {Part} */ part) => tokenText(textOf(letters, part));
    const everyPart = /** @type {Part[]} */ ([
      ...new Set([...joined.flatMap(({ left, right }) => [left, right]), ...parts]),
    ]);
    const lines = everyPart.map((part) => {
      const made = madeAt.get(part),
        used = usedAt.get(part);
      const y1 = made === undefined || made < first ? highest - gap : top(made) + row - gap;
      const y2 = used === undefined ? bottom : Math.max(highest, top(used));
      if (used !== undefined && used < first) return nothing;
      const isNew = used !== undefined && used === joined.length - 1;
      return svg`<line x1=${middle(part)} x2=${middle(part)} y1=${y1} y2=${y2} stroke=${isNew ? accent : line} stroke-width=${isNew ? 2 : 1.5} />`;
    });
    const ids = this.context.trace.info.tokens.slice(word.from, word.to);
    const right = x(letters.length) + 16;
    const toRule = aside > RULES_ALONE ? aside * 0.36 : aside - 24;
    const size = Math.max(9, Math.min(small, row * 0.6));
    const spoken = [
      ...joined.map(({ left, right: other, rule }) =>
        words.text('cut.spokenJoin', { rule, left: shown(left), right: shown(other) }),
      ),
      ...tokensOf(word).map((part, i) => words.text('cut.spokenPiece', { piece: shown(part), id: ids[i] })),
    ].join(' ');
    return svg`<svg class="rows" role="img" aria-label=${plain(spoken)} viewBox=${`0 0 ${width} ${height}`} style=${`width:${width}px;height:${height}px`}>
      ${lines}
      ${lettersAsParts.map((part, i) => box(part, 0, highest - gap, paper, counted?.at[i] ? ink : line, shown(part)))}
      ${joined.slice(first).map((part, k) => {
        const isLast = first + k === joined.length - 1;
        const y = top(first + k) + (row - gap) / 2 + size * 0.35;
        const rule = words.number(part.rule, 0);
        return svg`<g class="join" data-rule=${part.rule}>${box(part, top(first + k), row - gap, isLast && !isEnd ? accent : isLast ? accent : paper, isLast ? accent : line, shown(part))}
          ${
            aside > 0
              ? svg`<text x=${right + toRule} y=${y} text-anchor="end" font-size=${size} font-weight=${isLast ? 700 : 400} fill=${isLast ? accent : line}>${rule}</text>
                ${aside > RULES_ALONE ? svg`<text x=${right + aside * 0.44} y=${y} font-size=${size} fill=${ink} translate="no">${shown(part.left)} + ${shown(part.right)}</text>` : nothing}`
              : nothing
          }</g>`;
      })}
      ${
        aside > 0 && word.joins.length > 0
          ? svg`<text x=${right + toRule} y=${highest / 2} text-anchor="end" font-size=${small} fill=${line}>${words.text('cut.rule')}</text>
            ${aside > RULES_ALONE ? svg`<text x=${right + aside * 0.44} y=${highest / 2} font-size=${small} fill=${line}>${words.text('cut.joins')}</text>` : nothing}`
          : nothing
      }
      ${(isEnd ? tokensOf(word) : parts).map((part, i) => box(part, bottom, foot - gap, paper, isEnd ? ink : line, shown(part), isEnd ? words.number(ids[i], 0) : ' '))}
      ${
        area.narrow && joined.length > 0
          ? svg`<text x="0" y=${bottom + foot + small * 1.1} font-size=${small} fill=${ink}>${words.text('cut.ruleSaid', { rule: joined[joined.length - 1].rule, left: shown(joined[joined.length - 1].left), right: shown(joined[joined.length - 1].right) })}</text>`
          : nothing
      }
    </svg>`;
  }

  /**
   * The word's other spellings, and why its letters are hard to count.
   * @param {Word} word @param {string[] | null} short the spellings that there is room for; null: all, and an answer @param {boolean} isBrief without titles and rows
   */
  #asides(word, short, isBrief) {
    const forms = formsOf(word).filter(([name]) => short?.includes(name) ?? true),
      counted = this.cut.by === 'letters' ? null : countedIn(word);
    if (forms.length === 0 && !counted) return nothing;
    const spellings = html`<div class="card">
      ${isBrief ? nothing : html`<h3>${words.text('cut.forms')}</h3>`}
      <dl>
        ${forms.map(
          ([name, { tokens, pieces }]) =>
            html`<dt>${words.text(`cut.form.${name}`)}</dt>
              <dd>${pieces.map((text, i) => html`<span class="piece" translate="no">${tokenText(text)}<small>${words.number(tokens[i], 0)}</small></span>`)}</dd>`,
        )}
      </dl>
    </div>`;
    return [
      forms.length > 0 ? spellings : nothing,
      counted ? this.#counting(word, counted, short === null, isBrief) : nothing,
    ];
  }

  /** @param {Word} word @param {NonNullable<ReturnType<typeof countedIn>>} counted @param {boolean} isWhole with a title and an answer @param {boolean} isBrief without rows */
  #counting(word, { letter, counts }, isWhole, isBrief) {
    const ids = this.context.trace.info.tokens.slice(word.from, word.to);
    const pieces = tokensOf(word).map((part) => tokenText(textOf(word.letters, part)));
    const fullest = counts.indexOf(Math.max(...counts));
    const count = counts.reduce((a, b) => a + b, 0);
    const rows = pieces.map(
      (text, i) =>
        html`<tr>
          <td><strong translate="no">${text}</strong></td>
          <td>${words.number(ids[i], 0)}</td>
          <td>${Array.from({ length: counts[i] }, () => html`<i></i>`)} ${counts[i]}</td>
        </tr>`,
    );
    return html`<div class="card">
      ${isWhole ? html`<h3>${words.text('cut.count')}</h3>` : nothing}
      <p>${rich(words.text('cut.question', { letter, count }))}</p>
      ${isBrief ? nothing : html`<table>${rows}</table>`}
      ${isWhole ? html`<p>${rich(words.text('cut.answer', { piece: pieces[fullest], count: counts[fullest] }))}</p>` : nothing}
    </div>`;
  }
}

/** @param {number} word @param {number} joins @returns {import('../../../scene/layout/focus.js').Focus} */
const focusOn = (word, joins) => ({ kind: 'step', head: 0, word, joins });

customElements.define('orrery-cut', CutFigure);

/** @param {FigureContext} context @returns {unknown} null until the server has said how the text was cut */
export function cutFigure(context) {
  const cut = context.numbers.json(`/api/traces/${encodeURIComponent(context.trace.id)}/cut`);
  return cut && html`<orrery-cut .context=${context} .cut=${cut}></orrery-cut>`;
}
