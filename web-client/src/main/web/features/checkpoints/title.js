/**
 * A checkpoint's title in the page's language. It becomes one of the texts in which titleOf (ui/model-words.js) looks for a model's
 * title, because an attendee's first files have no room for it.
 */
import { titleOf } from '../../ui/model-words.js';

/**
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
