/**
 * What one question of an act or a check is at this moment: its options, how far its person is, and what may be shown of it. Pure but for
 * the facts, which arrive later.
 *
 * @typedef {import('./options.js').Option} Option
 * @typedef {import('./options.js').Act} Act
 * @typedef {import('./progress-of.js').Try} Try
 *
 * @typedef {object} Asking
 * @property {Act} act
 * @property {Option[]} options
 * @property {Try} tried
 * @property {Option | null} answer     what the person has chosen
 * @property {boolean} told            whether they have been told
 * @property {number} right             index of the right option; −1 until they have been told, or if this run does not say
 * @property {import('./picture.js').Picture | null} picture  once they have been told
 * @property {Map<string, import('../forms.js').Answer> | null} facts of the texts; null until they have arrived
 * @property {boolean} isMeasured       whether all that is told has arrived
 */
import { factsIn, holds } from '../forms.js';
import { pictureFacts, pictureOf } from './picture.js';

/** @param {Option | null} option @returns {number | null} the position that the server fills in for `answer`, from 0 */
export const positionOf = (option) => option?.position ?? null;

/**
 * @param {Act} act
 * @param {Option[]} options
 * @param {Try} tried
 * @param {(facts: string[], answer: number | null) => Map<string, import('../forms.js').Answer> | null} factsOf
 * @returns {Asking}
 */
export function askingOf(act, options, tried, factsOf) {
  const answer = options.find(({ id }) => id === tried.answer) ?? null;
  const told = tried.told !== '';
  const asked = factsIn([act.question, ...(act.hints ?? []).slice(0, tried.hints)]);
  const facts = factsOf(asked, null);
  if (!told) return { act, options, tried, answer, told, right: -1, picture: null, facts, isMeasured: false };
  const measured = factsOf([...new Set([...rightFacts(act, options), ...(pictureFacts(act, options) ?? [])])], null);
  const right = measured ? rightOf(act, options, measured) : -1;
  // after skipping, the text is the one for the right answer
  const said = answer ?? options[right] ?? null;
  const texts = factsIn([act.question, act.rightText, act.wrongText]);
  const filled = measured && factsOf(texts, positionOf(said));
  return {
    act,
    options,
    tried,
    answer: said,
    told,
    right,
    picture: pictureOf(act, options, measured),
    facts: filled ?? facts,
    isMeasured: Boolean(filled),
  };
}

/** An option as a fact, for `{answer}` in a text. @param {Option | null} option @param {string} name of an option of the tour's own @returns {import('../forms.js').Answer | null} */
export function answerFact(option, name) {
  if (!option) return null;
  const fact = 'answer';
  switch (option.kind) {
    case 'token':
    case 'next':
      return { fact, kind: 'token', text: option.text, token: option.token, position: option.position };
    case 'head':
      return { fact, kind: 'part', part: { layer: option.layer, head: option.head } };
    case 'sign':
      return { fact, kind: 'sign', value: option.sign };
    default:
      return { fact, kind: 'text', text: name };
  }
}

/*
 * Which option is right: the one that a fact of the run names, the first whose condition holds in it, or the one that the tour names.
 */

/** The facts that say which option is right; none if the tour names it itself. @param {Act} act @param {Option[]} options @returns {string[]} */
export function rightFacts({ right = '' }, options) {
  if (typeof right !== 'string') return factsIn(right.map((one) => one.if));
  return options.some(({ id, kind }) => kind === 'own' && id === right) || right === '' ? [] : [right];
}

/**
 * @param {Act} act
 * @param {Option[]} options
 * @param {import('../forms.js').Facts} facts the answers to {@link rightFacts}
 * @returns {number} the option's index; −1 if this run does not say
 */
export function rightOf({ right = '' }, options, facts) {
  if (typeof right !== 'string') {
    const first = right.find((one) => holds(one.if, facts));
    return options.findIndex(({ id }) => id === first?.id);
  }
  const named = options.findIndex(({ id, kind }) => kind === 'own' && id === right);
  if (named >= 0) return named;
  const fact = facts?.get(right);
  if (!fact || fact.error) return -1;
  const at = options.findIndex((option) => isNamed(option, fact));
  // a next token that is no option of its own is one of all others
  return at < 0 && fact.kind === 'token' ? options.findIndex(({ kind }) => kind === 'other') : at;
}

/** @param {Option} option @param {import('../forms.js').Answer} fact */
function isNamed(option, fact) {
  const { kind, value, part } = fact;
  switch (option.kind) {
    case 'token':
      // in the same text, a letter may stand in several places
      return fact.position === undefined
        ? kind === 'count' && value === Number(option.id)
        : fact.position === option.position;
    case 'next':
      return kind === 'token' && fact.token === option.token;
    case 'head':
      return kind === 'part' && part?.layer === option.layer && part?.head === option.head;
    case 'sign':
      return (kind === 'sign' || kind === 'number') && Math.sign(value) === option.sign;
    case 'own':
      return idsOf(fact).includes(option.id);
    default:
      return false;
  }
}

/** The ids by which a tour may name a value among its own options. @param {import('../forms.js').Answer} fact @returns {string[]} */
function idsOf({ kind, value, text, part }) {
  if (kind === 'flag') return value ? ['yes', 'true'] : ['no', 'false'];
  if (kind === 'sign') return [value > 0 ? 'positive' : 'negative'];
  if (kind === 'part')
    return [part.embedding ? 'embedding' : part.mlp ? `mlp-${part.layer}` : `${part.layer}.${part.head}`];
  return [String(text ?? value).trim()];
}
