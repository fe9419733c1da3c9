/**
 * What a prompt may be, as far as the page can know it: a vocabulary of single letters is checked letter by letter; any
 * other is the server's to judge.
 *
 * @typedef {{letters: string[] | null, max: number}} Rules  `letters` is null where any text may be typed
 * @typedef {{key: string, values: Record<string, string | number>}} Objection  of the strings file
 */

/** @param {import('../../model/graph.js').Graph} graph @returns {Rules} */
export function rulesOf(graph) {
  const { vocabulary, model, sizes } = graph;
  const letters = vocabulary?.every((token) => [...token].length === 1) ? vocabulary : null;
  return { letters, max: model.maxPrompt ?? sizes.n_ctx };
}

/**
 * The rules of a model that may not be the one that is shown.
 *
 * @param {import('../../model/graph.js').Graph | null} graph of the model that is shown, where it is that one
 * @param {import('../../live/model-source.js').Preset | null} preset of the model
 * @returns {Rules}
 */
export function rulesFor(graph, preset) {
  return graph ? rulesOf(graph) : { letters: null, max: preset?.maxPrompt ?? 0 };
}

/**
 * What was typed, with small letters made capital where the model knows only capitals.
 *
 * @param {string} text
 * @param {Rules} rules
 */
export function tidied(text, { letters }) {
  if (!letters) return text;
  const trimmed = text.trim();
  return [...trimmed]
    .map((letter) => (!letters.includes(letter) && letters.includes(letter.toUpperCase()) ? letter.toUpperCase() : letter))
    .join('');
}

/**
 * Why a prompt cannot be run, or null.
 *
 * @param {string} text tidied
 * @param {Rules} rules
 * @param {(items: string[]) => string} list writes a list in words
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
