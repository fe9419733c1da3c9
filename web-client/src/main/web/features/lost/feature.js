/** "I am lost": a button for each attendee, and the count for the presenter. */
import { css, html, nothing } from 'lit';
import { hasStep } from '../../model/graph.js';
import { inRoom } from '../../ui/guards.js';
import { ask } from '../../ui/ask.js';
import { stepTexts } from '../../ui/step-texts.js';
import { framed, pressed } from '../../ui/panel-styles.js';
import { shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';
import { COLUMNS, MIDDLE, SHEET, WIDE } from '../../ui/window-form.js';
import { words } from '../../ui/words.js';

/**
 * @typedef {import('../../ui/features.js').Manifest} Manifest
 *
 * @typedef {object} Parts
 * @property {{steps: Record<string, number>} | null} [lost]  how many people are lost, by step; for those who may drive
 *
 * @typedef {object} Own
 * @property {{step: string}} lost
 *
 * @typedef {object} Commands
 * @property {{on: boolean}} lost
 */

const button = (/** @type {import('../../ui/view.js').View} */ view) =>
  html`<orrery-lost-button .view=${view}></orrery-lost-button>`;
const beside = (/** @type {import('../../ui/view.js').View} */ view) =>
  html`<orrery-lost-button slot="under" beside .view=${view}></orrery-lost-button>`;
const count = (/** @type {string} */ slot) => (/** @type {import('../../ui/view.js').View} */ view) =>
  html`<orrery-lost-count slot=${slot} ?flat=${slot !== ''} .view=${view}></orrery-lost-count>`;

const isLost = (/** @type {import('../../ui/view.js').View} */ { room }) => room?.own.lost !== undefined;

/** @type {Manifest} */
export const withMachine = {
  panels: [
    { place: 'bottom', order: 10, pages: ['attendee'], forms: COLUMNS, render: button },
    // in a tour's sheet it stands beside the buttons that read back
    {
      place: 'under',
      order: 10,
      pages: ['attendee'],
      forms: SHEET,
      when: (view, tab) => !view.tour || tab !== 'tour',
      render: beside,
    },
    { place: 'side', order: 39, pages: ['presenter'], forms: WIDE, render: count('') },
    { place: 'side', tab: 'people', order: 39, pages: ['presenter'], forms: MIDDLE, render: count('people') },
    { place: 'side', tab: 'stage', order: 61, pages: ['presenter'], forms: SHEET, render: count('stage') },
  ],
  actions: { lost: inRoom((conductor, on) => conductor.command({ do: 'lost', on })) },
  finds: {
    lost: [
      { name: 'lost.button', value: true, when: ({ page, view }) => page.page === 'attendee' && !isLost(view) },
      { name: 'lost.lower', value: false, when: ({ page, view }) => page.page === 'attendee' && isLost(view) },
    ],
  },
};

/** A toggle button that raises and lowers the attendee's own flag. */
class LostButton extends ViewElement {
  static styles = [
    shared,
    pressed,
    css`
      .plain {
        width: 100%;
        min-width: 132px;
        height: 100%;
        min-height: 48px;
        background: var(--surface);
        box-shadow: var(--shadow-2);
      }
      small {
        display: block;
        font-size: var(--text-sm);
        font-weight: normal;
      }
      /* narrow enough to stand beside the tabs of a phone's sheet (features/sheet/foot.js) */
      :host([beside]:not([up])) .plain {
        min-width: 0;
        padding: 0 4px;
        font-size: var(--text-sm);
        line-height: 1.25;
      }
    `,
  ];

  get #isUp() {
    return this.view?.room?.own.lost !== undefined;
  }

  updated() {
    this.toggleAttribute('up', this.#isUp);
  }

  render() {
    if (!this.view?.room) return nothing;
    const isUp = this.#isUp;
    return html`<button
      class="plain"
      aria-pressed=${String(isUp)}
      title=${isUp ? nothing : words.text('lost.raise')}
      @click=${() => ask(this, 'lost', !isUp)}
    >
      ${words.text('lost.button')}${isUp ? html`<small>${words.text('lost.lower')}</small>` : nothing}
    </button>`;
  }
}

/** How many people are lost and at which step, without names. */
class LostCount extends ViewElement {
  static properties = { flat: { type: Boolean, reflect: true } };

  static styles = [
    shared,
    framed,
    css`
      :host {
        margin-top: auto;
      }
      p {
        font-weight: var(--w-strong);
      }
      li {
        display: flex;
        justify-content: space-between;
        gap: var(--s3);
        font-size: var(--text-sm);
        color: var(--ink-2);
      }
    `,
  ];

  constructor() {
    super();
    this.flat = false;
  }

  render() {
    const steps = Object.entries(this.view?.room?.parts.lost?.steps ?? {});
    const count = steps.reduce((sum, [, people]) => sum + people, 0);
    this.toggleAttribute('empty', count === 0);
    // The status is rendered, hidden, before anyone is lost: screen readers announce only changes of an existing one.
    return html`<section class=${count === 0 ? 'hidden' : ''} aria-label=${words.text('lost.title')}>
      <p role="status">${count === 0 ? '' : words.text('lost.count', { count })}</p>
      <ul>
        ${steps.map(([step, people]) => html`<li><span>${this.#title(step)}</span><span>${people}</span></li>`)}
      </ul>
    </section>`;
  }

  /** @param {string} step */
  #title(step) {
    const { graph, trace } = this.view ?? {};
    // The room may show another model by now.
    return graph && trace && hasStep(graph, step)
      ? stepTexts(graph, step, trace, words).title
      : words.text('lost.elsewhere');
  }
}

customElements.define('orrery-lost-button', LostButton);
customElements.define('orrery-lost-count', LostCount);
