/** Says on every screen after which update of the training the weights are. */
import { css, html, nothing } from 'lit';
import { shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';
import { words } from '../../ui/words.js';
import { standing } from './series.js';

export class CheckpointNote extends ViewElement {
  static styles = [
    shared,
    css`
      :host {
        position: absolute;
        z-index: 1;
        left: 50%;
        bottom: calc(var(--bar-bottom) + 66px);
        translate: -50% 0;
        padding: 4px 12px;
        border-radius: var(--r2);
        background: var(--surface-2);
        box-shadow: var(--shadow-2);
        font-weight: var(--w-strong);
        white-space: nowrap;
        pointer-events: none;
      }
      /* above the caption, whatever its length (page-controller.js) */
      :host(.projector) {
        bottom: calc(var(--hall-foot, 146px) + 8px);
        font-size: 28px;
      }
      @media (max-width: 720px) {
        :host(:not(.projector)) {
          bottom: auto;
          top: 92px;
          font-size: var(--text-sm);
        }
      }
    `,
  ];

  render() {
    const { update = null, updates = null } = this.view?.graph?.model.checkpoint ?? {};
    return update === null ? nothing : html`<span role="status">${standing(update, updates, words)}</span>`;
  }
}

customElements.define('orrery-checkpoint-note', CheckpointNote);
