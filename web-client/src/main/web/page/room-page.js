/**
 * How the panels of a walk are laid out about the scene, by the window's form: one template for the pages alone,
 * attendee and presenter. Features say which panels stand at which place:
 * - `top`, `left`, `bottom`: above the scene, beside it, below it;
 * - `side`: the column at the right, or the tabs of the place that panels share;
 * - `map`: over the scene; `under`: on a phone, below the panel that is shown.
 *
 * It brings what an attendee reads and presses first; the elements of other panels (rest.js, driving.js, the lobby's) come
 * to life in their places when they are there.
 *
 * @typedef {import('../ui/view.js').View} View
 * @typedef {import('../ui/window-form.js').Form} Form
 * @typedef {import('../ui/features.js').Layout} Layout
 */
import { html, nothing } from 'lit';
import '../features/step/bottom-bar.js';
import '../ui/panel-stack.js';
import { presentersPlace } from '../ui/step-texts.js';
import '../features/step/step-card.js';
import '../features/top-bar/top-bar.js';
import '../features/tokens/token-strip.js';
import { Watch } from '../ui/signal.js';
import { ViewElement } from '../ui/view-element.js';
import { words } from '../ui/words.js';

/** px of a window in which two columns leave the machine too little. */
const TIGHT = 1100;

/** @param {View} view @param {Layout} layout */
export function roomPage(view, layout) {
  return layout.form === 'sheet' ? narrow(view, layout) : columns(view, layout);
}

/** @param {View} view @param {Layout} layout */
function columns(view, layout) {
  const at = (/** @type {any} */ place) => layout.features.render(place, view, layout);
  return html`<header class="top">${at('top')}</header>
    <main class="left" aria-label=${words.text('card.label')}>${at('left')}</main>
    <orrery-side .view=${view} .layout=${{ ...layout, tight: innerWidth < TIGHT }}></orrery-side>
    ${at('map')}
    <footer class="bottom">${at('bottom')}</footer>`;
}

/**
 * The panels at the right of the machine. Which of them stand there depends on whether there is a cell in question, and a
 * pointer changes that often: they are drawn by themselves, and the page is not.
 */
class SidePanels extends ViewElement {
  static properties = { layout: { attribute: false } };

  constructor() {
    super();
    /** `tight`: two columns would leave the machine too little. @type {(Layout & {tight: boolean}) | null} */
    this.layout = null;
    new Watch(this, () => this.view?.cell, kindOf);
  }

  /** The page's styles lay them out. */
  createRenderRoot() {
    return this;
  }

  render() {
    const { view, layout } = this;
    if (!view || !layout) return nothing;
    return layout.form === 'wide'
      ? html`<aside class="right">${layout.features.render('side', view, layout)}</aside>`
      : stack(view, layout);
  }

  updated() {
    this.dispatchEvent(new Event('panels', { bubbles: true }));
  }
}

customElements.define('orrery-side', SidePanels);

/** @param {import('../ui/view.js').Cell | null} cell */
const kindOf = (cell) => (cell === null ? 'none' : cell.held ? 'held' : 'pointed');

/** The tabs of panels that share one place, in the order of their panels. @param {View} view @param {Layout} layout @returns {string[]} */
function tabsOf(view, { features, form }) {
  return [...new Set(features.panels('side', view.page, form).flatMap(({ tab }) => tab ?? []))];
}

/**
 * One panel at a time. In a tight window, and where the whole machine is shown, that has the place beside the card, until
 * somebody chooses a panel or two models are compared; what the pointer is over is read all the same, over the machine, which does not move for it.
 * @param {View} view @param {Layout & {tight: boolean}} layout
 */
function stack(view, layout) {
  const tabs = tabsOf(view, layout);
  const chosen = tabs.includes(layout.tab) ? layout.tab : '',
    over = chosen === '' && (layout.tight || isWhole(view)) && view.second === null,
    points = kindOf(view.cell.value) === 'pointed';
  const shown = points ? 'cell' : chosen || (over ? '' : tabs[0]);
  return html`<aside class="right ${over ? 'over' : ''}">
    <orrery-stack
      .tabs=${tabs}
      .shown=${shown}
      ?folded=${shown === ''}
      @tab=${(event) => layout.choose(event.detail === chosen ? '' : event.detail)}
    >
      ${shown === '' ? nothing : layout.features.render('side', view, layout, shown)}
    </orrery-stack>
  </aside>`;
}

/** Whether the whole machine is shown. @param {View} view */
function isWhole({ focus, graph, step }) {
  if (focus && focus.kind !== 'step') return focus.kind === 'everything';
  return graph?.byId.get(step ?? '')?.nodes.length === 0;
}

/** @param {View} view @param {Layout} layout */
function narrow(view, layout) {
  const tabs = tabsOf(view, layout);
  const shown = tabs.includes(layout.tab) ? layout.tab : tabs[0];
  const at = (/** @type {any} */ place) => layout.features.render(place, view, layout, shown);
  return html`<header class="top narrow">${at('top')}</header>
    ${at('map')}
    ${view.looking
      ? html`<button class="pill" @click=${(event) => event.currentTarget.dispatchEvent(followEvent())}>
          ${words.text(view.mayDrive ? 'bar.step' : 'bar.follow')}
          ${view.mayDrive || view.page === 'solo' ? nothing : html`<small>${presentersPlace(view)}</small>`}
        </button>`
      : nothing}
    <main class="sheet">
      <orrery-stack
        sheet
        .tabs=${tabs}
        .shown=${shown}
        ?folded=${layout.folded}
        @tab=${(event) => layout.choose(event.detail)}
        @fold=${(event) => layout.fold(event.detail)}
      >
        ${at('side')} ${at('under')}
      </orrery-stack>
    </main>`;
}

function followEvent() {
  return new CustomEvent('ask', { bubbles: true, composed: true, detail: { action: 'follow' } });
}
