/**
 * The checkpoints of a model: its weights after some of the updates of its training. Pure.
 *
 * @typedef {{preset: string, model: string, updates: number | null, points: Point[], at: number}} Series  `updates`: of the whole
 *   training, null if unknown; `at`: index of the point whose weights are shown, -1 for none
 * @typedef {{update: number | null, name: string}} Point  `update`: null for the end of the training; `name`: by which the server
 *   is asked for a trace with these weights
 */
import { titleOf } from '../../ui/model-words.js';

/**
 * @param {import('../../model/graph.js').Graph | null} graph of the model that is shown
 * @param {import('../../live/model-source.js').Preset[]} presets the models on offer
 * @returns {Series | null} null if the model has no checkpoints
 */
export function seriesOf(graph, presets) {
  const of = graph?.model.checkpoint?.of ?? graph?.model.id;
  const preset = presets.find(({ model }) => model === of);
  if (!graph || !preset?.checkpoints?.length) return null;
  /** @type {Point[]} */
  const points = preset.checkpoints.map((update) => ({ update, name: `${preset.id}@${update}` }));
  points.push({ update: null, name: preset.model });
  // Weights of a training on this server stand nowhere on the slider.
  const { update: shown = null, seed } = graph.model.checkpoint ?? {};
  const at = seed === undefined ? points.findIndex(({ update }) => update === shown) : -1;
  return { preset: preset.id, model: preset.model, updates: preset.updates ?? null, points, at };
}

/**
 * At which update the weights stand, in words.
 *
 * @param {number | null} update null for the end of the training
 * @param {number | null | undefined} updates of the whole training, if known
 * @param {{text: import('../../ui/words.js').Strings}} words
 */
export function standing(update, updates, words) {
  if (update === null) return updates ? words.text('checkpoints.endOf', { updates }) : words.text('checkpoints.end');
  return updates ? words.text('checkpoints.noteOf', { update, updates }) : words.text('checkpoints.note', { update });
}

/**
 * Gives a checkpoint a title in the page's language. It becomes one of the texts in which titleOf (ui/model-words.js) looks for a model's
 * title, because an attendee's first files have no room for it.
 * @param {import('../../model/graph.js').Graph | null} graph of the model that is shown
 * @param {import('../../ui/words.js').Words} texts
 */
export function nameCheckpoint(graph, texts) {
  const { checkpoint, preset } = /** @type {any} */ (graph?.model ?? {});
  if (!checkpoint || preset.includes('.') || !texts.has('checkpoints.model') || texts.has(`models.${preset}`)) return;
  const title = texts.text('checkpoints.model', {
    ...checkpoint,
    seed: String(checkpoint.seed),
    title: titleOf(checkpoint, texts),
  });
  texts.use({ ...texts.table, models: { ...texts.table.models, [preset]: title } });
}

/** Performs one request at a time. Of those that come in the meantime, only the newest is performed. */
export class Newest {
  #perform;
  #running = false;
  /** @type {string | null} */
  #next = null;

  /** @param {(what: string) => Promise<unknown>} perform */
  constructor(perform) {
    this.#perform = perform;
  }

  /** Whether a request is being performed. */
  get busy() {
    return this.#running;
  }

  /** @param {string} what @returns {Promise<void>} rejects if a request fails; the newer ones are then dropped */
  async ask(what) {
    this.#next = what;
    if (this.#running) return;
    this.#running = true;
    try {
      while (this.#next !== null) {
        const next = this.#next;
        this.#next = null;
        await this.#perform(next);
      }
    } finally {
      this.#next = null;
      this.#running = false;
    }
  }
}
