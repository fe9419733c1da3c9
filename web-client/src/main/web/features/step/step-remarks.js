/** What a step's card says besides its text: the remarks on the result of the last step, and the strongest neurons of an MLP's. */
import { css, html, nothing } from 'lit';
import { remarksOn } from '../../ui/remarks.js';
import { rich } from '../../ui/rich-text.js';
import { shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';
import { words } from '../../ui/words.js';

export class StepRemarks extends ViewElement {
  static styles = [
    shared,
    css`
      /* Its sentences stand among the card's; without any it takes no room. */
      :host {
        display: contents;
      }
      p {
        line-height: var(--lh-ui);
        color: var(--ink);
      }
      .right,
      .wrong,
      .open {
        padding-left: var(--s3);
        border-left: 3px solid var(--line-strong);
      }
      .right {
        border-color: var(--good);
      }
      .wrong {
        border-color: var(--bad);
      }
      .end {
        font-size: var(--text-sm);
        color: var(--ink-2);
      }
    `,
  ];

  render() {
    const { view } = this;
    if (!view) return nothing;
    if ((view.neuronsLayer ?? null) !== null) return html`<orrery-neuron-lines .view=${view}></orrery-neuron-lines>`;
    return remarksOn(view, words).map(({ kind, text }) => html`<p class=${kind}>${rich(text)}</p>`);
  }
}

customElements.define('orrery-remarks', StepRemarks);
