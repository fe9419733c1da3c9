/**
 * What a person who opened a page waits for, as marks on the browser's own timeline: `orrery:text`, the step's text and
 * the controls are there; `orrery:scene`, the machine is drawn with all its numbers.
 */

/** Resolves once what was asked to be drawn is on the screen, and marks it the first time. @param {'text' | 'scene'} what */
export async function whenSeen(what) {
  await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  const name = `orrery:${what}`;
  if (performance.getEntriesByName(name).length === 0) performance.mark(name);
}
