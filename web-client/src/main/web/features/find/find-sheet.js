/** The sheet of *Find anything*: a field, and under it what fits. Only its person sees it. */
import { css, html, nothing } from 'lit';
import { icons } from '../../ui/icons.js';
import { Sheet } from '../../ui/sheet.js';
import { shared } from '../../ui/styles.js';
import { words } from '../../ui/words.js';
import { englishWords, gather, isAllowed, namesIn } from './entries.js';
import { search } from './search.js';

/** @typedef {import('./entries.js').Entry} Entry */

/** Storage of what was chosen lately. */
const KEY = 'orrery.find';
const MOST_RECENT = 8;
/** Kinds that are not kept on the device: what people are called, and what they write. */
const FORGOTTEN = ['person', 'text'];
/** The action of Shift+Enter. */
const KEEP = 'talkKeepFound';
/** More hits than these are not shown: somebody types another letter. */
const MOST_SHOWN = 100;

/** @type {Record<import('../../ui/features.js').Kind, unknown>} */
const SIGNS = {
  action: html`<svg viewBox="0 0 20 20" aria-hidden="true"><path d="M11 2.5 4.5 11.5H9.5l-1 6 6.5-9H10z" /></svg>`,
  step: html`<svg viewBox="0 0 20 20" aria-hidden="true"><path d="M3.5 3.5h5v5h-5zM11.5 3.5h5v5h-5zM3.5 11.5h5v5h-5zM11.5 11.5h5v5h-5z" /></svg>`,
  tool: icons.find,
  text: icons.ready,
  model: icons.overview,
  tour: html`<svg viewBox="0 0 20 20" aria-hidden="true"><path d="M3 16c4 0 2-6 6-6s2 6 6 6M15 9V3l3.5 1.5L15 6" /></svg>`,
  beat: icons.play,
  person: html`<svg viewBox="0 0 20 20" aria-hidden="true"><circle cx="10" cy="6.5" r="3.2" /><path d="M3.8 17c.6-4 3-5.6 6.2-5.6s5.6 1.6 6.2 5.6" /></svg>`,
  part: icons.mark,
};

export class FindSheet extends Sheet {
  static properties = {
    typed: { state: true },
    at: { state: true },
    said: { state: true },
  };

  static styles = [
    shared,
    css`
      dialog {
        width: min(780px, calc(100vw - 2 * var(--s4)));
        margin: calc(var(--bar-top) + 4px) auto auto;
        padding: 0;
        color: var(--ink);
        background: var(--surface);
        border: 0;
        border-radius: var(--r3);
        box-shadow: var(--shadow-2);
        overflow: hidden;
      }
      dialog[open] {
        display: flex;
        flex-direction: column;
      }
      dialog::backdrop {
        background: color-mix(in srgb, var(--bg) 30%, transparent);
      }
      .field {
        display: flex;
        align-items: center;
        gap: var(--s3);
        padding: var(--s2) var(--s4);
        border-block-end: 1px solid var(--line);
      }
      .field svg,
      li svg {
        flex: none;
        color: var(--ink-2);
      }
      input {
        flex: 1;
        min-width: 0;
        border: 0;
        background: none;
        font-size: var(--text-xl);
      }
      input:focus-visible {
        outline: none;
      }
      .count,
      footer {
        font-size: var(--text-sm);
        color: var(--ink-2);
        white-space: nowrap;
      }
      ul {
        max-height: min(412px, calc(100dvh - 240px));
        padding: var(--s2);
        overflow-y: auto;
        overscroll-behavior: contain;
      }
      li {
        display: flex;
        align-items: center;
        gap: var(--s3);
        min-height: 44px;
        padding: 0 var(--s3);
        border-radius: var(--r2);
        cursor: pointer;
      }
      li[aria-selected='true'] {
        background: var(--surface-2);
        box-shadow: inset 3px 0 var(--accent);
      }
      li[aria-selected='true'] svg {
        color: var(--accent);
      }
      .kind {
        flex: none;
        width: 66px;
        font-size: var(--text-sm);
        color: var(--ink-2);
      }
      .what {
        flex: 1;
        min-width: 0;
        display: flex;
        align-items: baseline;
        gap: var(--s3);
        overflow: hidden;
      }
      .name {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
        color: var(--ink-2);
      }
      .name b {
        font-weight: var(--w-strong);
        color: var(--ink);
      }
      .all .name,
      li[aria-selected='true'] .name {
        color: var(--ink);
      }
      small {
        flex: 0 10000 auto;
        min-width: 0;
        font-size: var(--text-sm);
        color: var(--ink-2);
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .off .name,
      .off svg {
        opacity: 0.6;
      }
      .keys {
        flex: none;
        display: flex;
        gap: var(--s1);
      }
      .said {
        padding: var(--s3) var(--s4);
        color: var(--ink-2);
      }
      .said:empty {
        padding: 0;
      }
      footer {
        display: flex;
        gap: var(--s4);
        padding: var(--s3) var(--s4);
        border-block-start: 1px solid var(--line);
      }
      footer span:last-child {
        margin-inline-start: auto;
      }
      .close {
        display: none;
      }
      /* where a thumb types, the field is at the lower edge, above the keyboard, and the best hit right over it */
      @media (max-width: 720px), (pointer: coarse) {
        dialog[open] {
          flex-direction: column-reverse;
          width: 100vw;
          max-width: none;
          margin: auto 0 var(--keyboard, 0px);
          border-radius: var(--r3) var(--r3) 0 0;
        }
        .field {
          border: 0;
          border-block-start: 1px solid var(--line);
        }
        .field kbd,
        footer,
        .keys {
          display: none;
        }
        .close {
          display: block;
        }
        ul {
          display: flex;
          flex-direction: column-reverse;
          max-height: min(60dvh, calc(100dvh - 120px - var(--keyboard, 0px)));
        }
        li {
          flex: none;
          min-height: 48px;
        }
        .kind {
          width: 56px;
        }
        .what {
          flex-direction: column;
          gap: 0;
          padding: var(--s1) 0;
        }
        .name,
        small {
          max-width: 100%;
          white-space: normal;
        }
      }
    `,
  ];

  /** @type {import('../../ui/features.js').Page | null} */
  #page = null;
  /** @type {import('./feature.js').Keyboard | null} */
  #keyboard = null;
  /** @type {Entry[]} */
  #entries = [];
  /** Whether lists are still on their way. */
  #waits = false;
  /** Counts openings: what was asked for an earlier one is dropped. */
  #opened = 0;
  /** Whether the person drove when the entries were gathered. */
  #drove = false;
  /** What was chosen lately, where storage is forbidden. @type {string[]} */
  #here = [];

  constructor() {
    super();
    this.typed = '';
    /** Index of the chosen hit. */
    this.at = 0;
    /** Why something cannot be done or found. */
    this.said = '';
    const { visualViewport } = window;
    visualViewport?.addEventListener('resize', () => {
      const keyboard = Math.max(0, innerHeight - visualViewport.height - visualViewport.offsetTop);
      this.style.setProperty('--keyboard', `${Math.round(keyboard)}px`);
    });
  }

  /** All that can be found now, for tests and the curious. */
  get entries() {
    return this.#waits ? null : this.#entries;
  }

  /** Opens the sheet, or closes it; another dialog that is open stays in front. @param {import('../../ui/features.js').Page} page @param {import('./feature.js').Keyboard} keyboard */
  toggle(page, keyboard) {
    if (this.open) {
      this.dialog?.close();
      return;
    }
    const tags = page.features.declared.flatMap(({ dialogs = [] }) => dialogs);
    if (tags.some((tag) => /** @type {any} */ (page.element(tag))?.open)) return;
    this.#page = page;
    this.#keyboard = keyboard;
    this.typed = this.said = '';
    this.at = 0;
    this.#gather();
    this.dialog?.showModal();
    // a keyboard on the screen comes when it is asked for: until then there is room to look
    if (!matchMedia('(pointer: coarse)').matches) this.renderRoot.querySelector('input')?.focus();
  }

  #closed() {
    this.#opened++;
    this.#entries = [];
    // the button that opened it would take the keys that move the walk
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  }

  async #gather() {
    const opened = ++this.#opened,
      page = this.#page,
      { view } = this;
    const keyboard = this.#keyboard;
    if (!page || !view || !keyboard) return;
    this.#drove = view.mayDrive;
    this.#waits = true;
    /** @type {Map<string, string> | null} */
    let english = null;
    const isNow = () => opened === this.#opened;
    const take = (/** @type {Entry[]} */ entries) => {
      if (!isNow()) return;
      // Enter is on its way to the hit that is chosen now: a better one that comes late does not take its place
      const chosen = this.typed.trim() && this.#found[this.at]?.entry.id;
      this.#entries = entries.map((each) => {
        const name = english?.get(each.id);
        return name && name !== each.name ? { ...each, others: [...each.others, name] } : each;
      });
      if (chosen)
        this.at = Math.max(
          0,
          this.#found.findIndex(({ entry }) => entry.id === chosen),
        );
      this.requestUpdate();
    };
    const place = { page, view, words, keyboard };
    const all = gather(place, take, (problem) => {
      if (isNow()) this.said = words.text('find.failed', { why: words.problem(problem) });
    });
    const texts = await englishWords();
    if (texts) english = await namesIn({ ...place, words: texts });
    await all;
    if (!isNow()) return;
    this.#waits = false;
    take(this.#entries);
  }

  willUpdate() {
    if (this.open && this.view && this.view.mayDrive !== this.#drove) this.#gather();
  }

  get #found() {
    const recent = this.#recent;
    const found = search(this.#entries, this.typed, recent);
    // of what nobody has asked for, what was chosen lately comes first
    return this.typed.trim() === ''
      ? found.sort((a, b) => Number(recent.includes(b.entry.id)) - Number(recent.includes(a.entry.id)))
      : found;
  }

  render() {
    const found = this.open ? this.#found : [];
    const shown = found.slice(0, MOST_SHOWN);
    const at = Math.min(this.at, shown.length - 1);
    const isUnknown = found.length === 0 && this.#waits;
    return html`<dialog aria-label=${words.text('find.title')} @close=${() => this.#closed()} @click=${(/** @type {MouseEvent} */ event) => event.target === event.currentTarget && this.dialog?.close()}>
      <div class="field">
        ${icons.find}
        <input
          role="combobox"
          aria-label=${words.text('find.title')}
          aria-expanded="true"
          aria-controls="list"
          aria-autocomplete="list"
          aria-activedescendant=${at >= 0 ? `hit-${at}` : nothing}
          placeholder=${words.text('find.placeholder')}
          autocomplete="off"
          autocapitalize="off"
          spellcheck="false"
          enterkeyhint="go"
          maxlength="100"
          data-keys="find"
          .value=${this.typed}
          @input=${(/** @type {{target: HTMLInputElement}} */ event) => this.#type(event.target.value)}
          @own-key=${(/** @type {CustomEvent<string>} */ event) => this.#key(event, shown)}
        />
        <span class="count" role="status">${this.typed.trim() === '' || isUnknown ? nothing : words.text('find.count', { count: found.length })}</span>
        <kbd aria-hidden="true">${this.#keyboard?.keyCap('escape')}</kbd>
        <button class="icon close" aria-label=${words.text('help.close')} @click=${() => this.dialog?.close()}>${icons.close}</button>
      </div>
      <ul id="list" class=${this.typed.trim() === '' ? 'all' : ''} role="listbox" aria-label=${words.text('find.title')} aria-busy=${String(this.#waits)}>
        ${shown.map(({ entry, hits }, i) => this.#row(entry, hits, i, i === at))}
      </ul>
      <p class="said" role="alert">${this.said || (found.length === 0 && this.open && !isUnknown ? words.text('find.nothing', { typed: this.typed }) : nothing)}</p>
      <footer aria-hidden="true">
        <span><kbd>↑</kbd> <kbd>↓</kbd> ${words.text('find.choose')}</span>
        <span><kbd>↵</kbd> ${words.text('find.go')}</span>
        ${this.open && this.#page && isAllowed(this.#page, KEEP) ? html`<span><kbd>⇧ ↵</kbd> ${words.text('find.keep')}</span>` : nothing}
        <span>${words.text('tour.onlyYou')}</span>
      </footer>
    </dialog>`;
  }

  /** @param {Entry} entry @param {import('./search.js').Stretch[]} hits @param {number} i @param {boolean} chosen */
  #row(entry, hits, i, chosen) {
    const { kind, name, more, keys, not } = entry;
    return html`<li
      id="hit-${i}"
      role="option"
      class=${not ? 'off' : ''}
      aria-selected=${String(chosen)}
      aria-disabled=${not ? 'true' : nothing}
      @pointermove=${() => (this.at = i)}
      @pointerdown=${(/** @type {PointerEvent} */ event) => event.preventDefault()}
      @click=${() => this.#choose(entry)}
    >
      ${SIGNS[kind]}<span class="kind">${words.text(`find.kind.${kind}`)}</span>
      <span class="what"><bdi class="name" translate=${kind === 'text' ? 'no' : nothing}>${marked(name, hits)}</bdi>${not || more ? html`<small>${not ?? more}</small>` : nothing}</span>
      ${keys.length > 0 ? html`<span class="keys">${keys.map((cap) => html`<kbd>${this.#keyboard?.keyCap(cap)}</kbd>`)}</span>` : nothing}
    </li>`;
  }

  updated() {
    this.renderRoot.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }

  /** @param {string} typed */
  #type(typed) {
    this.typed = typed;
    this.at = 0;
    this.said = '';
  }

  /** @param {CustomEvent<string>} event @param {{entry: Entry}[]} shown */
  #key(event, shown) {
    event.preventDefault();
    if (event.detail.endsWith('Enter')) {
      const chosen = shown[Math.min(this.at, shown.length - 1)];
      if (chosen && event.detail === 'Enter') this.#choose(chosen.entry);
      else if (chosen) this.#keep(chosen.entry);
      return;
    }
    const by = event.detail === 'ArrowDown' ? 1 : -1;
    // where the field is at the lower edge, the list goes up
    const list = this.renderRoot.querySelector('ul');
    const turned = list && getComputedStyle(list).flexDirection === 'column-reverse' ? -1 : 1;
    if (shown.length > 0) this.at = (Math.min(this.at, shown.length - 1) + by * turned + shown.length) % shown.length;
    this.said = '';
  }

  /** @param {Entry} entry */
  #choose({ id, action, value, kind, not, sure }) {
    const page = this.#page;
    if (!page) return;
    if (not) this.said = not;
    // it may have gone to somebody else meanwhile
    else if (!isAllowed(page, action)) this.said = words.text('find.not.now');
    else if (!sure || confirm(sure)) {
      this.dialog?.close();
      if (!FORGOTTEN.includes(kind)) this.#remember(id);
      page.act(action, value);
    }
  }

  /** Makes a beat of the talk of an entry, without going there. @param {Entry} entry */
  #keep({ name, keeps, kind }) {
    const page = this.#page;
    if (!page) return;
    if (!isAllowed(page, KEEP)) this.said = words.text('find.not.now');
    else if (!keeps) this.said = words.text('find.notKept', { kind: words.text(`find.kind.${kind}`) });
    else {
      this.dialog?.close();
      page.act(KEEP, { name, keeps });
    }
  }

  /** Ids of what was chosen lately, the newest first. @returns {string[]} */
  get #recent() {
    try {
      const kept = JSON.parse(localStorage.getItem(KEY) ?? '[]');
      if (Array.isArray(kept)) return [...new Set([...this.#here, ...kept])];
    } catch {
      // as if nothing were stored
    }
    return this.#here;
  }

  /** @param {string} id */
  #remember(id) {
    const recent = [...new Set([id, ...this.#recent])].slice(0, MOST_RECENT);
    this.#here = [];
    try {
      localStorage.setItem(KEY, JSON.stringify(recent));
    } catch {
      this.#here = recent;
    }
  }
}

/** A name with what fits of it. @param {string} name @param {import('./search.js').Stretch[]} hits */
function marked(name, hits) {
  const parts = [];
  let done = 0;
  for (const [from, to] of [...hits].sort((a, b) => a[0] - b[0])) {
    if (from < done) continue;
    parts.push(name.slice(done, from), html`<b>${name.slice(from, to)}</b>`);
    done = to;
  }
  return [...parts, name.slice(done)];
}

customElements.define('orrery-find', FindSheet);
