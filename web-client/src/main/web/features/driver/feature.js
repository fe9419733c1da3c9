/** Who drives the room: asks for control, offers it and takes it. */
import { html } from 'lit';
import { inRoom } from '../../ui/guards.js';

/**
 * @typedef {object} Members  of the view
 * @property {number | null} controlFreeAt  when control without a driver may be taken, ms of performance.now(); otherwise null
 *
 * @typedef {object} Commands
 * @property {{on: boolean}} ask-wheel
 * @property {{}} take-wheel
 * @property {{to: string}} offer-wheel  id of a person; empty withdraws the offer
 */

/** @typedef {import('../../ui/features.js').Manifest} Manifest */

/** @type {Manifest} */
export const forDriving = {
  viewOf: ({ conductor }) => ({ controlFreeAt: conductor?.toLocal(conductor.room?.wheel.freeAt) ?? null }),
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
    askForControl: inRoom((conductor, on) => conductor.command({ do: 'ask-wheel', on })),
    takeControl: inRoom((conductor) => conductor.command({ do: 'take-wheel' })),
    /** `to`: id of a person; empty withdraws the offer. */
    offerControl: inRoom((conductor, to) => conductor.command({ do: 'offer-wheel', to })),
  },
};

/** @typedef {import('../../ui/features.js').Place} Place */
/** Who follows, but may drive. @param {Place} place */
const couldDrive = ({ view: { room } }) => Boolean(room?.mayDrive && !room.drives);
/** @param {Place} place */
const asks = ({ view: { room } }) => Boolean(room?.wheel.asking.includes(room.id));
/** @param {Place} place */
const mayTake = (place) => {
  const { room, controlFreeAt } = place.view;
  if (!room || !couldDrive(place)) return false;
  return (
    room.role === 'presenter' || room.wheel.offered === room.id || (controlFreeAt ?? Infinity) <= performance.now()
  );
};
/** @param {Place} place */
const mayAsk = (place) => couldDrive(place) && !mayTake(place);

/** @type {Manifest} */
export const whenFinding = {
  finds: {
    askForControl: [
      { name: 'wheel.ask', value: true, when: (place) => mayAsk(place) && !asks(place) },
      { name: 'wheel.askNoMore', value: false, when: (place) => mayAsk(place) && asks(place) },
    ],
    takeControl: { name: 'wheel.take', when: mayTake },
    offerControl({ view, words }) {
      const { room, people } = view;
      if (!room || !(room.drives || room.role === 'presenter')) return [];
      const others = (people?.drivers ?? []).filter(({ id }) => id !== room.id && id !== room.wheel.holder);
      const offers = others.map(({ id, name }) => ({
        kind: /** @type {const} */ ('person'),
        name: name || words.text(id === 'presenter' ? 'wheel.presenter' : 'wheel.coPresenter'),
        more: words.text(room.wheel.asking.includes(id) ? 'wheel.handOver' : 'wheel.offer'),
        value: id,
      }));
      const back = { kind: /** @type {const} */ ('action'), name: words.text('wheel.takeBack'), value: '' };
      return room.wheel.offered ? [back, ...offers] : offers;
    },
  },
};
