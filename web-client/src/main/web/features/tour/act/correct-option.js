/**
 * Which option of an act is right: the one that a fact of the run names, the first whose condition holds in it, or the one that the tour
 * names. Pure.
 *
 * @typedef {import('./options.js').Option} Option
 * @typedef {import('./options.js').Act} Act
 */
import { factsIn, holds } from '../forms.js';

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
