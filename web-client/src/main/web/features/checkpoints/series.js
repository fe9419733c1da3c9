/**
 * The checkpoints of a model: its weights after some of the updates of its training. Pure.
 *
 * @typedef {{preset: string, model: string, updates: number | null, points: Point[], at: number}} Series  `updates`: of the whole
 *   training, null if unknown; `at`: index of the point whose weights are shown, -1 for none
 * @typedef {{update: number | null, name: string}} Point  `update`: null for the end of the training; `name`: by which the server
 *   is asked for a trace with these weights
 */

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
