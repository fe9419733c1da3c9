/** A look at one update of a training: its loss, its gradients in the machine, and what it adds to each weight. */
import { html } from 'lit';
import { moving } from '../../../ui/guards.js';
import { COLUMNS, SHEET } from '../../../ui/window-form.js';
import { beside, courseOf, END, loadPanels, PHASES } from '../course.js';

/**
 * @typedef {object} Members  of the view
 * @property {import('./update-look.js').UpdateView | null} [update]  of a training, which is looked at; null for none
 *
 * @typedef {object} Commands
 * @property {{phase: string}} train-look
 */

/** @typedef {import('../../../ui/features.js').Manifest} Manifest */

/** @typedef {import('../../../ui/features.js').Page} Page */
/** @typedef {import('../../../ui/view.js').View} View */
/** @typedef {LookedAt} Ports */

/** What is looked at: in the room, or by somebody alone. @param {Page} page @returns {import('./update-look.js').Look | null} */
const lookOf = (page) => (courseOf(page.conductor) ?? page.ports.training?.course)?.look ?? null;

const when = (/** @type {View} */ view) => Boolean(view.update);
const line = (/** @type {string} */ slot) => (/** @type {View} */ view) =>
  html`<orrery-update-line slot=${slot} .view=${view}></orrery-update-line>`;

/** @type {Manifest} */
export const withMachine = {
  viewOf(page) {
    const look = lookOf(page);
    return {
      update: look && {
        ...look,
        phases: PHASES,
        back: beside(look.phase, -1),
        next: beside(look.phase, 1),
        text: null,
        most: null,
        reading: null,
        ...page.ports.trainingUpdate?.look?.factsOf(look),
      },
    };
  },
  panels: [
    { place: 'left', forms: COLUMNS, when, render: (view) => html`<orrery-update .view=${view}></orrery-update>` },
    {
      place: 'side',
      tab: 'tour',
      order: 10,
      forms: SHEET,
      when,
      render: (view) => html`<orrery-update slot="tour" flat .view=${view}></orrery-update>`,
    },
    { place: 'bar', when, render: line('') },
    { place: 'under', forms: SHEET, when: (view, tab) => when(view) && tab === 'tour', render: line('under') },
  ],
  actions: {
    /** Goes to a phase of the update that is looked at, or else makes one to look at; `end` ends it. */
    trainLook: moving((conductor, phase, page) => {
      if (page.code === '') page.ports.training?.look(phase);
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

  /** @param {import('../../../ui/features.js').WalkPage} page */
  constructor(page) {
    this.#page = page;
  }

  /** @param {View} view */
  drawn({ update }) {
    if (update && !this.#asked) this.#load();
    this.look?.drawn(update ?? null);
  }

  /** The keys that go from step to step go from phase to phase. @returns {import('../../../ui/keys.js').States | null} */
  keyStates() {
    const look = lookOf(this.#page);
    if (!look || !this.#page.conductor?.mayDrive) return null;
    const [next, back] = [beside(look.phase, 1), beside(look.phase, -1)];
    return {
      update: { instead: { ...(next && { next: ['trainLook', next] }), ...(back && { back: ['trainLook', back] }) } },
    };
  }

  async #load() {
    this.#asked = true;
    const { UpdateLook } = await loadPanels();
    this.look = new UpdateLook(this.#page);
    this.#page.requestUpdate();
  }
}

/** @type {Manifest} */
export const whenFinding = {
  finds: {
    trainLook: ({ page, view, words }) =>
      view.mayDrive && courseOf(page.conductor ? view : null)
        ? [
            { kind: 'action', name: words.text('update.look'), value: 'forward' },
            ...(view.update ? PHASES.slice(1) : []).map((phase) => ({
              kind: /** @type {const} */ ('action'),
              name: words.text(`update.phase.${phase}`),
              value: phase,
            })),
            ...(view.update
              ? [{ kind: /** @type {const} */ ('action'), name: words.text('update.end'), value: END }]
              : []),
          ]
        : [],
  },
};
