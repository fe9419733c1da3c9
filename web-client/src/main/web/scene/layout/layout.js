/**
 * The layout of the machine: a pure function of the graph and the number of positions.
 *
 * The unit is one cell. u = d_model / 48 is the unit of gaps, which grow with the model. x runs to the right, y downwards,
 * z towards the camera; x = 0 is the axis of the column's residual stream. Attention is on its left, the MLP on its right;
 * blocks of heads and plates are on arms that are turned about that axis. A result is next to its operands: its weights are
 * on its outer side, in the same rows. A layer has two rows: A has the attention (and, on the other side, the output of the
 * previous layer's MLP), C the attention's output and the MLP's first half. The embedding is above, the output below. The
 * stream that goes on in another column is there twice: at the head of that column, where the next layer reads it, and at the
 * foot of its own, beside what it is the sum of.
 *
 * Layers stand in as many columns as fill the space between the panels: a single tower left two thirds of a wide window empty. The
 * number of columns is computed for a typical length of text, so a machine has the same shape on every screen and keeps it while
 * its text grows, which shared cameras and links need.
 *
 * @typedef {{column: number, y: number, radius: number, layer: number}} Dial
 * @typedef {{column: number, layer: number | null, yA: number, yC: number}} Row  the last one, of no layer, is for the
 *   output
 * @typedef {{T: number, u: number, D: number, blocks: import('./board.js').Block[],
 *   byNode: Map<string, import('./board.js').Block[]>, arms: import('./board.js').Arm[], dials: Dial[], rows: Row[],
 *   columns: {x: number}[], anatomy: import('./anatomy.js').Anatomy, pitch: number}} Layout
 */
import { anatomy } from './anatomy.js';
import { armHeight, putAttention } from './attention-layout.js';
import { Board, axisOtherThan, foldsOf, hasAxis } from './board.js';
import { putMlp } from './mlp-layout.js';

/**
 * @typedef {import('./anatomy.js').Anatomy} Anatomy
 * @typedef {import('./anatomy.js').Branch} Branch
 * @typedef {import('./anatomy.js').Graph} Graph
 * @typedef {import('./anatomy.js').GraphNode} GraphNode
 */

/** The layout of nothing. @type {Layout} */
export const EMPTY = {
  ...{ T: 0, u: 0, D: 0, pitch: 0, blocks: [], byNode: new Map(), arms: [], dials: [], rows: [], columns: [] },
  anatomy: { spine: [], branches: [], embedding: [], output: [] },
};

/**
 * A point of a block in the world, x, y (up), z.
 * @param {Layout} plan @param {ArrayLike<number>} angles of the arms @param {import('./board.js').Block} block
 * @param {number} column from its left edge @param {number} row from its upper edge @param {number} [before] in front of its middle
 * @returns {[number, number, number]}
 */
export function inWorld(plan, angles, block, column, row, before = 0) {
  const angle = block.arm < 0 ? 0 : angles[block.arm],
    c = Math.cos(angle),
    s = Math.sin(angle);
  const x = block.x + column,
    z = block.z + before;
  return [c * x + s * z + plan.columns[block.column].x, -(block.y + row), c * z - s * x];
}

/** Distance between the plates of a vocabulary, which are one behind the other, in u. */
const STACK = 10;

/**
 * Distance of the logits from the last norm, in cells, with room for names: those of a small vocabulary are seen from near,
 * together with the last rows of the norm.
 * @param {Board} board
 */
const belowNorm = ({ u, D, sizes }) => 4 * u + Math.min(sizes.d_vocab, D) / 8;

/** The wanted ratio of width to height of a model with several columns: between the panels, and in the gallery. */
const ASPECT = { near: 1.3, afar: 1.3 };

/** The number of columns is computed for this many positions, so that the machine keeps its shape as the text grows. */
const USUAL = 16;

/**
 * @param {Graph} graph expanded
 * @param {number} T positions drawn, at least 1
 * @param {{folded?: boolean}} [how]  `folded`: blocks that are alike (heads, plates, a vocabulary's plates) are replaced by
 *   one fan, for views from far away
 * @returns {Layout}
 */
export function layout(graph, T, { folded = false } = {}) {
  const board = new Board(graph, T, folded),
    { u, D } = board,
    { nodes } = graph;
  const body = anatomy(graph);
  const stream = (/** @type {string} */ name, /** @type {number} */ column, /** @type {number} */ y) =>
    board.put(/** @type {GraphNode} */ (nodes.get(name)), { x: -T / 2, y, column }, { cols: 'pos', rows: 'd_model' });

  const rowA = rowHeight(body, board),
    pitch = rowA + 10 * u + D + 22 * u;
  const layers = [...new Set(body.branches.map((branch) => branch.layer))];
  const inColumn = layersInColumn(layers.length, ...usualSize(graph, body, T, folded));
  const rows = layers.map((layer, i) => {
    const yA = (i % inColumn) * pitch;
    return { column: Math.floor(i / inColumn), layer, yA, yC: yA + rowA + 10 * u };
  });
  const last = rows.at(-1) ?? { column: 0, yA: -pitch };
  const after = { column: last.column, layer: null, yA: last.yA + pitch, yC: last.yA + pitch + rowA + 10 * u };

  putEmbedding(board, body, nodes);
  if (body.spine.length > 0) stream(body.spine[0], 0, 0);
  let outer = 0;
  body.branches.forEach((branch, index) => {
    const row = rows.findIndex((each) => each.layer === branch.layer),
      { column, yA, yC } = rows[row],
      next = rows[row + 1] ?? after,
      nextA = yA + pitch;
    outer = Math.max(outer, putBranch(board, branch, { column, branch: index, yA, yC, nextA }));
    // the stream after attention is in row C; after the MLP it is at the head of the next layer, which reads it
    if (body.branches[index + 1]?.to === branch.to) return;
    if (branch.kind === 'attention') stream(branch.to, column, yC);
    else stream(branch.to, next.column, next.yA);
    if (branch.kind !== 'attention' && next.column !== column && !folded) stream(branch.to, column, nextA);
  });
  putOutput(board, body, after);
  board.sort();

  const count = after.column + 1;
  return {
    T,
    u,
    D,
    blocks: board.blocks,
    byNode: board.byNode,
    arms: board.arms,
    anatomy: body,
    pitch,
    rows: [...rows, after],
    dials: rows.map(({ column, yA, layer }) => ({ column, y: yA - 9 * u, radius: outer + 5 * u, layer })),
    columns: Array.from({ length: count }, (_, i) => ({ x: (i - (count - 1) / 2) * columnWidth(outer, u) })),
  };
}

/** The height of row A. @param {Anatomy} body @param {Board} board */
const rowHeight = (body, board) =>
  Math.max(
    board.D,
    ...body.branches.filter((branch) => branch.kind === 'attention').map((branch) => armHeight(branch, board)),
  );

/**
 * The size of a model's layers at the usual number of positions: the largest of its kinds of layers.
 * @param {Graph} graph @param {Anatomy} body @param {number} T @param {boolean} folded
 * @returns {[board: Board, pitch: number, width: number]}
 */
function usualSize(graph, body, T, folded) {
  const board = new Board(graph, folded ? T : Math.min(USUAL, graph.sizes.n_ctx ?? USUAL), folded),
    { u, D } = board;
  const first = body.branches.filter(({ layer }) => graph.kinds.indexOf(graph.kinds[layer]) === layer),
    at = { column: 0, branch: 0, yA: 0, yC: 0, nextA: 0 };
  const outer = Math.max(0, ...first.map((branch) => putBranch(board, branch, at)));
  return [board, rowHeight(body, board) + 32 * u + D, columnWidth(outer, u)];
}

/**
 * The number of layers in a column for which all columns together are drawn as large as possible.
 * @param {number} layers @param {Board} board @param {number} pitch @param {number} width
 */
function layersInColumn(layers, board, pitch, width) {
  const { folded, u, D, sizes } = board,
    aspect = folded ? ASPECT.afar : ASPECT.near;
  const above = D + 20 * u,
    below = D + belowNorm(board) + Math.min(sizes.d_vocab, D);
  // the height of the smallest area of the wanted ratio that holds the columns
  const extent = (/** @type {number} */ columns) => {
    const most = Math.ceil(layers / columns),
      last = layers - most * (columns - 1);
    return Math.max((columns * width) / aspect, above + Math.max(most * pitch + D, last * pitch + below));
  };
  let best = 1;
  for (let columns = 2; columns <= layers; columns++) if (extent(columns) < extent(best)) best = columns;
  // columns of the same height
  return Math.ceil(layers / best);
}

/**
 * Puts a layer's branch.
 * @param {Board} board @param {Branch} branch @param {Parameters<typeof putAttention>[2] & Parameters<typeof putMlp>[2]} at
 * @returns {number} distance of its outer edge from the axis
 */
function putBranch(board, branch, at) {
  return (branch.kind === 'attention' ? putAttention : putMlp)(board, branch, at);
}

const columnWidth = (/** @type {number} */ outer, /** @type {number} */ u) => 2 * outer + 34 * u;

/** A vocabulary's plates as one fan. @param {Board} board @param {{length: number}} parts */
function stackOf({ u }, { length }) {
  const fan = { kind: /** @type {const} */ ('stack'), reach: STACK * u * (length - 1), count: length, pitch: 0 };
  return { fan, plate: 0, plates: length };
}

/**
 * Puts a table with a column for each token or position; a wide one is cut into a stack of plates.
 * @param {Board} board @param {GraphNode} table @param {number} y @param {(width: number) => number} xOf the left edge
 */
function putTable(board, table, y, xOf) {
  const { D, u, sizes } = board,
    axis = /** @type {string} */ (axisOtherThan(table, 'd_model'));
  const size = sizes[axis] ?? table.axes.find((each) => each.name === axis)?.size;
  const parts = foldsOf(size, D);
  if (board.folded && parts.length > 1) {
    const window = { axis, ...parts[0] };
    const place = { x: xOf(parts[0].count), y, ...stackOf(board, parts) };
    board.put(table, place, { cols: axis, rows: 'd_model', window });
    return;
  }
  parts.forEach((part, plate, all) =>
    board.put(
      table,
      { x: xOf(part.count), y, z: -STACK * u * plate, plate, plates: all.length },
      { cols: axis, rows: 'd_model', window: { axis, ...part } },
    ),
  );
}

/** Puts token and position vectors left and right above the first layer, with their tables on the outer sides. @param {Board} board @param {Anatomy} body @param {Graph['nodes']} nodes */
function putEmbedding(board, body, nodes) {
  const { T, u, D } = board,
    y = -20 * u - D,
    near = 3 * u;
  body.embedding
    .filter((node) => !node.derived)
    .forEach((node, i) => {
      const left = i % 2 === 0;
      board.put(node, { x: left ? -near - T : near, y }, { cols: 'pos', rows: 'd_model' });
      for (const table of board.weightsOf(node))
        putTable(board, table, y, (width) => (left ? -near - T - 3 * u - width : near + T + 3 * u));
    });
  // without position vectors, the token vectors are the beginning of the stream: their table is above it
  const [stream] = body.embedding.length === 0 ? body.spine.flatMap((name) => nodes.get(name) ?? []) : [];
  if (stream) {
    for (const table of board.weightsOf(stream)) putTable(board, table, y, (width) => -width / 2);
  }
}

/**
 * Puts the last norm left of the end of the stream; logits below its result, which they are made from, with their table on
 * the left; then probabilities.
 * @param {Board} board @param {Anatomy} body @param {{column: number, yA: number}} at
 */
function putOutput(board, body, { column, yA }) {
  const { u, D, sizes } = board;
  const drawn = body.output.filter((node) => !node.derived),
    isVocabulary = (/** @type {GraphNode} */ node) => hasAxis(node, 'd_vocab');
  const left = -board.putPlates(
    drawn.filter((node) => !isVocabulary(node)),
    { column, branch: -1, side: -1, y: yA },
  );
  let y = yA + D + belowNorm(board);
  for (const node of drawn.filter(isVocabulary)) {
    const parts = foldsOf(sizes.d_vocab, D),
      folded = board.folded && parts.length > 1;
    (folded ? parts.slice(0, 1) : parts).forEach((part, plate) => {
      const as = folded ? stackOf(board, parts) : { plate, plates: parts.length };
      const place = { column, y, z: -STACK * u * plate, ...as },
        window = { axis: 'd_vocab', ...part };
      board.put(node, { ...place, x: left }, { cols: 'pos', rows: 'd_vocab', window });
      for (const table of board.weightsOf(node)) {
        const wide = hasAxis(table, 'd_model');
        board.put(
          table,
          { ...place, x: wide ? left - 5 * u - D : left - 2.5 * u - 0.5 },
          { cols: wide ? 'd_model' : null, rows: 'd_vocab', window },
        );
      }
    });
    y += Math.min(sizes.d_vocab, D) + 5 * u;
  }
}
