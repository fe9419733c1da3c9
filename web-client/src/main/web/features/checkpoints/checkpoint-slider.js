/** The slider over the checkpoints, with what these weights say of the present text, and how many inputs they sort. */
import { css, html, nothing } from 'lit';
import { ask } from '../../ui/ask.js';
import { icons } from '../../ui/icons.js';
import { shareText } from '../../ui/rounding.js';
import { shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';
import { words } from '../../ui/words.js';
import { standing } from './series.js';

/** How many of the next tokens are named. */
const MOST_NAMED = 3;

export class CheckpointSlider extends ViewElement {
  static styles = [
    shared,
    css`
      :host {
        position: absolute;
        z-index: 2;
        left: 50%;
        bottom: calc(var(--bar-bottom) + 66px);
        translate: -50% 0;
        width: min(560px, 100% - 16px);
      }
      section {
        padding: var(--s3) var(--s4);
      }
      header {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: var(--s3);
      }
      h2 {
        font-size: var(--text-md);
        font-weight: var(--w-strong);
      }
      input {
        min-height: var(--hit);
        margin: var(--s1) 0;
        accent-color: var(--accent);
      }
      .at {
        font-weight: var(--w-strong);
        line-height: 1.5;
      }
      .says,
      .score {
        font-size: var(--text-sm);
        color: var(--ink-2);
      }
      .says b {
        margin-left: var(--s2);
        color: var(--p);
        white-space: nowrap;
      }
      @media (max-width: 720px) {
        :host {
          bottom: auto;
          top: 92px;
        }
      }
    `,
  ];

  firstUpdated() {
    this.renderRoot.querySelector('input')?.focus({ preventScroll: true });
  }

  /** The browser keeps the position that a person chose, but the weights also change without that. */
  updated() {
    const input = this.renderRoot.querySelector('input');
    const series = this.view?.checkpoints;
    if (input && series) input.value = String(positionOf(series, this.view?.graph?.model.checkpoint?.update ?? null));
  }

  /** Shows the nearest checkpoint in the direction of the move. @param {number} to @param {number} from updates */
  #slid(to, from) {
    const series = this.view?.checkpoints;
    if (!series || to === from) return;
    const ahead = series.points.filter((point) =>
      to > from ? updateOf(point, series) > from : updateOf(point, series) < from,
    );
    const [nearest] = ahead.sort((a, b) => Math.abs(updateOf(a, series) - to) - Math.abs(updateOf(b, series) - to));
    if (nearest) ask(this, 'checkpoint', nearest.name);
  }

  render() {
    const series = this.view?.checkpoints;
    if (!series) return nothing;
    const { at, asked, updates, points } = series;
    const shown = this.view?.graph?.model.checkpoint?.update ?? null;
    const aim = standing(asked < 0 ? shown : points[asked].update, updates, words);
    return html`<section class="panel" aria-label=${words.text('checkpoints.title')}>
      <header>
        <h2>${words.text('checkpoints.title')}</h2>
        <button class="icon" aria-label=${words.text('checkpoints.close')} title=${words.text('checkpoints.close')} @click=${() => ask(this, 'checkpoints')}>
          ${icons.close}
        </button>
      </header>
      <p class="at" role="status">${aim}</p>
      <input
        type="range"
        min="0"
        max=${lastUpdate(series)}
        step="1"
        list="stops"
        .value=${String(positionOf(series, shown))}
        aria-label=${words.text('checkpoints.slider')}
        aria-valuetext=${aim}
        @input=${(/** @type {{target: HTMLInputElement}} */ event) => this.#slid(Number(event.target.value), positionOf(series, shown))}
      />
      <datalist id="stops">${points.map((point) => html`<option value=${updateOf(point, series)}></option>`)}</datalist>
      ${asked === at ? html`${this.#says()} ${this.#score(series)}` : nothing}
      ${
        series.isScored && !this.view?.room?.parts.training && !this.view?.training
          ? html`<button class="plain" @click=${() => ask(this, 'train')}>${words.text('training.begin')}</button>`
          : nothing
      }
    </section>`;
  }

  #says() {
    const next = this.view?.trace?.next.slice(0, MOST_NAMED) ?? [];
    if (next.length === 0) return nothing;
    return html`<p class="says">
      ${words.text('checkpoints.next')}
      ${next.map(({ text, p }) => html`<b><bdi>${text}</bdi> ${shareText(p, words)}</b>`)}
    </p>`;
  }

  /** @param {Series & {isOpen: boolean, asked: number, isScored: boolean, score: {right?: number, inputs?: number} | null}} of */
  #score({ score, isScored }) {
    if (!isScored) return nothing;
    const { right, inputs } = score ?? {};
    return html`<p class="score">${inputs === undefined ? words.text('checkpoints.measuring') : words.text('checkpoints.sorted', { right, inputs })}</p>`;
  }
}

/** @typedef {import('./series.js').Series} Series */

/** The last update of the training: if that is unknown, as far behind the last checkpoint as that is behind the one before. @param {Series} series */
const lastUpdate = ({ updates, points }) => updates ?? 2 * (points.at(-2)?.update ?? 1) - (points.at(-3)?.update ?? 0);

/** @param {import('./series.js').Point} point @param {Series} series */
const updateOf = ({ update }, series) => update ?? lastUpdate(series);

/**
 * Where the slider stands, in updates: at the weights that were asked for, or at those that are shown, also if they are between two
 * checkpoints.
 *
 * @param {Series & {asked: number}} series @param {number | null} shown null for the end of the training
 */
const positionOf = (series, shown) =>
  series.asked < 0 ? (shown ?? lastUpdate(series)) : updateOf(series.points[series.asked], series);

customElements.define('orrery-checkpoints', CheckpointSlider);
