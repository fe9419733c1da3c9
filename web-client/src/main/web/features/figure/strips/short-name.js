/** A tensor's name as the machine's labels have it, without its layer. */
import { Naming } from '../../../scene/annotate/naming.js';
import { words } from '../../../ui/words.js';

/** @param {import('../../../model/graph.js').Graph} graph @param {import('../../../model/graph.js').Node} node */
export const shortNameOf = ({ nodes }, { name }) =>
  new Naming(null, nodes, (key, values) => words.text(key, values)).name(name);
