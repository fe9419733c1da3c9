/**
 * Which option of an act is right: the one that a fact of the run names, or the one that the tour names. Pure.
 *
 * @typedef {import('./options.js').Option} Option
 * @typedef {import('./options.js').Act} Act
 */

/** The fact that says which option is right; null if the tour names it itself. @param {Act} act @param {Option[]} options */
export const rightFact = ({ right = '' }, options) => (options.some(({ id, kind }) => kind === 'own' && id === right) || right === '' ? null : right);

/**
 * @param {Act} act
 * @param {Option[]} options
 * @param {import('../forms.js').Answer | null | undefined} fact the answer to {@link rightFact}
 * @returns {number} the option's index; −1 if this run does not say
 */
export function rightOf(act, options, fact) {
  const named = options.findIndex(({ id, kind }) => kind === 'own' && id === act.right);
  if (named >= 0) return named;
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
      return fact.position === undefined ? kind === 'count' && value === Number(option.id) : fact.position === option.position;
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
  if (kind === 'part') return [part.embedding ? 'embedding' : part.mlp ? `mlp-${part.layer}` : `${part.layer}.${part.head}`];
  return [String(text ?? value).trim()];
}
