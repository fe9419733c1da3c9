/**
 * A talk as one file of several YAML documents: the tour, then each language (docs/writing-a-tour.md, "One file"). Pure.
 *
 * @typedef {import('./keep.js').Beat} Beat
 * @typedef {{title: string, speaker?: string, date?: string, beats: Beat[]}} Talk
 */
import { USUAL_SECONDS } from './keep.js';

/** Texts that YAML reads as texts without quotes, in whatever place. */
const PLAIN = /^[A-Za-z][A-Za-z0-9_./-]*(?: [A-Za-z0-9_./-]+)*$/;
/** Words that some readers take for something else than a text. */
const OTHER = /^(?:true|false|yes|no|on|off|null|y|n)$/i;
/** What a quoted text must name by its number: control characters, halves of a pair, and marks of direction. */
const NAMED = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]|[\u202a-\u202e\u2066-\u2069]|\p{Surrogate}/gu;

/** @param {string | number | boolean} value */
function scalar(value) {
  if (typeof value !== 'string') return String(value);
  if (PLAIN.test(value) && !OTHER.test(value)) return value;
  return JSON.stringify(value).replace(NAMED, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

const isScalar = (/** @type {any} */ value) => typeof value !== 'object' || value === null;
/** A value in one line. @param {any} value @returns {string} */
function flow(value) {
  if (isScalar(value)) return scalar(value ?? '');
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  return `{${Object.entries(value)
    .map(([key, each]) => `${scalar(key)}: ${flow(each)}`)
    .join(', ')}}`;
}

/** Lines of a mapping. @param {Record<string, any>} mapping @param {string} indent @returns {string[]} */
function block(mapping, indent) {
  return Object.entries(mapping).flatMap(([key, value]) => {
    const name = `${indent}${scalar(key)}:`;
    if (Array.isArray(value) && value.length > 0 && value.every((each) => !isScalar(each) && !Array.isArray(each)))
      return [name, ...value.flatMap((each) => item(each, `${indent}  `))];
    if (isScalar(value) || Array.isArray(value) || Object.keys(value).length === 0) return [`${name} ${flow(value)}`];
    return Object.values(value).every(isScalar) && key !== 'beats' && flow(value).length < 90 && !value.title
      ? [`${name} ${flow(value)}`]
      : [name, ...block(value, `${indent}  `)];
  });
}

/** Lines of an item of a list. @param {Record<string, any>} mapping @param {string} indent */
function item(mapping, indent) {
  const lines = block(mapping, `${indent}  `);
  return [`${indent}- ${lines[0].trimStart()}`, ...lines.slice(1)];
}

/** @param {Talk} talk @returns {string} */
export function writeTalk({ title, speaker, date, beats }) {
  const named = title || 'Talk';
  const languages = [...new Set(beats.flatMap(({ words }) => Object.keys(words)))].sort();
  const tour = {
    ...(speaker && { speaker }),
    ...(date && { date }),
    // a tour without a model is one for any
    model: beats[0]?.scene.model ?? '',
    chapters: [
      {
        id: 'talk',
        beats: beats.map(({ id, seconds, hidden, scene }) => ({
          id,
          seconds: seconds || USUAL_SECONDS,
          ...(hidden && { hidden }),
          ...scene,
        })),
      },
    ],
  };
  const texts = languages.map((language) => ({
    language,
    title: named,
    question: named,
    chapters: {
      talk: {
        title: named,
        // a language that lacks a beat has its title from another one
        beats: Object.fromEntries(
          beats.map(({ id, words }) => [id, words[language] ?? { title: Object.values(words)[0]?.title ?? id }]),
        ),
      },
    },
  }));
  return [tour, ...texts].map((document) => `${block(document, '').join('\n')}\n`).join('---\n');
}
