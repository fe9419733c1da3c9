/** The sheet in which the driver chooses what to ask the room. */
import { html, nothing } from 'lit';
import { server } from '../../live/model-source.js';
import { isSpecial } from '../../model/token-text.js';
import { ask } from '../../ui/ask.js';
import { icons } from '../../ui/icons.js';
import { Sheet } from '../../ui/sheet.js';
import { sheet } from '../../ui/sheet-style.js';
import { shared } from '../../ui/styles.js';
import { tokenText } from '../../ui/step-texts.js';
import { words } from '../../ui/words.js';
import { plainToken } from '../../ui/plain-token.js';
import { askStyle } from './ask-style.js';
import { questionOf, readyPolls } from '../poll/ready.js';
import { firstToken } from './first-token.js';
import { alphabetical, offered } from './rows.js';

/** The fewest and the most options, "something else" included; how many more are suggested. */
const LEAST = 2,
  MOST = 6,
  SUGGESTED = 10;
/** The longest question and option, in characters. */
const QUESTION = 200,
  OPTION = 60;

/** How many answers each kind of question of the driver's own has fields for. */
const FIELDS = { one: MOST, several: MOST, scale: 2, text: 0 };

/** @typedef {{token: number, text: string}} Token */

export class AskSheet extends Sheet {
  static properties = {
    own: { state: true },
    kind: { state: true },
    right: { state: true },
    ready: { state: true },
    tokens: { state: true },
    other: { state: true },
    score: { state: true },
    objection: { state: true },
  };

  static styles = [shared, sheet, askStyle];

  constructor() {
    super();
    /** Whether the question is the driver's own. */
    this.own = false;
    /** The tokens to choose from. @type {Token[]} */
    this.tokens = [];
    /** Whether "something else" is an answer, too. */
    this.other = true;
    /** Whether a series of texts that keeps score begins. */
    this.score = false;
    this.objection = '';
    /** How the driver's own question is answered. @type {import('../poll/poll.js').Kind} */
    this.kind = 'one';
    /** The indices of the driver's own answers that are right. @type {number[]} */
    this.right = [];
    /** The server's ready polls. @type {import('../poll/feature.js').Asking[]} */
    this.ready = [];
    /** The driver's own answers, as typed. */
    this.texts = Array.from({ length: MOST }, () => '');
    this.question = '';
  }

  /** Opens the sheet for the present text. */
  show() {
    const { trace, graph } = this.view ?? {};
    if (!trace || !graph || this.open) return;
    this.tokens = offered(trace.info).map(({ token, text }) => ({ token, text }));
    this.other = graph.sizes.d_vocab > this.tokens.length;
    this.own = this.tokens.length < LEAST - Number(this.other);
    this.score = false;
    this.objection = '';
    this.question = '';
    this.right = [];
    this.texts = this.texts.map(() => '');
    readyPolls(this.view?.code ?? '').then((ready) => (this.ready = ready));
    this.dialog?.showModal();
    this.updateComplete.then(() =>
      /** @type {HTMLElement | null} */ (this.renderRoot.querySelector(this.own ? '#question' : '.filled'))?.focus(),
    );
  }

  /** The driver's own answers, without empty ones; of a scale the words for its ends. */
  get #typed() {
    return this.texts
      .map((text, index) => ({ text: text.trim(), isRight: this.right.includes(index) }))
      .filter(({ text }, index) => text !== '' && index < FIELDS[this.kind]);
  }

  /** Why this cannot be asked; empty if it can. */
  get #wrong() {
    if (!this.own) {
      const count = this.tokens.length + Number(this.other);
      return count < LEAST || count > MOST ? words.text('prediction.ask.count', { count }) : '';
    }
    const count = this.#typed.length;
    if (this.question.trim() === '') return words.text('prediction.ask.noQuestion');
    if (this.kind === 'scale' && count === 1) return words.text('poll.ask.ends');
    if (FIELDS[this.kind] === MOST && count < LEAST) return words.text('poll.ask.count', { count });
    const alike = this.#typed.map(({ text }) => text.toLowerCase());
    return new Set(alike).size < alike.length ? words.text('prediction.ask.alike') : '';
  }

  /** @param {Event & {target: HTMLFormElement}} event */
  #submit(event) {
    event.preventDefault();
    const { trace } = this.view ?? {};
    this.objection = this.#wrong;
    if (this.objection !== '' || !trace) return;
    if (this.own) {
      const options = this.#typed;
      ask(this, 'poll', {
        kind: this.kind,
        question: this.question.trim(),
        options: options.map(({ text }) => text),
        right: this.kind === 'scale' ? [] : options.flatMap(({ isRight }, index) => (isRight ? [index] : [])),
      });
    } else {
      if (this.score) ask(this, 'series', 'on');
      ask(this, 'predict', { trace: trace.id, tokens: this.#named.map(({ token }) => token), other: this.other });
    }
    this.close();
  }

  /** The chosen tokens with their names, in alphabetical order. */
  get #named() {
    return alphabetical(
      this.tokens.map((each) => ({ ...each, name: plainToken(each.text, this.tokens) })),
      words.locale,
    );
  }

  render() {
    const kind = (/** @type {string} */ name, /** @type {boolean} */ own) =>
      html`<label class="kind"><input type="radio" name="kind" .checked=${this.own === own} @change=${() => this.#turn(own)} />${words.text(`prediction.ask.${name}`)}</label>`;
    return html`<dialog aria-labelledby="title">
      <form @submit=${this.#submit}>
        <h2 id="title">${words.text('prediction.ask.title')}</h2>
        <div class="kinds" role="radiogroup" aria-label=${words.text('prediction.ask.kind')}>${kind('next', false)}${kind('own', true)}</div>
        ${this.own ? this.#ownQuestion() : this.#nextToken()}
        ${this.own ? nothing : html`<label class="check"><input type="checkbox" .checked=${this.other} @change=${(/** @type {{target: HTMLInputElement}} */ event) => (this.other = event.target.checked)} />${words.text('prediction.ask.other')}</label>`}
        ${this.own || this.view?.room?.parts.series ? nothing : html`<label class="check"><input type="checkbox" .checked=${this.score} @change=${(/** @type {{target: HTMLInputElement}} */ event) => (this.score = event.target.checked)} />${words.text('game.keep')}</label>`}
        <p class="wrong" role="alert" ?hidden=${this.objection === ''}>${this.objection}</p>
        <p class="note">${words.text(this.own ? 'poll.ask.note' : 'prediction.ask.note')}</p>
        <div class="row">
          <button class="plain" type="button" @click=${() => this.close()}>${words.text('prediction.ask.cancel')}</button>
          <button class="filled" type="submit">${words.text('prediction.ask.go')}</button>
        </div>
      </form>
    </dialog>`;
  }

  /** @param {boolean} own */
  #turn(own) {
    this.own = own;
    this.objection = '';
  }

  #nextToken() {
    const next = this.view?.trace?.info.next ?? [];
    const isFull =
      this.tokens.length + Number(this.other) >= MOST || this.tokens.length === this.view?.graph?.sizes.d_vocab;
    const more = next.filter(({ token }) => !this.tokens.some((each) => each.token === token)).slice(0, SUGGESTED);
    return html`<p class="label">${words.text('prediction.ask.options')}</p>
      <ul class="chips">
        ${this.#named.map(
          ({ token, name }) => html`<li>
            <span translate="no"><bdi>${name}</bdi></span>
            <button type="button" class="icon" aria-label=${words.text('prediction.ask.remove', { name })} title=${words.text('prediction.ask.remove', { name })} @click=${() => this.#remove(token)}>${icons.close}</button>
          </li>`,
        )}
      </ul>
      ${
        more.length === 0 || isFull
          ? nothing
          : html`<p class="label">${words.text('prediction.ask.more')}</p>
            <div class="more">
              ${more.map(({ token, text }) => {
                const name = plainToken(text, next);
                return html`<button type="button" class="plain" translate="no" aria-label=${words.text('prediction.ask.add', { name })} @click=${() => this.#add({ token, text })}><bdi>${name}</bdi></button>`;
              })}
            </div>`
      }
      ${
        isFull
          ? nothing
          : html`<label for="token">${words.text('prediction.ask.type')}</label>
            <div class="type">
              <input id="token" autocomplete="off" spellcheck="false" maxlength=${OPTION} data-keys="entry" @own-key=${this.#tokenKey} />
              <button type="button" class="plain" @click=${() => this.#addTyped()}>${words.text('prediction.ask.typed')}</button>
            </div>`
      }`;
  }

  #ownQuestion() {
    const kind = (/** @type {import('../poll/poll.js').Kind} */ name) =>
      html`<label class="kind"><input type="radio" name="answers" .checked=${this.kind === name} @change=${() => this.#answeredBy(name)} />${words.text(`poll.ask.kind.${name}`)}</label>`;
    const fields = FIELDS[this.kind];
    const isChosen = fields === MOST;
    return html`${
      this.ready.length === 0
        ? nothing
        : html`<details>
            <summary>${words.text('poll.ask.ready', { polls: this.ready.length })}</summary>
            <ul class="ready">
              ${this.ready.map((poll) => html`<li><button type="button" class="plain" @click=${() => this.#askReady(poll)}><bdi>${questionOf(poll)}</bdi></button></li>`)}
            </ul>
          </details>`
    }
      <label for="question">${words.text('prediction.ask.question')}</label>
      <input id="question" autocomplete="off" maxlength=${QUESTION} .value=${this.question} @input=${(/** @type {{target: HTMLInputElement}} */ event) => (this.question = event.target.value)} />
      <div class="kinds four" role="radiogroup" aria-label=${words.text('poll.ask.kind.label')}>${kind('one')}${kind('several')}${kind('scale')}${kind('text')}</div>
      ${fields === 0 ? nothing : html`<p class="label">${words.text(isChosen ? 'poll.ask.options' : 'poll.ask.words')}</p>`}
      <div class="texts">
        ${this.texts.slice(0, fields).map(
          (text, i) => html`<span class="text">
            <input
              autocomplete="off"
              maxlength=${OPTION}
              aria-label=${isChosen ? words.text('prediction.ask.option', { number: i + 1 }) : words.text('poll.ask.end', { number: i === 0 ? 1 : 5 })}
              .value=${text}
              @input=${(/** @type {{target: HTMLInputElement}} */ event) => (this.texts[i] = event.target.value)}
            />
            ${isChosen ? html`<label class="right" title=${words.text('poll.ask.right', { number: i + 1 })}><input type="checkbox" aria-label=${words.text('poll.ask.right', { number: i + 1 })} .checked=${this.right.includes(i)} @change=${() => this.#markRight(i)} />✓</label>` : nothing}
          </span>`,
        )}
      </div>`;
  }

  /** @param {import('../poll/poll.js').Kind} kind */
  #answeredBy(kind) {
    this.kind = kind;
    this.objection = '';
    if (kind === 'one') this.right = this.right.slice(0, 1);
  }

  /** Of one answer one is right. @param {number} index */
  #markRight(index) {
    const others = this.kind === 'one' ? [] : this.right.filter((each) => each !== index);
    this.right = this.right.includes(index) ? this.right.filter((each) => each !== index) : [...others, index];
  }

  /** @param {import('../poll/feature.js').Asking} poll */
  #askReady(poll) {
    ask(this, 'poll', poll);
    this.close();
  }

  #add(/** @type {Token} */ token) {
    this.objection = '';
    if (!this.tokens.some((each) => each.token === token.token)) this.tokens = [...this.tokens, token];
  }

  #remove(/** @type {number} */ token) {
    this.tokens = this.tokens.filter((each) => each.token !== token);
  }

  #tokenKey = (/** @type {CustomEvent<string>} */ event) => {
    if (event.detail !== 'Enter') return;
    // Enter in this field adds the token; it does not ask yet.
    event.preventDefault();
    this.#addTyped();
  };

  /** Adds what was typed, if it is one token: with a space before it, as inside a text, or without. */
  async #addTyped() {
    const field = /** @type {HTMLInputElement | null} */ (this.renderRoot.querySelector('#token'));
    const typed = field?.value ?? '';
    const model = this.view?.trace?.info.model;
    if (!field || typed.trim() === '' || !model) return;
    try {
      const forms = typed.startsWith(' ') ? [typed] : [` ${typed}`, typed];
      const cut = [];
      for (const text of forms) cut.push(await server.tokens({ model, text }));
      const one = cut.map(firstToken).find((first) => first?.isAll);
      if (one) {
        this.#add(one);
        field.value = '';
      } else
        this.objection = words.text('prediction.ask.notOne', {
          tokens: words.list(
            /** @type {any} */ (cut.at(-1)).text
              .filter((/** @type {string} */ text) => !isSpecial(text))
              .map(tokenText),
          ),
        });
    } catch (problem) {
      this.objection = words.problem(/** @type {any} */ (problem));
    }
  }
}

customElements.define('orrery-ask', AskSheet);
