/**
 * A question to the room on the hall's screen: while it is open what can be answered, beside the audience as a dial; after the reveal how the answers
 * fall. It has the screen for itself; the walk may go on under it. Base class; each kind has its own content.
 */
import { css, html, nothing } from 'lit';
import { spokenCode } from '../../live/identity.js';
import { stepsAround } from '../../model/graph.js';
import { captionStyles } from '../caption-styles.js';
import { logo, logoStyle } from '../logo.js';
import { onResize } from '../while-connected.js';
import { shared } from '../styles.js';
import { ViewElement } from '../view-element.js';
import { words } from '../words.js';
import { turnout } from './asked.js';
import { dial, dialStyle } from './dial.js';

/** The size at which the element has the look's measures, px. */
const WIDTH = 1024,
  HEIGHT = 768;
/** How far the measures shrink and grow, and in what steps they shrink. */
const SMALLEST = 0.6,
  LARGEST = 2,
  STEP = 0.05;

/** All measures are the look's at 1024 × 768, times --u; no text is below 28 px. */
const frameStyle = css`
  :host {
    position: absolute;
    inset: 0;
    display: flex;
    flex-direction: column;
    pointer-events: none;
    /* the machine behind keeps 15 % */
    background: color-mix(in srgb, var(--bg) 85%, transparent);
  }
  header {
    flex: none;
    display: flex;
    justify-content: space-between;
    align-items: center;
    height: 72px;
    padding: 0 32px 0 28px;
  }
  .logo {
    --logo-size: 36px;
  }
  .code {
    font-size: 28px;
    font-weight: var(--w-strong);
    letter-spacing: 0.04em;
  }
  main {
    flex: 1;
    min-height: 0;
    overflow: hidden;
    display: grid;
    grid-template-columns: minmax(0, 1fr) calc(398px * var(--u));
    align-items: center;
    gap: calc(54px * var(--u));
    padding: 0 calc(41px * var(--u)) 0 32px;
  }
  .asked {
    align-self: stretch;
    display: flex;
    flex-direction: column;
    justify-content: space-between;
    gap: calc(20px * var(--u));
    padding: calc(18px * var(--u)) 0 calc(34px * var(--u));
  }
  .kicker {
    font-size: max(28px, calc(30px * var(--u)));
    line-height: 1.25;
    color: var(--ink-2);
  }
  .sentence {
    font-size: max(28px, calc(52px * var(--u)));
    font-weight: var(--w-strong);
    line-height: 1.4;
    overflow-wrap: anywhere;
  }
  .sentence:has(.own) {
    font-size: max(28px, calc(46px * var(--u)));
    line-height: 1.25;
  }
  .options {
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: calc(14px * var(--u));
  }
  .options li {
    display: grid;
    place-items: center;
    min-height: calc(72px * var(--u));
    padding: 4px 14px;
    border: 2px solid var(--line);
    border-radius: var(--r2);
    background: color-mix(in srgb, var(--surface-2) 80%, transparent);
    font-size: max(28px, calc(37px * var(--u)));
    line-height: 1.15;
    font-weight: var(--w-strong);
    text-align: center;
    overflow-wrap: anywhere;
  }
  .options .other {
    grid-column: 1 / -1;
    border: 2px dashed var(--line-strong);
    background: none;
    font-weight: var(--w-regular);
    color: var(--ink-2);
  }
  .options li:last-child:nth-child(odd) {
    grid-column: 1 / -1;
  }
  .options.long {
    grid-template-columns: 1fr;
  }
  .options.long li {
    min-height: calc(58px * var(--u));
    place-items: center start;
    text-align: start;
    font-size: max(28px, calc(32px * var(--u)));
  }
  .inside b {
    display: block;
    font-size: calc(128px * var(--u));
    font-weight: var(--w-strong);
    line-height: 1;
  }
  .inside span {
    display: block;
    /* within the ticks */
    max-width: calc(247px * var(--u));
    font-size: max(28px, calc(29px * var(--u)));
    color: var(--ink-2);
  }

  .revealed {
    display: flex;
    flex-direction: column;
    align-items: stretch;
    gap: 0;
    padding: 0 32px;
  }
  .revealed .sentence {
    flex: none;
    max-height: 2.6em;
    font-size: max(28px, calc(42px * var(--u)));
    line-height: 1.3;
    overflow: hidden;
  }
  /* Of a longer text its end is seen, which the question is about. */
  .revealed .sentence:not(:has(.own)) {
    display: grid;
    align-content: end;
  }
  .legend {
    flex: none;
    display: flex;
    flex-wrap: wrap;
    gap: 0 32px;
    margin: calc(6px * var(--u)) 0 calc(10px * var(--u));
    font-size: max(28px, calc(30px * var(--u)));
    font-weight: var(--w-strong);
  }
  .legend i {
    width: 26px;
    height: 20px;
    margin-right: 12px;
    border-radius: 3px;
  }
  .rows {
    display: grid;
    grid-template-columns: minmax(calc(120px * var(--u)), max-content) minmax(0, 1fr) max-content;
    column-gap: 20px;
  }
  .rows.alone {
    grid-template-columns: minmax(calc(120px * var(--u)), max-content) minmax(0, 1fr);
  }
  .rows li {
    display: grid;
    grid-column: 1 / -1;
    grid-template-columns: subgrid;
    align-items: center;
    min-height: calc(82px * var(--u));
  }
  .rows li + li {
    border-top: 2px solid color-mix(in srgb, var(--line) 60%, transparent);
  }
  .name {
    max-width: calc(420px * var(--u));
    text-align: end;
    font-size: max(28px, calc(37px * var(--u)));
    line-height: 1.1;
    font-weight: var(--w-strong);
    overflow-wrap: anywhere;
  }
  .name small {
    display: block;
    font-size: 28px;
    font-weight: var(--w-regular);
  }
  .lines {
    display: grid;
    gap: max(2px, calc(4px * var(--u)));
  }
  .line {
    display: flex;
    align-items: center;
    gap: 13px;
    height: max(28px, calc(30px * var(--u)));
    white-space: nowrap;
  }
  .line i {
    height: calc(30px * var(--u));
    width: max(4px, (100% - 120px * var(--u)) * var(--share));
    border-radius: 0 4px 4px 0;
    background: var(--ink);
  }
  .line b {
    font-size: max(28px, calc(30px * var(--u)));
    line-height: 1;
    font-weight: var(--w-strong);
  }
  .line.first i,
  .legend .first i {
    background: none;
    border: 3px solid var(--ink-2);
  }
  .line.first b,
  .legend .first {
    font-weight: var(--w-regular);
    color: var(--ink-2);
  }
  .rows.many li {
    min-height: max(38px, calc(46px * var(--u)));
  }
  .rows.many .name {
    font-size: 28px;
  }
  .rows.many .lines {
    gap: 2px;
  }
  .rows.many .line {
    height: 22px;
  }
  .rows.many .line i {
    height: 18px;
  }

  footer {
    flex: none;
    position: relative;
    min-height: 146px;
    padding: 14px 32px 16px;
    background: var(--hall-foot-surface);
    border-top: 1px solid var(--line);
  }
  .progress {
    position: absolute;
    left: 0;
    top: -3px;
    height: 5px;
    border-radius: 0 3px 3px 0;
    background: var(--accent);
  }
  @media (max-width: 720px) {
    main {
      grid-template-columns: 1fr;
      grid-template-rows: 1fr auto;
    }
    .dial {
      width: 200px;
      justify-self: center;
    }
  }
`;

export class HallFrame extends ViewElement {
  static styles = [shared, logoStyle, captionStyles, dialStyle, frameStyle];

  constructor() {
    super();
    onResize(this, () => this.#fit());
  }

  updated() {
    this.#fit();
  }

  /** Takes the largest measures with which everything has room. */
  #fit() {
    const { clientWidth: width, clientHeight: height } = this;
    const main = /** @type {HTMLElement | null} */ (this.renderRoot.querySelector('main'));
    if (!main || width === 0 || height === 0) return;
    for (let unit = Math.min(LARGEST, width / WIDTH, height / HEIGHT); ; unit -= STEP) {
      this.style.setProperty('--u', String(Math.max(SMALLEST, unit)));
      if (unit <= SMALLEST || (main.scrollHeight <= main.clientHeight && main.scrollWidth <= main.clientWidth)) return;
    }
  }

  /** The question of this kind that is shown. @returns {import('./asked.js').Asked | null} */
  get asked() {
    return null;
  }

  /** What can be answered, until the reveal. @returns {unknown} */
  options() {
    return nothing;
  }

  /** How the answers fall, after the reveal. @returns {unknown} */
  answers() {
    return nothing;
  }

  /** The line below, until the reveal. @returns {string} */
  how() {
    return '';
  }

  /** The lines below, after the reveal. @returns {unknown} */
  verdict() {
    return nothing;
  }

  render() {
    const { view, asked } = this;
    if (!view || !asked) return nothing;
    const { number, question } = asked;
    if (question.phase === 'revealed') return this.#page(view, 'revealed', this.answers(), this.verdict());
    const { answers, people } = turnout(view, question);
    const open = question.phase === 'open';
    return this.#page(
      view,
      '',
      html`<div class="asked">${this.options()}</div>
        ${dial(answers, people, html`<b>${words.number(answers, 0)}</b><span>${words.text('prediction.ofPeople', { people })}</span>`)}`,
      html`<p class="caption">${open ? this.how() : words.text('prediction.hall.closed')}</p>
        ${open ? html`<p class="caption">${words.text('prediction.hall.hidden')}</p>` : nothing}
        <p class="place">${words.text('prediction.number', { number })}</p>`,
    );
  }

  /** @param {import('../view.js').View} view @param {string} kind @param {unknown} content @param {unknown} below */
  #page(view, kind, content, below) {
    return html`<header>${logo}<span class="code" translate="no">${spokenCode(view.code)}</span></header>
      <main class=${kind}>${content}</main>
      <footer>${this.#progress(view)}${below}</footer>`;
  }

  /** The heading of a second round. */
  again() {
    return this.asked?.question.first ? html`<p class="kicker">${words.text('game.again')}</p>` : nothing;
  }

  /** @param {import('../view.js').View} view */
  #progress({ graph, step }) {
    if (!graph || step === null) return nothing;
    const steps = stepsAround(graph, step);
    const at = steps.findIndex(({ id }) => id === step);
    return html`<div class="progress" .style=${`width: ${(at / Math.max(1, steps.length - 1)) * 100}%`}></div>`;
  }
}
