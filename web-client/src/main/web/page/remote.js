/**
 * The page of a remote control, for a phone: four large buttons, the notes of the beat, how long the talk runs. The key is taken out of the address at once, and kept
 * in this tab.
 */
import { css, html, LitElement, nothing } from 'lit';
import { Connection } from '../live/connection.js';
import { keepMe, me, normalCode, read, write } from '../live/identity.js';
import { shared } from '../ui/styles.js';
import { localId } from '../ui/step-texts.js';
import { words } from '../ui/words.js';
import { plainRich } from '../features/tour/act/plain-rich.js';
import { FactBook } from '../features/tour/facts.js';
import { blocksOf, factsIn } from '../features/tour/forms.js';
import { beatsOf, fetchTour } from '../features/tour/tours.js';

/**
 * @typedef {import('../live/room-conductor.js').RoomState} RoomState
 */

/** Where this tab keeps the room's code and the key. */
const ROOM = 'orrery.remote';
const SECOND_MS = 1000;
/** The close code of a room that is on a server from before there were remote controls, and how long until it is tried again. */
const OLDER_OWNER = 4427;
const AGAIN_MS = 2000;
const MINUTE_S = 60;

export class RemotePage extends LitElement {
  static properties = {
    room: { state: true },
    notes: { state: true },
    status: { state: true },
    ended: { state: true },
  };

  static styles = [
    shared,
    css`
      main {
        position: fixed;
        inset: 0;
        display: flex;
        flex-direction: column;
        gap: var(--s3);
        padding: max(var(--s4), env(safe-area-inset-top)) var(--s4) max(var(--s4), env(safe-area-inset-bottom));
      }
      header {
        display: flex;
        justify-content: space-between;
        gap: var(--s3);
      }
      header span:last-child {
        font-size: var(--text-xl);
        font-weight: var(--w-strong);
        font-variant-numeric: tabular-nums;
      }
      .notes {
        flex: 1 1 0;
        min-height: 0;
        overflow-y: auto;
        font-size: var(--text-lg);
        line-height: 1.4;
      }
      .notes p + p {
        margin-top: var(--s2);
      }
      .lost {
        color: var(--warn);
      }
      .buttons {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: var(--s3);
      }
      .buttons button {
        min-height: 72px;
        font-size: var(--text-lg);
        justify-content: center;
        touch-action: manipulation;
      }
      .buttons .large {
        min-height: 20vh;
        font-size: var(--text-xl);
      }
    `,
  ];

  #code = '';
  #key = '';
  /** The tour and beat whose notes are shown. */
  #noted = '';
  /** The figures of notes. */
  #book = new FactBook(() => this.requestUpdate());
  /** @type {Connection | null} */
  #connection = null;

  constructor() {
    super();
    /** The room's newest state; null before the first. @type {RoomState | null} */
    this.room = null;
    /** Of the beat; null for none. @type {unknown[] | null} */
    this.notes = null;
    /** @type {import('../live/connection.js').Status} */
    this.status = 'connecting';
    /** The close code after which there is no line; 0 while there may be one. */
    this.ended = 0;
  }

  connectedCallback() {
    super.connectedCallback();
    document.title = words.text('remote.title');
    const linked = new URLSearchParams(location.hash.slice(1));
    if (linked.has('key')) {
      write(ROOM, `${normalCode(linked.get('room') ?? '')} ${linked.get('key')}`, window);
      history.replaceState(history.state, '', location.pathname);
    }
    [this.#code = '', this.#key = ''] = (read(ROOM, window) ?? '').split(' ');
    this.#enter();
    for (const back of ['online', 'pageshow', 'focus']) window.addEventListener(back, () => this.#connection?.hasten());
    for (const woken of ['visibilitychange', 'resume'])
      document.addEventListener(woken, () => !document.hidden && this.#connection?.hasten());
    window.addEventListener('hashchange', () => location.reload());
    setInterval(() => this.requestUpdate(), SECOND_MS);
  }

  #enter() {
    const address = `${location.origin.replace('http', 'ws')}/ws/rooms/${encodeURIComponent(this.#code)}`;
    const connection = new Connection(
      () => new WebSocket(address),
      () => ({ view: 'remote', key: this.#key, me: me(this.#code, 'remote') ?? undefined }),
    );
    connection.on('welcome', ({ me: secret, state }) => {
      if (secret) keepMe(this.#code, 'remote', secret);
      this.#show(state);
    });
    connection.on('state', ({ state }) => this.#show(state));
    connection.on('status', (status) => {
      this.status = status;
    });
    connection.on('ended', ({ code }) => {
      this.ended = code;
      if (code === OLDER_OWNER) setTimeout(() => this.#enter(), AGAIN_MS);
    });
    this.#connection = connection;
    connection.start();
  }

  /** @param {RoomState} state */
  #show(state) {
    this.ended = 0;
    this.room = state;
    words.loadStep(localId(state.cursor.step)).then(() => this.requestUpdate());
    this.#note(state);
  }

  /** Fetches the notes of another beat. @param {RoomState} state */
  async #note({ tour, trace }) {
    const wanted = tour ? `${tour.tour} ${tour.beat}` : '';
    if (wanted === this.#noted) return;
    this.#noted = wanted;
    this.notes = null;
    if (!tour) return;
    const served = await fetchTour(tour.tour, {
      language: words.language,
      model: trace.model,
      turns: this.#turns,
    }).catch(() => null);
    // Another beat may be shown by now.
    if (!served || wanted !== this.#noted) return;
    this.notes = beatsOf(served, Infinity).find(({ key }) => key === tour.beat)?.notes ?? null;
  }

  get #turns() {
    return { room: this.#code, headers: { Authorization: `Bearer ${this.#key}` } };
  }

  /** The notes as plain lines, with the figures of the run that is shown; until these are there, dots. @returns {string[]} */
  get #lines() {
    const blocks = blocksOf(this.notes, words.level) ?? [];
    const run = this.room?.trace;
    if (!run || blocks.length === 0) return [];
    const facts = factsIn(blocks);
    this.#book.want(run, [facts], this.#turns);
    const known = this.#book.known(run, facts);
    const all = blocks.flatMap(({ list = [], ...block }) => (list.length > 0 ? list.map(asLine) : [block]));
    return all.map((block) => plainRich([block], words.level, known)).filter(Boolean);
  }

  /** @param {{do: string} & Record<string, unknown>} command */
  #press(command) {
    navigator.vibrate?.(10);
    this.#connection?.command(command);
  }

  /** How long the talk has run, as m:ss; empty if it has not begun. */
  get #time() {
    const began = this.room?.tour?.began || this.room?.began || 0;
    if (!began || !this.#connection) return '';
    const start = this.#connection.clock.toLocal(began) ?? performance.now();
    const seconds = Math.max(0, Math.floor((performance.now() - start) / SECOND_MS));
    return `${Math.floor(seconds / MINUTE_S)}:${String(seconds % MINUTE_S).padStart(2, '0')}`;
  }

  render() {
    const { room, status } = this;
    if (this.ended) {
      const why = this.ended === OLDER_OWNER ? 'remote.older' : 'remote.wrong';
      return html`<main><p role="alert">${words.text(why)}</p></main>`;
    }
    if (!room) return nothing;
    const lines = this.#lines;
    const told = words.table.step?.[localId(room.cursor.step)]?.title;
    const title = told ? words.fill(told, {}) : room.cursor.step;
    return html`<main><header><span>${words.text('remote.step', { title })}</span><span aria-label=${words.text('remote.timer')}>${this.#time}</span></header>
      ${status === 'open' ? nothing : html`<p class="lost" role="status">${words.text('remote.lost')}</p>`}
      <section class="notes" aria-label=${words.text('remote.notes')}>
        ${(lines.length > 0 ? lines : [words.text('remote.noNotes')]).map((line) => html`<p>${line}</p>`)}
      </section>
      <div class="buttons">
        <button class="plain large" @click=${() => this.#press({ do: 'back' })}>${words.text('remote.back')}</button>
        <button class="plain large" @click=${() => this.#press({ do: 'next' })}>${words.text('remote.next')}</button>
        <button class="plain" @click=${() => this.#press({ do: room.playing ? 'pause' : 'play' })}>
          ${words.text(room.playing ? 'remote.pause' : 'remote.play')}
        </button>
        <button class="plain" aria-pressed=${String(room.blank)} @click=${() => this.#press({ do: 'blank', on: !room.blank })}>
          ${words.text(room.blank ? 'remote.unblank' : 'remote.blank')}
        </button>
      </div></main>`;
  }
}

/** An entry of a list as a paragraph. @param {unknown[]} p */
const asLine = (p) => ({ p });
