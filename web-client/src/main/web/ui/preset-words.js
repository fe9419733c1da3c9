/** What a preset says to those who write a prompt or look at its words, in the page's language. Not needed for a page's first text. */
import { inLanguage } from './model-words.js';
import { words } from './words.js';

/** For people who write a prompt; empty if it says nothing. @param {{preset: string, hint?: string}} model */
export const hintOf = ({ preset, hint = '' }) => hint && inLanguage(`modelHint.${preset}`, hint, words);

/** The name of a kind of words, such as "Animals". @param {string} name its preset's */
export const kindOf = (name) => inLanguage(`modelKind.${name}`, name, words);
