/**
 * What the part of an address after the # says of a view, so that it can be kept, sent and opened elsewhere:
 *
 *     /solo#preset=nano-sort&tokens=2,1,0,1,1,2,0&given=6&step=blocks.0.attn.scores&theme=dark
 *
 * That part never goes to a server, so no log holds anybody's prompt. It holds no key: what is not named here is neither
 * read nor written. Pure functions.
 *
 * @typedef {object} Shown        what is missing is the page's own to choose
 * @property {string} [preset]    id of a model
 * @property {number[]} [tokens]  the whole run
 * @property {number} [given]     how many of the tokens a person gave; the others were generated
 * @property {string} [prompt]    text in the place of tokens, for links that people write
 * @property {string} [step]      id of docs/protocol.md
 * @property {string} [focus]     of scene/layout/focus.js
 * @property {string} [past]      what is walked past in place of the model: of features/gallery/gallery.js
 * @property {'dark' | 'light'} [theme]
 * @property {string} [lang]      the language of the page: a tag
 * @property {number[]} [camera]  x, y, z, azimuth, elevation, distance; only where a person has turned the machine
 */

/** A longer address is not read. Browsers and messengers cut them at about this length. */
export const MOST_CHARACTERS = 16_000;
/** A longer run is left out of an address. */
export const MOST_TOKENS = 2048;
const MOST_NAME = 200;
const CAMERA_NUMBERS = 6;
/** Farther than any machine reaches, in cells. */
const FARTHEST = 1e7;

/** @type {Record<string, (text: string) => any>} what a part says; undefined where it cannot be meant */
const PARTS = {
  preset: name,
  tokens(text) {
    const tokens = text.split(',').map(whole);
    return tokens.length <= MOST_TOKENS && !tokens.includes(undefined) ? tokens : undefined;
  },
  given: whole,
  prompt: (text) => (text === '' ? undefined : text),
  step: name,
  focus: name,
  past: name,
  theme: (text) => (text === 'dark' || text === 'light' ? text : undefined),
  lang: (text) => (/^[A-Za-z]{2,3}(-\w+)*$/.test(text) && text.length <= MOST_NAME ? text : undefined),
  camera(text) {
    const numbers = text.split(',').map(Number);
    const sound = numbers.every((n) => Number.isFinite(n) && Math.abs(n) <= FARTHEST) && !text.split(',').includes('');
    return numbers.length === CAMERA_NUMBERS && sound && numbers[CAMERA_NUMBERS - 1] > 0 ? numbers : undefined;
  },
};

/**
 * @param {string} fragment with or without its #
 * @returns {{shown: Shown, wrong: string[]}} `wrong`: names of the parts that cannot be meant, or `all`
 */
export function readAddress(fragment) {
  if (fragment.length > MOST_CHARACTERS) return { shown: {}, wrong: ['all'] };
  const said = new URLSearchParams(fragment.replace(/^#/, ''));
  /** @type {Shown} */
  const shown = {};
  const wrong = [];
  for (const [part, read] of Object.entries(PARTS)) {
    const text = said.get(part);
    const value = text === null ? undefined : read(text);
    if (value !== undefined) shown[part] = value;
    else if (text !== null) wrong.push(part);
  }
  if (shown.given !== undefined && !(shown.given >= 1 && shown.given <= (shown.tokens?.length ?? 0))) {
    delete shown.given;
    wrong.push('given');
  }
  return { shown, wrong };
}

/** @param {Shown} shown @returns {string} with its #, or nothing where there is nothing to say */
export function fragmentOf(shown) {
  const said = new URLSearchParams();
  for (const part of Object.keys(PARTS)) {
    const value = part === 'camera' ? shown.camera?.map(short) : shown[part];
    if (value === undefined || (part === 'tokens' && value.length > MOST_TOKENS)) continue;
    if (part === 'given' && (value === shown.tokens?.length || (shown.tokens?.length ?? 0) > MOST_TOKENS)) continue;
    said.set(part, String(value));
  }
  // Commas and colons mean nothing in a fragment, and an address is also read.
  const text = said.toString().replaceAll('%2C', ',').replaceAll('%3A', ':');
  return text === '' ? '' : `#${text}`;
}

/** @param {string} text */
function name(text) {
  return text !== '' && text.length <= MOST_NAME ? text : undefined;
}

/** @param {string} text */
function whole(text) {
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

/** Four figures behind the point are less than a pixel at any distance. @param {number} n */
function short(n) {
  return Number(n.toFixed(4));
}
