/**
 * Both runs as grids of layers by places. A value is dragged from the one into the other with a mouse or a pen; with keys and
 * fingers it is picked there and dropped here. The grid on the right says what each one recovers, once everything was tried.
 */
import { css, html, LitElement, nothing } from 'lit';
import { shared } from '../../../ui/styles.js';
import { words } from '../../../ui/words.js';
import { LETTER } from './layout.js';
import { LEAST_WRITTEN, shareOf } from './patch-cells.js';

/** A press that moves further is a drag, px. */
const DRAG = 5;
/** A cell with a figure is at least so high, px. */
const FIGURE = 15;
const INK = 0.55;

const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

class PatchGrids extends LitElement {
  static properties = {
    rows: { attribute: false },
    heads: { attribute: false },
    names: { attribute: false },
    answer: { attribute: false },
    chosen: {},
    reach: { attribute: false },
    differing: { attribute: false },
    layout: { attribute: false },
    mayPut: { type: Boolean },
    picked: { state: true },
    ghost: { state: true },
  };

  static styles = [
    shared,
    css`
      :host {
        overflow: auto;
        --empty: color-mix(in oklab, var(--ink) 9%, var(--surface));
      }
      .beside,
      .stacked {
        display: flex;
        gap: var(--s4);
      }
      /* as wide as its table, however long its name */
      .beside figure {
        flex: none;
        width: min-content;
      }
      .beside {
        align-items: flex-end;
      }
      .stacked {
        flex-direction: column;
        gap: var(--s3);
      }
      figure {
        margin: 0;
        min-width: 0;
        padding: var(--s1) 0;
        border-radius: var(--r3);
        background: color-mix(in srgb, var(--surface) 80%, transparent);
      }
      figcaption {
        padding-left: var(--s2);
        color: var(--ink-2);
        font-size: var(--why-text);
        font-weight: var(--w-strong);
      }
      .into figcaption {
        color: var(--accent);
      }
      table {
        border-spacing: 2px 1px;
        table-layout: fixed;
      }
      th {
        padding: 0;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
        font-weight: var(--w-regular);
        color: var(--ink-3);
        line-height: 1.2;
      }
      /* both grids begin at one height, however long their words */
      thead th {
        height: var(--tall);
        vertical-align: bottom;
      }
      thead .group th {
        height: auto;
        overflow: visible;
        line-height: 1.25;
      }
      thead .stream {
        color: var(--ink-2);
      }
      thead .differs {
        color: var(--accent);
        font-weight: var(--w-strong);
      }
      .turned bdi {
        writing-mode: vertical-rl;
        transform: rotate(180deg);
        max-height: var(--tall);
        overflow: hidden;
        text-overflow: ellipsis;
      }
      /* a row's number may be higher than the row */
      tbody th {
        padding-right: 4px;
        overflow: visible;
        text-align: right;
        line-height: 0;
      }
      td {
        padding: 0;
      }
      td button {
        display: block;
        width: 100%;
        height: var(--cell);
        overflow: hidden;
        border-radius: 2px;
        line-height: 1;
        color: var(--ink);
        background: var(--empty);
        transition: none;
      }
      td.head button {
        border-radius: 6px;
      }
      .from td.stream button {
        background: color-mix(in oklab, var(--act) 32%, var(--empty));
      }
      .from td.stream.differs button {
        background: color-mix(in oklab, var(--act) 55%, var(--empty));
      }
      .from td button:not([disabled]) {
        cursor: grab;
      }
      td button[disabled] {
        opacity: 1;
      }
      .into .reached button {
        background: color-mix(in oklab, var(--accent) 30%, var(--empty));
      }
      .into .more button {
        background: color-mix(in oklab, var(--p) calc(var(--share) * 100%), var(--empty));
      }
      .into .less button {
        background: color-mix(in oklab, var(--weight) calc(var(--share) * 75%), var(--empty));
      }
      .into .reached.more button,
      .into .reached.less button {
        box-shadow: inset 0 0 0 1px color-mix(in oklab, var(--accent) 70%, transparent);
      }
      .more.strong button {
        color: var(--bg);
      }
      td.active button,
      .into .active.more button,
      .into .active.less button {
        box-shadow: none;
        outline: 2px solid var(--accent);
        outline-offset: 0;
      }
      .from td.active button {
        background: var(--accent);
      }
      .waits {
        border-radius: var(--r2);
        outline: 2px dashed var(--accent);
        outline-offset: 3px;
      }
      td button:focus-visible {
        outline: 2px solid var(--ink);
        outline-offset: 0;
      }
      .ghost {
        position: fixed;
        z-index: 5;
        padding: 2px 8px;
        border-radius: var(--r2);
        color: var(--accent-ink);
        background: var(--accent);
        font-weight: var(--w-strong);
        transform: translate(10px, -120%);
        pointer-events: none;
      }
    `,
  ];

  /** Whether the press under way has been a drag: then the click that ends it is none. */
  #dragged = false;

  constructor() {
    super();
    /** By layer. @type {import('./patch-cells.js').Cell[][]} */
    this.rows = [];
    /** What stands above each column of a grid. @type {Record<'from' | 'into', {text: string, title: string, kind: string, differs?: boolean}[]>} */
    this.heads = { from: [], into: [] };
    /** Names of the grids: whose values are taken, and where they are put. @type {{from: string, into: string, nameOf: (cell: import('./patch-cells.js').Cell) => string}} */
    this.names = { from: '', into: '', nameOf: () => '' };
    /** The answer for all cells at once. @type {import('./patch-cells.js').Tried | null} */
    this.answer = null;
    /** The place of the value that was put in. */
    this.chosen = '';
    /** @type {(cell: import('./patch-cells.js').Cell) => (other: import('./patch-cells.js').Cell) => boolean} */
    this.reach = () => () => false;
    /** Positions at which the texts differ. @type {number[]} */
    this.differing = [];
    /** Sizes, px; `both`: whether there are two grids. */
    this.layout = {
      both: true,
      beside: false,
      label: 24,
      stream: 30,
      head: 20,
      height: 20,
      turned: false,
      mlp: 28,
      names: 20,
      text: 12,
    };
    this.mayPut = false;
    /** The place that is picked, and not yet dropped. */
    this.picked = '';
    /** The value that is being dragged, and where the pointer is. @type {{x: number, y: number, text: string} | null} */
    this.ghost = null;
  }

  render() {
    const { layout, names, ghost } = this;
    return html`<div class=${layout.beside ? 'beside' : 'stacked'} data-keys="grid" @own-key=${this.#key} @pointerdown=${{ handleEvent: () => (this.#dragged = false), capture: true }}>
        ${layout.both ? this.#grid('from', names.from) : nothing} ${this.#grid('into', names.into)}
      </div>
      ${ghost ? html`<div class="ghost" style=${`left:${ghost.x}px;top:${ghost.y}px`}>${ghost.text}</div>` : nothing}`;
  }

  /** @param {'from' | 'into'} side @param {string} name */
  #grid(side, name) {
    const { layout, rows } = this;
    const heads = this.heads[side];
    const active = this.picked || this.chosen;
    const at = rows.flat().find(({ place }) => place === active);
    const isReached = side === 'into' && at ? this.reach(at) : () => false;
    // rows may be lower than a number
    const every = [1, 5, 10].find((rows) => rows * (layout.height + 1) > layout.text * 1.05) ?? 20;
    const hasFirst = every === 1 || (every - 1) * (layout.height + 1) > layout.text;
    const widths = heads.map(({ kind }) =>
      kind === 'stream' ? layout.stream : kind === 'mlp' ? layout.mlp : layout.head,
    );
    const width = layout.label + widths.reduce((sum, each) => sum + each + 2, 2);
    return html`<figure class="grid ${side} ${this.picked && side === 'into' ? 'waits' : ''}">
      <figcaption>${name}</figcaption>
      <table role="grid" aria-label=${name} style=${`width:${width}px;--cell:${layout.height}px;--tall:${layout.names}px;font-size:${layout.text}px`}>
        <thead>
          ${headsLine(heads)}
          <tr>
            <th style=${`width:${layout.label}px`}></th>
            ${heads.map(
              ({ text, title, kind, differs }, i) =>
                html`<th scope="col" class="${kind} ${differs ? 'differs' : ''} ${layout.turned && kind === 'stream' ? 'turned' : ''}" style=${`width:${widths[i]}px`} title=${title}><bdi>${text}</bdi></th>`,
            )}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (cells, layer) => html`<tr>
              <th scope="row">${(layer === 0 && hasFirst) || (layer + 1) % every === 0 ? layer + 1 : nothing}</th>
              ${cells.map((cell, i) => this.#cell(cell, side, active, isReached(cell), widths[i]))}
            </tr>`,
          )}
        </tbody>
      </table>
    </figure>`;
  }

  /** @param {import('./patch-cells.js').Cell} cell @param {'from' | 'into'} side @param {string} active @param {boolean} reached @param {number} width */
  #cell(cell, side, active, reached, width) {
    const { answer, names, layout } = this;
    const share = side === 'into' && answer ? shareOf(answer, cell) : null;
    const size = Math.min(1, Math.abs(share ?? 0));
    const isActive = cell.place === active;
    const kinds = [
      cell.kind,
      isActive ? 'active' : '',
      reached ? 'reached' : '',
      share === null ? '' : share >= 0 ? 'more' : 'less',
      size > INK ? 'strong' : '',
      cell.position !== null && this.differing.includes(cell.position) ? 'differs' : '',
    ].join(' ');
    const said =
      share === null
        ? names.nameOf(cell)
        : `${names.nameOf(cell)}: ${words.text('why.patch.percent', { share: words.number(100 * share, 0) })}`;
    const written = share === null || Math.abs(share) < LEAST_WRITTEN ? '' : words.number(100 * share, 0);
    const figure = layout.height >= FIGURE && written.length * layout.text * LETTER <= width ? written : '';
    return html`<td class=${kinds}>
      <button
        style=${`--share:${size}`}
        data-place=${cell.place}
        data-share=${share ?? nothing}
        tabindex=${isActive || (!active && cell === this.rows[0]?.[0]) ? 0 : -1}
        title=${said}
        aria-label=${said}
        aria-pressed=${String(isActive)}
        ?disabled=${!this.mayPut}
        @pointerdown=${side === 'from' ? (/** @type {PointerEvent} */ event) => this.#drag(event, cell) : nothing}
        @click=${(/** @type {MouseEvent} */ event) => this.#press(event, cell, side)}
      >
        ${figure}
      </button>
    </td>`;
  }

  /** @param {MouseEvent} event @param {import('./patch-cells.js').Cell} cell @param {'from' | 'into'} side */
  #press(event, cell, side) {
    if (this.#dragged && event.detail > 0) return;
    if (side === 'from') this.picked = this.picked === cell.place ? '' : cell.place;
    // a picked value has its place: it is dropped wherever the other grid is pressed
    else this.#put(this.picked || (cell.place === this.chosen ? '' : cell.place));
    if (side === 'from' && this.picked)
      this.updateComplete.then(() => this.#button('into', this.picked)?.focus({ preventScroll: true }));
  }

  /** @param {string} place empty: takes the value out again */
  #put(place) {
    this.picked = '';
    this.dispatchEvent(new CustomEvent('put', { detail: place }));
  }

  /** @param {string} side @param {string} place */
  #button(side, place) {
    return /** @type {HTMLElement | null} */ (this.renderRoot.querySelector(`.${side} [data-place='${place}']`));
  }

  /** @param {PointerEvent} down @param {import('./patch-cells.js').Cell} cell */
  #drag(down, cell) {
    if (down.pointerType === 'touch' || down.button !== 0) return;
    const moved = (/** @type {PointerEvent} */ event) => {
      if (!this.ghost && Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) < DRAG) return;
      this.picked = cell.place;
      this.ghost = { x: event.clientX, y: event.clientY, text: this.names.nameOf(cell) };
    };
    const over = new AbortController();
    const ended = (/** @type {PointerEvent} */ event) => {
      over.abort();
      if (!this.ghost) return;
      this.ghost = null;
      const at = /** @type {ShadowRoot} */ (this.renderRoot).elementFromPoint(event.clientX, event.clientY);
      if (event.type === 'pointerup' && at?.closest('.into')) this.#put(cell.place);
      else this.picked = '';
      this.#dragged = true;
    };
    window.addEventListener('pointermove', moved, { signal: over.signal });
    window.addEventListener('pointerup', ended, { signal: over.signal });
    window.addEventListener('pointercancel', ended, { signal: over.signal });
  }

  /** @param {CustomEvent<string>} event */
  #key(event) {
    if (event.detail === 'Escape' && this.picked) {
      const { picked } = this;
      this.picked = '';
      this.#button('from', picked)?.focus();
      event.preventDefault();
      return;
    }
    const target = /** @type {ShadowRoot} */ (this.renderRoot).activeElement;
    if (!(target instanceof HTMLElement)) return;
    const move = MOVES[/** @type {keyof typeof MOVES} */ (event.detail)];
    const side = target.closest('.grid')?.classList.contains('from') ? 'from' : 'into';
    const layer = this.rows.findIndex((cells) => cells.some(({ place }) => place === target.dataset.place));
    if (!move || layer < 0) return;
    const column = this.rows[layer].findIndex(({ place }) => place === target.dataset.place);
    const next = this.rows[layer + move[0]]?.[column + move[1]];
    if (next) this.#button(side, next.place)?.focus();
    event.preventDefault();
  }
}

/** What the numbers above the columns of heads are. @param {{kind: string}[]} heads of all columns */
function headsLine(heads) {
  const count = heads.filter(({ kind }) => kind === 'head').length;
  const before = heads.findIndex(({ kind }) => kind === 'head');
  return count === 0
    ? nothing
    : html`<tr class="group"><th colspan=${before + 1}></th><th class="heads" scope="colgroup" colspan=${count}>${words.text('why.votes.headRows')}</th></tr>`;
}

customElements.define('orrery-why-patch-grids', PatchGrids);
