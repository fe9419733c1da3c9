/**
 * The toolbar of the driver. In the presenter's bar it shows what a stage needs most, with words and keys, and the field of *Find anything*,
 * behind which all else is; on the solo page and on phones it shows all tools.
 *
 * @typedef {{action: string, label?: string, icon?: string, pressed?: boolean, off?: boolean, title?: string}} Tool
 *   `label` and `icon` are the action's name by default; `title` replaces the label's text
 * @typedef {import('../../live/room-conductor.js').Room} Room
 * @typedef {import('../../ui/view.js').View} View
 */
import { css, html, nothing } from 'lit';
import { source } from '../../live/http.js';
import { ask } from '../../ui/ask.js';
import { icons as shapes } from '../../ui/icons.js';
import { SignalController } from '../../ui/signal.js';
import { shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';
import { words } from '../../ui/words.js';

/** How many tools stand in the presenter's bar, before the talk. */
const STAGE = 5;

/** These are drawn on pages that move the walk only. */
const icons = {
  ...shapes,
  why: html`<svg viewBox="0 0 20 20" aria-hidden="true"><path d="M7 7a3 3 0 1 1 4.2 2.7c-.9.5-1.2 1-1.2 2.3M10 15v1.2" /></svg>`,
  tours: html`<svg viewBox="0 0 20 20" aria-hidden="true"><path d="M3 16c4 0 2-6 6-6s2 6 6 6M15 9V3l3.5 1.5L15 6" /></svg>`,
  question: html`<svg viewBox="0 0 20 20" aria-hidden="true"><path d="M3.5 4h13v9.5H9L5.5 17v-3.5h-2z" /></svg>`,
  talkList: html`<svg viewBox="0 0 20 20" aria-hidden="true"><path d="M3.5 5h1M3.5 10h1M3.5 15h1M8 5h8.5M8 10h8.5M8 15h5" /></svg>`,
  checkpoints: html`<svg viewBox="0 0 20 20" aria-hidden="true"><path d="M3.5 3v13.5H17M6 6c1 6 4 8 10 8" /></svg>`,
};

/** By the names of actions. */
const iconOf = new Map(Object.entries(icons));

/** The list of the talk's beats. @param {View} view @returns {Tool} */
const talkOf = ({ talk }) => ({ action: 'talkList', pressed: talk?.list ?? false, off: !talk });

export class Tools extends ViewElement {
  static properties = {
    all: { type: Boolean, reflect: true },
    only: {},
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
      .stage {
        display: flex;
        align-items: stretch;
        gap: 2px;
      }
      .tool {
        display: grid;
        justify-items: center;
        gap: 2px;
        min-width: 54px;
        padding: var(--s1) var(--s2);
        border-radius: var(--r2);
        font-size: var(--text-sm);
        line-height: 1.2;
        white-space: nowrap;
        color: var(--ink);
      }
      .tool kbd {
        border: 0;
        padding: 0;
        min-width: 0;
        background: none;
        font-size: var(--text-xs, 12px);
      }
      .tool kbd + kbd {
        margin-inline-start: 3px;
      }
      .tool kbd,
      .find kbd {
        color: var(--ink-2);
      }
      .tool svg {
        width: 22px;
        height: 22px;
      }
      .tool[disabled] {
        opacity: 0.45;
      }
      .tool:hover:not([disabled]) {
        background: var(--surface-2);
      }
      .tool[aria-pressed='true'] {
        color: var(--accent);
      }
      .find {
        display: flex;
        align-items: center;
        gap: var(--s2);
        margin-inline-start: var(--s2);
        padding: 0 var(--s3);
        min-height: 40px;
        align-self: center;
        border: 1px solid var(--line);
        border-radius: var(--r2);
        font-size: var(--text-sm);
        white-space: nowrap;
        color: var(--ink-2);
      }
      .find:hover {
        background: var(--surface-2);
        color: var(--ink);
      }
      .find svg {
        width: 18px;
        height: 18px;
      }
      @media (min-width: 1400px) {
        .find {
          min-width: 176px;
        }
        .find kbd:first-of-type {
          margin-inline-start: auto;
        }
      }
      @media (max-width: 1240px) {
        .tool {
          min-width: 0;
          padding: var(--s1);
        }
        .find kbd {
          display: none;
        }
      }
      @media (max-width: 1060px) {
        .tool kbd {
          display: none;
        }
      }
    `,
  ];

  constructor() {
    super();
    /** Whether to show all tools, without a menu. */
    this.all = false;
    /** The action of the only tool to show; empty for all. */
    this.only = '';
    new SignalController(
      this,
      () => this.view?.cell,
      (cell) => cell === null,
    );
  }

  render() {
    const { view } = this;
    if (!view) return nothing;
    const room = view.page === 'presenter' ? view.room : null;
    const tools = [...(room ? this.#presenting(view, room) : []), ...this.#rest(view, room)].filter(({ action }) =>
      source.can(action),
    );
    if (this.only) return tools.filter(({ action }) => action === this.only).map((tool) => this.#icon(tool));
    if (room && !this.all) return this.#stage([...tools.slice(0, STAGE), talkOf(view)]);
    return html`<div class="tools" role="toolbar" aria-label=${words.text('bar.label')}>
      ${this.all ? this.#icon({ action: 'find' }) : nothing} ${tools.map((tool) => this.#icon(tool))}
      ${room || this.slot !== '' || !words.has('bar.talkList') || !source.can('talkList') ? nothing : this.#named(talkOf(view))}
    </div>`;
  }

  /** The tools for presenting, those of the bar first. @param {View} view @param {Room} room @returns {Tool[]} */
  #presenting(view, room) {
    return [
      { action: 'laser', label: view.pointing ? 'laserOff' : 'laser', icon: 'laser', pressed: view.pointing },
      { action: 'question', pressed: Boolean(room.parts.prediction) },
      { action: 'why', pressed: Boolean(view.why) },
      { action: 'blank', label: view.blank ? 'unblank' : 'blank', icon: 'blank', pressed: view.blank },
      view.computing
        ? { action: 'stop' }
        : {
            action: 'undo',
            off: !room.parts.undo,
            title: room.parts.undo ? words.text(`undo.${room.parts.undo}`) : '',
          },
      { action: 'mark', off: view.cell.value === null },
      { action: 'share', label: room.parts.sharing ? 'unshare' : 'share', icon: 'share', pressed: room.parts.sharing },
      { action: 'ready' },
      { action: 'prompt' },
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
      ...(!room && words.has('bar.why') ? [{ action: 'why', pressed: Boolean(view.why) }] : []),
      { action: 'flight' },
      ...(view.checkpoints ? [{ action: 'checkpoints', pressed: view.checkpoints.isOpen }] : []),
      ...(room
        ? [
            { action: 'unmark', off: (room.parts.marks?.length ?? 0) === 0 },
            { action: 'copy', label: view.copy ? 'copyOff' : 'copy', icon: 'copy', pressed: view.copy },
            { action: 'gather', pressed: room.lobby },
            this.#rehearsal(room),
          ]
        : []),
    ];
  }

  /** @param {Room} room @returns {Tool} */
  #rehearsal({ parts }) {
    const action = parts.rehearsal ? 'rehearseEnd' : 'rehearse';
    return { action, icon: 'question', title: words.text(`find.action.${action}`) };
  }

  /** @param {Tool} tool */
  #icon(tool) {
    const { action, icon = action, pressed, off = false } = tool,
      name = this.#nameOf(tool);
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

  /** The presenter's bar. @param {Tool[]} tools */
  #stage(tools) {
    return html`<div class="stage" role="toolbar" aria-label=${words.text('bar.label')}>
      ${tools.map((tool) => this.#named(tool))}
      <button class="find" @click=${() => ask(this, 'find')}>
        ${icons.find}<span>${words.text('bar.find')}</span> ${this.#caps('find')}
      </button>
    </div>`;
  }

  /** A tool with its word and its key. @param {Tool} tool */
  #named(tool) {
    const { action, icon = action, pressed, off = false } = tool;
    return html`<button
      class="tool"
      title=${this.#nameOf(tool)}
      aria-pressed=${pressed === undefined ? nothing : String(pressed)}
      ?disabled=${off}
      @click=${() => ask(this, action)}
    >
      ${iconOf.get(icon)}<span>${words.text(`bar.short.${action}`)} ${this.#caps(action === 'stop' ? 'escape' : action)}</span>
    </button>`;
  }

  /** The labels of the key that does the same, once they are here. @param {string} action */
  #caps(action) {
    return (this.view?.capsOf?.(action) ?? []).map((cap) => html`<kbd aria-hidden="true">${cap}</kbd>`);
  }

  /** @param {Tool} tool */
  #nameOf({ action, label = action, title = '' }) {
    return title || words.text(`bar.${label}`);
  }
}

customElements.define('orrery-tools', Tools);
