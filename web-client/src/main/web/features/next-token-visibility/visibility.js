/**
 * Whether the probabilities of the next token are shown to the room, and on this page. Pure.
 *
 * @typedef {object} Visibility
 * @property {boolean} toRoom    whether the audience is shown them; true for somebody who walks alone
 * @property {boolean} here      whether this page shows them
 * @property {boolean} numbers   whether it shows the other numbers of the vocabulary: logits tell no probability, and are shown at their step
 * @property {boolean} forward   whether the room is shown them because the walk has come to them or a command was about them: then
 *   they are the subject of all screens
 * @property {boolean} kept      whether the presenter keeps them hidden at every step
 * @property {boolean} automatic whether this step computes them: it would show them anyway, unless another text came at it
 * @property {boolean} [asks]     whether somebody who walks alone is asked by a tour before they are shown
 * @property {string} by         the command that was about them at this step; empty for none
 */
import { isOfVocabulary, stepNodes } from '../../model/graph.js';
import { isGuessing } from '../prediction/asked.js';

/** @type {Visibility} of a page without a room */
export const ALONE = { toRoom: true, here: true, numbers: true, forward: false, kept: false, automatic: true, by: '' };

/**
 * @param {Pick<import('../../ui/view.js').View, 'graph' | 'trace' | 'step' | 'room'>} view
 * @param {boolean} peeks whether the presenter looks at them alone
 * @returns {Visibility}
 */
export function visibilityOf({ graph, trace, step, room }, peeks) {
  if (!room || !graph || !trace || step === null) return ALONE;
  const { hidden: kept = false, about = null, fresh = null } = room.parts.answer ?? {};
  const nodes = stepNodes(graph, step);
  const automatic = nodes.some((node) => isOfVocabulary(node) && node.traits.probability);
  const by = about?.step === step ? about.by : '';
  // What the room withholds has not arrived on an attendee's page.
  // an open question of why shows the next token, since its numbers reveal it; but not while the room guesses
  const asks = Boolean(room.parts.why) && !isGuessing({ room });
  // so is an update of a training that is looked at, which the machine shows
  const looks = Boolean(room.parts.training?.course?.look);
  const mayShow = !kept && fresh !== step;
  const toRoom = (asks || (mayShow && (automatic || by !== ''))) && trace.info.next.length > 0;
  const here = toRoom || (peeks && room.mayDrive);
  return {
    toRoom,
    here,
    numbers: here || (mayShow && nodes.some(isOfVocabulary)),
    forward: toRoom && !asks && !looks,
    kept,
    automatic,
    by,
  };
}

/**
 * What the presenter's key and button ask for: to show what is hidden, or to hide what is shown.
 *
 * @param {Visibility} visibility
 * @returns {{shown?: boolean}} of the command `answer`; empty for automatic
 */
export function toggled({ toRoom, automatic }) {
  if (toRoom) return automatic ? { shown: false } : {};
  return automatic ? {} : { shown: true };
}
