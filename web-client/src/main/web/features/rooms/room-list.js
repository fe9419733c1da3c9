/**
 * The operator's list of the server's rooms: the number of people in each, replacement of a lost link, and closing.
 *
 * @typedef {import('../../live/hosting.js').Room} Room
 * @typedef {'presenter' | 'co-presenter'} Role
 * @typedef {{code: string, what: 'renew' | 'close', role: Role | '', link: string, wrong: string}} Opened  the unfolded
 *   form of a room; `link` is the new link once the server has sent it
 */
import { css, html, LitElement, nothing } from 'lit';
import { spokenCode } from '../../live/identity.js';
import './link-row.js';
import { card } from './rooms-styles.js';
import { shared } from '../../ui/styles.js';
import { words } from '../../ui/words.js';

/** @type {Role[]} */
const ROLES = ['presenter', 'co-presenter'];

export class RoomList extends LitElement {
  static properties = {
    rooms: { attribute: false },
    limit: { type: Number },
    renew: { attribute: false },
    close: { attribute: false },
    opened: { state: true },
  };

  static styles = [
    shared,
    card,
    css`
      .head {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        justify-content: space-between;
        gap: 0 var(--s3);
      }
      .limit,
      .people {
        color: var(--ink-2);
      }
      li {
        padding: var(--s3) 0;
        border-top: 1px solid var(--line);
      }
      .room {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr) auto;
        align-items: center;
        gap: var(--s2) var(--s4);
      }
      .code {
        min-width: 5.4em;
        font-size: var(--text-lg);
        font-weight: var(--w-strong);
      }
      .house {
        display: block;
        font-size: var(--text-sm);
        color: var(--ink-3);
      }
      .ways {
        display: flex;
        flex-wrap: wrap;
        gap: var(--s2);
      }
      .more {
        margin-top: var(--s3);
        padding: var(--s4);
        border-radius: var(--r2);
        background: var(--surface-2);
      }
      .more p {
        line-height: var(--lh-read);
        color: var(--ink-2);
      }
      .more .ways {
        margin-top: var(--s3);
      }
      .more .wrong {
        color: var(--bad);
      }
      .more orrery-link-row {
        padding-bottom: 0;
        border: 0;
      }
      @media (max-width: 599px) {
        .room {
          grid-template-columns: auto minmax(0, 1fr);
        }
        .ways {
          grid-column: 1 / -1;
        }
        .ways > * {
          flex: 1 1 auto;
        }
      }
    `,
  ];

  constructor() {
    super();
    /** @type {Room[]} */
    this.rooms = [];
    /** The greatest number of rooms. */
    this.limit = 0;
    /** Fetches a new link. @type {(code: string, role: Role) => Promise<string>} */
    this.renew = async () => '';
    /** Closes a room. @type {(code: string) => Promise<void>} */
    this.close = async () => {};
    /** @type {Opened | null} */
    this.opened = null;
  }

  render() {
    return html`<section class="panel" aria-labelledby="title">
      <div class="head">
        <h2 id="title">${words.text('rooms.list.title')}</h2>
        <p class="limit">${words.text('rooms.list.limit', { rooms: this.rooms.length, limit: this.limit })}</p>
      </div>
      <ul>
        ${this.rooms.map((room) => html`<li>${this.#room(room)}</li>`)}
      </ul>
    </section>`;
  }

  /** @param {Room} room */
  #room({ code, people, house }) {
    const spoken = spokenCode(code);
    const opened = this.opened?.code === code ? this.opened : null;
    const unfolds = (/** @type {Opened['what']} */ what) => html`<button
      class="plain"
      aria-expanded=${opened?.what === what}
      aria-label=${words.text('rooms.list.of', { what: words.text(`rooms.list.${what}`), code: spoken })}
      @click=${() => this.#unfold(code, what)}
    >
      ${words.text(`rooms.list.${what}`)}
    </button>`;
    return html`<div class="room">
        <span class="code">${spoken}</span>
        <span class="people">
          ${people === 0 ? words.text('people.none') : words.text('people.title', { count: people })}
          ${house ? html`<span class="house">${words.text('rooms.list.house')}</span>` : nothing}
        </span>
        <span class="ways">${unfolds('renew')} ${house ? nothing : unfolds('close')}</span>
      </div>
      ${opened ? html`<div class="more">${opened.what === 'close' ? this.#closing(opened, people) : this.#renewing(opened)}</div>` : nothing}`;
  }

  /** @param {Opened} opened */
  #renewing({ code, role, link, wrong }) {
    if (link !== '') {
      return html`<p role="status">${words.text(`rooms.list.renewed.${role}`)}</p>
        <orrery-link-row what=${words.text(`rooms.link.${role}`)} .link=${link} secret></orrery-link-row>`;
    }
    return html`<p>${words.text('rooms.list.renewText')}</p>
      <p class="wrong" role="alert">${wrong || nothing}</p>
      <div class="ways">
        ${ROLES.map((each) => html`<button class="plain" @click=${() => this.#renew(code, each)}>${words.text(`rooms.list.renewGo.${each}`)}</button>`)}
      </div>`;
  }

  /** @param {Opened} opened @param {number} people */
  #closing({ code, wrong }, people) {
    return html`<p>${words.text(people === 0 ? 'rooms.list.closeEmpty' : 'rooms.list.closeText', { people })}</p>
      <p class="wrong" role="alert">${wrong || nothing}</p>
      <div class="ways">
        <button class="filled" @click=${() => this.#close(code)}>${words.text('rooms.list.closeGo')}</button>
        <button class="plain" @click=${() => (this.opened = null)}>${words.text('rooms.list.keep')}</button>
      </div>`;
  }

  /** @param {string} code @param {Opened['what']} what */
  #unfold(code, what) {
    const again = this.opened?.code === code && this.opened.what === what;
    this.opened = again ? null : { code, what, role: '', link: '', wrong: '' };
  }

  /** @param {string} code @param {Role} role */
  async #renew(code, role) {
    await this.#try(async (opened) => {
      this.opened = { ...opened, role, link: await this.renew(code, role) };
    });
  }

  /** @param {string} code */
  async #close(code) {
    await this.#try(async () => {
      await this.close(code);
      this.opened = null;
    });
  }

  /** @param {(opened: Opened) => Promise<void>} what */
  async #try(what) {
    const { opened } = this;
    if (!opened) return;
    try {
      await what(opened);
    } catch (problem) {
      this.opened = { ...opened, wrong: /** @type {Error} */ (problem).message };
    }
  }
}

customElements.define('orrery-room-list', RoomList);
