/**
 * The toolbar of the driver. On the presenter's page it shows the tools for presenting, and the others in a menu; on the
 * solo page and on phones it shows all of them.
 *
 * @typedef {{action: string, label?: string, icon?: string, pressed?: boolean, off?: boolean, title?: string}} Tool
 *   `label` and `icon` are the action's name by default; `title` replaces the label's text
 * @typedef {import('../../live/room-conductor.js').Room} Room
 * @typedef {import('../../ui/view.js').View} View
 */
import { css, html, nothing } from 'lit';
import { ask } from '../../ui/ask.js';
import { icons as shapes } from '../../ui/icons.js';
import { SignalController } from '../../ui/signal.js';
import { shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';
import { words } from '../../ui/words.js';

/** The last ones are drawn on pages that move the walk only. */
const icons = {
  ...shapes,
  why: html`<svg viewBox="0 0 20 20" aria-hidden="true"><path d="M7 7a3 3 0 1 1 4.2 2.7c-.9.5-1.2 1-1.2 2.3M10 15v1.2" /></svg>`,
  tours: html`<svg viewBox="0 0 20 20" aria-hidden="true"><path d="M3 16c4 0 2-6 6-6s2 6 6 6M15 9V3l3.5 1.5L15 6" /></svg>`,
  checkpoints: html`<svg viewBox="0 0 20 20" aria-hidden="true"><path d="M3.5 3v13.5H17M6 6c1 6 4 8 10 8" /></svg>`,
};

/** By the names of actions. */
const iconOf = new Map(Object.entries(icons));

export class Tools extends ViewElement {
  static properties = {
    all: { type: Boolean, reflect: true },
    only: {},
    more: { state: true },
  };

  static styles = [
    shared,
    css`
      :host {
        flex: none;
        position: relative;
      }
      .tools {
        display: flex;
        justify-content: space-between;
      }
      :host([all]) {
        display: block;
        margin: var(--s2) 0 var(--s4);
      }
      :host([all]) .tools {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: 2px var(--s2);
      }
      :host([all]) .icon {
        display: flex;
        align-items: center;
        gap: var(--s3);
        width: auto;
        text-align: left;
        font-size: var(--text-sm);
        line-height: 1.2;
      }
      .more {
        position: absolute;
        z-index: 5;
        right: 0;
        bottom: calc(100% + var(--s4));
        width: max-content;
        padding: var(--s2);
        background: var(--surface);
        border-radius: var(--r3);
        box-shadow: var(--shadow-2);
      }
      .more button {
        display: flex;
        align-items: center;
        gap: var(--s3);
        width: 100%;
        min-height: var(--hit);
        padding: 0 var(--s4) 0 var(--s3);
        text-align: left;
        color: var(--ink);
      }
      .more button:hover:not([disabled]) {
        background: var(--surface-2);
      }
      .more [aria-pressed='true'] {
        color: var(--accent);
      }
    `,
  ];

  constructor() {
    super();
    /** Whether to show all tools, without a menu. */
    this.all = false;
    /** The action of the only tool to show; empty for all. */
    this.only = '';
    this.more = false;
    new SignalController(
      this,
      () => this.view?.cell,
      (cell) => cell === null,
    );
    this.addEventListener('focusout', (event) => {
      const to = /** @type {FocusEvent} */ (event).relatedTarget;
      if (!(to instanceof Node) || !this.contains(to)) this.more = false;
    });
    this.addEventListener('own-key', (event) => {
      if (!this.more) return;
      this.more = false;
      event.preventDefault();
    });
  }

  connectedCallback() {
    super.connectedCallback();
    this.dataset.keys = 'menu';
  }

  render() {
    const { view } = this;
    if (!view) return nothing;
    const room = view.page === 'presenter' ? view.room : null;
    const first = room ? this.#presenting(view, room) : [];
    const rest = this.#rest(view, room);
    if (this.only)
      return [...first, ...rest].filter(({ action }) => action === this.only).map((tool) => this.#icon(tool));
    const shown = room && !this.all ? first : [...first, ...rest];
    return html`<div class="tools" role="toolbar" aria-label=${words.text('bar.label')}>
        ${shown.map((tool) => this.#icon(tool))}
        ${
          room && !this.all
            ? html`<button
              class="icon"
              aria-label=${words.text('bar.tools')}
              title=${words.text('bar.tools')}
              aria-expanded=${String(this.more)}
              @click=${() => (this.more = !this.more)}
            >
              ${icons.more}
            </button>`
            : nothing
        }
      </div>
      ${room && !this.all && this.more ? this.#menu(rest) : nothing}`;
  }

  /** The tools for presenting. @param {View} view @param {Room} room @returns {Tool[]} */
  #presenting(view, room) {
    const stops = view.computing;
    return [
      { action: 'laser', label: view.pointing ? 'laserOff' : 'laser', icon: 'laser', pressed: view.pointing },
      { action: 'mark', off: view.cell.value === null },
      { action: 'share', label: room.parts.sharing ? 'unshare' : 'share', icon: 'share', pressed: room.parts.sharing },
      { action: 'ready' },
      { action: 'prompt' },
      { action: 'blank', label: view.blank ? 'unblank' : 'blank', icon: 'blank', pressed: view.blank },
      stops
        ? { action: 'stop' }
        : {
            action: 'undo',
            off: !room.parts.undo,
            title: room.parts.undo ? words.text(`undo.${room.parts.undo}`) : '',
          },
    ];
  }

  /** @param {View} view @param {Room | null} room @returns {Tool[]} */
  #rest(view, room) {
    return [
      // a tour has its own on the timeline
      ...(view.tour
        ? []
        : [
            {
              action: 'play',
              label: view.playing ? 'pause' : 'play',
              icon: view.playing ? 'pause' : 'play',
              pressed: view.playing,
            },
          ]),
      { action: 'generate', off: view.full || view.generating },
      ...(room ? [] : [{ action: 'ready' }, { action: 'prompt' }]),
      { action: 'reset' },
      {
        action: view.looking ? 'follow' : 'overview',
        label: view.looking ? 'step' : 'overview',
        icon: 'overview',
        pressed: view.looking,
      },
      // its name is among the deferred texts
      ...(words.has('bar.tours') ? [{ action: 'tours', pressed: Boolean(view.tour) }] : []),
      ...(words.has('bar.why') ? [{ action: 'why', pressed: Boolean(view.why) }] : []),
      { action: 'flight' },
      ...(view.checkpoints ? [{ action: 'checkpoints', pressed: view.checkpoints.isOpen }] : []),
      ...(room
        ? [
            { action: 'unmark', off: (room.parts.marks?.length ?? 0) === 0 },
            { action: 'copy', label: view.copy ? 'copyOff' : 'copy', icon: 'copy', pressed: view.copy },
            { action: 'gather', pressed: room.lobby },
          ]
        : []),
    ];
  }

  /** @param {Tool} tool */
  #icon({ action, label = action, icon = action, pressed, off = false, title = '' }) {
    const name = title || words.text(`bar.${label}`);
    return html`<button
      class="icon"
      aria-label=${name}
      title=${name}
      aria-pressed=${pressed === undefined ? nothing : String(pressed)}
      ?disabled=${off}
      @click=${() => ask(this, action)}
    >
      ${iconOf.get(icon)}${this.all ? html`<span>${name}</span>` : nothing}
    </button>`;
  }

  /** @param {Tool[]} tools */
  #menu(tools) {
    return html`<div class="more" role="menu" aria-label=${words.text('bar.tools')} @pointerdown=${(/** @type {PointerEvent} */ event) => event.preventDefault()}>
      ${tools.map(
        ({ action, label = action, icon = action, pressed, off = false }) => html`<button
          role="menuitem"
          aria-pressed=${pressed === undefined ? nothing : String(pressed)}
          ?disabled=${off}
          @click=${() => {
            this.more = false;
            ask(this, action);
          }}
        >
          ${iconOf.get(icon)}<span>${words.text(`bar.${label}`)}</span>
        </button>`,
      )}
    </div>`;
  }
}

customElements.define('orrery-tools', Tools);
