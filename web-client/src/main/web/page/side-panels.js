/**
 * The panels on the right of the machine, in windows that have room for a column. Up to 1200 px they are collapsed to their tabs while
 * the whole machine is shown, and up to 1100 px at every step, until somebody chooses one: between two columns the machine had a
 * third of the window.
 *
 * @typedef {import('../ui/view.js').View} View
 * @typedef {import('../ui/features.js').Layout} Layout
 */
import { html, nothing } from 'lit';
import { SignalController } from '../ui/signal.js';
import { ViewElement } from '../ui/view-element.js';
import { tabNamesOf, tabsOf } from './room-page.js';

/**
 * Which panels are shown depends on the inspected cell, which changes often with the pointer, so this element renders by
 * itself, without the page.
 */
class SidePanels extends ViewElement {
  static properties = { layout: { attribute: false } };

  constructor() {
    super();
    /** `tight`: two columns would leave the machine too little space. @type {(Layout & {tight: boolean}) | null} */
    this.layout = null;
    new SignalController(this, () => this.view?.cell, kindOf);
  }

  /** No shadow root: the page's styles lay the panels out. */
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
function kindOf(cell) {
  return cell === null ? 'none' : cell.held ? 'held' : 'pointed';
}

/**
 * One panel at a time. In a tight window, and while the whole machine is shown, the stack is folded to its tabs until the
 * person chooses a panel or two models are compared; the card of a hovered cell then opens over the machine, which does not
 * move for it.
 * @param {View} view @param {Layout & {tight: boolean}} layout
 */
function stack(view, layout) {
  const tabs = tabsOf(view, layout);
  const chosen = tabs.includes(layout.tab) ? layout.tab : '',
    over = chosen === '' && (layout.tight || isWhole(view)) && view.second === null,
    forward = layout.features
      .panels('side', view.page, layout.form)
      .flat()
      .find(({ comesForward }) => comesForward?.(view));
  const shown = forward?.tab ?? (chosen || (over ? '' : tabs[0]));
  return html`<aside class="right ${over ? 'over' : ''}">
    <orrery-stack
      .tabs=${tabs}
      .names=${tabNamesOf(view, layout)}
      .shown=${shown}
      ?folded=${shown === ''}
      @tab=${(/** @type {CustomEvent<string>} */ { detail: tab }) => layout.choose(tab === chosen ? '' : tab)}
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
