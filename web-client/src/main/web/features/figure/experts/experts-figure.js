/**
 * A router's step: how likely each expert is for a word, which are taken, what those compute, and below them which words of the text went to
 * which expert. For the driver each expert is a switch.
 *
 * @typedef {import('../figure.js').FigureContext} FigureContext
 * @typedef {import('../figure-of.js').ExpertsKind} ExpertsKind
 * @typedef {import('./experts.js').Column} Column
 */
import { css, html, LitElement, nothing, svg } from 'lit';
import { insist } from '../../../live/retry.js';
import { changesOf } from '../../../model/changes.js';
import { takenAt } from '../../../scene/layout/experts-layout.js';
import { cellColour, css as colour, mix } from '../../../scene/render/colour.js';
import { loadLate } from '../../../ui/late-words.js';
import { plain, rich } from '../../../ui/rich-text.js';
import { wordOf } from '../../../ui/running-word.js';
import { shared } from '../../../ui/styles.js';
import { words } from '../../../ui/words.js';
import { formOf, positionOf, wordAt } from '../strips/frame.js';
import { pooledTo } from '../strips/strip-grid.js';
import { columnsOf, wholePercents } from './experts.js';

/** Font sizes, the least width of a column, heights of a word's row, of a plate and of the greatest bar, px. */
const SIZES = {
  normal: { px: 17, small: 15, least: 92, row: 30, plate: 62, bar: 150 },
  hall: { px: 28, small: 28, least: 116, row: 42, plate: 72, bar: 150 },
  narrow: { px: 13, small: 11, least: 42, row: 20, plate: 30, bar: 80 },
};
const WIDEST = 170;
/** A plate's cells: columns and rows. */
const CELLS = { columns: 8, rows: 5 };

/** Width of the button that shows the machine, px. */
const BUTTON = 160;

/** Height of the note that says what is changed, px. */
const NOTE = 56;

/** @type {Promise<void> | null} */
let loading = null;
let isHere = false;

class ExpertsFigure extends LitElement {
  static properties = { context: { attribute: false }, kind: { attribute: false } };

  static styles = [
    shared,
    css`
      :host {
        display: flex;
        flex-direction: column;
        gap: var(--s2);
        height: 100%;
      }
      h2 {
        font-size: var(--figure-title);
        font-weight: var(--w-strong);
        line-height: var(--lh-tight);
      }
      h2 strong {
        color: var(--accent);
      }
      p {
        color: var(--ink-2);
      }
      svg {
        flex: none;
        stroke: none;
        stroke-width: 1;
        overflow: visible;
        font-family: var(--font);
      }
      .drawing {
        position: relative;
        flex: none;
      }
      button {
        position: absolute;
        min-width: 0;
        min-height: 0;
      }
      .word {
        cursor: pointer;
      }
    `,
  ];

  constructor() {
    super();
    this.context = /** @type {FigureContext} */ (/** @type {unknown} */ (null));
    this.kind = /** @type {ExpertsKind} */ (/** @type {unknown} */ (null));
  }

  connectedCallback() {
    super.connectedCallback();
    loading ??= insist(() => loadLate('experts', () => this.requestUpdate())).then(() => {
      isHere = true;
    });
    loading.then(() => this.requestUpdate());
  }

  render() {
    const { context, kind } = this;
    const chosen = isHere && context ? choiceOf(context, kind) : null;
    if (!chosen) return nothing;
    const { area, graph, measure, running } = context;
    const form = formOf(area);
    const { taken, weights, position } = chosen;
    const now = takenAt(taken, position);
    const mix = wholePercents(now.map((expert) => weights[expert]));
    const unit = String(graph.model?.reads ?? '');
    const title = words.text('experts.title', {
      word: wordAt(context, position),
      count: now.length,
      experts: words.list(now.map((expert) => words.number(expert + 1, 0))),
      mixed: now.length > 1 ? 'yes' : 'no',
      mix: mix.map((percent) => words.number(percent, 0)).join('\u00a0:\u00a0'),
    });
    const said = words.text('experts.said', { idle: chosen.probs.length - now.length, unit });
    // the button that shows the machine stands beside the title
    const wide = area.width - (form === 'normal' ? BUTTON : 0);
    const lines = Math.ceil(measure(plain(title), context.title) / wide);
    const isSaid = form === 'normal';
    const above =
      lines * context.title * 1.3 +
      8 +
      (isSaid ? Math.ceil(measure(plain(said), running.px, 400) / area.width) * running.line + 8 : 0);
    // in columns the note that says what is changed stands over the foot of the area
    const noted = form === 'normal' && changesOf(context.trace.info).length > 0 ? NOTE : 0;
    const height = Math.max(60, area.height - above - noted - (area.narrow ? 30 : 0));
    const { drawn, presses } = this.#drawing(chosen, height);
    return html`<h2 style=${`width:${wide}px`}>${rich(title)}</h2>
      ${isSaid ? html`<p>${rich(said)}</p>` : nothing}
      <div class="drawing">
        <svg viewBox=${`0 0 ${area.width} ${height}`} style=${`width:${area.width}px;height:${height}px`} role="img" aria-label=${plain(title)}>${drawn}</svg>
        ${presses}
      </div>`;
  }

  /** @param {NonNullable<ReturnType<typeof choiceOf>>} chosen @param {number} height */
  #drawing({ probs, taken, position, neurons }, height) {
    const { context, kind } = this;
    const { area, palette } = context;
    const { px, small, least, row, plate: thick, bar } = SIZES[formOf(area)];
    const columns = columnsOf({ probs, taken, position, most: Math.max(2, Math.floor(area.width / least)) });
    const wide = Math.min(WIDEST, area.width / columns.length);
    const changes = changesOf(context.trace.info);
    const slots = takenAt(taken, position);
    const ink = colour(palette.ink),
      quiet = colour(mix(palette.ink, palette.background, 0.3)),
      line = colour(mix(palette.ink, palette.background, 0.6)),
      dim = colour(mix(palette.roles.aggregate, palette.background, 0.65));
    const highest = Math.min(bar, height * 0.16),
      plate = Math.min(thick, height * 0.15);
    const head = small * 1.5 + px * 1.4;
    const barFoot = head + highest,
      plateTop = barFoot + 4,
      nameAt = plateTop + plate + px * 1.15,
      listTop = nameAt + small * 1.5;
    const most = Math.max(1, Math.floor((height - listTop) / row));
    /** @type {unknown[]} */
    const presses = [];
    const greatest = Math.max(...columns.map(({ share }) => share), 1e-9);
    const column = (
      /** @type {Column} */ { experts, share, percent, isTaken, words: went },
      /** @type {number} */ c,
    ) => {
      const x = c * wide,
        middle = x + wide / 2,
        inner = wide * 0.88;
      const [expert] = experts;
      const isOne = experts.length === 1;
      const change = isOne
        ? changes.find(({ node, head: of }) => node === kind.logits.name && of === expert)
        : undefined;
      const high = Math.max(2, (highest * share) / greatest);
      const name = isOne ? words.number(expert + 1, 0) : words.text('experts.others', { count: experts.length });
      const state = change ? words.text(`experts.${change.mode === 'off' ? 'off' : 'forced'}`) : '';
      const shown = went.length > most ? went.slice(went.length - most + 1) : went;
      const slot = isOne && isTaken ? slots.indexOf(expert) : -1;
      const weight = isTaken ? 700 : 400;
      const box = { x: x + (wide - inner) / 2, y: plateTop, wide: inner, high: plate };
      if (isOne && context.mayDrive && !area.hall) presses.push(this.#press(expert, change, box));
      return svg`<g class="expert" data-experts=${experts.join()} data-share=${share} data-taken=${isTaken} data-state=${change?.mode ?? ''}>
        <rect x=${middle - inner * 0.3} width=${inner * 0.6} y=${barFoot - high} height=${high} rx="2" fill=${isTaken ? colour(palette.roles.aggregate) : dim} />
        <text x=${middle} y=${barFoot - high - small * 0.4} text-anchor="middle" font-size=${px} font-weight=${weight} fill=${isTaken ? ink : quiet}>${words.number(percent, 0)}</text>
        ${this.#plate(box, { isTaken, isChanged: change !== undefined, cells: slot < 0 || !neurons ? null : { data: neurons.data.subarray(slot * neurons.each, (slot + 1) * neurons.each), scale: neurons.scale }, line })}
        <text x=${middle} y=${nameAt} text-anchor="middle" font-size=${px} font-weight=${weight} fill=${isTaken ? ink : quiet}>${name}</text>
        ${state ? svg`<text x=${middle} y=${nameAt + small * 1.05} text-anchor="middle" font-size=${small} font-weight="600" fill=${colour(palette.accent)}>${state}</text>` : nothing}
        ${went.length > most ? svg`<text x=${middle} y=${listTop + row * 0.7} text-anchor="middle" font-size=${small} fill=${quiet}>${words.text('experts.more', { count: went.length - shown.length })}</text>` : nothing}
        ${shown.map((at, i) => this.#word(at, { x: x + (wide - inner) / 2, y: listTop + (i + (went.length > most ? 1 : 0)) * row, wide: inner, high: row - 4 }, { px: small, isNow: at === position, isTaken }))}
      </g>`;
    };
    const drawn = svg`<text x="0" y=${small} font-size=${small} fill=${quiet}>${words.text('experts.likely')}</text>${columns.map(column)}`;
    return { drawn, presses };
  }

  /**
   * An expert, as a plate with what its neurons have; dark if it is not taken.
   * @param {{x: number, y: number, wide: number, high: number}} box
   * @param {{isTaken: boolean, isChanged: boolean, cells: {data: Float32Array, scale: number} | null, line: string}} how
   */
  #plate({ x, y, wide, high }, { isTaken, isChanged, cells, line }) {
    const { palette } = this.context;
    const { columns } = CELLS;
    const pools = cells && Array.from(pooledTo(cells.data, Math.min(columns * CELLS.rows, cells.data.length)));
    const rows = Math.ceil((pools?.length ?? 1) / columns);
    const w = (wide - 8) / columns,
      h = (high - 8) / rows;
    const frame = isTaken ? colour(palette.accent) : line;
    const drawn = svg`<rect x=${x} y=${y} width=${wide} height=${high} rx="6" fill=${colour(mix(palette.background, palette.ink, 0.06))} stroke=${frame} stroke-width=${isTaken ? 2 : 1} stroke-dasharray=${isChanged ? '6 4' : nothing} />
      ${pools ? pools.map((value, i) => svg`<rect x=${x + 4 + (i % columns) * w} y=${y + 4 + Math.floor(i / columns) * h} width=${Math.max(1, w - 1)} height=${Math.max(1, h - 1)} fill=${colour(cellColour(value, cells?.scale ?? 1, 'activation', palette))} />`) : nothing}`;
    return drawn;
  }

  /**
   * An expert's switch: off, forced, and as the router decides.
   * @param {number} expert @param {import('../../../model/changes.js').Change | undefined} change @param {{x: number, y: number, wide: number, high: number}} box
   */
  #press(expert, change, { x, y, wide, high }) {
    const { context, kind } = this;
    const press = () => {
      if (!change) return context.ask('switch', { node: kind.logits.name, head: expert, mode: 'off', factor: 1 });
      const at = changesOf(context.trace.info).findIndex(
        ({ node, head }) => node === change.node && head === change.head,
      );
      if (change.mode === 'off') return context.ask('replaceChange', { at, mode: 'force' });
      return context.ask('removeChange', at);
    };
    const says = words.text(`experts.press.${change?.mode ?? 'none'}`, { n: expert + 1 });
    return html`<button aria-label=${says} title=${says} data-press=${expert} style=${`left:${x}px;top:${y}px;width:${wide}px;height:${high}px`} @click=${press}></button>`;
  }

  /** @param {number} position @param {{x: number, y: number, wide: number, high: number}} box @param {{px: number, isNow: boolean, isTaken: boolean}} how */
  #word(position, { x, y, wide, high }, { px, isNow, isTaken }) {
    const { context } = this;
    const { palette, trace, measure } = context;
    const fill = isNow ? palette.accent : mix(palette.background, palette.ink, isTaken ? 0.16 : 0.06);
    const text = fitted(wordOf(trace.text[position]), wide - 6, (part) => measure(part, px));
    const written = isNow ? palette.background : mix(palette.ink, palette.background, isTaken ? 0 : 0.3);
    return svg`<g class="word" data-position=${position} @pointerenter=${() => context.read(position)} @pointerleave=${() => context.read(null)} @click=${() => context.hold(position)}>
      <rect x=${x} y=${y} width=${wide} height=${high} rx="4" fill=${colour(fill)} />
      <text translate="no" x=${x + wide / 2} y=${y + high / 2} dy=".35em" text-anchor="middle" font-size=${px} font-weight=${isNow ? 700 : 400} fill=${colour(written)}>${text}</text>
    </g>`;
  }
}

/** A text, cut off where it has no room. @param {string} text @param {number} width px @param {(text: string) => number} measure */
function fitted(text, width, measure) {
  if (measure(text) <= width) return text;
  const letters = [...text];
  while (letters.length > 1 && measure(`${letters.join('')}…`) > width) letters.pop();
  return `${letters.join('')}…`;
}

/** The numbers of the step at the position; null until they are here. @param {FigureContext} context @param {ExpertsKind} kind */
function choiceOf(context, { node, probs, taken, neurons }) {
  const { graph, trace, numbers } = context;
  const position = positionOf(context);
  const [all, chosen, weights] = [probs, taken, node].map(({ name }) => numbers.part(graph, trace, name));
  if (!all || !chosen || !weights) return null;
  const count = all.shape[1];
  const at = (/** @type {{data: Float32Array}} */ { data }) => data.subarray(position * count, (position + 1) * count);
  const values = neurons && numbers.part(graph, trace, neurons.name, { pos: [position, position + 1] });
  return {
    position,
    probs: at(all),
    weights: at(weights),
    taken: chosen,
    neurons: values && { data: values.data, each: values.shape[2], scale: values.scale },
  };
}

customElements.define('orrery-experts', ExpertsFigure);

/** @param {FigureContext} context @param {ExpertsKind} kind @returns {unknown} null until the numbers are here */
export function expertsFigure(context, kind) {
  return choiceOf(context, kind) && html`<orrery-experts .context=${context} .kind=${kind}></orrery-experts>`;
}
