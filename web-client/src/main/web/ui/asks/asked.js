/**
 * A question that the room is asked, whatever its kind. One is asked at a time. Each kind is a part of the room's state, whose commands begin with
 * a name of their own. Pure.
 *
 * @typedef {'open' | 'closed' | 'revealed'} Phase
 * @typedef {{phase: Phase, answers: number, first?: unknown}} Question  what all kinds have; `first`: of a second round
 * @typedef {{number: number, question: Question}} Asked
 * @typedef {import('../view.js').View} View
 */

/** How the commands of each kind begin, by part of the state. */
const COMMANDS = /** @type {const} */ ({ prediction: 'predict', poll: 'poll', place: 'place' });

/** What comes after a phase, as the end of the command that leads there. */
const ON = /** @type {const} */ ({ open: 'close', closed: 'reveal', revealed: 'end' });

/** @typedef {keyof typeof COMMANDS} Kind */

/** The question that is shown, of whatever kind; null for none. @param {Pick<View, 'room'> | null} view @returns {Asked & {kind: Kind} | null} */
export function anyAsked(view) {
  for (const kind of /** @type {Kind[]} */ (Object.keys(COMMANDS))) {
    const asked = view?.room?.parts[kind];
    if (asked) return { kind, ...asked };
  }
  return null;
}

/**
 * The command that leads the question that is shown to another phase; null if nothing is asked.
 * @param {Pick<View, 'room'>} view @param {'close' | 'reveal' | 'again' | 'end' | 'on'} to `on`: to the next one
 * @returns {{do: any, number: number} | null}
 */
export function leading(view, to) {
  const asked = anyAsked(view);
  if (!asked) return null;
  const { kind, number, question } = asked;
  return { do: `${COMMANDS[kind]}-${to === 'on' ? ON[question.phase] : to}`, number };
}

/** How many have answered, and of how many people, with those of a rehearsal. Who has answered may have gone since. @param {View} view @param {Question} [question] */
export function turnout(view, { answers } = anyAsked(view)?.question ?? { phase: 'open', answers: 0 }) {
  const people = (view.people?.count ?? 0) + (view.room?.parts.rehearsal?.people ?? 0);
  return { answers, people: Math.max(answers, people) };
}
