/**
 * What going on does at the last step: it shows the room what comes next, if that is hidden, also from the presenter; then it adds that
 * token, unless the model has ended its text or there is no room for more. Pure.
 *
 * @param {Pick<import('../../ui/view.js').View, 'room' | 'answer' | 'full' | 'trace'>} view
 * @returns {'show' | 'full' | 'ended' | 'add'}
 */
export function atEnd({ room, answer, full, trace }) {
  if (room && answer && !answer.here) return 'show';
  return full ? 'full' : trace?.info.ended ? 'ended' : 'add';
}
