/**
 * Milestones of loading a page, as entries in the browser's performance timeline: `orrery:text` when the step's text and the
 * controls are visible; `orrery:figure` when, in a frame of another site, the step's figure is drawn, too; `orrery:scene` when the
 * machine is drawn with all its numbers. Downloads that can wait for a
 * milestone do, since concurrent ones share the bandwidth.
 *
 * @typedef {'text' | 'figure' | 'scene'} Milestone
 */

/** Records a milestone, the first time, after the pending rendering is on the screen. @param {Milestone} milestone */
export async function reached(milestone) {
  await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  if (performance.getEntriesByName(nameOf(milestone)).length === 0) performance.mark(nameOf(milestone));
}

/** Resolves once a milestone is recorded. @param {Milestone} milestone @returns {Promise<void>} */
export function seen(milestone) {
  return new Promise((resolve) => {
    const observer = new PerformanceObserver((list) => {
      if (list.getEntriesByName(nameOf(milestone)).length === 0) return;
      observer.disconnect();
      resolve();
    });
    observer.observe({ type: 'mark', buffered: true });
  });
}

const nameOf = (/** @type {Milestone} */ milestone) => `orrery:${milestone}`;
