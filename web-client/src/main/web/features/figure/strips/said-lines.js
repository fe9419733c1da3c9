/** How many lines a sentence takes that is broken between its words. Pure. */

/**
 * @param {string} said
 * @param {number} width px
 * @param {(text: string) => number} measure width of a text, px
 */
export function saidLines(said, width, measure) {
  let lines = 1,
    line = '';
  for (const word of said.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    const fits = line === '' || measure(longer) <= width;
    line = fits ? longer : word;
    if (!fits) lines++;
  }
  return lines;
}
