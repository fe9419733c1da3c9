/**
 * The page on which an attendee answers a question to the room. It covers the walk, which the person can come back to at any time; the question is
 * then a button. Base class; each kind has its own content.
 */
import { css, html, nothing } from 'lit';
import { spokenCode } from '../../live/identity.js';
import { ask } from '../ask.js';
import { logo, logoStyle } from '../logo.js';
import { rich } from '../rich-text.js';
import { connectionState, shared } from '../styles.js';
import { ViewElement } from '../view-element.js';
import { words } from '../words.js';
import { turnout } from './asked.js';

/** Elements of the page that stay within reach while a question covers it. */
const BESIDE = '[covers], .bottom:has(> orrery-player), orrery-player, .notices, .banner, .rehearsal, .dark, .unseen';

export const check = html`<svg class="check" viewBox="0 0 24 24" aria-hidden="true"><path d="m4 12.5 5 5L20 6.5" /></svg>`;

const frameStyle = css`
  :host([covers]) {
    position: absolute;
    inset: 0;
    z-index: 2;
    overflow: auto;
    background: radial-gradient(circle at 50% 42%, var(--bg-glow), var(--bg) 75%) var(--bg);
  }
  section {
    min-height: 100%;
    max-width: 560px;
    margin: 0 auto;
    padding: 0 20px max(20px, env(safe-area-inset-bottom));
    display: flex;
    flex-direction: column;
  }
  header {
    display: flex;
    align-items: center;
    gap: var(--s3);
    min-height: 56px;
    font-size: var(--text-sm);
    color: var(--ink-2);
  }
  .brand {
    flex: 1;
    font-size: var(--text-lg);
    font-weight: var(--w-strong);
    color: var(--ink);
  }
  .kicker {
    margin-top: 20px;
    font-size: 16px;
    color: var(--ink-2);
  }
  .sentence {
    margin: 8px 0 28px;
    font-size: 29px;
    line-height: 1.38;
    font-weight: var(--w-strong);
    overflow-wrap: anywhere;
  }
  .sentence:has(.own) {
    margin-top: 20px;
    font-size: 25px;
    line-height: 1.3;
    hyphens: auto;
  }
  .sentence.small {
    margin-bottom: 12px;
    font-size: 21px;
  }
  .options {
    display: grid;
    gap: 12px;
    margin: 0;
    padding: 0;
    border: 0;
    min-width: 0;
  }
  .option {
    position: relative;
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: var(--s3);
    min-height: 64px;
    margin: 0;
    padding: 8px 20px;
    border: 1px solid var(--line);
    border-radius: var(--r3);
    background: var(--surface-2);
    font-size: 21px;
    line-height: 1.25;
    font-weight: var(--w-strong);
    color: var(--ink);
    cursor: pointer;
    overflow-wrap: anywhere;
    -webkit-tap-highlight-color: transparent;
  }
  p.option {
    margin-top: 12px;
  }
  .other.option {
    border: 1px dashed var(--line-strong);
    background: none;
    font-weight: var(--w-regular);
    color: var(--ink-2);
  }
  .chosen.option {
    border: 1px solid var(--accent);
    background: var(--accent);
    color: var(--accent-ink);
  }
  .option:has(:focus-visible) {
    outline: 3px solid var(--accent);
    outline-offset: 3px;
  }
  .options[disabled] .option {
    cursor: default;
  }
  .options[disabled] .option:not(.chosen) {
    background: none;
    color: var(--ink-2);
  }
  input {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    min-height: 0;
    margin: 0;
    opacity: 0;
    cursor: inherit;
  }
  .check {
    flex: none;
    width: 22px;
    height: 22px;
    stroke-width: 3;
  }
  .after {
    flex: 1;
    margin: 20px 0;
    text-align: center;
    line-height: var(--lh-read);
    color: var(--ink-2);
    text-wrap: balance;
  }
  .after strong {
    font-size: 17px;
  }
  .aside {
    margin-top: 14px;
    min-height: 48px;
  }
  footer .bar {
    height: 6px;
    border-radius: 3px;
    background: var(--surface-2);
    overflow: hidden;
  }
  footer .bar i {
    display: block;
    height: 100%;
    background: var(--ink-2);
    border-radius: 3px;
    transition: width var(--t-panel);
  }
  footer p {
    display: flex;
    justify-content: space-between;
    margin-top: 10px;
    color: var(--ink-2);
  }
  footer span:last-child {
    flex: none;
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 20px;
    margin-bottom: 14px;
    font-weight: var(--w-strong);
  }
  .legend i {
    width: 14px;
    height: 12px;
    margin-right: 7px;
    border-radius: 2px;
  }
  .rows li {
    display: grid;
    gap: 4px;
    padding: 10px 0 12px;
    border-top: 1px solid var(--line);
  }
  .name {
    display: flex;
    align-items: center;
    gap: 8px;
    font-size: 18px;
    font-weight: var(--w-strong);
    overflow-wrap: anywhere;
  }
  .mine:not(.other) .name {
    color: var(--accent);
  }
  .name .check {
    width: 18px;
    height: 18px;
  }
  small {
    font-size: var(--text-sm);
    font-weight: var(--w-regular);
  }
  .line {
    display: flex;
    align-items: center;
    gap: 8px;
    height: 20px;
  }
  .line i {
    height: 16px;
    width: max(3px, (100% - 64px) * var(--share));
    border-radius: 0 3px 3px 0;
    background: var(--ink);
  }
  .rows .line.first i,
  .legend .first i {
    background: none;
    outline: 2px solid var(--ink-2);
    outline-offset: -2px;
  }
  .line.first i {
    height: 10px;
  }
  .come {
    position: absolute;
    z-index: 2;
    left: 50%;
    bottom: calc(var(--bar-bottom) + 32px);
    transform: translateX(-50%);
    min-height: 48px;
    background: var(--accent);
    border-color: var(--accent);
    color: var(--accent-ink);
    border-radius: var(--r-full);
    box-shadow: var(--shadow-2);
    white-space: nowrap;
  }
  .come.plain:hover:not([disabled]) {
    background: var(--accent);
  }
  @media (max-width: 899px) {
    .come {
      bottom: 390px;
    }
  }
  @media (orientation: landscape) and (max-height: 500px) {
    .come {
      bottom: 72px;
      left: 28%;
    }
    .options {
      grid-template-columns: 1fr 1fr;
    }
    section {
      max-width: 760px;
    }
  }
  @media (min-width: 900px) and (min-height: 700px) {
    section {
      max-width: 620px;
    }
    .sentence {
      font-size: 36px;
    }
    .sentence:has(.own) {
      font-size: 32px;
    }
    .sentence.small {
      font-size: 26px;
    }
  }
`;

/** @template {object} [Answer=never] what a person answers */
export class AnswerFrame extends ViewElement {
  /** @type {import('lit').PropertyDeclarations} */
  static properties = { aside: { state: true }, chosen: { state: true } };

  static styles = [shared, connectionState, logoStyle, frameStyle];

  constructor() {
    super();
    /** What is shown, in the phase in which the person has put it aside; empty for none. */
    this.aside = '';
    /** An answer that the room has not confirmed yet. @type {(Answer & {number: number, refusals?: number}) | null} */
    this.chosen = null;
    /** The question in its phase whose page is scrolled as the person left it. */
    this.read = '';
  }

  /** The question of this kind that is shown. @returns {import('./asked.js').Asked | null} */
  get asked() {
    return null;
  }

  /** Whether this person has answered; `isSaid`: as the room has confirmed. */
  hasAnswered(isSaid = false) {
    return isSaid;
  }

  /** Whether the room has confirmed an answer. @param {Answer} _chosen */
  isConfirmed(_chosen) {
    return true;
  }

  /** Sends an answer, which counts as chosen until the room has confirmed or refused it. @param {string} action @param {Answer} answer */
  send(action, answer) {
    if (!this.asked) return;
    this.chosen = { number: this.asked.number, refusals: this.view?.refusals, ...answer };
    ask(this, action, answer);
  }

  willUpdate() {
    const { chosen, asked, view } = this;
    // Once it is closed, only what the room has confirmed counts.
    if (
      chosen &&
      (chosen.number !== asked?.number ||
        asked?.question.phase !== 'open' ||
        chosen.refusals !== view?.refusals ||
        this.isConfirmed(chosen))
    )
      this.chosen = null;
  }

  /** What a screen reader says when the question comes. */
  plain() {
    return '';
  }

  /** What became of this person's own answer, without markup. */
  verdict() {
    return '';
  }

  /** What can be answered, until the reveal. @returns {unknown} */
  options() {
    return nothing;
  }

  /** How the answers fall, after the reveal. @returns {unknown} */
  answers() {
    return nothing;
  }

  /** The question that is shown, in its phase; empty for none. */
  get phase() {
    if (this.view?.room?.lobby || !this.asked) return '';
    const { number, question } = this.asked;
    return `${number} ${question.phase === 'revealed' ? 'revealed' : 'asked'} ${question.first ? 'again' : ''}`;
  }

  /** Whether the captions of a recording are edited, for which one sees the walk. */
  get #edits() {
    return this.view?.replayVoice?.edits ?? false;
  }

  get #covers() {
    return this.phase !== '' && this.aside !== this.phase && !this.#edits;
  }

  /** Shows the walk again. @returns {boolean} false if the question does not cover it */
  putAside() {
    if (!this.#covers) return false;
    this.aside = this.phase;
    return true;
  }

  /** An element that loads while a question is open says so in a second update. */
  firstUpdated() {
    if (this.phase !== '') this.requestUpdate();
  }

  updated() {
    this.toggleAttribute('covers', this.#covers);
    if (this.read !== this.phase) this.scrollTop = 0;
    this.read = this.phase;
    const siblings = [.../** @type {HTMLCollectionOf<HTMLElement>} */ (this.parentElement?.children ?? [])];
    const isCovered = siblings.some((each) => each.hasAttribute('covers'));
    for (const each of siblings) each.inert = isCovered && !each.matches(BESIDE);
  }

  render() {
    const { view, asked, phase } = this;
    // The status is rendered, empty, before anything is asked: screen readers announce only changes of an existing one.
    const status = html`<p class="hidden" role="status">${phase === '' || !this.hasUpdated ? '' : this.said()}</p>`;
    if (!view || phase === '' || this.#edits) return status;
    if (!this.#covers)
      return html`${status}<button class="come plain" @click=${() => (this.aside = '')}>${this.comes()}</button>`;
    const isAsked = asked?.question.phase === 'open' || asked?.question.phase === 'closed';
    return html`${status}
      <section class=${isAsked ? '' : 'revealed'} role="region" aria-label=${words.text('prediction.label')}>
        <header>
          ${logo}<span class="brand">${words.text('brand')}</span>
          ${view.status === 'open' && view.page === 'replay' ? html`<span>${words.text('bar.replay')}</span>` : html`<span class="state ${view.status === 'open' ? '' : 'waiting'}"><span>${words.text(view.status === 'open' ? 'room.following' : 'room.lost')}</span></span>`}
          <span class="code" translate="no">${view.page === 'replay' ? nothing : spokenCode(view.code)}</span>
        </header>
        ${isAsked ? this.options() : this.answers()}
        ${isAsked && view.page !== 'replay' ? html`<footer>${this.#turnout()}</footer>` : nothing}
      </section>`;
  }

  /** What a screen reader says when the question comes, is answered, closed or revealed. */
  said() {
    const phase = this.asked?.question.phase;
    if (phase === 'revealed') return this.verdict();
    if (phase === 'closed') return words.text('prediction.closed');
    return this.hasAnswered(true) ? words.text('prediction.chosen') : this.plain();
  }

  /** The button that shows the question again. */
  comes() {
    const isRevealed = this.asked?.question.phase === 'revealed';
    return words.text(`prediction.${isRevealed ? 'comeRevealed' : this.hasAnswered() ? 'comeChosen' : 'come'}`);
  }

  /** The heading of a second round. */
  again() {
    const { first, phase } = this.asked?.question ?? {};
    return first && phase !== 'revealed' ? html`<p class="kicker">${words.text('game.again')}</p>` : nothing;
  }

  /** What to do, before somebody has answered. */
  chooses() {
    return words.text('prediction.choose');
  }

  /** How to change an answer. */
  changes() {
    return words.text('prediction.change');
  }

  /** Below what can be answered: what to do, or what has become of it. */
  note() {
    const isAnswered = this.hasAnswered();
    if (this.asked?.question.phase !== 'open')
      return html`<p><strong>${words.text('prediction.closed')}</strong></p>
      <p>${isAnswered ? nothing : this.unanswered()} ${words.text('prediction.closedNote')}</p>`;
    return isAnswered
      ? html`<p><strong>${words.text(this.chosen ? 'prediction.sent' : 'prediction.chosen')}</strong></p>
          <p>${this.view?.page === 'replay' && words.has('replay.answered') ? words.text('replay.answered') : this.changes()}</p>`
      : html`<p><strong>${this.chooses()}</strong></p>
          <p>${words.text('prediction.hidden')}</p>`;
  }

  /** That somebody has not answered; who did in the first round has their answer there. */
  unanswered() {
    return words.text(this.asked?.question.first ? 'game.unanswered' : 'prediction.unanswered');
  }

  /** The button that shows the walk again. @param {'aside' | 'walk'} key of its text */
  away(key) {
    return html`<button class="plain aside" @click=${() => this.putAside()}>${words.text(`prediction.${key}`)}</button>`;
  }

  #turnout() {
    const { view, asked } = this;
    if (!view || !asked) return nothing;
    const { answers, people } = turnout(view, asked.question);
    return html`<div class="bar"><i .style=${`width: ${people === 0 ? 0 : (100 * answers) / people}%`}></i></div>
      <p><span>${rich(words.text('prediction.answeredStrong', { answers, people }))}</span><span>${words.text('prediction.number', { number: asked.number })}</span></p>`;
  }
}
