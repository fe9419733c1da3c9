/**
 * What a model says of itself, in the page's language. The models that Orrery brings have texts in the strings files; any other
 * model has only those of its own preset.
 */
import { words } from './words.js';

/** @typedef {Pick<import('./words.js').Words, 'has' | 'text'>} Texts */

/** @param {string} key @param {string} own used if no strings file has the key @param {Texts} texts */
export const inLanguage = (key, own, texts) => (texts.has(key) ? texts.text(key) : own);

/**
 * @param {{preset?: string, id?: string, title: string}} model as a graph or the list of presets describes it; only the graph has
 *   `preset`, and only without it `id` is the preset's
 * @param {Texts} [texts]
 */
export const titleOf = ({ preset, id, title }, texts = words) => inLanguage(`models.${preset ?? id}`, title, texts);

/** Its task as a sentence. @param {{preset: string}} model @param {string} sentence its preset's @param {Texts} [texts] */
export const taskOf = ({ preset }, sentence, texts = words) => inLanguage(`modelTask.${preset}`, sentence, texts);
