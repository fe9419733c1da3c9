/**
 * How far a person is with an act: what they have answered, how many hints they have taken, whether they have been told. Pure.
 *
 * @typedef {{beat: string, trace: string, answer: string | null, hints: number, told: '' | 'answered' | 'skipped', leaves?: true}} Try
 *   `answer`: an option's id; `leaves`: whether the person wanted to go on before being told
 */

/** The number of hints of an act: a nudge, something concrete, show me. */
export const HINTS = 3;

/** @param {string} beat @param {string} trace @returns {Try} */
export const fresh = (beat, trace) => ({ beat, trace, answer: null, hints: 0, told: '' });

/**
 * The try that goes on with another run. What was told was told of the run before, so the question is asked anew; an answer that has not been
 * told stays if it is still an option. Hints are about the question, and stay.
 *
 * @param {Try} tried
 * @param {string} trace the run that is shown
 * @param {{id: string, text?: string}[]} before the options of the run before @param {{id: string, text?: string}[]} now
 * @returns {Try}
 */
export function onRun(tried, trace, before, now) {
  if (tried.trace === trace) return tried;
  const was = before.find(({ id }) => id === tried.answer),
    is = now.find(({ id }) => id === tried.answer);
  const stays = tried.told === '' && was !== undefined && is !== undefined && was.text === is.text;
  return { ...tried, trace, answer: stays ? tried.answer : null, told: '' };
}

/** Chooses an option; after the reveal nothing is chosen any more. @param {Try} tried @param {string} answer @returns {Try} */
export const answered = (tried, answer) => (tried.told ? tried : { ...tried, answer });

/** @param {Try} tried @returns {Try} */
export const hinted = (tried) => (tried.told ? tried : { ...tried, hints: Math.min(HINTS, tried.hints + 1) });

/** Tells the person about the answer that they chose, if any. @param {Try} tried @returns {Try} */
export const revealed = (tried) => (tried.told || tried.answer === null ? tried : { ...tried, told: 'answered' });

/** Tells without an answer. @param {Try} tried @returns {Try} */
export const skipped = (tried) => (tried.told ? tried : { ...tried, answer: null, told: 'skipped' });

/** Wants to go on before being told. @param {Try} tried @returns {Try} */
export const leaving = (tried) => ({ ...tried, leaves: true });

/** Asks again. @param {Try} tried @returns {Try} */
export const again = (tried) => fresh(tried.beat, tried.trace);
