import { call } from './features.js';

/** What all parts answer, in one object; of later ones what they have, too. @param {import('./features.js').Features} features @template {keyof import('./features.js').FeatureInstance} Member @param {Member} member @param {Parameters<import('./features.js').Members[Member]>} values @returns {Partial<NonNullable<ReturnType<import('./features.js').Members[Member]>>>} */
export const join = ({ parts }, member, ...values) =>
  Object.assign({}, ...parts.map((part) => call(part, member, values)));
