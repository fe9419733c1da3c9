/** A look at one update of a training: its loss, its gradients in the machine, and what it adds to each weight. */
import { insist } from '../../live/retry.js';
import { moving } from '../../ui/acting.js';
import { courseOf } from '../training/course.js';

/** The phases in their order; after the last one the look ends. */
export const PHASES = ['forward', 'loss', 'gradients', 'change'];

/** @typedef {import('../../ui/features.js').Page} Page */

/** @type {import('../../ui/features.js').Feature} */
export const update = {
  name: 'update',
  viewOf: (page) => ({ update: page.attached('update')?.look?.facts ?? null }),
  actions: {
    /** Goes to a phase of the update that is looked at, or else makes one to look at; `end` ends it. */
    trainLook: moving((conductor, phase, page) => {
      if (page.code === '') page.attached('training').look(phase);
      else conductor.command({ do: 'train-look', phase });
    }),
  },
  attach: (page) => new LookedAt(page),
};

/** Loads what shows an update once there is one to look at. */
class LookedAt {
  /** @type {import('./update-look.js').UpdateLook | null} */
  look = null;
  #page;
  #asked = false;

  /** @param {Page} page */
  constructor(page) {
    this.#page = page;
  }

  /** @param {import('../../ui/view.js').View} view */
  drawn(view) {
    if (courseOf(view)?.look && !this.#asked) this.#load();
    this.look?.drawn(view);
  }

  async #load() {
    this.#asked = true;
    const [{ UpdateLook }] = await insist(() => Promise.all([import('./update-look.js'), import('./update-view.js')]));
    this.look = new UpdateLook(this.#page);
    this.#page.requestUpdate();
  }
}
