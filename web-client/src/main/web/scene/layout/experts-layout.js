/**
 * The layout of a mixture of experts, in the place of an MLP: next to the norm what the router says of each expert and which are
 * taken; then what those compute, and on the outer side the tables of all experts. An expert is a plate or, if its neurons are more than the stream is
 * wide, several; plates are fanned about the axis. Which experts a token has is in the numbers alone ({@link idleBlocks}).
 */
import { partsOf } from './anatomy.js';
import { axisOtherThan, foldsOf, hasAxis } from './board.js';
import { PLATE_ANGLE, fanned } from './fan.js';

/** @typedef {import('./anatomy.js').GraphNode} GraphNode */
/** @typedef {import('./layout.js').Layout} Layout */

const SIDE = 1;

/** What is left of the contrast of an expert that is not taken. */
export const IDLE = 0.3;

/**
 * @param {import('./board.js').Board} board
 * @param {import('./anatomy.js').Branch} branch
 * @param {{column: number, branch: number, yC: number, nextA: number}} at  as for an MLP
 * @returns {number} distance of the outer edge from the axis
 */
export function putExperts(board, branch, { column, branch: index, yC, nextA }) {
  const { T, u, D } = board,
    place = { column, branch: index };
  const { before, divisors } = partsOf(branch);
  const isOfSlots = (/** @type {GraphNode} */ node) => node.axes.length > 2,
    isChoice = (/** @type {GraphNode} */ node) =>
      !isOfSlots(node) && (hasAxis(node, 'expert') || hasAxis(node, 'slot'));
  const plated = board.putPlates(
    before.filter((node) => !isOfSlots(node) && !isChoice(node)),
    { ...place, side: SIDE, y: yC },
  );
  const edge = board.putTail(branch, divisors, { ...place, side: SIDE, y: nextA });
  const start =
    putRouter(board, before.filter(isChoice), { ...place, x: Math.max(plated, edge) + 9 * u, y: yC }) + 9 * u;

  const slots = before.filter(isOfSlots),
    neurons = slots.filter((node) => hasAxis(node, 'd_mlp')),
    [results] = slots.filter((node) => hasAxis(node, 'd_model'));
  const [table] = board.weightsOf(results),
    size = (/** @type {GraphNode} */ node, /** @type {string} */ name) =>
      Number(node.axes.find((axis) => axis.name === name)?.size);
  const ofSlots = platesOf(board, size(results, 'slot'), 'd_mlp', size(table, 'd_mlp'), place),
    ofExperts = platesOf(board, size(table, 'expert'), 'd_mlp', size(table, 'd_mlp'), place);

  let x = start;
  const products = neurons.filter((node) => board.weightsOf(node).length > 0);
  for (const node of products) {
    ofSlots(node, 'slot', { x, y: yC, cols: 'pos' });
    x += T + 5 * u;
  }
  const inner = [...neurons.filter((node) => !products.includes(node)), results].reverse();
  inner.forEach((node, i) => ofSlots(node, 'slot', { x: start + i * (T + 5 * u), y: nextA, cols: 'pos' }));
  let outer = Math.max(x, start + inner.length * (T + 5 * u)) + 4 * u;
  ofExperts(table, 'expert', { x: outer, y: nextA, cols: 'd_model' });
  for (const node of products) {
    const [W] = board.weightsOf(node);
    ofExperts(W, 'expert', { x: outer, y: yC, cols: axisOtherThan(W, 'expert', 'd_mlp') });
    outer += D + 6 * u;
  }
  return outer;
}

/**
 * Puts what the router computes one below the other, each table beside its product.
 * @param {import('./board.js').Board} board @param {GraphNode[]} choices @param {{column: number, branch: number, x: number, y: number}} at
 * @returns {number} distance of the outer edge from the axis
 */
function putRouter(board, choices, { x, y, ...place }) {
  const { T, u, D } = board;
  let top = y,
    reach = x + T;
  for (const node of choices) {
    const rows = /** @type {string} */ (axisOtherThan(node, 'pos'));
    board.put(node, { ...place, x, y: top }, { cols: 'pos', rows });
    for (const table of board.weightsOf(node)) {
      board.put(table, { ...place, x: x + T + 5 * u, y: top }, { cols: axisOtherThan(table, rows), rows });
      reach = x + T + 5 * u + D;
    }
    top += Number(node.axes[1].size) + 4 * u;
  }
  return reach;
}

/**
 * Makes the arms of parts that are alike, each of which is folded into plates, and puts their tensors on them.
 * @param {import('./board.js').Board} board @param {number} count of the parts @param {string} axis of their neurons @param {number} neurons of each
 * @param {{column: number, branch: number}} place
 * @returns {(node: GraphNode, of: string | null, at: {x: number, y: number, cols: string | null}) => void} `of`: the axis of the parts, if there are several
 */
export function platesOf(board, count, axis, neurons, place) {
  const folds = foldsOf(neurons, board.D),
    plates = count * folds.length;
  const arms = Array.from({ length: board.folded ? 1 : plates }, (_, i) =>
    board.addArm({
      ...place,
      kind: 'plate',
      index: i,
      heads: board.folded ? plates : 1,
      count: plates,
      side: SIDE,
      angle: board.folded ? 0 : fanned(PLATE_ANGLE, i, plates, SIDE),
    }),
  );
  return (node, of, { x, y, cols }) => {
    const isFolded = hasAxis(node, axis),
      rows = isFolded ? axis : 'd_model';
    const windows = isFolded ? folds.map((fold) => ({ axis, ...fold })) : [undefined];
    const each = plates / count / windows.length;
    if (board.folded) {
      const reach = plates < 2 ? 0 : -SIDE * PLATE_ANGLE,
        fan = { kind: /** @type {const} */ ('arc'), reach, count: plates, pitch: 0 };
      board.put(node, { ...place, arm: arms[0], plate: 0, plates, x, y, fan }, { cols, rows, window: windows[0] });
      return;
    }
    for (let at = 0; at < count; at++)
      windows.forEach((window, fold) => {
        const plate = at * folds.length + fold * each,
          part = of === null ? undefined : { axis: of, at };
        board.put(node, { ...place, arm: arms[plate], plate, plates, x, y }, { cols, rows, part, window });
      });
  };
}

/**
 * The tables of experts that a position has not taken.
 * @param {Layout} plan
 * @param {(name: string) => {data: ArrayLike<number>, shape: number[]} | null | undefined} tensorOf exact numbers of a tensor of the run, if they are here
 * @param {number} position
 * @returns {Set<number>} indices of blocks; none while the numbers are not here
 */
export function idleBlocks(plan, tensorOf, position) {
  /** @type {Set<number>} */
  const idle = new Set();
  plan.anatomy.branches.forEach(({ nodes }, branch) => {
    const chosen = nodes.find(({ traits }) => traits.routing === 'taken'),
      numbers = chosen && tensorOf(chosen.name);
    if (!numbers) return;
    const taken = takenAt(numbers, position);
    for (const { index, part, partAxis, branch: own } of plan.blocks)
      if (own === branch && partAxis === 'expert' && !taken.includes(part)) idle.add(index);
  });
  return idle;
}

/** The experts that a position has taken, the most probable first. @param {{data: ArrayLike<number>, shape: number[]}} numbers of the tensor [pos, slot] @param {number} position */
export function takenAt({ data, shape: [, slots] }, position) {
  return Array.from({ length: slots }, (_, slot) => data[position * slots + slot]);
}
