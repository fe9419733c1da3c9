/**
 * The fragment of a page's address, which describes a view so that it can be stored, sent and opened elsewhere:
 *
 *     /solo#preset=nano-sort&tokens=2,1,0,1,1,2,0&given=6&step=blocks.0.attn.scores&theme=dark
 *
 * Fragments are never sent to a server, so no log contains a prompt. It contains no key: only the members below are read and
 * written, and those that features declare (`address` in ui/features.js). Pure.
 *
 * @typedef {Own & import('declared').Address} AddressFields
 * @typedef {object} Own        for missing members the page has defaults
 * @property {string} [preset]    id of a model
 * @property {number[]} [tokens]  the whole run
 * @property {number} [given]     how many of the tokens are the prompt; the others were generated
 * @property {string} [prompt]    text instead of tokens, for links that people write
 * @property {string} [changes] of the model while it runs, with semicolons
 * @property {string} [step]      id of docs/protocol.md
 * @property {'dark' | 'light'} [theme]
 * @property {string} [lang]      the page's language tag
 * @property {import('../ui/level.js').Level} [level]  of the texts that teach
 * @property {number[]} [camera]  x, y, z, azimuth, elevation, distance; only if the person has taken the camera
 */

import { MOST_NAME, name, some, whole } from '../ui/address-members.js';
import { LEVELS } from '../ui/level.js';

/** Longer fragments are not read. Browsers and messengers cut addresses at about this length. */
export const MOST_CHARACTERS = 16_000;
/** Longer runs are left out of the address. */
export const MOST_TOKENS = 2048;
const CAMERA_NUMBERS = 6;
/** Limit of coordinates, in cells: larger than any machine. */
const FARTHEST = 1e7;

/** Readers of the members. @type {import('../ui/features.js').Readers<Required<Own>>} */
export const PARTS = {
  preset: name,
  tokens(text) {
    const parts = text.split(','),
      tokens = parts.flatMap((part) => whole(part) ?? []);
    return parts.length <= MOST_TOKENS && tokens.length === parts.length ? tokens : undefined;
  },
  given: whole,
  prompt: some,
  changes: some,
  step: name,
  theme: (text) => (text === 'dark' || text === 'light' ? text : undefined),
  lang: (text) => (/^[A-Za-z]{2,3}(-\w+)*$/.test(text) && text.length <= MOST_NAME ? text : undefined),
  level: (text) => LEVELS.find((each) => each === text),
  camera(text) {
    const numbers = text.split(',').map(Number);
    const sound = numbers.every((n) => Number.isFinite(n) && Math.abs(n) <= FARTHEST) && !text.split(',').includes('');
    return numbers.length === CAMERA_NUMBERS && sound && numbers[CAMERA_NUMBERS - 1] > 0 ? numbers : undefined;
  },
};

/**
 * @param {string} fragment with or without its #
 * @returns {{shown: Own, wrong: string[], others: URLSearchParams}} `wrong`: names of the invalid members, or `all`; `others`: the
 *   other members, of which features read theirs once they have loaded
 */
export function readAddress(fragment) {
  const isLong = fragment.length > MOST_CHARACTERS,
    others = new URLSearchParams(isLong ? '' : fragment.replace(/^#/, ''));
  const { shown, wrong } = readMembers(others, PARTS);
  if (isLong) wrong.push('all');
  for (const part of Object.keys(PARTS)) others.delete(part);
  if (shown.given !== undefined && !(shown.given >= 1 && shown.given <= (shown.tokens?.length ?? 0))) {
    delete shown.given;
    wrong.push('given');
  }
  return { shown, wrong, others };
}

/**
 * @template All
 * @param {URLSearchParams} params @param {Partial<import('../ui/features.js').Readers<All>>} readers
 * @returns {{shown: Partial<All>, wrong: string[]}} the valid members, and the names of the invalid ones
 */
export function readMembers(params, readers) {
  /** @type {Partial<All>} */
  const shown = {};
  /** @type {string[]} */
  const wrong = [];
  for (const part in readers) {
    const text = params.get(part);
    const value = text === null ? undefined : readers[part]?.(text);
    if (value !== undefined) shown[part] = value;
    else if (text !== null) wrong.push(part);
  }
  return { shown, wrong };
}
