/**
 * The layout of an MLP, right of the spine: the norm, then the neurons before the activation function with their weights on
 * the outer side; one row lower the output next to the spine, the norm behind it if there is one, the neurons after the activation function, and the output
 * weights on their outer side. There are more neurons than the stream is wide, so they are folded into plates, which are
 * fanned about the axis.
 */
import { partsOf } from './anatomy.js';
import { axisOtherThan, hasAxis } from './board.js';
import { platesOf, putExperts } from './experts-layout.js';

/** @typedef {import('./anatomy.js').GraphNode} GraphNode */

const SIDE = 1;

/**
 * @param {import('./board.js').Board} board
 * @param {import('./anatomy.js').Branch} branch
 * @param {{column: number, branch: number, yC: number, nextA: number}} at  yC: top of the layer's lower row; nextA: top of
 *   the next layer's upper one
 * @returns {number} distance of the outer edge from the axis
 */
export function putMlp(board, branch, { column, branch: index, yC, nextA }) {
  if (branch.tail[0].traits.routing) return putExperts(board, branch, { column, branch: index, yC, nextA });
  const { T, u, D, sizes } = board,
    place = { column, branch: index };
  const { before, divisors } = partsOf(branch);
  const isWide = (/** @type {GraphNode} */ node) => axisOtherThan(node, 'pos') !== 'd_model' && !hasAxis(node, 'one');
  const wide = before.filter(isWide),
    hasWeights = (/** @type {GraphNode} */ node) => board.weightsOf(node).length > 0;
  const plated = board.putPlates(
    before.filter((node) => !isWide(node)),
    { ...place, side: SIDE, y: yC },
  );
  const edge = board.putTail(branch, divisors, { ...place, side: SIDE, y: nextA }),
    [W, b] = board.weightsOf(branch.tail[0]);
  const start = Math.max(plated, edge) + 9 * u;

  const axis = /** @type {string} */ (axisOtherThan(wide[0], 'pos')),
    plates = platesOf(board, 1, axis, sizes[axis], place),
    putPlates = (
      /** @type {GraphNode} */ node,
      /** @type {number} */ x,
      /** @type {number} */ y,
      /** @type {string | null} */ cols,
    ) => plates(node, null, { x, y, cols });

  let x = start,
    reach = 0;
  for (const node of wide.filter(hasWeights)) {
    const [W, b] = board.weightsOf(node);
    putPlates(node, x, yC, 'pos');
    if (b) putPlates(b, x + T + 2.5 * u - 0.5, yC, null);
    putPlates(W, x + T + 5 * u, yC, axisOtherThan(W, axis));
    reach = x + T + 5 * u + D;
    x = reach + 6 * u;
  }
  x = start;
  // the operand of the output is next to it
  for (const node of wide.filter((each) => !hasWeights(each)).reverse()) {
    putPlates(node, x, nextA, 'pos');
    x += T + 5 * u;
  }
  putPlates(W, x, nextA, axisOtherThan(W, axis));
  if (b) board.put(b, { ...place, x: edge + 2 * u, y: nextA }, { cols: null, rows: 'd_model' });
  return Math.max(reach, x + D);
}
