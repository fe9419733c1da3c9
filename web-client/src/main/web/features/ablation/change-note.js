/** Says on every screen, at every step, what is changed in the model. */
import { css, html, nothing } from 'lit';
import { ask } from '../../ui/ask.js';
import { shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';
import { words } from '../../ui/words.js';
import { shiftedKey } from '../../ui/shifted-key.js';
import { changesCount, changesLine } from './change-words.js';

export class ChangeNote extends ViewElement {
  static styles = [
    shared,
    css`
      :host {
        position: absolute;
        z-index: 3;
        left: 50%;
        /* above the legend */
        bottom: calc(var(--bar-bottom) + 60px);
        translate: -50% 0;
        width: max-content;
        max-width: calc(100% - 32px);
      }
      /* a checkpoint's note is there already */
      :host(.raised:not(.projector)) {
        bottom: calc(var(--bar-bottom) + 108px);
      }
      div {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px var(--s2);
        padding: 4px 6px 4px 12px;
        border: 1px solid var(--accent);
        border-radius: var(--r2);
        background: var(--surface-2);
        box-shadow: var(--shadow-2);
      }
      .said {
        flex: 0 1 auto;
        display: flex;
        align-items: center;
        gap: var(--s3);
        font-weight: var(--w-strong);
        padding: 4px 6px 4px 0;
      }
      button.plain {
        flex: none;
        min-height: 28px;
        padding: 0 var(--s2);
        font-size: var(--text-sm);
      }
      svg {
        flex: none;
        width: 18px;
        height: 18px;
        stroke: var(--accent);
        stroke-width: 1.8;
        stroke-linecap: round;
      }
      /* above the caption, whatever its length (page-controller.js) */
      :host(.projector) {
        bottom: calc(var(--hall-foot, 146px) + 4px);
        max-width: calc(100% - 56px);
        font-size: 28px;
      }
      :host(.raised.projector) {
        bottom: calc(var(--hall-foot, 146px) + 64px);
      }
      :host(.projector) svg {
        width: 28px;
        height: 28px;
      }
      /* between the columns */
      @media (min-width: 721px) {
        :host(:not(.projector)) {
          max-width: min(870px, 100% - 700px);
        }
      }
      /* the legend may take two lines */
      @media (min-width: 721px) and (max-width: 1279px) {
        :host(:not(.projector, .raised)) {
          bottom: calc(var(--bar-bottom) + 88px);
        }
      }
      /* a long note takes two lines, and its buttons stand beside them */
      @media (min-width: 1280px) {
        div {
          flex-wrap: nowrap;
        }
      }
      @media (max-width: 720px) {
        :host(:not(.projector)) {
          bottom: auto;
          top: 92px;
          font-size: var(--text-sm);
        }
        :host(.raised:not(.projector)) {
          bottom: auto;
          top: 128px;
        }
        :host(.projector) {
          font-size: 19px;
        }
      }
      @media (pointer: coarse) {
        button.plain {
          min-height: 44px;
        }
      }
    `,
  ];

  render() {
    const { view } = this;
    const { graph, trace, ablation } = view ?? {};
    if (!view || !graph || !trace || !ablation || ablation.changes.length === 0) return nothing;
    const drives = view.mayDrive && view.page !== 'projector';
    const said = changesLine(ablation.changes, graph, trace.text, words);
    // somebody who comes or returns here first learns that the model is not as it was trained, and by how much
    if (drives && ablation.found)
      return html`<div>
        <span class="said" role="status" title=${said}>${icon}<span>${changesCount(ablation.changes, words)}</span></span>
        <button class="plain" @click=${() => ask(this, 'keepChanges')}>${words.text('ablation.keep')}</button>
        <button class="plain" @click=${() => ask(this, 'endChanges')}>${words.text('ablation.undo')}</button>
      </div>`;
    return html`<div>
      <span class="said" role="status">${icon}<span>${said}</span></span>
      ${
        drives
          ? html`<button class="plain" @click=${() => ask(this, 'why', 'change')}>${words.text('ablation.compare')} ${shiftedKey('Y')}</button>
            <button class="plain" @click=${() => ask(this, 'endChanges')}>${words.text('ablation.endAll')} ${shiftedKey('X')}</button>`
          : nothing
      }
    </div>`;
  }
}

/** A switch. */
const icon = html`<svg viewBox="0 0 20 20" aria-hidden="true"><path d="M10 3v6M6 5.2a6 6 0 1 0 8 0" /></svg>`;

customElements.define('orrery-change-note', ChangeNote);
