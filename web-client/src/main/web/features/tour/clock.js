/** Plan against clock. Pure. */

/** Minutes and seconds, such as 4:05. @param {number} seconds */
export function timeText(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

/**
 * By how much a talk is late: positive if the clock is ahead of the plan. In a beat that is not yet over its time, the talk is on time
 * as long as the clock is within it.
 * @param {{from: number, to: number}} beat seconds of the plan @param {number} elapsed seconds since the tour began
 * @returns {number} whole minutes; 0 on time
 */
export function lateBy({ from, to }, elapsed) {
  const seconds = elapsed > to ? elapsed - to : elapsed < from ? elapsed - from : 0;
  return Math.trunc(seconds / 60) || 0;
}
