/** What was said, beside the machine: each line leads to its moment. And what stands in the place of what cannot be shown. */
import { css, html, nothing } from 'lit';
import { ask } from '../../ui/ask.js';
import { shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';
import { every } from '../../ui/while-connected.js';
import { words } from '../../ui/words.js';
import { timeText } from './time.js';

/** @typedef {import('./replay.js').Replay} Replay */
/** @typedef {import('./said.js').Line} Line */

/** @returns {Replay | null} */
const replayOf = () => /** @type {any} */ (document.querySelector('orrery-app'))?.ports.replay ?? null;

export class Transcript extends ViewElement {
  static properties = { typed: { state: true } };

  static styles = [
    shared,
    css`
      :host(:not([flat])) section {
        padding: var(--s4);
        background: var(--surface);
        border-radius: var(--r3);
        box-shadow: var(--shadow-2);
      }
      h2 {
        font-size: var(--text-lg);
        margin-bottom: var(--s2);
      }
      input {
        min-height: var(--hit);
        margin-bottom: var(--s2);
      }
      li button {
        display: grid;
        grid-template-columns: 52px 1fr;
        gap: var(--s2);
        width: 100%;
        padding: 6px 8px 6px 5px;
        border-inline-start: 3px solid transparent;
        border-radius: 0 var(--r2) var(--r2) 0;
        text-align: start;
        line-height: 1.4;
        color: var(--ink-2);
        overflow-wrap: anywhere;
      }
      li button:hover {
        background: var(--surface-2);
      }
      li button > :first-child {
        color: var(--ink-3);
        font-size: var(--text-sm);
        line-height: 1.6;
      }
      li.chapter {
        border-top: 1px solid var(--line);
        margin-top: var(--s2);
        padding-top: var(--s1);
      }
      li.chapter button {
        color: var(--ink);
        font-weight: var(--w-strong);
      }
      li.now > button {
        border-color: var(--accent);
        color: var(--ink);
      }
      li.now > button > :first-child {
        color: var(--accent);
      }
      li.question {
        margin: var(--s2) 0;
        padding: var(--s2);
        border-radius: var(--r2);
        background: var(--surface-2);
      }
      li.question .plain {
        display: flex;
        width: auto;
        margin: var(--s1) 0 0 5px;
        padding: 0 var(--s3);
        border: 1px solid var(--line-strong);
        border-radius: var(--r2);
        color: var(--ink);
        font-size: var(--text-sm);
      }
      small {
        display: block;
        font-size: var(--text-sm);
        color: var(--ink-3);
      }
      p {
        color: var(--ink-2);
        line-height: var(--lh-read);
      }
    `,
  ];

  /** @type {Replay | null} */
  #replay = null;
  /** @type {Line | null} */
  #now = null;
  /** The lines as they were drawn last. @type {Line[]} */
  #shown = [];
  #changed = () => this.requestUpdate();
  /** Beats whose figures are asked for when somebody sees their lines. @type {WeakMap<Element, import('./time.js').Mark>} */
  #unread = new WeakMap();
  #seen = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      const mark = this.#unread.get(target);
      if (!isIntersecting || !mark) continue;
      this.#seen.unobserve(target);
      this.#replay?.said?.read(mark);
    }
  });

  constructor() {
    super();
    this.typed = '';
    every(this, 300, () => this.#replay?.playing && this.#lineAt() !== this.#now && this.requestUpdate());
  }

  connectedCallback() {
    super.connectedCallback();
    this.#replay = replayOf();
    this.#replay?.addEventListener('change', this.#changed);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#replay?.removeEventListener('change', this.#changed);
    this.#seen.disconnect();
    this.#sizes.disconnect();
    this.#panel = null;
  }

  /** The line of the moment that is shown. */
  #lineAt() {
    const replay = this.#replay;
    if (!replay?.manifest) return null;
    const t = replay.t + 60;
    return replay.said?.lines.findLast((line) => line.t <= t) ?? null;
  }

  render() {
    const replay = this.#replay;
    if (!replay?.manifest || !replay.said || !words.has('replay.said')) return nothing;
    const typed = this.typed.trim().toLowerCase(),
      all = replay.said.lines;
    const lines = all.filter(({ text }) => typed === '' || text.toLowerCase().includes(typed));
    this.#now = this.#lineAt();
    this.#shown = lines;
    return html`<section aria-labelledby="title">
      <h2 id="title">${words.text('replay.said')}</h2>
      ${all.length > 8 ? html`<input type="search" aria-label=${words.text('replay.find')} placeholder=${words.text('replay.find')} .value=${this.typed} @input=${(/** @type {any} */ { target }) => (this.typed = target.value)} />` : nothing}
      ${lines.length === 0 ? html`<p>${words.text(typed === '' ? 'replay.nothingSaid' : 'replay.notFound')}</p>` : nothing}
      <ol>${lines.map((line) => this.#line(line))}</ol>
    </section>`;
  }

  /** @param {Line} line */
  #line(line) {
    const { t, kind, text, mark } = line,
      isNow = line === this.#now;
    return html`<li class="${kind} ${isNow ? 'now' : ''}">
      <button aria-current=${isNow ? 'true' : nothing} @click=${() => ask(this, 'replayTo', t)}>
        <span>${timeText(t)}</span><span>${kind === 'question' ? html`<small>${words.text('replay.asked')}</small>` : nothing}<bdi>${text}</bdi></span>
      </button>
      ${kind === 'question' ? html`<button class="plain" @click=${() => ask(this, 'replayAnswer', mark)}>${words.text('replay.answer')}</button>` : nothing}
    </li>`;
  }

  /** Keeps the present line in view, unless somebody reads elsewhere. */
  updated() {
    this.#watch();
    if (this.typed.trim() !== '') this.#replay?.said?.readAll();
    const now = this.renderRoot.querySelector('li.now');
    if (!now || now === this.#kept || this.matches(':hover, :focus-within')) return;
    this.#kept = now;
    // only its own panel scrolls, not the page
    const scrolls = this.flat ? now.closest('section')?.getRootNode() : this;
    const box = /** @type {HTMLElement} */ (scrolls instanceof ShadowRoot ? scrolls.host : scrolls);
    const panel = scrolling(box);
    if (!panel) return;
    if (panel !== this.#panel) {
      this.#sizes.disconnect();
      this.#sizes.observe((this.#panel = panel));
    }
    const { top, bottom } = now.getBoundingClientRect(),
      frame = panel.getBoundingClientRect();
    if (top < frame.top + 40 || bottom > frame.bottom - 40) panel.scrollTop += top - frame.top - frame.height / 3;
  }
  /** @type {Element | null} */
  #kept = null;
  /** The panel that scrolls the lines. @type {Element | null} */
  #panel = null;
  /** The panel above it, of what comes next, takes its room. */
  #sizes = new ResizeObserver(() => {
    this.#kept = null;
    this.requestUpdate();
  });

  /** Whose line is seen is read. */
  #watch() {
    const said = this.#replay?.said;
    this.#seen.disconnect();
    this.renderRoot.querySelectorAll('li').forEach((item, i) => {
      const mark = this.#shown[i]?.mark;
      if (!mark || !said?.lacks(mark)) return;
      this.#unread.set(item, mark);
      this.#seen.observe(item);
    });
  }
}

/** The element that scrolls a panel. @param {Element | null} element @returns {Element | null} */
function scrolling(element) {
  for (
    let each = element;
    each;
    each = each.assignedSlot ?? each.parentElement ?? /** @type {any} */ (each.getRootNode()).host ?? null
  )
    if (each.scrollHeight > each.clientHeight + 1 && /auto|scroll/.test(getComputedStyle(each).overflowY)) return each;
  return null;
}

/** In the place of the step's card: that the recording is of a model that is not here, or that its session has not begun. */
class ReplayNote extends ViewElement {
  static styles = [
    shared,
    css`
      :host(:not([flat])) section {
        flex: 1;
        align-content: start;
        padding: var(--s4) 22px;
        background: var(--surface);
        border-radius: var(--r3);
        box-shadow: var(--shadow-2);
      }
      section {
        display: grid;
        gap: var(--s3);
        padding-bottom: var(--s4);
      }
      p {
        color: var(--ink-2);
        line-height: var(--lh-read);
      }
      :host([flat]) > p {
        padding-bottom: var(--s2);
      }
    `,
  ];

  render() {
    const { missing = '', gathers = false } = this.view?.replay ?? {};
    if (!(missing || gathers) || !words.has('replay.missing')) return nothing;
    const key = missing ? 'missing' : 'gathers';
    // on a phone the player is below it
    if (gathers && this.flat) return html`<p role="status">${words.text('replay.gathers')}</p>`;
    return html`<section role="status">
      <h2>${words.text(`replay.${key}`, { model: missing })}</h2><p>${words.text(`replay.${key}Note`)}</p>
      ${missing ? nothing : html`<button class="plain" @click=${() => ask(this, 'replayMark', 1)}>${words.text('replay.onward')}</button>`}
    </section>`;
  }
}

/** In the place of a recording that cannot be shown. */
class Refused extends ViewElement {
  static properties = { refused: { attribute: false } };

  static styles = [
    shared,
    css`
      section {
        max-width: 520px;
        margin: 18vh auto 0;
        padding: 0 var(--s5);
        display: grid;
        gap: var(--s4);
        justify-items: start;
      }
      p {
        color: var(--ink-2);
        line-height: var(--lh-read);
      }
    `,
  ];

  constructor() {
    super();
    /** @type {import('../../live/recording.js').RecordingProblem | null} */
    this.refused = null;
  }

  render() {
    if (!this.refused || !words.has('replay.refused.title')) return nothing;
    const { reason, values } = this.refused;
    return html`<section role="alert">
      <h1>${words.text('replay.refused.title')}</h1>
      <p>${words.text(`replay.refused.${reason}`, values)}</p>
      ${reason === 'over' ? html`<button class="filled" @click=${() => ask(this, 'replayNow')}>${words.text('replay.now')}</button>` : nothing}
      <a class="button plain" href="/">${words.text('replay.refused.home')}</a>
    </section>`;
  }
}

customElements.define('orrery-transcript', Transcript);
customElements.define('orrery-replay-note', ReplayNote);
customElements.define('orrery-refused', Refused);
