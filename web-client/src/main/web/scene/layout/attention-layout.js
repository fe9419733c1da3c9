/**
 * The layout of attention, left of the spine. From the spine outwards: the norm; on the arms of the fan, scores, pattern and
 * blend one below the other, then whatever turns or normalises queries and keys, a column each, then queries, keys and values, their
 * biases, their weights. One row lower: the output next to the spine, the norm behind it if there is one, its bias, and the heads' output
 * weights.
 */
import { partsOf } from './anatomy.js';
import { hasAxis } from './board.js';
import { fanHalfAngle, fanned } from './fan.js';

const SIDE = -1;

/**
 * @typedef {import('./anatomy.js').GraphNode} GraphNode
 * @typedef {import('./board.js').Board} Board
 * @typedef {import('./anatomy.js').Branch} Branch
 */

/** The drawn nodes of an attention branch by their role in the layout. @param {Branch} branch */
function membersOf(branch) {
  const { before, divisors } = partsOf(branch);
  const inArms = before.filter((node) => hasAxis(node, 'head') && !node.traits.norm);
  const projections = inArms.filter((node) => node.traits.product);
  // of heads, each by itself or all together
  const scales = before.filter(({ traits, inputs }) => traits.norm && inArms.some((node) => node.name === inputs[0]));
  const squares = inArms.filter((node) => hasAxis(node, 'k_pos'));
  const blends = inArms.filter((node) => node.traits.attention === 'values');
  return {
    divisors,
    scales,
    inArms,
    projections,
    squares,
    blends,
    plates: before.filter((node) => !hasAxis(node, 'head') && !scales.includes(node)),
    // other nodes with the shape of their operand, as rotated queries and keys: each one column further in than its operand
    turned: inArms.filter((node) => ![...projections, ...squares, ...blends].includes(node)),
  };
}

/** The height of an attention branch's arms: stacked projections, or squares over the blend. @param {Branch} branch @param {Board} board */
export function armHeight(branch, board) {
  const { projections, squares } = membersOf(branch),
    { T, u, sizes } = board;
  return Math.max(
    projections.length * sizes.d_head + Math.max(0, projections.length - 1) * 3 * u,
    squares.length * (T + 3 * u) + sizes.d_head,
  );
}

/**
 * @param {Board} board
 * @param {Branch} branch
 * @param {{column: number, branch: number, yA: number, yC: number}} at  yA, yC: tops of the layer's rows
 * @returns {number} distance of the outer edge from the axis
 */
export function putAttention(board, branch, { column, branch: index, yA, yC }) {
  const { T, u, D, sizes } = board,
    e = sizes.d_head;
  const { divisors, scales, inArms, projections, squares, blends, plates, turned } = membersOf(branch);
  const inner = board.putPlates(plates, { column, branch: index, side: SIDE, y: yA }) + 9 * u;
  /** How many columns a node is further in than queries, keys and values. @type {Map<string, number>} */
  const depthOf = new Map();
  for (const { name, inputs } of turned) depthOf.set(name, (depthOf.get(inputs[0]) ?? 0) + 1);
  const depth = Math.max(0, ...depthOf.values()),
    distanceOf = (/** @type {number} */ columns) => inner + (1 + depth - columns) * (T + 6 * u);
  const outer = distanceOf(0),
    tables = outer + T + 5 * u;

  const headsOf = (/** @type {GraphNode} */ node) => Number(node.axes.find((axis) => axis.name === 'head')?.size);
  const H = Math.max(...inArms.map(headsOf)),
    half = fanHalfAngle(H);
  const armOf = (/** @type {number} */ first, /** @type {number} */ heads, /** @type {number} */ angle) =>
    board.addArm({ column, branch: index, kind: 'head', index: first, heads, count: H, side: SIDE, angle });
  // keys and values that several query heads share have one arm, in the middle of the group's arms
  /** @type {Map<number, number[]>} */
  const fans = new Map();
  const fanOf = (/** @type {number} */ own) => {
    if (!fans.has(own)) {
      const heads = H / own;
      fans.set(
        own,
        Array.from({ length: own }, (_, h) =>
          armOf(h * heads, heads, fanned(half, h * heads + (heads - 1) / 2, H, SIDE)),
        ),
      );
    }
    return /** @type {number[]} */ (fans.get(own));
  };
  /** The arm in the middle of the fan, to which lines to the whole fan lead. */
  let middleArm = -1;
  const wholeFan = () => {
    if (middleArm < 0) middleArm = armOf(0, H, 0);
    return middleArm;
  };
  /**
   * Puts one block for each head, with its inner edge at a distance from the axis.
   * @type {(node: GraphNode, own: number, distance: number, width: number, y: number, cols: string | null, rows: string | null) => void}
   */
  const putHeads = (node, own, distance, width, y, cols, rows) => {
    if (board.folded) {
      // the arms of shared keys are in the middle of their groups, so their fan is narrower
      const reach = -SIDE * (own < 2 ? 0 : half * ((H - H / own) / (H - 1)));
      const fan = { kind: /** @type {const} */ ('arc'), reach, count: own, pitch: 0 };
      board.put(
        node,
        { column, branch: index, arm: wholeFan(), x: -(distance + width), y, fan },
        { cols, rows, head: 0 },
      );
      return;
    }
    fanOf(own).forEach((arm, head) =>
      board.put(node, { column, branch: index, arm, x: -(distance + width), y }, { cols, rows, head }),
    );
  };

  /** @type {Map<string, number>} */
  const rowOf = new Map();
  let reach = 0;
  projections.forEach((node, i) => {
    const y = yA + i * (e + 3 * u),
      [W, b] = board.weightsOf(node),
      own = headsOf(node);
    rowOf.set(node.name, y);
    putHeads(node, own, outer, T, y, 'pos', 'd_head');
    if (b) putHeads(b, own, outer + T + 2.5 * u - 0.5, 1, y, null, 'd_head');
    putHeads(W, own, tables, D, y, 'd_model', 'd_head');
    reach = tables + D;
  });
  for (const node of turned) {
    const y = /** @type {number} */ (rowOf.get(node.inputs.find((name) => rowOf.has(name)) ?? ''));
    const distance = distanceOf(/** @type {number} */ (depthOf.get(node.name))),
      own = headsOf(node);
    rowOf.set(node.name, y);
    putHeads(node, own, distance, T, y, 'pos', 'd_head');
    for (const table of board.weightsOf(node)) putHeads(table, own, distance + T + 2.5 * u - 0.5, 1, y, null, 'd_head');
    for (const scale of scales.filter(({ name }) => node.inputs.includes(name))) {
      if (hasAxis(scale, 'head')) putHeads(scale, own, distance, T, y - 1 - u, 'pos', 'one');
      else
        board.put(
          scale,
          { column, branch: index, arm: wholeFan(), x: -(distance + T), y: y - 1 - u },
          { cols: 'pos', rows: 'one' },
        );
    }
  }
  const valueY = Math.max(...rowOf.values());
  let y = yA;
  squares.forEach((node, i) => {
    // leave a gap above the pattern for its arcs, which are lower for few tokens, as far as there is room over the blend
    if (i > 0) y += T + Math.max(3 * u, Math.min(12 * u, T + 2.5, valueY - 4 * u - T - (y + T)));
    putHeads(node, H, inner, T, y, 'q_pos', 'k_pos');
  });
  if (squares.length > 0) y += T + 3 * u;
  for (const node of blends) {
    y = Math.max(y, valueY);
    putHeads(node, H, inner, T, y, 'pos', 'd_head');
    y += e + 3 * u;
  }

  const edge = board.putTail(branch, divisors, { column, branch: index, side: SIDE, y: yC }),
    [W, b] = board.weightsOf(branch.tail[0]);
  if (b) board.put(b, { column, branch: index, x: -(edge + 2.5 * u + 0.5), y: yC }, { cols: null, rows: 'd_model' });
  if (board.folded) {
    const cols = H * (e + u) - u,
      x = -(edge + 5 * u + cols);
    const fan = { kind: /** @type {const} */ ('row'), reach: 0, count: H, pitch: e + u };
    board.put(W, { column, branch: index, x, y: yC, fan, cols }, { cols: 'd_head', rows: 'd_model', head: 0 });
    return Math.max(reach, -x);
  }
  for (let head = 0; head < H; head++) {
    const x = -(edge + 5 * u + head * (e + u) + e);
    board.put(W, { column, branch: index, x, y: yC }, { cols: 'd_head', rows: 'd_model', head });
    reach = Math.max(reach, -x);
  }
  return reach;
}
