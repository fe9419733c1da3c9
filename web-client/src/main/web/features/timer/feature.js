/** The timer of the talk. */
import { html } from 'lit';
import { SHEET } from '../../ui/window-form.js';
import { Timer } from './timer.js';

/**
 * @typedef {object} Members  of the view
 * @property {number | null} beganAt      when the session began, ms of performance.now(); null before
 *
 * @typedef {object} Parts
 * @property {number} began  when the lobby was left for the first time, ms of the server's clock; 0 before
 */

/** @typedef {import('../../ui/features.js').Manifest} Manifest */

/** @type {Manifest} */
export const forDriving = {
  elements: [Timer],
  viewOf: ({ conductor }) => ({ beganAt: conductor?.toLocal(conductor.room?.parts.began) ?? null }),
  panels: [
    {
      place: 'bar',
      order: 20,
      when: (view) => view.room?.mayDrive ?? false,
      render: (view) => html`<orrery-timer .began=${view.beganAt}></orrery-timer>`,
    },
    {
      place: 'side',
      tab: 'stage',
      order: 60,
      pages: ['presenter'],
      forms: SHEET,
      render: (view) => html`<orrery-timer slot="stage" .began=${view.beganAt}></orrery-timer>`,
    },
  ],
};
