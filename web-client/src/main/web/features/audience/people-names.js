/** The names of the people in a room, as its presenter sees them. */
import { words } from '../../ui/words.js';

/** Numbers people who share a name, in order of arrival. @template {{name: string}} P @param {P[]} list @returns {P[]} */
export function named(list) {
  const names = list.map((person) => person.name || words.text('people.unnamed'));
  const seen = new Map();
  return list.map((person, i) => {
    const n = (seen.get(names[i]) ?? 0) + 1;
    seen.set(names[i], n);
    const alone = names.indexOf(names[i]) === names.lastIndexOf(names[i]);
    return { ...person, name: alone ? names[i] : words.text('people.numbered', { name: names[i], n: String(n) }) };
  });
}

/** The attendees, each by a name of their own. @param {Pick<import('../../ui/view.js').View, 'people'>} view */
export const peopleOf = ({ people }) => named(people?.list ?? []).filter(({ view }) => view === 'attendee');
