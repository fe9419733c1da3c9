/** The checkpoints of a model: a slider for the driver, and a note about the weights on every screen. */
import { html } from 'lit';
import { DebouncedRequest } from '../../live/debounced-request.js';
import { getJson } from '../../live/http.js';
import { server } from '../../live/model-source.js';
import { insist } from '../../live/retry.js';
import { moving } from '../../ui/guards.js';
import { words } from '../../ui/words.js';
import { CheckpointNote } from './checkpoint-note.js';
import { nameCheckpoint, Newest, seriesOf, standing } from './series.js';

/**
 * @typedef {object} Members  of the view
 * @property {import('./series.js').Series & {isOpen: boolean, asked: number, isScored: boolean,
 *   score: {right?: number, inputs?: number} | null} | null} [checkpoints]  for the driver, once they are known; `asked`:
 *   the index of the point that was asked for last
 */

/** @typedef {import('../../ui/features.js').Manifest} Manifest */

/** Scores that are kept, one for each point of a slider. */
const MOST_SCORES = 64;

/** @type {Promise<unknown> | null} */
let slider = null;

/** The slider loads when it is opened for the first time. @param {import('../../ui/view.js').View} view */
function renderSlider(view) {
  slider ??= insist(() => import('./checkpoint-slider.js'));
  return html`<orrery-checkpoints .view=${view}></orrery-checkpoints>`;
}

/** @typedef {Checkpoints} Ports */

class Checkpoints {
  isOpen = false;
  #page;
  /** @type {import('../../live/model-source.js').Preset[]} */
  #presets = [];
  #isLoading = false;
  #requests = new Newest(async (name) => this.#page.conductor?.readWith(name));
  /** The name that was asked for last, until the room shows it. */
  #asked = '';
  /** @type {DebouncedRequest<{right?: number, inputs?: number}>} */
  #scores = new DebouncedRequest(
    (model) => getJson(`/api/models/${encodeURIComponent(model)}/score`),
    () => this.#page.requestUpdate(),
    { most: MOST_SCORES },
  );

  /** @param {import('../../ui/features.js').WalkPage} page */
  constructor(page) {
    this.#page = page;
  }

  /** @param {{graph: import('../../model/graph.js').Graph | null, mayDrive: boolean}} conductor */
  of({ graph, mayDrive }) {
    const series = mayDrive && graph ? seriesOf(graph, this.#presets) : null;
    if (!series || !graph) return null;
    const asked = series.points.findIndex(({ name }) => name === this.#asked);
    const score = this.isOpen ? this.#scores.answer(graph.model.id) : null;
    return {
      ...series,
      isOpen: this.isOpen,
      asked: asked >= 0 ? asked : series.at,
      score,
      isScored: graph.model.task?.kind === 'sort',
    };
  }

  /** @param {import('../../ui/view.js').View} view */
  drawn({ mayDrive, graph, page }) {
    if (mayDrive && graph && page !== 'landing' && !this.#isLoading) this.#load();
  }

  async #load() {
    this.#isLoading = true;
    try {
      this.#presets = await server.presets();
      this.#page.requestUpdate();
    } catch {
      // Then there is no slider. The page itself reports that the server cannot be reached.
    }
  }

  /** @param {string} name */
  async show(name) {
    this.#asked = name;
    this.#page.requestUpdate();
    try {
      await this.#requests.ask(name);
    } catch (problem) {
      this.#page.say({ problem });
    }
    if (!this.#requests.busy) this.#asked = '';
    this.#page.requestUpdate();
  }

  toggle() {
    this.isOpen = !this.isOpen;
    this.#page.requestUpdate();
  }

  putAway() {
    if (!this.isOpen) return false;
    this.toggle();
    return true;
  }
}

/** @type {Manifest} */
export const withMachine = {
  covers: [
    { selector: 'orrery-checkpoint-note', note: true, foot: 3 },
    { selector: 'orrery-checkpoints', foot: 2 },
  ],
  elements: [CheckpointNote],
  viewOf: (page) => {
    nameCheckpoint(page.conductor?.graph ?? null, words);
    return { checkpoints: (page.conductor && page.ports.checkpoints?.of(page.conductor)) ?? null };
  },
  panels: [
    {
      place: 'over',
      order: -5,
      when: (view) =>
        view.graph?.model.checkpoint !== undefined && !view.exhibition && !view.update && !view.room?.lobby,
      render: (view) => html`<orrery-checkpoint-note class=${view.page} .view=${view}></orrery-checkpoint-note>`,
    },
    {
      place: 'over',
      order: 5,
      pages: ['solo', 'presenter', 'attendee'],
      when: (view) => (view.checkpoints?.isOpen ?? false) && !view.exhibition && !view.update && !view.room?.lobby,
      render: renderSlider,
    },
  ],
  actions: {
    checkpoints: moving((_, __, page) => page.ports.checkpoints?.toggle()),
    /** `value`: the name of a checkpoint or of the model. */
    checkpoint: moving((_, name, page) => page.ports.checkpoints?.show(name)),
  },
  attach: (page) => new Checkpoints(page),
};

/** @type {Manifest} */
export const whenFinding = {
  finds: {
    checkpoints: { when: ({ view }) => Boolean(view.checkpoints), name: 'bar.checkpoints' },
    checkpoint: ({ view: { checkpoints }, words }) =>
      (checkpoints?.points ?? []).map(({ update, name }) => ({
        kind: 'model',
        name: standing(update, checkpoints?.updates ?? null, words),
        value: name,
        // the last weights have the model's own name
        ...(name.includes('@') && { keeps: { checkpoint: update } }),
      })),
  },
};
