/** Where somebody who looks around stands: the part of the machine in the middle of the view. */
import { anatomy } from '../../scene/layout/anatomy.js';
import { partOf, writeFocus } from '../../scene/layout/focus.js';

/** Tells the room, which counts how many stand before each part. @param {import('../../ui/features.js').WalkPage} page */
export function tellSight({ looking, machine, conductor }) {
  const { graph } = conductor;
  if (!looking || !machine || !graph) return;
  const node = machine.middle,
    model = /** @type {any} */ (graph);
  const part = node === null ? null : partOf(anatomy(model), model, node);
  conductor.looking(true, part ? writeFocus(part) : undefined);
}
