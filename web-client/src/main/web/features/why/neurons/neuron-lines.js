/** The strongest neurons of a layer's MLP on the card of its steps: a line each, which opens the neuron for everyone. */
import { css, html, nothing } from 'lit';
import { ask } from '../../../ui/ask.js';
import { rich } from '../../../ui/rich-text.js';
import { placedWord, wordOf } from '../../../ui/running-word.js';
import { shared } from '../../../ui/styles.js';
import { ViewElement } from '../../../ui/view-element.js';
import { words } from '../../../ui/words.js';
import { Measured, whyPath } from '../measured.js';

const DIGITS = 2;

export class NeuronLines extends ViewElement {
  static styles = [
    shared,
    css`
      h2 {
        font-size: var(--text-md);
        font-weight: var(--w-regular);
      }
      button {
        display: grid;
        grid-template-columns: 40px 46px minmax(0, 1fr);
        gap: 6px;
        align-items: center;
        width: 100%;
        min-height: 30px;
        padding: 0 6px;
        text-align: left;
      }
      @media (pointer: coarse) {
        button {
          min-height: 44px;
        }
      }
      .value {
        text-align: right;
        color: var(--act);
      }
      .speaks {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
        text-align: right;
        color: var(--ink-2);
      }
      .note {
        font-size: var(--text-sm);
        color: var(--ink-3);
      }
    `,
  ];

  #measured = new Measured(() => this.requestUpdate());

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#measured.begin();
    this.#measured.end();
  }

  render() {
    const { trace, graph, neuronsLayer: layer = null, whyTurns = null } = this.view ?? {};
    this.#measured.begin();
    if (!trace || !graph || layer === null || !words.has('neurons.strongest')) return nothing;
    const answer = /** @type {import('./neuron-rows.js').Neurons | null} */ (
      this.#measured.of(whyPath(trace.id, 'neurons', { layer }), whyTurns).answer
    );
    if (!answer) return nothing;
    return html`<h2>${rich(words.text('neurons.strongest', { word: placedWord(trace.text, answer.position) }))}</h2>
      ${answer.strongest.map(
        ({
          neuron,
          value,
          for: tokens,
        }) => html`<button data-neuron=${neuron} @click=${() => ask(this, 'whyGo', { tool: 'neurons', changes: { layer, neuron } })}>
          <span>${words.number(neuron + 1, 0)}</span>
          <span class="value">${words.number(value, DIGITS)}</span>
          <span class="speaks"><bdi>${tokens.map((token) => wordOf(answer.text[token] ?? '')).join(' · ')}</bdi></span>
        </button>`,
      )}
      <p class="note">${words.text('neurons.count', { shown: answer.strongest.length, all: graph.sizes.d_mlp })}</p>`;
  }

  updated() {
    this.#measured.end();
  }
}

customElements.define('orrery-neuron-lines', NeuronLines);
