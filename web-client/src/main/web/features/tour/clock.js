/** Plan against clock. Pure. */
import { secondsOf } from './cursor.js';

/** Minutes and seconds, such as 4:05. @param {number} seconds */
export function timeText(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

/** What nobody would call late, s. */
const ON_TIME = 10;

/**
 * How late a beat was begun. It does not grow while the beat is shown: whether that takes too long is seen at its own time.
 * @param {number} planned seconds from the beginning @param {number} begun seconds after the tour was
 * @returns {number} whole seconds, negative if it was early; 0 on time
 */
export function lateBy(planned, begun) {
  const seconds = Math.round(begun - planned);
  return Math.abs(seconds) < ON_TIME ? 0 : seconds;
}

/**
 * How late a tour is, in words.
 * @param {Pick<import('./tour-state.js').TourView, 'beats' | 'index' | 'began' | 'beatBegan'>} tour @param {import('../../ui/words.js').Words} words
 * @returns {{late: boolean, text: string}}
 */
export function paceOf({ beats, index, began, beatBegan }, words) {
  const late = began === null || beatBegan === null ? 0 : lateBy(secondsOf(beats, index), (beatBegan - began) / 1000);
  const key = late > 0 ? 'tour.late' : late < 0 ? 'tour.early' : 'tour.onTime';
  return { late: late > 0, text: words.text(key, { time: timeText(Math.abs(late)) }) };
}
