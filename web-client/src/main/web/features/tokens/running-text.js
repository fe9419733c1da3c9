/**
 * Running text: tokens as the words of a text that wraps, told apart by two tints. Spaces are spaces, and line ends break the
 * line. Its font size is that of its surroundings. The parts `current` and `next` can be styled from outside.
 */
import { css, html, LitElement, nothing } from 'lit';
import { tokenText } from '../../ui/step-texts.js';
import { onResize } from '../../ui/while-connected.js';
import { shared } from '../../ui/styles.js';
import { words } from '../../ui/words.js';
import { gapsIn, linesShown, piecesOf } from './running.js';

/** To how many lines a text grows whose words are spoken of. */
const MOST_LINES = 5;

export class RunningText extends LitElement {
  static properties = {
    info: { attribute: false },
    at: { type: Number },
    next: {},
    lines: { type: Number },
    spoken: { attribute: false },
    gaps: { state: true },
  };

  /** For what the gaps were measured: another text, other words or another width have others. */
  #measured = '';

  static styles = [
    shared,
    css`
      :host {
        min-width: 0;
        font: inherit;
        line-height: var(--running-lines, 1.4);
      }
      /* the last lines, or others that are chosen, with the others cut off above and below */
      div {
        display: flex;
        flex-direction: column;
        justify-content: flex-end;
        max-height: var(--most, none);
        overflow: clip;
      }
      .above {
        mask-image: linear-gradient(transparent, black 0.7em);
      }
      .below {
        mask-image: linear-gradient(black calc(100% - 0.7em), transparent);
      }
      .above.below {
        mask-image: linear-gradient(transparent, black 0.7em calc(100% - 0.7em), transparent);
      }
      p {
        flex: none;
        white-space: pre-wrap;
        overflow-wrap: anywhere;
        unicode-bidi: plaintext;
        text-align: start;
        color: var(--ink);
      }
      .word {
        padding: 0.08em 0;
        border-radius: 0.18em;
        background: color-mix(in oklab, var(--ink) 9%, transparent);
        -webkit-box-decoration-break: clone;
        box-decoration-break: clone;
      }
      .odd {
        background: color-mix(in oklab, var(--ink) 21%, transparent);
      }
      .generated {
        background: color-mix(in oklab, var(--p) 22%, transparent);
      }
      .generated.odd {
        background: color-mix(in oklab, var(--p) 42%, transparent);
      }
      /* special tokens, and bytes that are not text by themselves, must not look like words */
      .special,
      .bytes {
        font-size: max(var(--running-least, 0px), 0.76em);
        background: none;
        outline: 1px dashed var(--line-strong);
        outline-offset: -1px;
      }
      .end {
        color: var(--ink-3);
      }
      .word.current {
        padding-inline: 0.14em;
        margin-inline: -0.06em;
        background: var(--accent);
        color: var(--accent-ink);
      }
      .current .end {
        color: inherit;
      }
      .gap {
        display: block;
        color: var(--ink-3);
      }
      .next {
        padding: 0.08em 0.2em;
        border-radius: 0.18em;
        background: var(--p);
        color: var(--bg);
      }
    `,
  ];

  constructor() {
    super();
    onResize(this, () => this.#showSpoken());
    /** @type {import('../../model/trace.js').TraceInfo | null} */
    this.info = null;
    /** The current position, from 0; by default the last one. @type {number | null} */
    this.at = null;
    /** A token that follows the text: drawn, or expected. It is not part of the text yet. @type {string | null} */
    this.next = null;
    /** How many lines are visible, the last ones unless words above them are spoken of; 0: all of them. */
    this.lines = 0;
    /** Positions, from 0, of the words that are spoken of, in order. @type {number[]} */
    this.spoken = [];
    /** Pieces that are left out between words that are spoken of: the first of each gap, and the one behind its last. @type {[number, number][]} */
    this.gaps = [];
  }

  willUpdate() {
    const { info, next, lines, spoken, clientWidth } = this,
      measured = JSON.stringify([info?.text, next, lines, spoken, clientWidth]);
    if (measured !== this.#measured) this.gaps = [];
    this.#measured = measured;
  }

  render() {
    const { info } = this;
    if (!info) return nothing;
    const at = this.at ?? info.tokens.length - 1;
    const gapAt = (/** @type {number} */ i) => this.gaps.find(([from, to]) => from <= i && i < to);
    // The lines of a template would be spaces of the text.
    return html`<div><p translate="no" dir="auto">${piecesOf(info.text, info.promptLength).map((piece, i) => {
      const gap = gapAt(i);
      if (gap) return gap[0] === i ? html`<span class="gap">⋯</span>` : nothing;
      return pieceAt(this.lines ? tight(gapAt(i - 1) ? { ...piece, space: '' } : piece) : piece, i, at);
    })}${this.next === null ? nothing : nextToken(this.next)}</p></div>`;
  }

  updated() {
    this.#showSpoken();
  }

  /** Chooses the lines that are seen. */
  #showSpoken() {
    const place = this.renderRoot.querySelector('div');
    const text = /** @type {HTMLElement | null | undefined} */ (place?.firstElementChild);
    if (!place || !text || this.lines === 0) return;
    const line = parseFloat(getComputedStyle(text).lineHeight);
    const top = text.getBoundingClientRect().top;
    const lineOf = (/** @type {Element} */ word) => {
      const { top: from, bottom } = word.getBoundingClientRect();
      return Math.floor(((from + bottom) / 2 - top) / line);
    };
    if (this.clientWidth !== JSON.parse(this.#measured).at(-1)) return this.requestUpdate();
    const all = [...text.querySelectorAll('.word')];
    const seen = all.filter((word, i) =>
      this.spoken.some(
        (at) =>
          Number(word.getAttribute('data-at')) <= at && at < Number(all[i + 1]?.getAttribute('data-at') ?? Infinity),
      ),
    );
    const count = Math.round(text.clientHeight / line);
    const spoken = seen.map(lineOf);
    const gaps = this.gaps.length > 0 ? [] : gapsIn(spoken, MOST_LINES);
    if (gaps.length > 0) {
      const lineAt = all.map(lineOf);
      this.gaps = gaps.map(([first, behind]) => [
        lineAt.findIndex((at) => at >= first),
        lineAt.findIndex((at) => at >= behind),
      ]);
      return;
    }
    const { from, lines } = linesShown(spoken, count, this.lines, this.gaps.length > 0 ? Infinity : MOST_LINES);
    place.style.setProperty('--most', `calc(${lines} * 1lh)`);
    const isEnd = from + lines >= count;
    place.style.justifyContent = isEnd ? '' : 'flex-start';
    text.style.marginTop = isEnd ? '' : `${-from * line}px`;
    // a word that is spoken of does not fade
    place.classList.toggle('above', from > 0 && !spoken.includes(from));
    place.classList.toggle('below', !isEnd && !spoken.includes(from + lines - 1));
  }
}

/** @param {import('./running.js').Piece} piece @param {number} i its place @param {number} at the current position */
function pieceAt({ space, word, from, to, kind, generated }, i, at) {
  const current = from <= at && at <= to;
  const state = `word ${i % 2 ? 'odd' : ''} ${generated ? 'generated' : ''} ${kind} ${current ? 'current' : ''}`;
  // A token without a word has its own white space tinted, and a current one is highlighted even then.
  const [before, seen] = word === '' ? ['', space] : [space, word];
  return html`${ends(before)}<span class=${state} part=${current ? 'token current' : 'token'} data-at=${from}>${ends(seen)}</span>`;
}

/** A piece whose empty lines take no space: where few lines are shown, they are all to be read. @param {import('./running.js').Piece} piece */
const tight = (piece) => ({ ...piece, space: piece.space.replace(/⏎\n(?=⏎)/g, '⏎') });

/** Text with its marks of line ends dimmed. @param {string} text */
function ends(text) {
  if (!text.includes('⏎')) return text;
  return text
    .split('⏎')
    .map((part, i) => (i === 0 ? part : html`<span class="end" aria-hidden="true">⏎</span>${part}`));
}

/** @param {string} text of the token */
const nextToken = (text) =>
  html`${text.startsWith(' ') ? ' ' : ''}<span class="next" part="next"><span class="hidden">${words.text('running.next')}</span>${tokenText(text.trimStart() || text)}</span>`;

customElements.define('orrery-running-text', RunningText);
