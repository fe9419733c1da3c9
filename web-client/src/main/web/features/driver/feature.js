/** Who drives the room: asks for the wheel, offers it and takes it. */
import { html } from 'lit';
import { inRoom } from '../../ui/guards.js';

/**
 * @typedef {object} Members  of the view
 * @property {number | null} wheelFreeAt  when a wheel without a driver may be taken, ms of performance.now(); otherwise null
 *
 * @typedef {object} Commands
 * @property {{on: boolean}} ask-wheel
 * @property {{}} take-wheel
 * @property {{to: string}} offer-wheel  id of a person; empty withdraws the offer
 */

/** @typedef {import('../../ui/features.js').Manifest} Manifest */

/** @type {Manifest} */
export const forDriving = {
  viewOf: ({ conductor }) => ({ wheelFreeAt: conductor?.toLocal(conductor.room?.wheel.freeAt) ?? null }),
  panels: [
    {
      place: 'over',
      order: 10,
      pages: ['presenter', 'attendee'],
      when: (view) => view.room?.mayDrive ?? false,
      render: (view) => html`<orrery-driver-control .view=${view}></orrery-driver-control>`,
    },
  ],
};

/** @type {Manifest} */
export const afterText = {
  covers: [{ selector: 'orrery-driver-control' }],
  actions: {
    askForWheel: inRoom((conductor, on) => conductor.command({ do: 'ask-wheel', on })),
    takeWheel: inRoom((conductor) => conductor.command({ do: 'take-wheel' })),
    /** `to`: id of a person; empty withdraws the offer. */
    offerWheel: inRoom((conductor, to) => conductor.command({ do: 'offer-wheel', to })),
  },
};
