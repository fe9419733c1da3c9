/**
 * How the next token is chosen. Everyone sees the sampling; the driver can change it.
 *
 * @typedef {import('../../live/conductor.js').Sampling} Sampling
 */
import { css, html, nothing } from 'lit';
import { GREEDY } from '../../live/conductor.js';
import { ask } from '../../ui/ask.js';
import { shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';
import { words } from '../../ui/words.js';

/** The initial sampling when the driver turns to "with chance". */
const USUAL = { temperature: 0.8, topK: 40, topP: 0.95 };

export class SamplingControls extends ViewElement {
  static styles = [
    shared,
    css`
      :host {
        margin-top: var(--group-gap, var(--s3));
        padding-top: var(--group-gap, var(--s3));
        border-top: 1px solid var(--line);
        font-size: var(--text-sm);
        color: var(--ink-2);
      }
      .way {
        display: flex;
        gap: 2px;
        padding: 2px;
        border-radius: var(--r2);
        background: var(--surface-2);
      }
      .way button {
        flex: 1;
        min-height: var(--button-row, 32px);
        border-radius: 6px;
        color: var(--ink-2);
      }
      .way [aria-pressed='true'] {
        background: var(--surface);
        color: var(--ink);
        font-weight: var(--w-strong);
        box-shadow: var(--shadow-1);
      }
      @media (min-width: 900px) and (max-width: 1199px) {
        .way button {
          padding: 0 4px;
          font-size: var(--text-xs);
        }
      }
      .dials {
        display: grid;
        grid-template-columns: var(--dial-columns, 1fr);
        gap: var(--dial-gap, var(--s2)) var(--s4);
        margin-top: var(--group-gap, var(--s3));
      }
      .dial {
        display: grid;
        grid-template-columns: var(--dial-parts, 88px minmax(0, 1fr) 44px);
        gap: 0 var(--s3);
        align-items: center;
      }
      label,
      output {
        line-height: var(--lh-ui);
      }
      label {
        margin: 0;
      }
      input[type='range'] {
        min-width: 0;
        grid-column: var(--dial-slider, auto);
        order: var(--dial-order, 0);
        min-height: var(--dial-row, 28px);
        margin: 0;
        padding: 0;
        border: 0;
        background: none;
        accent-color: var(--accent);
      }
      input[type='number'] {
        grid-column: var(--dial-slider, 2 / -1);
        min-width: 0;
        width: 100%;
        min-height: var(--dial-row, 32px);
        padding: 0 var(--s2);
        font-size: var(--text-sm);
      }
      output {
        text-align: right;
        color: var(--ink);
      }
      @media (pointer: coarse) {
        .way button,
        input {
          min-height: 48px;
        }
      }
    `,
  ];

  render() {
    if (!this.view) return nothing;
    const { sampling, mayDrive } = this.view;
    if (!mayDrive) return html`<p>${said(sampling)}</p>`;
    const greedy = sampling.temperature === 0;
    return html`<div class="way" role="group" aria-label=${words.text('sampling.title')}>
        <button aria-pressed=${String(greedy)} @click=${() => ask(this, 'sample', { ...GREEDY, seed: sampling.seed })}>
          ${words.text('sampling.greedy')}
        </button>
        <button aria-pressed=${String(!greedy)} @click=${() => greedy && ask(this, 'sample', USUAL)}>
          ${words.text('sampling.chance')}
        </button>
      </div>
      ${greedy ? nothing : this.#dials(sampling)}`;
  }

  /** @param {Sampling} sampling */
  #dials({ temperature, topK, topP, seed }) {
    const set = (/** @type {string} */ name) => (/** @type {Event & {target: HTMLInputElement}} */ event) => {
      const value = Number(event.target.value);
      if (event.target.validity.valid && event.target.value !== '') ask(this, 'sample', { [name]: value });
    };
    // a level whose texts do not speak of one of them has an empty word for it
    const dial = (/** @type {string} */ name, /** @type {import('lit').TemplateResult} */ control) => {
      const label = words.text(`sampling.${name}`);
      return label === '' ? nothing : html`<div class="dial"><label for=${name}>${label}</label>${control}</div>`;
    };
    return html`<div class="dials">
      ${dial('temperature', html`<input id="temperature" type="range" min="0.1" max="2" step="0.1" .value=${String(temperature)} @change=${set('temperature')} /><output>${words.number(temperature, 1)}</output>`)}
      ${dial('topK', html`<input id="topK" type="range" min="0" max="100" step="1" .value=${String(topK)} @change=${set('topK')} /><output>${topK === 0 ? words.text('sampling.all') : words.number(topK, 0)}</output>`)}
      ${dial('topP', html`<input id="topP" type="range" min="0.05" max="1" step="0.05" .value=${String(topP)} @change=${set('topP')} /><output>${topP === 1 ? words.text('sampling.all') : words.number(topP, 2)}</output>`)}
      ${dial('seed', html`<input id="seed" type="number" min="0" max="9007199254740991" step="1" .value=${String(seed)} @change=${set('seed')} />`)}
    </div>`;
  }
}

/** The sampling in a line. @param {import('../../live/conductor.js').Sampling} sampling */
function said({ temperature, topK, topP, seed }) {
  if (temperature === 0) return words.text('sampling.saidGreedy');
  return [
    words.text('sampling.saidTemperature', { temperature: words.number(temperature, 1) }),
    ...(topK > 0 ? [words.text('sampling.saidTopK', { topK })] : []),
    ...(topP < 1 ? [words.text('sampling.saidTopP', { topP: words.number(topP, 2) })] : []),
    words.text('sampling.saidSeed', { seed: String(seed) }),
  ]
    .filter(Boolean)
    .join(' · ');
}

customElements.define('orrery-sampling', SamplingControls);
