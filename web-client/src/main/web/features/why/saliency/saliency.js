/** Which words mattered: the text in the colours of what each token is owed, by integrated gradients. */
import { css, html, nothing } from 'lit';
import { onResize } from '../../../ui/while-connected.js';
import { rich } from '../../../ui/rich-text.js';
import { placedWord, wordOf } from '../../../ui/running-word.js';
import { words } from '../../../ui/words.js';
import { TextColours } from '../../tokens/text-colours.js';
import { ALL } from '../question.js';
import { roundedTo } from '../../../ui/rounding.js';
import { asked, BASELINES, isSmall, LARGEST_GAP, resultOf, strongestOf, tintsOf, unitsOf } from './saliency-rows.js';
import { choices, colourKey, signed, ToolElement } from '../../../ui/tool-element.js';

/**
 * @typedef {import('../tools.js').ToolContext<'saliency'>} Context
 * @typedef {import('./saliency-rows.js').Saliency} Saliency
 * @typedef {import('./saliency-rows.js').Unit} Unit
 */

const DIGITS = 2;
/** Decimals of the shares above the token chips on a phone, which may be as narrow as a comma. */
const NARROW_DIGITS = 1;
/** Font sizes of the text, px, for few, some and many words; in the hall, where shares are written at 28 px, too. */
const SIZES = { normal: [30, 24, 17], narrow: [20, 17, 15], hall: [44, 34, 28] };
/** In the hall shares below this part of the strongest are not written if there are many words. */
const WRITTEN = 0.1;
const FEW = 12,
  SOME = 40;
/** In the hall all shares of up to so many words are written. */
const MOST_WRITTEN = 16;

/** @extends {ToolElement<Context>} */
class WhySaliency extends ToolElement {
  static styles = [
    ToolElement.styles,
    colourKey,
    choices,
    css`
      :host {
        overflow-y: auto;
      }
      .said {
        margin: var(--s1) 0 var(--s3);
        font-size: max(16px, var(--why-text));
      }
      .text {
        display: flex;
        flex-wrap: wrap;
        gap: var(--s3) 6px;
        padding: var(--s4);
        border-radius: var(--r3);
        background: color-mix(in srgb, var(--surface) 70%, transparent);
      }
      .hall .text {
        gap: 12px;
        padding: 16px;
      }
      li {
        display: flex;
        flex-direction: column;
        align-items: center;
      }
      .out,
      .cut > * {
        display: none;
      }
      .cut::after {
        content: '…';
        font-size: var(--size);
        line-height: 1.35;
      }
      .unit {
        padding: 2px 8px;
        border-radius: var(--r1);
        font-size: var(--size);
        line-height: 1.35;
        white-space: nowrap;
      }
      .unit.for {
        background: color-mix(in oklab, var(--p) calc(var(--share) * 100%), var(--surface-2));
      }
      .unit.against {
        background: color-mix(in oklab, var(--weight) calc(var(--share) * 100%), var(--surface-2));
      }
      .unit.strong {
        color: var(--bg);
        font-weight: var(--w-strong);
      }
      .unit.kept {
        outline: 1px dashed var(--line-strong);
        outline-offset: -1px;
      }
      .later .unit {
        opacity: 0.45;
      }
      .figure {
        min-height: 1.4em;
        color: var(--ink-2);
      }
      .small {
        margin-top: var(--s3);
        max-width: 62em;
        color: var(--ink-2);
      }
      .hall .small {
        max-width: none;
        line-height: 1.25;
      }
      .key {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--s2) var(--s4);
        margin-top: var(--s3);
      }
      i.for {
        background: var(--p);
      }
      i.against {
        background: repeating-linear-gradient(90deg, var(--weight) 0 3px, var(--bg) 3px 5px);
      }
      .hall .key i {
        width: 24px;
        height: 24px;
      }
      .by {
        margin-left: auto;
      }
      dl {
        display: flex;
        flex-wrap: wrap;
        gap: var(--s2) var(--s5);
        margin: var(--s4) 0 var(--s2);
      }
      dt {
        color: var(--ink-3);
      }
      dd {
        font-size: 22px;
        font-weight: var(--w-strong);
      }
      .narrow dd {
        font-size: 18px;
      }
      .note {
        color: var(--ink-2);
        line-height: 1.4;
      }
      .proof {
        margin-top: 20px;
        color: var(--ink-2);
      }
    `,
  ];

  /** The same colours on the page's text. */
  #onText = new TextColours();
  /** @type {import('../../tokens/text-colours.js').Tint[]} */
  #tints = [];

  constructor() {
    super();
    onResize(this, () => this.#fit());
  }

  updated() {
    this.#fit();
    this.#onText.show(this.#tints, this.context?.trace.info.promptLength ?? 0);
  }

  /** The hall cannot be scrolled: it shows as many words as have room, those with the largest shares, and an ellipsis for others. */
  #fit() {
    const all = /** @type {HTMLElement[]} */ ([...this.renderRoot.querySelectorAll('.hall .text li')]);
    if (all.length === 0) return;
    const share = (/** @type {HTMLElement} */ { dataset }) => Math.abs(Number(dataset.value ?? 0));
    const byShare = [...all].sort((a, b) => share(b) - share(a));
    const fits = (/** @type {number} */ count) => {
      const shown = new Set(byShare.slice(0, count));
      all.forEach((each, i) => {
        const isOut = !shown.has(each);
        each.classList.toggle('out', isOut && i > 0 && !shown.has(all[i - 1]));
        each.classList.toggle('cut', isOut && (i === 0 || shown.has(all[i - 1])));
      });
      return this.scrollHeight <= this.clientHeight;
    };
    let most = all.length;
    if (fits(most)) return;
    let least = 1;
    while (most - least > 1) {
      const between = (least + most) >> 1;
      if (fits(between)) least = between;
      else most = between;
    }
    fits(least);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#onText.clear();
  }

  render() {
    const { context } = this;
    this.#tints = [];
    if (!context) return nothing;
    const result = resultOf((baseline) => context.ask(asked(baseline)));
    if (!result) {
      const first = context.ask(asked(BASELINES[0]));
      return first ? html`<p class="said">${triedText(first)} ${words.text('saliency.again')}</p>` : nothing;
    }
    const { area, trace, graph } = context;
    const { answer, isShown } = result;
    const byWord = context.opened.by === 'word';
    const units = unitsOf(trace.text, answer.by_token, byWord, graph.model.reads === 'words');
    const shown = units.filter(({ from }) => from <= answer.position);
    const values = shown.map(({ value }) => roundedTo(value, DIGITS));
    const digits = area.narrow ? NARROW_DIGITS : DIGITS;
    if (isShown)
      this.#tints = tintsOf(answer, units, values).map((tint, i) => ({
        ...tint,
        figure: tint.kind === 'kept' || tint.kind === 'later' ? '' : signed(roundedTo(units[i].value, digits), digits),
      }));
    const mayJoin = unitsOf(trace.text, answer.by_token, true, graph.model.reads === 'words').length < trace.positions;
    // in the hall it takes the place of the key: the signs say the same
    const small = isShown ? smallOf(context, shown) : nothing;
    const form = area.hall ? 'hall' : area.narrow ? 'narrow' : 'normal';
    return html`<div class=${form} data-baseline=${answer.baseline}>
      <p class="said">${rich(isShown ? saidOf(context, answer, shown, values) : words.text('saliency.none', { limit: 100 * LARGEST_GAP }))}</p>
      ${isShown ? textOf({ context, answer, units, values, form }) : nothing} ${small}
      ${isShown && !(area.hall && small !== nothing) ? keyOf(context, answer, byWord, mayJoin) : nothing} ${proofOf(
        context,
        result,
        roundedTo(
          values.reduce((rest, value) => rest - value, roundedTo(answer.sum, DIGITS)),
          DIGITS,
        ),
      )}
    </div>`;
  }
}

/** Both tokens of the target. @param {Context} context @param {Saliency} answer */
const pairOf = ({ word }, { a, b }) => ({ a: word(a), b: b === ALL ? words.text('why.all') : word(b) });

/** @param {Context} context @param {Saliency} answer @param {Unit[]} units @param {number[]} values as they are written */
function saidOf(context, answer, units, values) {
  const strongest = strongestOf(units);
  const value = strongest ? values[units.indexOf(strongest)] : 0;
  if (!strongest || value === 0) return words.text('saliency.nothing');
  const { a, b } = pairOf(context, answer);
  const text = words.text(value > 0 ? 'saliency.mostFor' : 'saliency.mostAgainst', {
    word: placedWord(
      units.map(({ text }) => text),
      units.indexOf(strongest),
    ),
    a,
    b,
    value: signed(value),
  });
  return text;
}

/** Where a small word such as "to" has the largest share: what that can tell and what not, and an offer to exchange the word. @param {Context} context @param {Unit[]} units */
function smallOf({ graph, area, mayAsk, go }, units) {
  const strongest = strongestOf(units);
  if (!strongest || !isSmall(strongest.text, String(graph.model.reads))) return nothing;
  const word = placedWord(
    units.map(({ text }) => text),
    units.indexOf(strongest),
  );
  return html`<p class="small">${rich(words.text(area.hall ? 'saliency.smallHall' : 'saliency.small', { word }))}
    ${mayAsk && !area.hall ? html`<button class="plain" @click=${() => go('patch', { at: strongest.from })}>${words.text('saliency.exchange', { word })}</button>` : nothing}</p>`;
}

/**
 * The text, each token or word on its colour, with its share.
 * @param {{context: Context, answer: Saliency, units: Unit[], values: number[], form: keyof typeof SIZES}} of
 */
function textOf({ context, answer, units, values, form }) {
  const { trace } = context;
  const tints = tintsOf(answer, units, values);
  const size = SIZES[form][units.length <= FEW ? 0 : units.length <= SOME ? 1 : 2];
  const all = form !== 'hall' || units.length <= MOST_WRITTEN;
  return html`<ol class="text" style=${`--size:${size}px`}>
    ${units.map(({ from, to, text }, i) => {
      const { kind: is, share, value } = tints[i];
      if (is === 'later') return html`<li class="later"><span class="unit"><bdi>${wordOf(text)}</bdi></span></li>`;
      const isKept = is === 'kept';
      const kind = `unit ${is} ${share > 0.55 ? 'strong' : ''}`;
      const tokens = trace.text.slice(from, to).map(wordOf).join(' + ');
      return html`<li data-from=${from} data-to=${to} data-value=${value} title=${`${tokens}: ${isKept ? words.text('saliency.kept') : signed(value)}`}>
        <span class=${kind} style=${`--share:${share}`}><bdi>${wordOf(text)}</bdi></span>
        <span class="figure">${isKept ? words.text('saliency.keptShort') : all || share >= WRITTEN ? signed(value) : ''}</span>
      </li>`;
    })}
  </ol>`;
}

/** @param {Context} context @param {Saliency} answer @param {boolean} byWord @param {boolean} mayJoin */
function keyOf(context, answer, byWord, mayJoin) {
  const { a, b } = pairOf(context, answer);
  const press = (/** @type {boolean} */ word) =>
    html`<button aria-pressed=${String(word === byWord)} data-by=${word ? 'word' : 'token'} @click=${() => context.open({ by: word ? 'word' : null })}>${words.text(word ? 'saliency.byWord' : 'saliency.byToken')}</button>`;
  return html`<p class="key">
    <span><i class="for"></i>${words.text('why.votes.for', { a })} <i class="against"></i>${words.text('why.votes.against', { b })}</span>
    ${context.area.hall ? nothing : html`<span>${words.text('saliency.onText')}</span>`}
    ${context.mayAsk && !context.area.hall && mayJoin ? html`<span class="by choices">${press(false)} ${press(true)}</span>` : nothing}
  </p>`;
}

/** @param {Saliency} answer */
const gapText = ({ gap }) =>
  gap === null
    ? words.text('saliency.noGap')
    : words.text('saliency.percent', { gap: words.number(100 * gap, gap < 0.1 ? 1 : 0) });

/** Why the first baseline was not taken. */
const triedText = (/** @type {Saliency} */ answer) => words.text('saliency.tried', { gap: gapText(answer) });

/** How well the shares add up, from which baseline, and what was tried before. @param {Context} context @param {NonNullable<ReturnType<typeof resultOf>>} result @param {number} left by rounding */
function proofOf({ area }, { answer, tried, isShown }, left) {
  const fact = (/** @type {string} */ name, /** @type {unknown} */ value) =>
    html`<div data-fact=${name}><dt>${words.text(`saliency.${name}`)}</dt><dd>${value}</dd></div>`;
  const notes = [...tried.map(triedText), words.text(`saliency.baseline.${answer.baseline}`)];
  if (area.hall)
    return html`<p class="proof">${isShown ? words.text('saliency.hall', { sum: signed(answer.sum), target: signed(answer.target), gap: gapText(answer) }) : words.text('saliency.gapIs', { gap: gapText(answer) })}</p>`;
  return html`<dl>${isShown && left !== 0 ? fact('rounding', signed(left)) : nothing} ${fact('sum', signed(answer.sum))} ${fact('target', signed(answer.target))} ${fact('gap', gapText(answer))} ${fact('steps', words.number(answer.steps, 0))}</dl>
    <p class="note">${notes.join(' ')}</p>`;
}

customElements.define('orrery-why-saliency', WhySaliency);
