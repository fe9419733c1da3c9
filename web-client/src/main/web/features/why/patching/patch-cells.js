/**
 * The places of a run that a value can be put into, and what it can reach from there. Pure.
 *
 * @typedef {import('../measured.js').About & {clean: number, corrupted_difference: number}} Runs  the differences of logits in both
 * @typedef {Runs & {resid_pre: number[][], z: number[][], mlp_out: number[][]}} Tried  the share that each value recovers, by layer and index
 * @typedef {Runs & {differing: number[], words: {token: number, p: number[]}[], layers: Layer[], near?: number[]} & Partial<Mending>} Texts  both runs,
 *   and perhaps one with one value put in. `differing`: positions; `p`: in each run; `near`: tokens that may stand instead of one
 * @typedef {{mended_difference: number, place: string, recovered: number}} Mending
 *
 * @typedef {object} Layer  names of a layer's places
 * @property {string} resid_pre  the stream that enters it
 * @property {string} stream     that node, which may have another name
 * @property {string | null} z   the heads' values
 * @property {number} heads
 * @property {string[]} mlp_out
 *
 * @typedef {object} Cell
 * @property {string} place   as the server reads it
 * @property {string} node    of the graph
 * @property {number} layer   from 0
 * @property {'stream' | 'head' | 'mlp'} kind
 * @property {number | null} head
 * @property {number | null} position  null for all positions
 * @property {number} index   among the layer's cells of its kind
 */

/** A smaller share is written as 0 %. */
export const LEAST_WRITTEN = 0.005;

/** The cells of each layer's row. @param {Layer[]} layers @param {number[]} positions @returns {Cell[][]} */
export function cellsOf(layers, positions) {
  return layers.map((each, layer) => [
    ...positions.map((position) => ({
      place: `${each.resid_pre}@${position}`,
      node: each.stream,
      layer,
      kind: /** @type {const} */ ('stream'),
      head: null,
      position,
      index: position,
    })),
    ...Array.from({ length: each.z === null ? 0 : each.heads }, (_, head) => ({
      place: `${each.z}[${head}]`,
      node: String(each.z),
      layer,
      kind: /** @type {const} */ ('head'),
      head,
      position: null,
      index: head,
    })),
    ...each.mlp_out.map((node, index) => ({
      place: node,
      node,
      layer,
      kind: /** @type {const} */ ('mlp'),
      head: null,
      position: null,
      index,
    })),
  ]);
}

/** The share that a cell recovers, of an answer that has tried everything. @param {Tried} answer @param {Cell} cell @returns {number} */
export const shareOf = (answer, { kind, layer, index }) =>
  answer[/** @type {const} */ ({ stream: 'resid_pre', head: 'z', mlp: 'mlp_out' })[kind]][layer][index];

/** The cell that recovers most. @param {Tried} answer @param {Cell[]} cells @returns {Cell | null} */
export const strongest = (answer, cells) =>
  cells.reduce(
    (best, cell) => (best && shareOf(answer, best) >= shareOf(answer, cell) ? best : cell),
    /** @type {Cell | null} */ (null),
  );

/**
 * The positions at which a value recovers something that is written, the strongest ones if they are too many.
 * @param {Tried} answer @param {Cell[][]} rows @param {number} most @returns {number[]}
 */
export function recovering(answer, rows, most) {
  /** @type {Map<number, number>} */
  const best = new Map();
  for (const cell of rows.flat())
    if (cell.position !== null)
      best.set(cell.position, Math.max(best.get(cell.position) ?? 0, Math.abs(shareOf(answer, cell))));
  const written = [...best].filter(([, share]) => share >= LEAST_WRITTEN).sort(([, one], [, other]) => other - one);
  return written
    .slice(0, most)
    .map(([position]) => position)
    .sort((one, other) => one - other);
}

/**
 * Whether a value that is put somewhere can change a cell: the cone behind it. What stands at all positions changes them from the
 * first on at which the texts differ.
 *
 * @param {Map<string, {inputs: string[]}>} nodes of the graph @param {Cell} from @param {number} differs first position that differs
 * @returns {(cell: Cell) => boolean}
 */
export function reachOf(nodes, from, differs) {
  /** @type {Set<string>} */
  const behind = new Set([from.node]);
  // nodes stand in the order of computation
  for (const [name, { inputs }] of nodes) if (inputs.some((input) => behind.has(input))) behind.add(name);
  const start = from.position ?? differs;
  return (cell) => {
    if (!behind.has(cell.node)) return false;
    if (cell.node === from.node) return cell.place === from.place;
    return cell.position === null || cell.position >= start;
  };
}

/** The positions that have a column: all up to the target's, of too many the last ones. @param {number} to the target's position @param {number} most */
export function columnsOf(to, most) {
  const from = Math.max(0, to + 1 - most);
  return Array.from({ length: to + 1 - from }, (_, i) => from + i);
}
