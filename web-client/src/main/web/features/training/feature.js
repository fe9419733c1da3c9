/** A training of the present model: a panel on every screen, and the driver's actions. */
import { html } from 'lit';
import { moving } from '../../ui/guards.js';
import { courseOf } from './course.js';
import { loadPanels } from './load-panels.js';
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
/** @typedef {Pick<TrainingAlone, 'course' | 'look' | 'pause'>} Ports */

/**
 * An action in a room, or alone.
 *
 * @template Value
 * @param {(conductor: Conductor, value: Value) => void} inRoom
 * @param {(training: TrainingAlone, value: Value) => void} alone
 * @returns {import('../../ui/features.js').Action<Value>}
 */
const either = (inRoom, alone) =>
  moving((conductor, value, page) =>
    page.code === '' ? alone(/** @type {TrainingAlone} */ (page.ports.training), value) : inRoom(conductor, value),
  );

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
