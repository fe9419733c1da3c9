/**
 * A beat's question to the room, of the activity `prediction`: what is asked, and how far it is. Pure.
 *
 * @typedef {import('./options.js').Option} Option
 * @typedef {{phase: 'none' | 'open' | 'closed' | 'revealed', number: number | null, question: import('../../prediction/asked.js').Poll | null, own: number | null}} RoomAsking
 *   `number`: null of a question that is kept from an earlier visit to the beat; `own`: the index of this person's answer
 */
import { fewOf } from './options.js';

/** The server's limits. */
const MOST_OPTIONS = 6,
  MOST_QUESTION = 200,
  MOST_OPTION = 60;
/** Characters that a name's place may take. */
const ROOM_FOR_PLACE = 8;

/**
 * @param {Pick<import('../../../live/room-conductor.js').Room, 'parts' | 'own'>} room
 * @param {string} beat
 * @returns {RoomAsking}
 */
export function roomAsking({ parts, own }, beat) {
  const asked = parts.prediction;
  if (asked?.question.beat === beat) {
    return {
      phase: asked.question.phase,
      number: asked.number,
      question: asked.question,
      own: own.prediction?.number === asked.number ? own.prediction.option : null,
    };
  }
  const kept = parts.tour?.asked?.[beat];
  return kept
    ? { phase: 'revealed', number: null, question: kept, own: null }
    : { phase: 'none', number: null, question: null, own: null };
}

/**
 * Which options a room is offered: all, or of many the right one and those of which most was measured. Every page chooses the same.
 * @param {Pick<import('./asking.js').Asking, 'options' | 'right' | 'picture'>} asking with what is right
 * @returns {number[]} indices
 */
export function offered({ options, right, picture }) {
  const other = options.findIndex(({ kind }) => kind === 'other');
  const named = fewOf(
    options.filter(({ kind }) => kind !== 'other'),
    right,
    (picture?.values ?? []).map((value) => value ?? 0),
    MOST_OPTIONS - Number(other >= 0),
  ).map((option) => options.indexOf(option));
  return other < 0 ? named : [...named, other];
}

/**
 * The fields of the command that asks the room.
 *
 * @param {Pick<import('./asking.js').Asking, 'options' | 'right' | 'picture'>} asking with what is right
 * @param {{beat: string, trace: string, question: string, nameOf: (option: Option) => string}} words
 * @returns {Record<string, any> | null} null if there are too few options
 */
export function questionOf(asking, { beat, trace, question, nameOf }) {
  const { options, right } = asking;
  const shown = offered(asking);
  if (shown.length < 2) return null;
  const at = shown.indexOf(right);
  const common = { beat, ...(at >= 0 && { right: at }), question: cut(question, MOST_QUESTION) };
  const asked = shown.filter((i) => options[i].kind !== 'other').map((i) => options[i]);
  if (asked.some(({ kind }) => kind === 'next'))
    return { ...common, trace, tokens: asked.map(({ token }) => token), other: asked.length < shown.length };
  const names = namesOf(options, nameOf);
  return { ...common, options: shown.map((i) => names[i]) };
}

/**
 * The options of a question that was asked, of the present ones.
 * @param {Pick<import('./asking.js').Asking, 'options' | 'right' | 'picture'>} asking with what is right
 * @param {import('../../prediction/asked.js').Poll} question @param {(option: Option) => string} nameOf
 * @returns {number[] | null} indices; null if it was asked about another text
 */
export function askedOptions(asking, question, nameOf) {
  const shown = offered(asking);
  if (shown.length !== question.options.length + Number(question.other)) return null;
  const names = namesOf(asking.options, nameOf);
  // names of tokens are the same in every language
  const isSame = question.options.every(({ token, text }, i) => {
    const option = asking.options[shown[i]];
    if (option.kind === 'next') return option.token === token;
    return option.kind !== 'token' || names[shown[i]] === text;
  });
  return isSame ? shown : null;
}

/** Names that differ, short enough for a room. @param {Option[]} options @param {(option: Option) => string} nameOf */
const namesOf = (options, nameOf) =>
  distinct(options.map((option) => cut(nameOf(option), MOST_OPTION - ROOM_FOR_PLACE)));

const cut = (/** @type {string} */ text, /** @type {number} */ most) => {
  const plain = text.replace(/\s+/g, ' ').trim();
  return plain.length <= most ? plain : `${plain.slice(0, most - 1).trimEnd()}…`;
};

/** Names that differ: one that occurs again is followed by its place. @param {string[]} names @returns {string[]} */
export function distinct(names) {
  const lower = names.map((name) => name.toLowerCase());
  return names.map((name, i) => (lower.filter((each) => each === lower[i]).length > 1 ? `${name} · ${i + 1}` : name));
}
