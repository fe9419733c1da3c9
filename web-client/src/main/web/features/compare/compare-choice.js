/**
 * The driver's choice of a second model to compare with the first; shown if another model has the same tokenizer. Emits
 * `presets` once the models' titles have loaded.
 */
import { css, html, nothing } from 'lit';
import { server } from '../../live/model-source.js';
import { ask } from '../../ui/ask.js';
import { titleOf } from '../../ui/model-words.js';
import { selectStyle } from '../../ui/sheet-style.js';
import { shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';
import { words } from '../../ui/words.js';

export class CompareChoice extends ViewElement {
  static properties = {
    presets: { state: true },
  };

  static styles = [
    shared,
    selectStyle,
    css`
      label {
        display: flex;
        align-items: center;
        gap: var(--s3);
        margin-top: var(--group-gap, var(--s3));
        padding-top: var(--group-gap, var(--s3));
        border-top: 1px solid var(--line);
        white-space: nowrap;
      }
      select {
        flex: 1;
        min-width: 0;
        min-height: var(--hit);
        padding: 0 22px 0 var(--s2);
        text-overflow: ellipsis;
      }
    `,
  ];

  constructor() {
    super();
    /** @type {import('../../live/model-source.js').Preset[]} */
    this.presets = [];
  }

  async connectedCallback() {
    super.connectedCallback();
    try {
      this.presets = await server.presets();
      this.dispatchEvent(new Event('presets'));
    } catch {
      // Then there is nothing to choose. The page itself reports that the server cannot be reached.
    }
  }

  /** A model's title; null until it has loaded. @param {string} model content id */
  titleOf(model) {
    const found = this.presets.find((preset) => preset.model === model);
    return found ? titleOf(found) : null;
  }

  /** A browser ignores the options' attributes once somebody has chosen one, but models change without that, too. */
  updated() {
    const select = this.renderRoot.querySelector('select');
    if (select) select.value = this.view?.second?.model ?? '';
  }

  render() {
    const { graph, second, mayDrive } = this.view ?? {};
    if (!mayDrive) return nothing;
    const own = this.presets.find(({ model }) => model === graph?.model.id);
    const others = this.presets.filter(({ tokenizer, model }) => tokenizer === own?.tokenizer && model !== own?.model);
    if (others.length === 0) return nothing;
    return html`<label>
      ${words.text('compare.label')}
      <select @change=${(/** @type {{target: HTMLSelectElement}} */ event) => ask(this, 'compare', event.target.value || null)}>
        <option value="" ?selected=${!second}>${words.text('compare.none')}</option>
        ${others.map(
          (other) =>
            html`<option translate="no" value=${other.model} ?selected=${second?.model === other.model}>${titleOf(other)}</option>`,
        )}
      </select>
    </label>`;
  }
}

customElements.define('orrery-compare', CompareChoice);
