/** Texts from the room on an attendee's page: one's own, cut and counted while one types, and the votes for those of others. */
import { html, nothing } from 'lit';
import { keptName } from '../../live/identity.js';
import { ask } from '../../ui/ask.js';
import { folded } from '../../ui/folded.js';
import { framed } from '../../ui/panel-styles.js';
import { rich } from '../../ui/rich-text.js';
import { shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';
import { words } from '../../ui/words.js';
import { nameOf } from '../lobby/attendee-name.js';
import { TokenPreview } from '../prompt/token-preview.js';
import { piecesOf, withWord } from './pieces.js';
import { proposeStyle } from './propose-style.js';

/** @typedef {import('./feature.js').Proposed} Proposed */

/** The least time between two look-ups, ms. */
const LOOK_UP_MS = 500;
/** The longest text, in UTF-16 units. */
const LONGEST = 400;
/** The most words that are offered in place of an unknown one. */
const NEAREST = 4;
/** A vote is shown before the room has confirmed it, for at most so long, ms. */
const UNCONFIRMED_MS = 4000;

const check = html`<svg class="check" viewBox="0 0 24 24" aria-hidden="true"><path d="m4 12.5 5 5L20 6.5" /></svg>`;
const up = html`<svg viewBox="0 0 20 20" aria-hidden="true"><path class="up" d="M10 6l6 8H4z" /></svg>`;

export class Propose extends ViewElement {
  static properties = {
    open: { type: Boolean, reflect: true },
    text: { state: true },
    named: { state: true },
    votes: { state: true },
  };

  static styles = [shared, framed, folded, proposeStyle];

  #preview = new TokenPreview(() => this.requestUpdate());
  #model = '';
  /** Whether a text was sent that the room has not confirmed, and the id of the one that it had before. */
  #isSent = false;
  /** @type {string | undefined} */
  #known;
  /** @type {number | undefined} */
  #unconfirmed;

  constructor() {
    super();
    /** Whether it is open, where it is a line that opens. */
    this.open = false;
    this.text = '';
    /** Whether the person's name is told with the text. */
    this.named = false;
    /** The ids of this person's votes that the room has not confirmed; null for none. @type {string[] | null} */
    this.votes = null;
  }

  get #proposals() {
    return this.view?.room?.parts.proposals ?? {};
  }

  get #own() {
    return this.view?.room?.own.proposals ?? {};
  }

  get #votes() {
    return this.votes ?? this.#own.votes ?? [];
  }

  willUpdate() {
    const model = this.view?.graph?.model.id ?? '';
    if (model !== this.#model) {
      this.#model = model;
      this.#ask();
    }
    if (this.votes && this.votes.join() === (this.#own.votes ?? []).join()) this.votes = null;
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#unconfirmed);
    this.votes = null;
  }

  /** @param {string} text */
  #write(text) {
    this.text = text;
    this.#ask();
  }

  #ask() {
    if (this.text.trim() === '' || this.#model === '') this.#preview.forget();
    else this.#preview.ask({ model: this.#model, text: this.text }, LOOK_UP_MS);
  }

  render() {
    const { room } = this.view ?? {};
    if (!room) return nothing;
    const { texts = [], all = 0 } = this.#proposals;
    const inside = html`${this.#mine()} ${texts.length > 0 ? this.#others(texts, all) : nothing}`;
    if (this.flat) return html`<section aria-label=${words.text('proposals.title')}>${inside}</section>`;
    return html`<section>
      <details ?open=${this.open} @toggle=${(/** @type {{target: HTMLDetailsElement}} */ { target }) => (this.open = target.open)}>
        <summary>${words.text('proposals.title')}${all > 0 ? html` · ${all}` : nothing}</summary>
        ${inside}
      </details>
    </section>`;
  }

  /** This person's own text, or the form for one. */
  #mine() {
    const { text } = this.#own;
    if (!text || this.#proposals.ran?.includes(text.id)) return this.#form(text !== undefined);
    return html`<p class="label">${words.text('proposals.yours')}</p>
      <p class="own"><bdi>${text.text}</bdi></p>
      <button class="plain" @click=${() => ask(this, 'takeBackProposal')}>${words.text('proposals.takeBack')}</button>
      <p class="hidden" role="status">${words.text('proposals.done')}</p>`;
  }

  /** @param {boolean} hasRun whether the person's text before was run */
  #form(hasRun) {
    const { answer, problem, refused } = this.#preview;
    const isEmpty = this.text.trim() === '',
      isLong = answer !== null && answer.count > answer.limit;
    const pieces = piecesOf(this.text, answer?.text ?? []);
    const name = nameOf(this.view?.code ?? '');
    return html`<form @submit=${this.#submit}>
      ${hasRun ? html`<p class="label" role="status">${words.text('proposals.hasRun')}</p>` : nothing}
      <label for="text">${words.text('proposals.label')}</label>
      <div class="field">
        <div class="cut" dir="auto" aria-hidden="true">${pieces.map(({ text, token }, i) => (token ? html`<i class=${i % 4 < 2 ? '' : 'other'}>${text}</i>` : text))} </div>
        <textarea id="text" dir="auto" rows="3" maxlength=${LONGEST} .value=${this.text} autocomplete="off" spellcheck="false"
          aria-describedby="count wrong" aria-invalid=${String(problem !== '' || isLong)}
          @input=${(/** @type {{target: HTMLTextAreaElement}} */ { target }) => this.#write(target.value)}></textarea>
      </div>
      <div id="count" role="status">
        ${isEmpty || !answer ? html`<span>${words.text('proposals.hint')}</span>` : html`<span>${rich(words.text('proposals.count', { count: answer.count, max: answer.limit }))}</span>`}
        ${isEmpty || !answer || problem || isLong ? nothing : html`<span class="knows">${check} ${words.text('proposals.knows')}</span>`}
      </div>
      <div class="bar"><i class=${isLong ? 'long' : ''} .style=${`width: ${isEmpty || !answer ? 0 : Math.min(100, (100 * answer.count) / answer.limit)}%`}></i></div>
      <p class="wrong" id="wrong" role="alert" ?hidden=${problem === '' && !isLong}>${isLong ? words.text('prompt.tooManyTokens', { count: answer.count, max: answer.limit }) : problem}</p>
      ${refused ? html`<div class="nearest">${refused.nearest.slice(0, NEAREST).map((word) => html`<button class="plain" type="button" @click=${() => this.#write(withWord(this.text, refused.word, word))}>${word.trim()}</button>`)}</div>` : nothing}
      <div class="send">
        <label><input type="checkbox" .checked=${this.named} @change=${(/** @type {{target: HTMLInputElement}} */ { target }) => (this.named = target.checked)} />${rich(words.text('proposals.as', { name }))}</label>
        <button class="filled" ?disabled=${isEmpty || problem !== '' || isLong}>${words.text('proposals.propose')}</button>
      </div>
    </form>`;
  }

  /** @param {Event} event */
  #submit(event) {
    event.preventDefault();
    this.#isSent = true;
    ask(this, 'propose', { text: this.text, named: this.named });
  }

  updated() {
    const { text } = this.#own;
    // the room has the text that was sent
    if (text && text.id !== this.#known && this.#isSent) {
      this.#isSent = false;
      this.#write('');
    }
    this.#known = text?.id;
  }

  /** @param {Proposed[]} texts @param {number} all */
  #others(texts, all) {
    const { text: own } = this.#own;
    return html`<p class="label others">${words.text(texts.length < all ? 'proposals.some' : 'proposals.others', { count: all, shown: texts.length })}</p>
      <ul>
        ${texts.map((each) => {
          const { id, text, name, votes, reading } = each;
          const isOwn = own?.id === id,
            isMine = this.#votes.includes(id);
          const count = votes + Number(isMine) - Number(this.#own.votes?.includes(id) ?? false);
          const about = [
            isOwn && words.text('proposals.isYours'),
            reading && reading.tokens > 0 && words.text('proposals.tokens', { count: reading.tokens }),
            name,
          ].filter(Boolean);
          return html`<li>
            <div><bdi class="text">${text}</bdi><p class="about"><bdi>${about.join(' · ')}</bdi></p></div>
            ${
              isOwn
                ? html`<span class="votes"><b>${count}</b></span>`
                : html`<button class="votes ${isMine ? 'mine' : ''}" aria-pressed=${String(isMine)} aria-label=${words.text('proposals.vote', { text, count })} @click=${() => this.#vote(id)}>
                  ${up}<b>${count}</b>
                </button>`
            }
          </li>`;
        })}
      </ul>`;
  }

  /** @param {string} id */
  #vote(id) {
    const before = this.#votes;
    this.votes = (before.includes(id) ? before.filter((each) => each !== id) : [...before, id]).sort();
    ask(this, 'voteTexts', this.votes);
    clearTimeout(this.#unconfirmed);
    this.#unconfirmed = setTimeout(() => (this.votes = null), UNCONFIRMED_MS);
  }

  firstUpdated() {
    // who has chosen a name for this room is asked to be named
    this.named = keptName(this.view?.code ?? '') !== '';
  }
}

customElements.define('orrery-propose', Propose);
