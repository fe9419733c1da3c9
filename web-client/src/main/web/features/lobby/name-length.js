/** The length of a person's name, which the server limits, too (docs/protocol.md, `limits`). */

/** The longest name, in characters as people see them. `maxlength` counts UTF-16 units, of which one emoji may have more than ten. */
const LONGEST = 40;

/** The name, cut after the longest length. @param {string} name */
export function shortened(name) {
  const characters = Array.from(new Intl.Segmenter().segment(name), ({ segment }) => segment);
  return characters.slice(0, LONGEST).join('');
}
