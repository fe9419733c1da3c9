/**
 * How the panels of a walk are laid out about the scene, by the window's form: one template for the pages alone,
 * attendee and presenter. It brings what an attendee reads and presses first; the panels that come behind it
 * (rest.js), those of who drives (driving.js) and the presenter's (features/lobby/lobby.js) take their places when they are there.
 *
 * @typedef {import('../ui/view.js').View} View
 * @typedef {import('../ui/window-form.js').Form} Form
 * @typedef {{form: Form, theme: string, tab: string, folded: boolean, choose: (tab: string) => void,
 *   fold: (on: boolean) => void}} Layout
 */
import { html, nothing } from 'lit';
import '../features/step/bottom-bar.js';
import '../ui/panel-stack.js';
import { presentersPlace } from '../ui/step-texts.js';
import '../features/step/step-card.js';
import '../features/top-bar/top-bar.js';
import '../features/tokens/token-strip.js';
import { words } from '../ui/words.js';

/** px of a window in which two columns leave the machine too little. */
const TIGHT = 1100;

/** @param {View} view @param {Layout} layout */
export function roomPage(view, layout) {
  return layout.form === 'sheet' ? narrow(view, layout) : columns(view, layout);
}

/** @param {View} view @param {Layout} layout */
function columns(view, layout) {
  return html`<header class="top"><orrery-top-bar .view=${view}></orrery-top-bar></header>
    <main class="left" aria-label=${words.text('card.label')}>
      <orrery-step-card .view=${view} ?buttons=${view.page === 'solo'}></orrery-step-card>
    </main>
    ${layout.form === 'wide' ? column(view) : stack(view, layout)}
    <orrery-where class="where" .view=${view}></orrery-where>
    <orrery-legend class="legend" .view=${view} .theme=${layout.theme}></orrery-legend>
    <footer class="bottom"><orrery-bottom-bar .view=${view}></orrery-bottom-bar></footer>`;
}

/** @param {View} view */
function column(view) {
  return html`<aside class="right">
    ${view.cell
      ? html`<orrery-inspector .view=${view}></orrery-inspector>`
      : html`<orrery-next-panel .view=${view}></orrery-next-panel>`}
    ${view.page === 'presenter' ? html`<orrery-audience .view=${view}></orrery-audience>` : nothing}
  </aside>`;
}

/**
 * One panel at a time. In a tight window, and where the whole machine is shown, that has the place beside the card, until
 * somebody chooses a panel or two models are compared; what the pointer is over is read all the same, over the machine, which does not move for it.
 * @param {View} view @param {Layout} layout
 */
function stack(view, layout) {
  const tabs = ['next', 'cell', ...(view.page === 'presenter' ? ['people'] : [])];
  const chosen = tabs.includes(layout.tab) ? layout.tab : '',
    over = chosen === '' && (innerWidth < TIGHT || isWhole(view)) && view.second === null,
    points = view.cell !== null && !view.cell.held;
  const shown = points ? 'cell' : chosen || (over ? '' : 'next');
  return html`<aside class="right ${over ? 'over' : ''}">
    <orrery-stack
      .tabs=${tabs}
      .shown=${shown}
      ?folded=${shown === ''}
      @tab=${(event) => layout.choose(event.detail === chosen ? '' : event.detail)}
    >
      ${shown === '' ? nothing : panels(view, shown)}
    </orrery-stack>
  </aside>`;
}

/** Whether the whole machine is shown. @param {View} view */
function isWhole({ focus, graph, step }) {
  if (focus && focus.kind !== 'step') return focus.kind === 'everything';
  return graph?.byId.get(step ?? '')?.nodes.length === 0;
}

/** @param {View} view @param {string} shown */
function panels(view, shown) {
  switch (shown) {
    case 'next':
      return html`<orrery-next-panel slot="next" flat .view=${view}></orrery-next-panel>`;
    case 'cell':
      return html`<orrery-inspector slot="cell" flat .view=${view}></orrery-inspector>`;
    case 'people':
      return html`<orrery-audience slot="people" flat .view=${view}></orrery-audience>`;
    case 'steps':
      return html`${view.page === 'solo' ? html`<orrery-tools slot="steps" .view=${view}></orrery-tools>` : nothing}
        <orrery-page-tools slot="steps"></orrery-page-tools>
        <orrery-step-rail slot="steps" list .view=${view}></orrery-step-rail>`;
    case 'stage':
      return html`<orrery-timer slot="stage" .began=${view.beganAt}></orrery-timer>
        ${view.mayDrive ? html`<orrery-tools slot="stage" all .view=${view}></orrery-tools>` : nothing}
        <orrery-audience slot="stage" flat .view=${view}></orrery-audience>`;
    default:
      return html`<orrery-step-card slot="tour" flat .view=${view}></orrery-step-card>`;
  }
}

/** @param {View} view @param {Layout} layout */
function narrow(view, layout) {
  const tabs = ['tour', 'next', 'cell', 'steps', ...(view.page === 'presenter' ? ['stage'] : [])];
  const shown = tabs.includes(layout.tab) ? layout.tab : 'tour';
  return html`<header class="top narrow"><orrery-token-strip .info=${view.trace?.info ?? null}></orrery-token-strip>
      ${view.page === 'presenter' && view.mayDrive ? html`<orrery-tools only="ready" .view=${view}></orrery-tools>` : nothing}
    </header>
    <orrery-where class="where" .view=${view}></orrery-where>
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
        ${panels(view, shown)}
         ${view.mayDrive && shown !== 'cell' ? html`<orrery-go slot="under" .view=${view}></orrery-go>` : nothing}
      </orrery-stack>
    </main>`;
}

function followEvent() {
  return new CustomEvent('ask', { bubbles: true, composed: true, detail: { action: 'follow' } });
}
