/** What all parts answer, in one object; of later ones what they have, too. @param {import('./features.js').Features} features @param {keyof import('./features.js').Part} member @param {any[]} values */
export function join({ ports }, member, ...values) {
  const parts = /** @type {any[]} */ (Object.values(ports));
  return Object.assign({}, ...parts.map((part) => part[member]?.call(part, ...values)));
}
