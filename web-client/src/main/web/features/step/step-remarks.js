/** The remarks on the result of the last step, on its card; empty at all other steps. */
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
    return this.view
      ? remarksOn(this.view, words).map(({ kind, text }) => html`<p class=${kind}>${rich(text)}</p>`)
      : nothing;
  }
}

customElements.define('orrery-remarks', StepRemarks);
