/**
 * A training that is watched: its loss for everybody, and its controls for the driver.
 *
 * @typedef {import('./training-alone.js').Course} Course
 * @typedef {import('./curve.js').Point} Point
 */
import { css, html, nothing, svg } from 'lit';
import { ask } from '../../ui/ask.js';
import { shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';
import { words } from '../../ui/words.js';
import { BLIND, chartOf } from './curve.js';

/** The plot, without the numbers at its axes, in the units of its drawing. */
const WIDTH = 320,
  HEIGHT = 150;
/** Space for the numbers at the left and below. */
const LEFT = 52,
  BELOW = 26;
/** The most updates in a second; 0: as many as the server has time for. */
const SPEEDS = [1, 5, 25, 0];
const DIGITS = 2;

/** A mark at the axis has no more decimals than it needs. @param {number} value */
const decimals = (value) => (value >= 1 || value === 0 ? 0 : Math.ceil(-Math.log10(value) - 1e-9));

export class TrainingPanel extends ViewElement {
  static properties = { course: { attribute: false } };

  static styles = [
    shared,
    css`
      :host {
        position: absolute;
        z-index: 2;
        right: calc(var(--edge) + var(--panel-right) + 16px);
        top: 108px;
        width: 420px;
      }
      section {
        display: grid;
        gap: var(--s2);
        padding: var(--s3) var(--s4);
      }
      h2 {
        font-size: var(--text-md);
        font-weight: var(--w-strong);
      }
      .at,
      .note {
        font-size: var(--text-sm);
        color: var(--ink-2);
      }
      .warn {
        color: var(--warn);
      }
      svg {
        display: var(--training-chart, block);
        width: 100%;
        height: auto;
        overflow: visible;
      }
      svg text {
        fill: var(--ink-2);
        font-size: 13px;
      }
      svg .loss {
        text-anchor: end;
        dominant-baseline: central;
      }
      svg .update {
        text-anchor: middle;
      }
      svg .update:last-of-type {
        text-anchor: end;
      }
      line {
        stroke: var(--line);
      }
      .blind {
        stroke: var(--ink-2);
        stroke-dasharray: 4 4;
      }
      polyline {
        fill: none;
        stroke: var(--p);
        stroke-width: 2.5;
        stroke-linejoin: round;
      }
      .does {
        display: flex;
        flex-wrap: wrap;
        gap: var(--s1);
      }
      .does button {
        flex: 1 1 auto;
        min-height: 36px;
        padding: 0 var(--s2);
        font-size: var(--text-sm);
      }
      .does [aria-pressed='true'] {
        border-color: var(--accent);
        color: var(--accent);
      }
      :host(.projector) {
        right: 28px;
        top: 108px;
        width: 480px;
      }
      :host(.projector) .at {
        font-size: 28px;
        color: var(--ink);
      }
      :host(.projector) .note {
        display: var(--training-chart, block);
        font-size: 24px;
      }
      :host(.projector) svg text {
        fill: var(--ink);
        font-size: 18px;
      }
      :host(.projector) :is(h2, .rough) {
        display: none;
      }
      @media (max-width: 1100px) {
        :host(:not(.projector)) {
          right: 8px;
        }
      }
      @media (max-width: 720px) {
        :host(:not(.projector)) {
          top: 126px;
          width: min(300px, 100% - 16px);
        }
        svg text {
          font-size: 17px;
        }
        .does button {
          min-height: 48px;
        }
      }
    `,
  ];

  constructor() {
    super();
    /** @type {import('./training-alone.js').Course | null} */
    this.course = null;
  }

  render() {
    const { view, course } = this;
    if (!view || !course) return nothing;
    const { update, updates, curve, saved, running } = course;
    const last = curve.at(-1);
    return html`<section class="panel" aria-label=${words.text('training.title')}>
      <h2>${words.text('training.title')}</h2>
      <p class="at">${[words.text('training.at', { update, updates }), words.text('training.seed', { seed: String(course.seed) })].filter(Boolean).join(' · ')}</p>
      ${this.#chart(curve, updates)}
      <p class="at">${last ? words.text('training.lossOf', { loss: words.number(last.loss, DIGITS) }) : words.text('training.lossBefore')}</p>
      <p class="note">${words.text('training.nats', { percent: words.number(100 * Math.exp(-1), 0), blind: words.number(BLIND, DIGITS) })}</p>
      ${running ? html`<p class="note rough">${words.text('training.rough')}</p>` : nothing}
      ${saved ? nothing : html`<p class="note warn" role="alert">${words.text('training.unsaved')}</p>`}
      ${view.mayDrive ? this.#controls(course) : nothing}
    </section>`;
  }

  /** @param {import('./curve.js').Point[]} curve @param {number} updates of the whole training */
  #chart(curve, updates) {
    const { points, updates: below, losses, blind } = chartOf(curve, updates, WIDTH, HEIGHT);
    return html`<svg viewBox="${-LEFT} -10 ${LEFT + WIDTH + 4} ${10 + HEIGHT + BELOW}" role="img" aria-label=${this.#curveWords(curve)}>
      ${losses.map(
        ({ at, value }) => svg`<line x1="0" x2=${WIDTH} y1=${at} y2=${at}></line>
          <text class="loss" x="-6" y=${at}>${words.number(value, decimals(value))}</text>`,
      )}
      ${below.map(({ at, value }) => svg`<text class="update" x=${at} y=${HEIGHT + 20}>${words.number(value, 0)}</text>`)}
      <line class="blind" x1="0" x2=${WIDTH} y1=${blind} y2=${blind}></line>
      <polyline vector-effect="non-scaling-stroke" points=${points}></polyline>
    </svg>`;
  }

  /** @param {Point[]} curve */
  #curveWords(curve) {
    if (curve.length === 0) return words.text('training.lossBefore');
    const [first, last] = [curve[0], curve[curve.length - 1]].map(({ loss }) => words.number(loss, DIGITS));
    return words.text('training.curve', { first, last });
  }

  /** @param {Course} course */
  #controls({ running, update, updates, perSecond }) {
    const ended = update >= updates;
    const button = (/** @type {string} */ text, /** @type {string} */ action, off = false) =>
      html`<button class="plain" ?disabled=${off} @click=${() => ask(this, action)}>${words.text(`training.${text}`)}</button>`;
    return html`<div class="does">
        ${running ? button('pause', 'trainPause') : button('on', 'trainOn', ended)} ${button('one', 'trainStep', ended)}
        <button class="plain" ?disabled=${ended} @click=${() => ask(this, 'trainLook', 'forward')}>${words.text('update.look')}</button>
        ${button('again', 'trainAgain', running)} ${button('stop', 'trainStop')}
      </div>
      <div class="does" role="group" aria-label=${words.text('training.speed')}>
        ${SPEEDS.map(
          (
            speed,
          ) => html`<button class="plain" aria-pressed=${String(speed === perSecond)} @click=${() => ask(this, 'trainSpeed', speed)}>
            ${speed === 0 ? words.text('training.all') : speed}
          </button>`,
        )}
      </div>`;
  }
}

customElements.define('orrery-training', TrainingPanel);
