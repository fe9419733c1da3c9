/**
 * The bar under the scene: the rail of steps and the tools of this page. On the presenter's page it has the "next" button,
 * which on the solo page is in the step's card; on an attendee's page it has the button to look around and come back.
 */
import { css, html, nothing } from 'lit';
import { ask } from '../../ui/ask.js';
import './step-rail.js';
import { presentersPlace } from '../../ui/step-texts.js';
import { shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';
import { words } from '../../ui/words.js';

export class BottomBar extends ViewElement {
  static styles = [
    shared,
    css`
      .bar {
        display: flex;
        align-items: center;
        gap: var(--s4);
        min-height: var(--bar-bottom);
        padding: var(--s2) var(--s4);
        background: var(--surface);
        border-radius: var(--r3);
        box-shadow: var(--shadow-2);
      }
      .place {
        max-width: 260px;
        font-size: var(--text-sm);
        line-height: 1.25;
        color: var(--ink-2);
        text-align: right;
      }
    `,
  ];

  render() {
    const { view } = this;
    if (!view?.graph || view.step === null) return nothing;
    return html`<div class="bar">
      ${view.page === 'presenter' && view.mayDrive ? html`<orrery-go keys .view=${view}></orrery-go>` : nothing}
      <orrery-step-rail .view=${view}></orrery-step-rail>
      ${view.mayDrive ? html`<orrery-tools .view=${view}></orrery-tools>` : this.#look(view)}
      ${view.room?.mayDrive ? html`<orrery-timer .began=${view.beganAt}></orrery-timer>` : nothing}
    </div>`;
  }

  #look(view) {
    return html`${view.looking ? html`<span class="place">${presentersPlace(view)}</span>` : nothing}
      <button class="plain" @click=${() => ask(this, view.looking ? 'follow' : 'overview')}>
      ${words.text(view.looking ? 'bar.follow' : 'bar.look')}
    </button>`;
  }
}

customElements.define('orrery-bottom-bar', BottomBar);
