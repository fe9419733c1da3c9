/**
 * Running text: how tokens are cut into the pieces that are read, and when a text is shown so. Pure.
 *
 * @typedef {import('../../model/graph.js').Graph} Graph
 * @typedef {import('../../model/trace.js').TraceInfo} TraceInfo
 *
 * @typedef {object} Piece  one token, or the few tokens that make one character together
 * @property {string} space  the white space before the word; it may break the line
 * @property {string} word   with invisible characters made visible; empty if the token is white space alone
 * @property {number} from   the first token's position, from 0
 * @property {number} to     the last token's position
 * @property {'' | 'special' | 'bytes'} kind
 * @property {boolean} generated
 */
import { stepNodes, stepOf } from '../../model/graph.js';
import { INVISIBLE, isBytes, isSpecial } from '../../model/token-text.js';

/** A character has at most four bytes in UTF-8, and each can be a token of its own. */
const MOST_BYTES = 4;
const BYTES = /(?:⟨[0-9A-F]{2}⟩)+/g;
const ENDS_IN_BYTE = /⟨[0-9A-F]{2}⟩$/;
const BEGINS_WITH_BYTE = /^⟨[0-9A-F]{2}⟩/;
/** Marks the end of a line, so that a token that is nothing else can be seen. */
const RETURN = '⏎';

/**
 * The pieces of a text. The bytes of a character that several tokens share become this character.
 *
 * @param {string[]} text  of each token
 * @param {number} promptLength in tokens
 * @returns {Piece[]}
 */
export function piecesOf(text, promptLength) {
  const pieces = [];
  for (let from = 0; from < text.length;) {
    const { to, token } = characterAt(text, from);
    pieces.push(pieceOf(token, from, to, to >= promptLength));
    from = to + 1;
  }
  return pieces;
}

/** The whole text as it is copied. @param {string[]} text of each token */
export const wholeText = (text) => decoded(text.join('')) ?? text.join('');

/** @returns {Piece} */
function pieceOf(
  /** @type {string} */ token,
  /** @type {number} */ from,
  /** @type {number} */ to,
  /** @type {boolean} */ generated,
) {
  if (isSpecial(token)) return { space: '', word: token, from, to, kind: 'special', generated };
  const [space] = /^[ \t\n]*/.exec(token) ?? [''];
  const word = token.slice(space.length).replace(INVISIBLE, visible);
  return {
    space: space.replaceAll('\n', `${RETURN}\n`),
    word,
    from,
    to,
    kind: isBytes(token) ? 'bytes' : '',
    generated,
  };
}

const visible = (/** @type {string} */ c) =>
  c === '\n' ? `${RETURN}\n` : c === '\t' ? c : `⟨U+${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}⟩`;

/** The fewest tokens from a position on that end with a whole character; the one token if there are none. */
function characterAt(/** @type {string[]} */ text, /** @type {number} */ from) {
  let token = text[from];
  for (let to = from; to < from + MOST_BYTES; to++) {
    if (to > from) token += text[to];
    const whole = decoded(token);
    if (whole !== null) return { to, token: whole };
    if (!ENDS_IN_BYTE.test(token) || !BEGINS_WITH_BYTE.test(text[to + 1] ?? '')) break;
  }
  return { to: from, token: text[from] };
}

/** The text with its bytes as characters; null if they are not whole characters. */
function decoded(/** @type {string} */ text) {
  try {
    return text.replace(BYTES, (run) => {
      const bytes = [...run.matchAll(/[0-9A-F]{2}/g)].map(([hex]) => parseInt(hex, 16));
      return new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array(bytes));
    });
  } catch {
    return null;
  }
}

/**
 * Whether a text is shown as running text, not as chips: if its tokens are words or parts of words, and if tokens were added or
 * the chips do not fit. Steps about positions keep the chips, unless these have no numbers and would leave words out.
 *
 * @param {Graph} graph
 * @param {string | null} step
 * @param {TraceInfo} info
 * @param {boolean} fits whether the chips of all tokens fit
 * @param {boolean} [numbered] whether the chips have their positions above them
 */
export function runs(graph, step, info, fits, numbered = true) {
  if (isOfLetters(graph) || (isAboutPositions(graph, step) && (numbered || fits))) return false;
  return !fits || info.tokens.length > info.promptLength;
}

/** Axes along which a cell stands for a word of the text. */
const OF_WORDS = ['pos', 'q_pos', 'k_pos'];

/**
 * The words of the text that are spoken of: by the open tool, by the beat of a tour, and those of the held cell.
 * @param {import('../../ui/view.js').View} view @returns {number[]} positions, from 0, in order
 */
export function spokenIn({ graph, trace, tour, whyWords = [], cell }) {
  const held = cell?.value?.held ? cell.value : null;
  const ofCell = held
    ? (graph?.nodes.get(held.name)?.axes ?? []).flatMap(({ name }, i) =>
        OF_WORDS.includes(name) ? [held.index[i]] : [],
      )
    : [];
  const all = [...whyWords, tour?.about, tour?.token, ...ofCell].flatMap((at) =>
    typeof at === 'number' && at >= 0 && at < (trace?.positions ?? 0) ? [at] : [],
  );
  return [...new Set(all)].sort((a, b) => a - b);
}

/**
 * Which lines of a text are shown: the last ones; if words that are spoken of are above these, those from the first such word on, and as
 * many more lines as it takes to show all of them.
 *
 * @param {number[]} spoken lines of the words that are spoken of, from 0, in order @param {number} count of all lines @param {number} lines shown
 * @param {number} most lines to which they may grow
 * @returns {{from: number, lines: number}}
 */
export function linesShown(spoken, count, lines, most) {
  const last = Math.max(0, count - lines);
  const [first = last] = spoken;
  if (first >= last) return { from: last, lines };
  const needed = /** @type {number} */ (spoken.at(-1)) - first + 1;
  const shown = Math.min(Math.max(lines, needed), most);
  return { from: Math.min(first, Math.max(0, count - shown)), lines: shown };
}

/**
 * Which lines are left out between words that are spoken of, where these are farther apart than the lines that are shown: all that have no
 * such word. Each such gap is written as one line.
 *
 * @param {number[]} spoken lines of the words that are spoken of, from 0, in order @param {number} most lines that are shown
 * @returns {[number, number][]} the first line of each gap, and the one behind its last
 */
export function gapsIn(spoken, most) {
  if (spoken.length === 0 || /** @type {number} */ (spoken.at(-1)) - spoken[0] < most) return [];
  return spoken
    .slice(1)
    .flatMap((line, i) => (line - spoken[i] > 2 ? [/** @type {[number, number]} */ ([spoken[i] + 1, line])] : []));
}

/** Whether every token is one character, as the sorting model's. */
const isOfLetters = (/** @type {Graph} */ { vocabulary }) =>
  vocabulary?.every((token) => [...token].length === 1) ?? false;

/** Whether a step speaks of single positions: the table of positions, and who attends to whom. */
function isAboutPositions(/** @type {Graph} */ graph, /** @type {string | null} */ step) {
  if (step === null || stepOf(graph, step).closed) return false;
  return stepNodes(graph, step).some(
    ({ traits }) => traits.attention === 'scores' || traits.attention === 'pattern' || traits.looksUp === 'position',
  );
}
