/** A training of the present model: a panel on every screen, and the driver's actions. */
import { html } from 'lit';
import { movingEither } from '../../ui/guards.js';
import { courseOf, loadPanels } from './course.js';
import { TrainingAlone } from './training-alone.js';

/**
 * @typedef {object} Members  of the view
 * @property {import('./training-alone.js').Course | null} [training]  of somebody who walks alone; null for none
 *
 * @typedef {object} Parts
 * @property {{course: import('./training-alone.js').Course}} [training]
 *
 * @typedef {object} Commands
 * @property {{seed?: number}} train
 * @property {{}} train-on
 * @property {{}} train-pause
 * @property {{}} train-step
 * @property {{}} train-stop
 * @property {{perSecond: number}} train-speed  the most updates in a second
 */

/** @typedef {import('../../ui/features.js').Manifest} Manifest */

/** @typedef {import('../../ui/features.js').Page} Page */
/** @typedef {import('../../live/conductor.js').Conductor} Conductor */
/** @typedef {Pick<TrainingAlone, 'course' | 'look' | 'pause' | 'stop'>} Ports */

/**
 * An action in a room, or alone.
 *
 * @template Value
 * @param {(conductor: Conductor, value: Value) => void} inRoom
 * @param {(training: TrainingAlone, value: Value) => void} alone
 * @returns {import('../../ui/features.js').Action<Value>}
 */
const either = (inRoom, alone) =>
  movingEither(inRoom, (_, value, page) => alone(/** @type {TrainingAlone} */ (page.ports.training), value));

/** @param {'train' | 'train-on' | 'train-pause' | 'train-step' | 'train-stop'} name of a command */
const give = (name) => (/** @type {Conductor} */ conductor) => conductor.command({ do: name });

/** @param {import('../../ui/view.js').View} view */
function render(view) {
  loadPanels();
  return html`<orrery-training class=${view.page} .view=${view} .course=${courseOf(view)}></orrery-training>`;
}

/** @type {Manifest} */
export const withMachine = {
  covers: [{ selector: 'orrery-training', beside: true }],
  viewOf: (page) => ({ training: page.ports.training?.course ?? null }),
  panels: [
    {
      place: 'over',
      order: 6,
      when: (view) => courseOf(view) !== null && !view.exhibition && !view.update && !view.room?.lobby,
      render,
    },
  ],
  actions: {
    train: either(give('train'), (alone) => alone.begin()),
    trainAgain: either(
      (conductor) => conductor.command({ do: 'train', seed: (courseOf(conductor)?.seed ?? 0) + 1 }),
      (alone) => alone.again(),
    ),
    trainOn: either(give('train-on'), (alone) => alone.run()),
    trainPause: either(give('train-pause'), (alone) => alone.pause()),
    trainStep: either(give('train-step'), (alone) => alone.step()),
    trainStop: either(give('train-stop'), (alone) => alone.stop()),
    trainSpeed: either(
      (conductor, perSecond) => conductor.command({ do: 'train-speed', perSecond }),
      (alone, perSecond) => alone.speed(perSecond),
    ),
  },
  attach: (page) => (page.page === 'solo' ? new TrainingAlone(page) : null),
};

/** @typedef {import('../../ui/features.js').Place} Place */
const trains = (/** @type {Place} */ { view }) => view.mayDrive && courseOf(view) !== null;
const mayTrain = (/** @type {Place} */ { view }) => view.mayDrive && Boolean(view.checkpoints);

/** @type {Manifest} */
export const whenFinding = {
  finds: {
    train: { name: 'training.begin', when: (place) => mayTrain(place) && !courseOf(place.view) },
    trainAgain: { name: 'training.again', when: trains },
    trainOn: { name: 'training.on', when: (place) => trains(place) && !courseOf(place.view)?.running },
    trainPause: { name: 'training.pause', when: (place) => trains(place) && (courseOf(place.view)?.running ?? false) },
    trainStep: { name: 'training.one', when: (place) => trains(place) && !courseOf(place.view)?.running },
    trainStop: { name: 'training.stop', when: trains },
    trainSpeed: (place) =>
      trains(place)
        ? [1, 5, 25, 0].map((speed) => ({
            kind: 'action',
            name: place.words.text('training.speed'),
            more: speed === 0 ? place.words.text('training.all') : String(speed),
            value: speed,
          }))
        : [],
  },
};
