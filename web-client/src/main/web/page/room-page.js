/**
 * The layout of a walk's panels around the scene by the window's form: one template for the solo page, attendees and the
 * presenter. Features declare their panels' places:
 * - `top`, `left`, `bottom`: above the scene, on its left, below it;
 * - `side`: the column on the right, or the tabs of the place that panels share;
 * - `map`: over the scene; `under`: on a phone, below the current panel.
 *
 * Elements of panels whose modules load later are upgraded in place.
 *
 * @typedef {import('../ui/view.js').View} View
 * @typedef {import('../ui/window-form.js').Form} Form
 * @typedef {import('../ui/features.js').Layout} Layout
 * @typedef {import('../ui/features.js').Panel['place']} Place
 */
import { html, nothing } from 'lit';
import '../ui/panel-stack.js';
import { ask } from '../ui/ask.js';
import { presentersPlace } from '../ui/step-texts.js';
import { words } from '../ui/words.js';

/** In narrower windows two columns would leave the machine too little space, px. */
const TIGHT = 1100;

/** @param {View} view @param {Layout} layout */
export function roomPage(view, layout) {
  return layout.form === 'sheet' ? narrow(view, layout) : columns(view, layout);
}

/** @param {View} view @param {Layout} layout */
function columns(view, layout) {
  const at = (/** @type {Place} */ place) => layout.features.render(place, view, layout);
  return html`<header class="top">${at('top')}</header>
    <main class="left" aria-label=${words.text('card.label')}>${at('left')}</main>
    <orrery-side .view=${view} .layout=${{ ...layout, tight: innerWidth < TIGHT }}></orrery-side>
    ${at('map')}
    <footer class="bottom">${at('bottom')}</footer>`;
}

/** The tabs of panels that share one place, in the order of their panels. @param {View} view @param {Layout} layout @returns {string[]} */
export function tabsOf(view, { features, form }) {
  return [
    ...new Set(
      features
        .panels('side', view.page, form)
        .flat()
        .flatMap(({ tab, offered }) => (tab && (offered?.(view) ?? true) ? tab : [])),
    ),
  ];
}

/** The names of tabs that have another one now, by tab. @param {View} view @param {Layout} layout @returns {Record<string, string>} */
export const tabNamesOf = (view, { features, form }) =>
  Object.fromEntries(
    features
      .panels('side', view.page, form)
      .flat()
      .flatMap(({ tab, tabName }) => (tab && tabName ? [[tab, tabName(view)]] : [])),
  );

/** @param {View} view @param {Layout} layout */
function narrow(view, layout) {
  const tabs = tabsOf(view, layout);
  const shown = tabs.includes(layout.tab) ? layout.tab : tabs[0];
  const at = (/** @type {Place} */ place) => layout.features.render(place, view, layout, shown);
  return html`<header class="top narrow">${at('top')}</header>
    ${at('map')}
    ${
      view.looking
        ? html`<button class="pill" @click=${(/** @type {{currentTarget: HTMLElement}} */ { currentTarget }) => ask(currentTarget, 'follow')}>
          ${words.text(view.mayDrive ? 'bar.step' : 'bar.follow')}
          ${view.mayDrive || view.page === 'solo' ? nothing : html`<small>${presentersPlace(view)}</small>`}
        </button>`
        : nothing
    }
    <main class="sheet">
      <orrery-stack
        sheet
        .tabs=${tabs}
        .names=${tabNamesOf(view, layout)}
        .shown=${shown}
        ?folded=${layout.folded}
        @tab=${(/** @type {CustomEvent<string>} */ { detail }) => layout.choose(detail)}
        @fold=${(/** @type {CustomEvent<boolean>} */ { detail }) => layout.fold(detail)}
      >
        ${at('side')} ${at('under')}
      </orrery-stack>
    </main>`;
}
