/** A step's figure in front of the machine. */
import { html } from 'lit';
import { Figure } from './figure.js';

/** @typedef {import('../../ui/features.js').Manifest} Manifest */

/** Keeps the free area of the page for its figure. */
class FigurePlace {
  #page;

  /** @param {import('../../ui/features.js').Page} page */
  constructor(page) {
    this.#page = page;
  }

  /** @param {import('./figure.js').Covered} covered */
  free(covered) {
    const figure = this.#page.element('orrery-figure');
    if (figure) figure.covered = covered;
  }
}

/** @type {Manifest} */
export const afterText = {
  panels: [
    {
      place: 'over',
      order: -10,
      render: (view, { theme, form }) =>
        html`<orrery-figure .view=${view} .theme=${theme} .form=${form}></orrery-figure>`,
    },
  ],
  attach: (page) => new FigurePlace(page),
};

/** @type {Manifest} */
export const withMachine = { elements: [Figure] };
