/** The scene's element in its page, once its module has loaded: what it is given, and what the page does when something happens on it. */
import { html } from 'lit';

/** An event of the machine. @template {keyof import('../scene/pointer-input.js').Pointed} Type @typedef {CustomEvent<import('../scene/pointer-input.js').Pointed[Type]>} Detail */

/**
 * @param {import('./app.js').App} page @param {import('../ui/view.js').View} view
 * @param {boolean} untouched whether the page's person cannot point at cells
 */
export const sceneOf = (page, view, untouched) => html`<orrery-scene
  .conductor=${page.conductor}
  .weights=${view.weights}
  .theme=${page.theme}
  .labels=${page.page === 'projector' ? 'hall' : page.page === 'landing' ? 'none' : 'normal'}
  ?everything=${page.page === 'landing' || (view.room?.lobby ?? false)}
  .exhibition=${view.exhibition ?? null}
  @gallery=${() => page.requestUpdate()}
  @leg=${(/** @type {CustomEvent<import('../ui/features.js').Leg>} */ { detail }) => page.features.tell('leg', detail)}
  @look=${() => (page.code !== '' || !view.exhibition) && page.lookAround(true)}
  @follow=${() => {
    page.lookAround(false);
    page.features.tell('moved');
  }}
  @machine=${() => page.controller?.look()}
  @camera=${() => page.controller?.cameraMoved()}
  @over=${(/** @type {Detail<'over'>} */ { detail }) => page.controller?.over(untouched ? null : detail)}
  @hover=${(/** @type {Detail<'hover'>} */ { detail }) => untouched || page.features.tell('hover', detail)}
  @numbers=${() => page.features.tell('numbers', page.machine)}
  @focus=${() => {
    page.requestUpdate();
    page.features.tell('moved');
  }}
  @choose=${(/** @type {Detail<'choose'>} */ { detail }) => {
    if (untouched) return;
    page.features.tell('partChosen', detail);
    page.act('focus', detail);
  }}
  @select=${(/** @type {Detail<'select'>} */ { detail }) => untouched || page.features.tell('select', detail)}
></orrery-scene>`;
