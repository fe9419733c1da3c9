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
import { factsIn } from '../forms.js';
import { pictureFacts, pictureOf } from './picture.js';
import { rightFacts, rightOf } from './correct-option.js';

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
