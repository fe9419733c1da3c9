/**
 * The tokens of the text: the prompt's are filled, generated ones outlined, the last one brass.
 *
 * @typedef {import('../../model/trace.js').TraceInfo} TraceInfo
 */
import { css, html, nothing } from 'lit';
import { isBytes, isSpecial } from '../../model/token-text.js';
import { nextOf, tokenText } from '../../ui/step-texts.js';
import { shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';
import { words } from '../../ui/words.js';

export class TokenStrip extends ViewElement {
  static properties = {
    bare: { type: Boolean, reflect: true },
  };

  static styles = [
    shared,
    css`
      :host {
        min-width: 0;
      }
      ol {
        display: flex;
        align-items: flex-end;
        gap: var(--strip-gap, 4px);
        width: max-content;
        max-width: 100%;
        margin: 0 auto;
        padding: 2px;
        overflow-x: auto;
        scrollbar-width: none;
      }
      li {
        flex: none;
        display: grid;
        justify-items: center;
      }
      :host([bare]) .n {
        display: none;
      }
      .n {
        font-size: var(--text-xs);
        line-height: 16px;
        color: var(--ink-3);
      }
      .token {
        display: grid;
        place-items: center;
        min-width: var(--strip-size, 36px);
        height: var(--strip-size, 34px);
        padding: 0 6px;
        border-radius: var(--r1);
        border: 1px solid transparent;
        font-weight: var(--w-strong);
        font-size: var(--strip-text, 17px);
        white-space: pre;
        background: var(--surface-2);
      }
      .prompt .token {
        border-color: var(--line);
      }
      .generated .token {
        background: var(--surface);
        border-color: var(--p);
        color: var(--p);
      }
      .last .token {
        background: var(--accent);
        border-color: var(--accent);
        color: var(--accent-ink);
      }
      .next .token {
        background: var(--bg);
        border: 1px dashed var(--p);
        color: var(--p);
      }
      /* special tokens, and bytes that are not text by themselves, must not look like words */
      .special .token,
      .bytes .token {
        font-size: max(var(--strip-least, 0px), var(--strip-text, 17px) * 0.76);
        font-weight: var(--w-regular);
      }
      .special:not(.last) .token {
        border-style: dashed;
        border-color: var(--line-strong);
        background: var(--bg);
        color: var(--ink-2);
      }
      i {
        font: inherit;
        font-weight: var(--w-regular);
        color: var(--ink-3);
      }
      .last i {
        color: inherit;
      }
      .arrow {
        align-self: flex-end;
        line-height: var(--strip-size, 34px);
        font-size: var(--strip-text, 17px);
        color: var(--ink-3);
        padding: 0 2px;
      }
    `,
  ];

  constructor() {
    super();
    /** Whether to leave out the positions above the tokens. */
    this.bare = false;
  }

  render() {
    const { view } = this;
    if (!view?.trace) return nothing;
    const { info } = view.trace;
    const next = info.tokens.length + 1;
    const full = info.tokens.length >= info.nCtx;
    const answer = tokenText(nextOf(view)?.text ?? '?');
    // If there is no room for another token, the model's answer is shown in the place of the next one.
    const last = words.text(full ? 'strip.answer' : 'strip.next', { position: next, token: answer });
    return html`<ol aria-label=${words.text('strip.label')}>
      ${info.text.map((text, i) => this.#token(text, i, info))}
      <li class="next">
        <span class="n" aria-hidden="true">${next}</span>
        <span class="token" aria-hidden="true"><bdi>${full ? answer : '?'}</bdi></span>
        <span class="hidden">${last}</span>
      </li>
    </ol>`;
  }

  /** @param {string} piece @param {number} i @param {TraceInfo} info */
  #token(piece, i, info) {
    const text = tokenText(piece),
      kind = isSpecial(piece) || /^␣+$/.test(text) ? 'special' : isBytes(piece) ? 'bytes' : '';
    const generated = i >= info.promptLength;
    const last = i === info.tokens.length - 1;
    const key = last ? 'current' : generated ? 'generated' : 'prompt';
    return html`${i === info.promptLength ? html`<li class="arrow" aria-hidden="true">→</li>` : nothing}
      <li class="${generated ? 'generated' : 'prompt'} ${last ? 'last' : ''} ${kind}">
        <span class="n" aria-hidden="true">${i + 1}</span>
        <span class="token" aria-hidden="true"><bdi>${marked(text)}</bdi></span>
        <span class="hidden">${words.text(`strip.${key}`, { position: i + 1, token: text })}</span>
      </li>`;
  }
}

/** A token with faint marks for its spaces; one that is nothing else is written as a word. @param {string} text */
function marked(text) {
  const word = text.replace(/^␣+/, '');
  const spaces = text.length - word.length;
  if (!spaces) return text;
  return word === '' ? words.text('strip.space', { spaces }) : html`<i>${text.slice(0, spaces)}</i>${word}`;
}

customElements.define('orrery-token-strip', TokenStrip);
