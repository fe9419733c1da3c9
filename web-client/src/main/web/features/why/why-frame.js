/**
 * The frame of all tools: the menu, which question the open one answers, about what, how it is computed; and while its numbers are on
 * their way how far they are. It fills the free area of the page, in front of the dimmed machine.
 */
import { html, nothing } from 'lit';
import { source } from '../../live/http.js';
import { ask } from '../../ui/ask.js';
import { rich } from '../../ui/rich-text.js';
import { shared } from '../../ui/styles.js';
import { wordOf } from '../../ui/running-word.js';
import { ViewElement } from '../../ui/view-element.js';
import { words } from '../../ui/words.js';
import { frameStyles } from './frame-styles.js';
import { AGAIN_MS, Measured, whyPath } from './measured.js';
import { ALL, isInMachine, targetOf, viewOf } from './question.js';
import { TOOLS, toolOf } from './tools.js';
import './why-card.js';
import { askedOf, isGuessing, isOfAct } from '../prediction/asked.js';

/**
 * @typedef {import('../../ui/view.js').View} View
 * @typedef {import('../../ui/view.js').RunView} RunView
 * @typedef {import('./measured.js').About} About
 * @typedef {import('./measured.js').Answers[keyof import('./measured.js').Answers]} ToolAnswer
 * @typedef {import('./measured.js').Measuring} Measuring
 * @typedef {import('./question.js').WhyQuestion} WhyQuestion
 * @typedef {import('./tools.js').Tool} Tool
 * @typedef {Element & {updateComplete?: Promise<unknown>, renderRoot?: ParentNode}} Drawn  by a tool
 */

/** So much may be below the edge without a mark: less than a line of text, px. */
const UNSEEN = 8;

class OverflowMark {
  /** @type {HTMLElement | null} */
  #scrolled = null;
  #sizes = new ResizeObserver(() => this.#look());

  /** Both may change their sizes at any time. @param {HTMLElement | null} scrolled @param {Element | null} content */
  watch(scrolled, content) {
    this.#sizes.disconnect();
    if (scrolled !== this.#scrolled) {
      this.#scrolled?.removeEventListener('scroll', this.#look);
      scrolled?.addEventListener('scroll', this.#look, { passive: true });
      this.#scrolled = scrolled;
    }
    if (scrolled) this.#sizes.observe(scrolled);
    if (content) this.#sizes.observe(content);
  }

  #look = () => {
    const { scrollHeight = 0, scrollTop = 0, clientHeight = 0 } = this.#scrolled ?? {};
    this.#scrolled?.toggleAttribute('data-more', scrollHeight - scrollTop - clientHeight > UNSEEN);
  };
}

/** Free space around the frame, px. */
const MARGIN = { wide: 16, narrow: 8, hall: 28 };
/** The status of a question about something that is not there. */
const MALFORMED = 400;
/** The statuses of what may be answered later: no connection, too many requests, and all of a server in trouble. */
const isPassing = (/** @type {number | undefined} */ status) => !status || status === 429 || status >= 500;

export class WhyFrame extends ViewElement {
  static properties = { theme: {}, form: {}, covered: { attribute: false }, body: { state: true } };

  static styles = [shared, frameStyles];

  #measured = new Measured(() => this.requestUpdate());
  /** The texts of tokens that answers have named. @type {Map<number, string>} */
  #texts = new Map();
  /** The head of the last answer, which stays while another one is on its way. @type {{key: string, about: ToolAnswer} | null} */
  #about = null;
  #overflowMark = new OverflowMark();
  /** Counts renderings. */
  #turn = 0;
  /** Why the tool has no answer; null if it has, or may have. @type {Measuring['failure']} */
  #lost = null;
  /** @type {number | undefined} */
  #asksAgain;
  /** Height of what is said above the machine while the tool draws in it, px; 0 otherwise. */
  reserved = 0;
  /** What the tool draws in the machine. @type {import('../../scene/annotate/findings.js').Finding | null} */
  #finding = null;

  constructor() {
    super();
    this.theme = 'dark';
    this.form = 'wide';
    /** @type {{left?: number, top?: number, right?: number, bottom?: number}} */
    this.covered = {};
    /** The area that is left for the tool, px. */
    this.body = { width: 0, height: 0 };
    this.resized = new ResizeObserver(
      ([
        {
          contentRect: { width, height },
        },
      ]) => {
        if (width !== this.body.width || height !== this.body.height) this.body = { width, height };
      },
    );
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#draw(null);
    clearTimeout(this.#asksAgain);
    // nobody looks any more: ends what is being measured
    this.#measured.begin();
    this.#measured.end();
    this.resized.disconnect();
    this.#overflowMark.watch(null, null);
  }

  render() {
    const { view } = this;
    const { why: question, trace, graph } = view ?? {};
    if (!view || !question || !trace || !graph) return nothing;
    const tool = toolOf(question.tool);
    const others = { failure: this.#measured.failure, progress: this.#measured.progress };
    this.#measured.begin();
    this.#finding = null;
    const asked = tool ? this.#ask(question, tool.first?.(question, trace, graph) ?? {}) : null;
    this.#lost = asked?.failure ?? null;
    const about = asked?.answer ?? (this.#about?.key === this.#key(question) ? this.#about.about : null);
    // the map of words has not loaded: hide the machine, which stands where the map will be
    const waits = tool?.isAboutWords && !about;
    const content = html`<section class="${this.#form} ${tool?.isAboutWords || this.#isInMachine(tool, question) ? 'through' : ''} ${waits ? 'waits' : ''}" style=${this.#place()} aria-label=${words.text('why.label')}>
      ${this.#header(/** @type {RunView} */ (view), question, tool?.isAboutWords || tool?.hasNoTarget ? null : about, tool)}
      <div class="body">${tool ? this.#content(tool, question, about, /** @type {Measuring} */ (asked), others) : html`<p>${words.text('why.unknown', { tool: question.tool })}</p>`}</div>
      ${this.#form === 'hall' || !tool || !(view.tour ?? view.update) || this.#isInMachine(tool, question) ? nothing : how(question.tool)}
    </section>`;
    return content;
  }

  updated() {
    const body = this.renderRoot.querySelector('.body');
    this.resized.disconnect();
    if (body) this.resized.observe(body);
    this.#overflowMark.watch(/** @type {HTMLElement | null} */ (body), body?.firstElementChild ?? null);
    this.#settle(/** @type {Drawn | null | undefined} */ (body?.firstElementChild));
  }

  /** On a page that says no errors: what may still be answered is asked again, and what may not makes room for the machine. */
  #unsaid() {
    const { failure } = this.#measured;
    clearTimeout(this.#asksAgain);
    if (!failure || this.#saysErrors) return;
    if (this.#lost && !isPassing(this.#lost.status)) ask(this, 'whyFailed');
    else this.#asksAgain = window.setTimeout(() => this.#measured.again(), AGAIN_MS);
  }

  /** Cancels what is no longer asked for, once the tool's element has asked, too. @param {Drawn | null | undefined} drawn */
  async #settle(drawn) {
    const turn = ++this.#turn;
    await drawn?.updateComplete;
    if (turn !== this.#turn) return;
    this.#measured.end();
    this.#unsaid();
    this.#draw(this.#finding);
    this.#reserve(this.#finding ? (drawn?.renderRoot?.querySelector('.said') ?? null) : null);
  }

  /** Keeps the machine below a sentence; null: nowhere. @param {Element | null} said */
  #reserve(said) {
    const { top = 0 } = this.covered;
    const reserved = said ? Math.max(0, Math.round(said.getBoundingClientRect().bottom - top)) : 0;
    if (reserved === this.reserved) return;
    this.reserved = reserved;
    ask(this, 'whyReserved');
  }

  /** Draws in the machine what the tool has found. @param {import('../../scene/annotate/findings.js').Finding | null} finding */
  #draw(finding) {
    const machine = this.#scene?.machine;
    if (machine) machine.finding = finding;
  }

  /** The page's element of the scene. */
  get #scene() {
    return document.querySelector('orrery-scene');
  }

  /** @param {Tool | undefined} tool @param {WhyQuestion} question */
  #isInMachine(tool, question) {
    return Boolean(tool?.inMachine) && isInMachine(question);
  }

  /** A kiosk is read from afar, too, and nobody presses anything there. */
  get #form() {
    const { page, kiosk } = this.view ?? {};
    return page === 'projector' || kiosk ? 'hall' : this.form === 'sheet' ? 'narrow' : 'wide';
  }

  /** Whether this person may ask something else here. */
  get #mayAsk() {
    return Boolean(this.view?.mayDrive) && source.can('why') && this.#form !== 'hall';
  }

  /** @param {WhyQuestion} question @param {Record<string, string | number>} parameters @param {string} [other] a tool that answers instead */
  #ask(question, parameters, other) {
    const { trace, whyTurns } = /** @type {RunView} */ (this.view);
    const asked = (!other && toolOf(question.tool)?.asks?.(trace, viewOf(question))) || {
      trace: trace.id,
      tool: other ?? question.tool,
    };
    const measuring = this.#measured.of(
      whyPath(asked.trace, asked.tool, { ...targetOf(question), ...parameters }),
      whyTurns,
    );
    const { answer } = measuring;
    if (answer) {
      for (const [token, text] of Object.entries(answer.text)) this.#texts.set(Number(token), text);
      if (!other) this.#about = { key: this.#key(question), about: answer };
    }
    return measuring;
  }

  /** What an answer's head is about: a tool that asks another one has other members. @param {WhyQuestion} question */
  #key(question) {
    const { trace } = /** @type {RunView} */ (this.view);
    const { tool, trace: run } = toolOf(question.tool)?.asks?.(trace, viewOf(question)) ?? {
      tool: '',
      trace: trace.id,
    };
    return [run, tool, JSON.stringify(targetOf(question))].join(' ');
  }

  /**
   * @param {Tool} tool @param {WhyQuestion} question @param {ToolAnswer | null} about @param {Measuring} asked
   * @param {Pick<Measuring, 'failure' | 'progress'>} others
   */
  #content(tool, question, about, asked, others) {
    if (asked.failure) return this.#failed(asked.failure);
    const { view } = this;
    const { width, height } = this.body;
    if (!about || width === 0) return this.#waiting(asked.progress);
    /** @type {import('./tools.js').ToolContext} */
    const context = {
      view: /** @type {View} */ (view),
      graph: /** @type {RunView['graph']} */ (view?.graph),
      trace: /** @type {RunView['trace']} */ (view?.trace),
      question,
      about,
      opened: viewOf(question),
      area: { width, height, narrow: this.#form === 'narrow', hall: this.#form === 'hall' },
      mayAsk: this.#mayAsk,
      saysErrors: this.#saysErrors,
      ask: (parameters = {}, other = undefined) => this.#ask(question, parameters, other).answer,
      measure: (parameters = {}) => this.#ask(question, parameters),
      open: (changes) => ask(this, 'whyOpen', changes),
      target: (change) => ask(this, 'whyTarget', change),
      scene: this.#scene,
      inMachine: this.#isInMachine(tool, question),
      show: (finding) => {
        this.#finding = finding;
      },
      covered: this.covered,
      turns: view?.whyTurns ?? null,
      word: (token) => this.#word(token),
      theme: this.theme,
      go: (name, changes) => ask(this, 'whyGo', { tool: name, changes }),
    };
    return html`${tool.draw(context)} ${asked.answer ? this.#others(others, Boolean(tool.saysHowFar) && this.#form !== 'hall') : this.#waiting(asked.progress)}`;
  }

  /** Whether an error is said here: the hall and phones are no place for it, and nobody can do anything about it there. */
  get #saysErrors() {
    if (!source.can('why')) return true;
    return this.view?.page === 'presenter' || (this.view?.page === 'solo' && !this.view.kiosk);
  }

  /** What else the tool waits for: it is named once it takes long. @param {Pick<Measuring, 'failure' | 'progress'>} others @param {boolean} isSaid */
  #others({ failure, progress }, isSaid) {
    if (failure) return this.#failed(failure);
    return progress && !isSaid ? this.#waiting(progress) : nothing;
  }

  /** @param {import('./measured.js').Problem} failure */
  #failed(failure) {
    if (!this.#saysErrors) return this.#waiting(null);
    // what is not there is not there at the next try, either
    const mayChange = failure.status !== MALFORMED && source.can('why');
    return html`<div class="state" role="alert"><p>${words.problem(failure)}</p>
      ${mayChange ? html`<button class="plain" @click=${() => this.#measured.again()}>${words.text('why.again')}</button>` : nothing}</div>`;
  }

  /** @param {Measuring['progress']} progress */
  #waiting(progress) {
    const { done = 0, all = 0 } = progress ?? {};
    return html`<div class="state" role="status">
      <p>${words.text(all > 0 ? 'why.progress' : 'why.measuring', { done, all })}</p>
      ${all > 0 ? html`<progress max=${all} value=${done}></progress>` : nothing}
      ${this.#mayAsk ? html`<button class="plain" @click=${() => ask(this, 'why', this.view?.why?.tool)}>${words.text('why.cancel')}</button>` : nothing}
    </div>`;
  }

  /** @param {number} token */
  #word(token) {
    const text = this.#texts.get(token);
    return text === undefined ? String(token) : wordOf(text);
  }

  /** @param {RunView} view @param {WhyQuestion} question @param {About | null} about @param {Tool | undefined} tool */
  #header(view, question, about, tool) {
    const menu = this.#mayAsk
      ? html`<nav role="toolbar" aria-label=${words.text('why.menu')}>
            ${TOOLS.filter(({ within }) => !within).map(
              ({
                name,
              }) => html`<button class="tool" data-tool=${name} aria-pressed=${String(name === question.tool || name === toolOf(question.tool)?.within)} aria-label=${words.text(`why.tool.${name}.title`)} title=${words.text(`why.tool.${name}.title`)} @click=${() => name === question.tool || ask(this, 'why', name)}>
                ${words.text(`why.tool.${name}.menu`)}
              </button>`,
            )}
            ${tool?.inMachine ? this.#intoMachine(question) : nothing}
            <button class="close" aria-label=${words.text('why.close')} title=${words.text('why.close')} @click=${() => ask(this, 'why', question.tool)}>×</button>
          </nav>`
      : nothing;
    return html`<header>
      ${menu}
      ${this.#form === 'hall' ? nothing : html`<h2>${words.has(`why.tool.${question.tool}.question`) ? words.text(`why.tool.${question.tool}.question`) : words.text('why.label')}</h2>`}
      ${this.#mayAsk ? this.#later(view) : nothing}
      ${this.#mayAsk ? this.#asks(view, question) : nothing}
      ${about ? this.#target(view, about) : nothing}
    </header>`;
  }

  /** Asks the room which head or which layer matters, before it is told. @param {View} view @param {WhyQuestion} question */
  #asks({ room }, { tool }) {
    const kind = { change: 'head', heads: 'head', lens: 'layer' }[tool];
    if (!room || room.parts.place || !kind || !words.has('place.ask.head')) return nothing;
    return html`<button class="plain" @click=${() => ask(this, 'placeAsk', { kind, measured: true })}>${words.text(`place.ask.${kind}`)}</button>`;
  }

  /** What the room must see first. @param {View} view */
  #later(view) {
    const key = isOfAct(view) ? isGuessing(view) && 'why.afterTheReveal' : askedOf(view) && 'why.afterTheQuestion';
    return key ? html`<p class="later">${words.text(key)}</p>` : nothing;
  }

  /** The switch between the tool's picture and the machine. Everyone sees the same. @param {WhyQuestion} question */
  #intoMachine(question) {
    const isThere = isInMachine(question);
    return html`<button class="machine" aria-pressed=${String(isThere)} title=${words.text('whyMachine.title')} @click=${() => ask(this, 'whyOpen', { machine: isThere ? null : 1 })}>${words.text('whyMachine.menu')}</button>`;
  }

  /** The sentence about the target: "why “Lily” and not “Tom” after word 14". People who may ask change its parts by pressing. @param {RunView} view @param {About} about */
  #target(view, { a, b, position }) {
    const mayAsk = this.#mayAsk;
    const after = wordOf(view.trace.text[position] ?? ''),
      unit = String(view.graph?.model.reads);
    const slot = (/** @type {'a' | 'b'} */ name, /** @type {string} */ text) =>
      mayAsk
        ? html`<button class="slot ${name}" aria-pressed=${String(view.whyChooses === name)} title=${words.text('why.choose')} @click=${() => ask(this, 'whyChooses', name)}><bdi>${text}</bdi></button>`
        : html`<strong class=${name}><bdi>${text}</bdi></strong>`;
    const against = b === ALL ? words.text('why.all') : this.#word(b);
    return html`<p class="target">
      ${words.text('why.why')} ${slot('a', this.#word(a))} ${words.text('why.andNot')} ${slot('b', against)} ${words.text('why.after', { place: position + 1, unit })} <bdi class="after">${after}</bdi>
      ${
        mayAsk
          ? html`<span class="moves">
            <button class="step" aria-label=${words.text('why.earlier', { unit })} ?disabled=${position === 0} @click=${() => ask(this, 'whyTarget', { position: position - 1 })}>‹</button>
            <button class="step" aria-label=${words.text('why.later', { unit })} ?disabled=${position + 1 >= view.trace.positions} @click=${() => ask(this, 'whyTarget', { position: position + 1 })}>›</button>
            <button class="all" aria-pressed=${String(b === ALL)} @click=${() => ask(this, 'whyTarget', { b: b === ALL ? undefined : ALL })}>${words.text('why.againstAll')}</button>
          </span>`
          : nothing
      }
    </p>`;
  }

  #place() {
    const { left = 0, top = 0, right = 0, bottom = 0 } = this.covered;
    const margin = MARGIN[this.#form];
    const breadcrumb = this.#form === 'wide' ? 36 : 0;
    const width = Math.max(80, innerWidth - left - right - 2 * margin),
      height = Math.max(80, innerHeight - top - bottom - margin - breadcrumb);
    return `left:${left + margin}px;top:${top + margin / 2 + breadcrumb}px;width:${width}px;height:${height}px`;
  }
}

/** How a tool computes its numbers, where that comes from, and what it cannot tell; without a tour or an update the card says it. @param {string} tool */
const how = (tool) => html`<details>
  <summary>${words.text('why.how')}</summary>
  <p>${rich(words.text(`why.tool.${tool}.how`))} ${rich(words.text(`why.tool.${tool}.limits`))} <cite>${words.text(`why.tool.${tool}.source`)}</cite></p>
</details>`;

customElements.define('orrery-why', WhyFrame);
