/**
 * What a person who opened a page waits for, as marks on the browser's own timeline: `orrery:text`, the step's text and
 * the controls are there; `orrery:scene`, the machine is drawn with all its numbers. What can wait until then does, for
 * a line is shared by all that is asked for at once.
 *
 * @typedef {'text' | 'scene'} Milestone
 */

/** Marks it, the first time, once what was asked to be drawn is on the screen. @param {Milestone} what */
export async function markSeen(what) {
  await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  if (performance.getEntriesByName(nameOf(what)).length === 0) performance.mark(nameOf(what));
}

/** Resolves once it is marked. @param {Milestone} what @returns {Promise<void>} */
export function seen(what) {
  return new Promise((resolve) => {
    const observer = new PerformanceObserver((list) => {
      if (list.getEntriesByName(nameOf(what)).length === 0) return;
      observer.disconnect();
      resolve();
    });
    observer.observe({ type: 'mark', buffered: true });
  });
}

const nameOf = (/** @type {Milestone} */ what) => `orrery:${what}`;
