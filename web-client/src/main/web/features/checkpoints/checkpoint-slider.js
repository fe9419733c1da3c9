/** The slider over the checkpoints, with what these weights say of the present text, and how many inputs they sort. */
import { css, html, nothing } from 'lit';
import { ask } from '../../ui/ask.js';
import { icons } from '../../ui/icons.js';
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
        width: 100%;
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
    if (input && this.view?.checkpoints) input.value = String(positionOf(this.view.checkpoints));
  }

  render() {
    const series = this.view?.checkpoints;
    if (!series) return nothing;
    const { points, at, asked, updates } = series;
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
        max=${points.length - 1}
        step="1"
        .value=${String(positionOf(series))}
        aria-label=${words.text('checkpoints.slider')}
        aria-valuetext=${aim}
        @input=${(event) => ask(this, 'checkpoint', points[Number(event.target.value)].name)}
      />
      ${asked === at ? html`${this.#says()} ${this.#score(series)}` : nothing}
      ${series.isScored && !this.view?.room?.parts.training && !this.view?.training
        ? html`<button class="plain" @click=${() => ask(this, 'train')}>${words.text('training.begin')}</button>`
        : nothing}
    </section>`;
  }

  #says() {
    const next = this.view?.trace?.next.slice(0, MOST_NAMED) ?? [];
    if (next.length === 0) return nothing;
    return html`<p class="says">
      ${words.text('checkpoints.next')}
      ${next.map(({ text, p }) => html`<b><bdi>${text}</bdi> ${words.text('next.percent', { sign: '', amount: words.number(100 * p, 1) })}</b>`)}
    </p>`;
  }

  #score({ score, isScored }) {
    if (!isScored) return nothing;
    const { right, inputs } = score ?? {};
    return html`<p class="score">${inputs === undefined ? words.text('checkpoints.measuring') : words.text('checkpoints.sorted', { right, inputs })}</p>`;
  }
}

/** The slider's position: at the end for weights that stand nowhere on it. @param {{asked: number, points: unknown[]}} series */
const positionOf = ({ asked, points }) => (asked < 0 ? points.length - 1 : asked);

customElements.define('orrery-checkpoints', CheckpointSlider);
