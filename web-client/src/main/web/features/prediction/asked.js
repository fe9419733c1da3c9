/**
 * The question that the room is asked, as pages see it. Pure.
 *
 * @typedef {{text: string, token?: number}} Option
 * @typedef {{about?: {trace: string, text: string[], cut: boolean}, question?: string, options: Option[], other: boolean,
 *   phase: 'open' | 'closed' | 'revealed', answers: number, counts?: number[], model?: number[], beat?: string, right?: number,
 *   typed?: {token: number, text: string, p: number, count: number}[], first?: number[]}} Poll  of the protocol
 * @typedef {{number: number, question: Poll, hides?: boolean, reader?: {model: string, preset?: string, title?: string}}} NumberedPoll
 * @typedef {{option: number, token?: number, word?: string}} Answer  `token` and `word` of what was typed, whose option is "something else"
 */

/** @param {Pick<import('../../ui/view.js').View, 'room'> | null} view @returns {NumberedPoll | null} null if nothing is asked */
export const askedOf = (view) => view?.room?.parts.prediction ?? null;

/** Whether the room guesses what follows the text that is shown: what would tell it is hidden. @param {Pick<import('../../ui/view.js').View, 'room'> | null} view */
export const isGuessing = (view) => askedOf(view)?.hides ?? false;

/** This person's own answer, or null. @param {Pick<import('../../ui/view.js').View, 'room'> | null} view @returns {Answer | null} */
export function ownAnswer(view) {
  const asked = askedOf(view);
  const own = view?.room?.own.prediction;
  return asked && own?.number === asked.number ? own : null;
}

/** Whether one may type what comes next. @param {Poll} question */
export const takesWords = ({ about, other }) => about !== undefined && other;

/** Whether the question is that of the present beat of a tour, which its act shows. @param {import('../../ui/view.js').View} view */
export const isOfAct = (view) => {
  const beat = askedOf(view)?.question.beat;
  return beat !== undefined && view.tourAct?.beat === beat;
};
