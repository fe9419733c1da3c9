/**
 * The figure of a step: its numbers at a readable size, in front of the dimmed machine. Which figure a step has is decided by
 * figure-of.js; each kind is a pure function of a {@link FigureContext}.
 *
 * @typedef {{left?: number, top?: number, right?: number, bottom?: number}} Covered  width of the panels on each side, CSS px
 *
 * @typedef {object} FigureContext  what a figure is drawn from
 * @property {import('../../model/graph.js').Graph} graph
 * @property {import('../../model/trace.js').Trace} trace
 * @property {string} step
 * @property {number} head           the head in focus, from 0
 * @property {{word?: number, joins?: number}} focus  of the step that shows how the text was cut
 * @property {number | null} reading the position that the person points at, or null
 * @property {{name: string, index: number[]} | null} held  the held cell
 * @property {boolean} isAnswerHidden whether this page does not show what comes next
 * @property {{width: number, height: number, narrow: boolean, hall: boolean}} area  the free area, px
 * @property {import('../../scene/render/colour.js').Palette} palette
 * @property {import('./figure-numbers.js').FigureNumbers} numbers
 * @property {(text: string, px: number, weight?: number) => number} measure  width of a text at a font size, px; by default of the weight 600
 * @property {number} title          font size of titles, px
 * @property {{px: number, weight: number, line: number}} running  running text: its font's size and weight, and the height of a line, px
 * @property {(position: number | null) => void} read  the pointer is over a word
 * @property {(position: number) => void} hold  a word was pressed
 * @property {(name: string, index: number[]) => void} holdCell  a number was pressed
 * @property {boolean} mayDrive      whether this person moves the walk
 * @property {(action: string, value?: any) => void} ask  asks the page for an action
 *
 * @typedef {(context: FigureContext, kind: any) => unknown} Draw
 * @typedef {import('lit').PropertyValues} PropertyValues
 * @typedef {import('../../model/graph.js').Node} Node
 */
import { css, html, nothing } from 'lit';
import { insist } from '../../live/retry.js';
import { nextStep, positionAxis, previousStep } from '../../model/graph.js';
import { isFar, readPalette } from '../../scene/render/palette.js';
import { ask } from '../../ui/ask.js';
import { shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';
import { words } from '../../ui/words.js';
import { FigureNumbers } from './figure-numbers.js';
import { figureOf, hasAxis } from './figure-of.js';
import { headIn } from './strips/vectors.js';
import { loadLate } from '../../ui/late-words.js';

/** How much of the machine is seen behind a figure. */
const BEHIND = 0.15;
/** Free space around a figure, px. */
const MARGIN = { wide: 16, narrow: 8, hall: 28 };

/** A drawing, once what it says of vectors is there, too. @param {() => Promise<Draw>} load @returns {() => Promise<Draw>} */
const ofVectors = (load) => async () => {
  const [draw] = await Promise.all([load(), words.has('vectors.nameTitle') || loadLate('vectors', () => {})]);
  return draw;
};

/** The drawing of each kind of figure. Each loads when a step has a figure of its kind, so that the first one comes early. @type {Record<import('./figure-of.js').FigureKind['kind'], () => Promise<Draw>>} */
const DRAWINGS = {
  attention: async () => (await import('./attention/attention-figure.js')).attentionFigure,
  text: async () => (await import('./text/text-figure.js')).textFigure,
  cut: async () => (await import('./cut/cut-figure.js')).cutFigure,
  experts: async () => (await import('./experts/experts-figure.js')).expertsFigure,
  lookup: ofVectors(async () => (await import('./strips/lookup-figure.js')).lookupFigure),
  sum: ofVectors(async () => (await import('./strips/sum-figure.js')).sumFigure),
  norm: ofVectors(async () => (await import('./strips/norm-figure.js')).normFigure),
  projections: ofVectors(async () => (await import('./heads/projections-figure.js')).projectionsFigure),
  rotation: ofVectors(async () => (await import('./heads/rotation-figure.js')).rotationFigure),
  gather: ofVectors(async () => (await import('./heads/gather-figure.js')).gatherFigure),
  heads: ofVectors(async () => (await import('./heads/heads-figure.js')).headsFigure),
  neurons: ofVectors(async () => (await import('./neurons/neurons-figure.js')).neuronsFigure),
  writing: ofVectors(async () => (await import('./neurons/writing-figure.js')).writingFigure),
  vector: ofVectors(async () => (await import('./strips/vector-figure.js')).vectorFigure),
  logits: ofVectors(async () => (await import('./neurons/logits-figure.js')).logitsFigure),
  probabilities: ofVectors(async () => (await import('./neurons/probabilities-figure.js')).probabilitiesFigure),
};

/** The drawings that have loaded, by kind. @type {Map<string, Draw>} */
const drawings = new Map();
/** The drawings that are loading, by kind. @type {Map<string, Promise<void>>} */
const loading = new Map();

/** Loads what draws a kind of figure. @param {import('./figure-of.js').FigureKind['kind']} kind @returns {Promise<void>} */
function load(kind) {
  const coming =
    loading.get(kind) ??
    insist(async () => {
      drawings.set(kind, await DRAWINGS[kind]());
    });
  loading.set(kind, coming);
  return coming;
}

/** Loads what draws the figures of the steps around one, whose own figure is on the screen. @param {FigureContext} of */
function loadNear({ graph, trace, step }) {
  for (const near of [nextStep(graph, step, trace.info.visits), previousStep(graph, step, trace.info.visits)]) {
    const kind = near && figureOf(graph, near.id)?.kind;
    if (kind) load(kind);
  }
}

export class Figure extends ViewElement {
  static properties = { theme: {}, form: {}, covered: { attribute: false }, reading: { state: true } };

  static styles = [
    shared,
    css`
      :host {
        position: fixed;
        inset: 0;
        /* over the machine, below the panels */
        z-index: 0;
        display: none;
      }
      :host([shown]) {
        display: block;
      }
      section {
        position: absolute;
      }
      svg {
        position: absolute;
        left: 0;
        overflow: visible;
        stroke: none;
        font-family: var(--font);
      }
      header {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        column-gap: var(--s4);
      }
      h2 {
        font-size: var(--figure-title);
        font-weight: var(--w-strong);
        line-height: var(--lh-tight);
      }
      h2 strong {
        color: var(--accent);
      }
      header p {
        flex-basis: 100%;
        color: var(--ink-2);
      }
      .turns {
        display: inline-flex;
        align-items: center;
        color: var(--ink-2);
        font-size: var(--text-sm);
      }
      .turn {
        min-width: 28px;
        min-height: 28px;
        font-size: 20px;
      }
      .narrow header {
        justify-content: space-between;
      }
      .machine {
        position: absolute;
        right: 0;
        top: 0;
        min-height: 28px;
        padding: 0 var(--s2);
        font-size: var(--text-sm);
        color: var(--ink-2);
        text-decoration: underline;
      }
      .narrow .machine {
        top: auto;
        bottom: 0;
      }
      .word,
      .ribbon,
      .press {
        cursor: pointer;
      }
      .number {
        pointer-events: none;
      }
      .word.read,
      .word.reading {
        font-weight: var(--w-strong);
      }
      .note {
        fill: var(--ink-3);
      }
      .hall header p {
        flex-basis: auto;
        font-size: 28px;
      }
    `,
  ];

  #numbers = new FigureNumbers(() => this.requestUpdate());
  /** What was drawn last: it stays until the numbers of another word have arrived. @type {{step: string, trace: string, drawn: unknown} | null} */
  #drawn = null;
  #palette = /** @type {{theme: string, colours: import('../../scene/render/colour.js').Palette} | null} */ (null);
  #pen = /** @type {CanvasRenderingContext2D} */ (document.createElement('canvas').getContext('2d'));

  constructor() {
    super();
    this.theme = 'dark';
    this.form = 'wide';
    /** @type {Covered} */
    this.covered = {};
    /** The position of the word under the pointer. @type {number | null} */
    this.reading = null;
  }

  /** Whether the figure of the step has been drawn from the run's own numbers, or the step has none. */
  get isDrawn() {
    const { step, trace } = this.view ?? {};
    return this.#kind() === null || (this.#drawn?.step === step && this.#drawn?.trace === trace?.id);
  }

  /** @param {PropertyValues | Map<PropertyKey, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('view') && changed.get('view')?.step !== this.view?.step) this.reading = null;
  }

  render() {
    const kind = this.#kind();
    this.toggleAttribute('shown', kind !== null);
    if (!kind) return nothing;
    const context = this.#context();
    this.#numbers.begin();
    const draw = drawings.get(kind.kind);
    const fresh = draw?.(context, kind);
    if (!draw) load(kind.kind).then(() => this.requestUpdate());
    const { step } = context;
    const trace = context.trace.id;
    if (fresh) {
      if (this.#drawn?.step !== step) requestAnimationFrame(() => setTimeout(loadNear, 0, context));
      this.#drawn = { step, trace, drawn: fresh };
    }
    const drawn = fresh ?? (this.#drawn?.step === step && this.#drawn.trace === trace ? this.#drawn.drawn : null);
    const { left, top } = this.#box();
    const { area } = context;
    return html`<section class=${area.hall ? 'hall' : area.narrow ? 'narrow' : ''} aria-label=${words.text('figure.label')}
      style=${`left:${left}px;top:${top}px;width:${area.width}px;height:${area.height}px;--figure-title:${context.title}px`}>
      ${drawn ?? nothing}
      ${area.hall || !kind.node ? nothing : html`<button class="machine" @click=${() => ask(this, 'focus', { kind: 'block', node: kind.node?.name, head: this.#headOf(kind.node) })}>${words.text('figure.machine')}</button>`}
    </section>`;
  }

  updated() {
    // the machine and its letters behind a figure
    const scene = /** @type {HTMLElement | null} */ (this.closest('.page')?.querySelector('orrery-scene'));
    const [canvas, overlay] = ['canvas', '.overlay'].map(
      (part) => /** @type {HTMLElement | null} */ (scene?.querySelector(part)),
    );
    const shown = this.hasAttribute('shown') || Boolean(this.view?.whyInFront);
    if (canvas) canvas.style.opacity = shown ? String(BEHIND) : '';
    if (overlay) overlay.style.visibility = shown ? 'hidden' : '';
  }

  /** The figure of the current step; null if the machine is in view. */
  #kind() {
    const { view } = this;
    if (!view?.graph || !view.trace || view.step === null || view.page === 'landing') return null;
    if (view.why) return null;
    // there, what comes next is the subject of the screen
    if (view.page === 'projector' && view.answer?.forward) return null;
    if (view.looking || view.exhibition || view.room?.lobby || (view.focus && view.focus.kind !== 'step')) return null;
    return figureOf(view.graph, view.step);
  }

  #head() {
    const focus = this.view?.focus;
    return focus?.kind === 'step' ? focus.head : 0;
  }

  /** The head of a tensor that is in focus; null if it has no heads. @param {Node} node */
  #headOf(node) {
    return hasAxis(node, 'head')
      ? headIn(/** @type {import('../../model/graph.js').Graph} */ (this.view?.graph), node, this.#head())
      : null;
  }

  /** @returns {FigureContext} */
  #context() {
    const { graph, trace, step, focus } = /** @type {import('../../ui/view.js').RunView} */ (this.view);
    const { width, height } = this.#box();
    const hall = this.view?.page === 'projector' && isFar({ ...this.#colours(), hall: true }, { width: innerWidth });
    const narrow = this.form === 'sheet' && !hall;
    return {
      graph,
      trace,
      step,
      head: Math.min(this.#head(), graph.sizes.n_heads - 1),
      focus: focus?.kind === 'step' ? focus : {},
      mayDrive: Boolean(this.view?.mayDrive),
      isAnswerHidden: trace.next.length === 0,
      held: this.view?.cell.value?.held ? this.view.cell.value : null,
      reading: this.reading ?? this.#held(),
      area: { width, height, narrow, hall },
      palette: this.#colours(),
      numbers: this.#numbers,
      measure: (text, px, weight) => this.#width(text, px, weight),
      title: hall ? 30 : narrow ? 17 : 24,
      running: this.#running(),
      read: (position) => {
        if (this.view?.page !== 'projector') this.reading = position;
      },
      hold: (position) => this.#hold(position),
      holdCell: (name, index) => {
        if (this.view?.page !== 'projector') ask(this, 'hold', { name, index });
      },
      ask: (action, value) => ask(this, action, value),
    };
  }

  /** The position at which a held cell of the run stands. */
  #held() {
    const cell = this.view?.cell.value;
    const node = cell?.held ? this.view?.graph?.nodes.get(cell.name) : undefined;
    return cell && node && !node.traits.table ? (cell.index[positionAxis(node)] ?? null) : null;
  }

  /**
   * Holds a cell of a word's, which makes it the reading word for the whole room if the driver does it: a pattern's share of
   * the word in itself, of other tensors the first cell.
   * @param {number} position
   */
  #hold(position) {
    const kind = this.#kind();
    if (!kind?.node || this.view?.page === 'projector') return;
    const head = this.#headOf(kind.node);
    const index = kind.node.axes.map(({ name }) =>
      name === 'head' ? Number(head) : name.endsWith('pos') ? position : 0,
    );
    ask(this, 'hold', { name: kind.node.name, index });
  }

  #box() {
    const { left = 0, top = 0, right = 0, bottom = 0 } = this.covered;
    const margin = this.view?.page === 'projector' ? MARGIN.hall : this.form === 'sheet' ? MARGIN.narrow : MARGIN.wide;
    // the breadcrumb is at the top of the free area
    const breadcrumb = this.view?.page === 'projector' || this.form === 'sheet' ? 0 : 36;
    return {
      left: left + margin,
      top: top + margin / 2 + breadcrumb,
      width: Math.max(80, innerWidth - left - right - 2 * margin),
      height: Math.max(80, innerHeight - top - bottom - margin - breadcrumb),
    };
  }

  #colours() {
    if (this.#palette?.theme !== this.theme)
      this.#palette = { theme: this.theme, colours: readPalette(this.theme, document.body) };
    return this.#palette.colours;
  }

  #running() {
    const { fontSize, fontWeight, lineHeight } = getComputedStyle(this);
    return { px: parseFloat(fontSize), weight: parseFloat(fontWeight), line: parseFloat(lineHeight) };
  }

  /** @param {string} text @param {number} px */
  #width(text, px, weight = 600) {
    this.#pen.font = `${weight} 100px ${getComputedStyle(this).fontFamily}`;
    return (this.#pen.measureText(text).width * px) / 100;
  }
}

customElements.define('orrery-figure', Figure);
