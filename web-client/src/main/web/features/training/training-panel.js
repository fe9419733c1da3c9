/** A training that is watched: its loss for everybody, and its controls for whoever moves the walk. */
import { css, html, nothing, svg } from 'lit';
import { ask } from '../../ui/ask.js';
import { shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';
import { words } from '../../ui/words.js';
import { curvePoints } from './curve.js';

const WIDTH = 320,
  HEIGHT = 72;
/** The most updates in a second; 0: as many as the server has time for. */
const SPEEDS = [1, 5, 25, 0];
const DIGITS = 2;

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
        width: 360px;
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
        width: 100%;
        border-bottom: 1px solid var(--line);
        overflow: visible;
      }
      polyline {
        fill: none;
        stroke: var(--p);
        stroke-width: 2;
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
        top: 140px;
        width: 480px;
      }
      :host(.projector) .at,
      :host(.projector) h2 {
        font-size: 28px;
        color: var(--ink);
      }
      :host(.projector) .note {
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
        :host(:not(.projector)) svg {
          height: 40px;
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
      <p class="at">${words.text('training.at', { update, updates })} · ${words.text('training.seed', { seed: String(course.seed) })}</p>
      ${svg`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label=${this.#curveWords(curve)}>
        <polyline vector-effect="non-scaling-stroke" points=${curvePoints(curve, updates, WIDTH, HEIGHT)}></polyline></svg>`}
      <p class="at">${last ? words.text('training.lossOf', { loss: words.number(last.loss, DIGITS) }) : words.text('training.lossBefore')}</p>
      ${running ? html`<p class="note">${words.text('training.rough')}</p>` : nothing}
      ${saved ? nothing : html`<p class="note warn" role="alert">${words.text('training.unsaved')}</p>`}
      ${view.mayDrive ? this.#controls(course) : nothing}
    </section>`;
  }

  #curveWords(curve) {
    if (curve.length === 0) return words.text('training.lossBefore');
    const [first, last] = [curve[0], curve.at(-1)].map(({ loss }) => words.number(loss, DIGITS));
    return words.text('training.curve', { first, last });
  }

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
          (speed) => html`<button class="plain" aria-pressed=${String(speed === perSecond)} @click=${() => ask(this, 'trainSpeed', speed)}>
            ${speed === 0 ? words.text('training.all') : speed}
          </button>`,
        )}
      </div>`;
  }
}

customElements.define('orrery-training', TrainingPanel);
