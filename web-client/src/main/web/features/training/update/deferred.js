/** A look at one update of a training: its loss, its gradients in the machine, and what it adds to each weight. */
import { html } from 'lit';
import { moving } from '../../../ui/acting.js';
import { COLUMNS, SHEET } from '../../../ui/window-form.js';
import { courseOf } from '../course.js';
import { loadPanels } from '../load-panels.js';
import { PHASES, beside } from './phases.js';

/** @typedef {import('../../../ui/features.js').Page} Page */
/** @typedef {import('../../../ui/view.js').View} View */

/** What is looked at: in the room, or by somebody alone. @param {Page} page @returns {import('./update-look.js').Look | null} */
const lookOf = (page) => (courseOf(page.conductor) ?? page.attached('training')?.course)?.look ?? null;

const when = (/** @type {View} */ view) => Boolean(view.update);
const line = (/** @type {string} */ slot) => (/** @type {View} */ view) => html`<orrery-update-line slot=${slot} .view=${view}></orrery-update-line>`;
/** By how many phases the keys of the walk go. @type {Record<string, number>} */
const BY = { next: 1, back: -1 };

/** @type {import('../../../ui/features.js').Feature} */
export const update = {
  name: 'update',
  viewOf(page) {
    const look = lookOf(page);
    const around = look && { phases: PHASES, back: beside(look.phase, -1), next: beside(look.phase, 1) };
    return { update: look && { ...look, ...around, text: null, most: null, reading: null, ...page.attached('update')?.look?.factsOf(look) } };
  },
  panels: [
    { place: 'left', forms: COLUMNS, when, render: (view) => html`<orrery-update .view=${view}></orrery-update>` },
    { place: 'side', tab: 'tour', order: 10, forms: SHEET, when, render: (view) => html`<orrery-update slot="tour" flat .view=${view}></orrery-update>` },
    { place: 'bar', when, render: line('') },
    { place: 'under', forms: SHEET, when: (view, tab) => when(view) && tab === 'tour', render: line('under') },
  ],
  actions: {
    /** Goes to a phase of the update that is looked at, or else makes one to look at; `end` ends it. */
    trainLook: moving((conductor, phase, page) => {
      if (page.code === '') page.attached('training').look(phase);
      else conductor.command({ do: 'train-look', phase });
    }),
  },
  attach: (page) => new LookedAt(page),
  /** The keys that go from step to step go from phase to phase. */
  intercept(page, action, _, event) {
    const look = lookOf(page),
      by = action === null ? undefined : BY[action],
      phase = look && by && beside(look.phase, by);
    if (!phase || !page.conductor.mayDrive || event.defaultPrevented) return false;
    event.preventDefault();
    page.act('trainLook', phase);
    return true;
  },
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

  /** @param {View} view */
  drawn({ update }) {
    if (update && !this.#asked) this.#load();
    this.look?.drawn(update ?? null);
  }

  async #load() {
    this.#asked = true;
    const { UpdateLook } = await loadPanels();
    this.look = new UpdateLook(this.#page);
    this.#page.requestUpdate();
  }
}
