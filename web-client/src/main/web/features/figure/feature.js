/** A step's figure in front of the machine. */
import { html } from 'lit';
import { words } from '../../ui/words.js';
import { Figure } from './figure.js';

/** @typedef {import('../../ui/features.js').Manifest} Manifest */

/** @typedef {Pick<FigurePlace, 'turned'>} Ports */

/** Keeps the free area of the page for its figure. */
class FigurePlace {
  #page;

  /** @param {import('../../ui/features.js').Page} page */
  constructor(page) {
    this.#page = page;
  }

  /** The focus after a turn by one, if the figure shows something else than heads. @param {1 | -1} by @returns {import('../../scene/layout/focus.js').Focus | null} */
  turned(by) {
    const cut = this.#page.element('orrery-figure')?.renderRoot.querySelector('orrery-cut');
    return cut?.turned(by) ?? null;
  }

  /** @param {import('./figure.js').Covered} covered */
  free(covered) {
    const figure = this.#page.element('orrery-figure');
    if (figure) figure.covered = covered;
  }
}

/** @type {import('../../ui/features.js').Panel} */
const PANEL = {
  place: 'over',
  order: -10,
  render: (view, { theme, form }) => html`<orrery-figure .view=${view} .theme=${theme} .form=${form}></orrery-figure>`,
};

/** Until the deferred modules, with the scene's element and the panel below, are there. @type {Manifest} */
export const onEmbed = {
  elements: [Figure],
  // its texts come after those of the step
  panels: [{ ...PANEL, when: () => words.has('figure.label') && !customElements.get('orrery-scene') }],
  attach: (page) => new FigurePlace(page),
};

/** @type {Manifest} */
export const afterText = {
  panels: [PANEL],
  attach: (page) => new FigurePlace(page),
};

/** @type {Manifest} */
export const withMachine = { elements: [Figure] };
