/**
 * Checks of a prompt that the page can do by itself: for a vocabulary of single letters, letter by letter. Every other
 * prompt is checked by the server.
 *
 * @typedef {{letters: string[] | null, max: number}} Rules  `letters` is null if any text may be typed; `max` is in tokens
 * @typedef {{key: string, values: Record<string, string | number>}} Objection  a string key and its values
 */

/** @param {import('../../model/graph.js').Graph} graph @returns {Rules} */
export function rulesOf(graph) {
  const { vocabulary, model, sizes } = graph;
  const letters = vocabulary?.every((token) => [...token].length === 1) ? vocabulary : null;
  return { letters, max: model.maxPrompt ?? sizes.n_ctx };
}

/**
 * The rules of a model that need not be the current one.
 *
 * @param {import('../../model/graph.js').Graph | null} graph of the model, if it is the current one
 * @param {import('../../live/model-source.js').Preset | null} preset of the model
 * @returns {Rules}
 */
export function rulesFor(graph, preset) {
  return graph ? rulesOf(graph) : { letters: null, max: preset?.maxPrompt ?? 0 };
}

/**
 * The text with its letters in upper case if the model knows only those; trimmed if the model knows only letters.
 *
 * @param {string} text
 * @param {Rules} rules
 */
export function tidied(text, { letters }) {
  if (!letters) return text;
  const trimmed = text.trim();
  return [...trimmed]
    .map((letter) =>
      !letters.includes(letter) && letters.includes(letter.toUpperCase()) ? letter.toUpperCase() : letter,
    )
    .join('');
}

/**
 * Why a prompt cannot be run, or null.
 *
 * @param {string} text tidied
 * @param {Rules} rules
 * @param {(items: string[]) => string} list joins a list in the page's language
 * @returns {Objection | null}
 */
export function objectionTo(text, { letters, max }, list) {
  if (text === '') return { key: 'prompt.empty', values: {} };
  if (!letters) return null;
  const all = [...text];
  const unknown = all.find((letter) => !letters.includes(letter));
  if (unknown !== undefined) return { key: 'prompt.unknown', values: { letters: list(letters), letter: unknown } };
  if (all.length > max) return { key: 'prompt.tooLong', values: { count: all.length, max } };
  return null;
}
