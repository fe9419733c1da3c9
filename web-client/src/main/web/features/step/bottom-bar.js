/**
 * The bar under the scene, which renders the panels of the place `bar`: the rail of steps, and the tools of this page.
 */
import { css, html, nothing } from 'lit';
import { ask } from '../../ui/ask.js';
import { presentersPlace } from '../../ui/step-texts.js';
import { shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';
import { words } from '../../ui/words.js';

export class BottomBar extends ViewElement {
  static properties = { layout: { attribute: false } };

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
      orrery-step-rail {
        flex: 1;
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

  constructor() {
    super();
    /** @type {import('../../ui/features.js').Layout | null} */
    this.layout = null;
  }

  render() {
    const { view, layout } = this;
    if (!view?.graph || view.step === null || !layout) return nothing;
    return html`<div class="bar">${layout.features.render('bar', view, layout)}</div>`;
  }
}

/** The button for looking around and coming back, for a person who follows. @param {import('../../ui/view.js').View} view */
export function look(view) {
  return html`${view.looking ? html`<span class="place">${presentersPlace(view)}</span>` : nothing}
    <button class="plain" @click=${(/** @type {{currentTarget: HTMLElement}} */ { currentTarget }) => ask(currentTarget, view.looking ? 'follow' : 'overview')}>
      ${words.text(view.looking ? 'bar.follow' : 'bar.look')}
    </button>`;
}

customElements.define('orrery-bottom-bar', BottomBar);
