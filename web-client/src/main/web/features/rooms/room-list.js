/**
 * The operator's list of the server's rooms: the number of people in each, replacement of a lost link, and closing. Where several servers share their
 * rooms, they are listed with how they are, and a room is moved from one to another.
 *
 * @typedef {import('../../live/hosting.js').Room} Room
 * @typedef {import('../../live/hosting.js').Server} Server
 * @typedef {'presenter' | 'co-presenter'} Role
 * @typedef {{code: string, what: 'renew' | 'move' | 'close', role: Role | '', link: string, wrong: string}} Opened  the unfolded
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
    servers: { attribute: false },
    move: { attribute: false },
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
      .house,
      .on,
      .figures {
        display: block;
        font-size: var(--text-sm);
        color: var(--ink-3);
      }
      .host {
        font-weight: var(--w-strong);
        overflow-wrap: anywhere;
      }
      .figures {
        margin-top: var(--s1);
        line-height: var(--lh-read);
      }
      ul + .head {
        margin-top: var(--s4);
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
    /** Servers that share their rooms; empty for one alone. @type {Server[]} */
    this.servers = [];
    /** Moves a room to a server. @type {(code: string, node: string) => Promise<void>} */
    this.move = async () => {};
    /** @type {Opened | null} */
    this.opened = null;
  }

  render() {
    return html`<section class="panel" aria-labelledby="title">
      ${this.servers.length > 0 ? this.#servers() : nothing}
      <div class="head">
        <h2 id="title">${words.text('rooms.list.title')}</h2>
        <p class="limit">${words.text('rooms.list.limit', { rooms: this.rooms.length, limit: this.limit })}</p>
      </div>
      <ul>
        ${this.rooms.map((room) => html`<li>${this.#room(room)}</li>`)}
      </ul>
    </section>`;
  }

  #servers() {
    return html`<h2>${words.text('rooms.servers.title')}</h2>
      <ul class="servers">
        ${this.servers.map(
          ({ host, rooms, people, leaseMs, appendMs, tripMs }) => html`<li>
            <span class="host" translate="no">${host}</span>
            <span class="figures">${words.text('rooms.servers.rooms', { rooms, people })}</span>
            <span class="figures">
              ${words.text('rooms.servers.figures', { lease: tenth(leaseMs / 1000), append: tenth(appendMs), trip: tenth(tripMs) })}
            </span>
          </li>`,
        )}
      </ul>`;
  }

  /** @param {string | undefined} node */
  #on(node) {
    if (node === undefined) return nothing;
    const host = this.servers.find((server) => server.node === node)?.host;
    return html`<span class="on">${words.text(host === undefined ? 'rooms.list.onNone' : 'rooms.list.on', { host: host ?? '' })}</span>`;
  }

  /** @param {Room} room */
  #room({ code, people, house, node }) {
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
          ${house ? html`<span class="house">${words.text('rooms.list.house')}</span>` : nothing} ${this.#on(node)}
        </span>
        <span class="ways">${unfolds('renew')} ${this.servers.length > 1 ? unfolds('move') : nothing} ${house ? nothing : unfolds('close')}</span>
      </div>
      ${opened ? html`<div class="more">${this.#form(opened, people, node)}</div>` : nothing}`;
  }

  /** @param {Opened} opened @param {number} people @param {string | undefined} node */
  #form(opened, people, node) {
    if (opened.what === 'close') return this.#closing(opened, people);
    return opened.what === 'move' ? this.#moving(opened, node) : this.#renewing(opened);
  }

  /** @param {Opened} opened @param {string | undefined} node */
  #moving({ code, wrong }, node) {
    return html`<p>${words.text('rooms.list.moveText')}</p>
      <p class="wrong" role="alert">${wrong || nothing}</p>
      <div class="ways">
        ${this.servers
          .filter((server) => server.node !== node)
          .map(
            (server) => html`<button class="plain" @click=${() => this.#move(code, server.node)}>
              ${words.text('rooms.list.moveGo', { host: server.host })}
            </button>`,
          )}
      </div>`;
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

  /** @param {string} code @param {string} node */
  async #move(code, node) {
    await this.#try(async () => {
      await this.move(code, node);
      this.opened = null;
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

/** @param {number} value */
function tenth(value) {
  return Math.round(value * 10) / 10;
}

customElements.define('orrery-room-list', RoomList);
