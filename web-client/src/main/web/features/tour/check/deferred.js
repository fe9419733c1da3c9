/** The questions at the end of a chapter, and what somebody who walks alone has done, kept on the device. */
import { Progress } from '../progress.js';
import { CheckPart } from './check-part.js';

/** @typedef {import('../../../ui/features.js').Page} Page */

/** @param {Page} page @returns {CheckPart | null} */
const checkOf = (page) => page.attached('tour-check');

/** @param {(check: CheckPart, value: any) => void} act @returns {import('../../../ui/features.js').Action} */
const checking = (act) => (page, value) => {
  const check = checkOf(page);
  if (check) act(check, value);
};

/** What was walked on this device. */
export const progress = new Progress();

/** @type {import('../../../ui/features.js').Feature} */
export const tourCheck = {
  name: 'tour-check',
  attach: (page) => (page.page === 'solo' ? new CheckPart(page, progress) : null),
  viewOf: (page) => ({ tourCheck: checkOf(page)?.view ?? null }),
  actions: {
    tourCheckChoose: checking((check, id) => check.choose(id)),
    tourCheckReveal: checking((check) => check.reveal()),
    tourCheckSkip: checking((check) => check.skip()),
    tourCheckNext: checking((check) => check.next()),
    tourCheckBack: checking((check) => check.back()),
  },
};

/** Keeps the beats that are shown to somebody who walks alone. @type {import('../../../ui/features.js').Feature} */
export const tourProgress = {
  name: 'tour-progress',
  attach: (page) =>
    page.page === 'solo'
      ? {
          drawn: ({ tour }) => {
            if (tour && !tour.reading) progress.shown(tour.tour.id, tour.route, tour.beat.key);
          },
        }
      : null,
};
