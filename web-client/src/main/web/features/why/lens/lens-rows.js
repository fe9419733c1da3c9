/**
 * What the logit lens shows, from the server's answers. Pure.
 *
 * @typedef {import('../measured.js').About & {points: string[], from: number, top: number[][], p: number[][]}} Lens  by point, and by position
 *   from `from` on
 * @typedef {Lens & {rank_of_a: number[], p_of_a: number[], leads_from: string | null}} Column  of the target's position
 *
 * @typedef {object} Cell
 * @property {number} token  the most probable one
 * @property {number} p      its probability
 * @property {boolean} first whether the cell above has another token
 *
 * @typedef {object} Row
 * @property {number} point  index of the point of the stream
 * @property {number | null} layer  from 0; null before the first layer
 * @property {boolean} half  whether it is inside of the layer, behind its attention
 * @property {number} rank   of the target's token, from 0
 * @property {number} p      its probability
 *
 * @typedef {{from: Row, to: Row, cell: Cell, mixed: boolean, high: number}} Group  `cell`: of the last row; `mixed`: there are different guesses;
 *   `high`: the largest chance of a guess
 */

const LAYER = /^blocks\.(\d+)\./;

/** The present position's column, which is asked for first. @param {import('../question.js').WhyQuestion} question @param {{positions: number}} trace */
export function columnOf({ position }, { positions }) {
  const at = position ?? positions - 1;
  return { from: at, to: at + 1 };
}

/** @param {Column} column @param {boolean} halves whether to have rows within layers @returns {Row[]} */
export function rowsOf({ points, rank_of_a: ranks, p_of_a: ps }, halves) {
  const layerAt = (/** @type {number} */ i) => (i === 0 ? null : layerOf(points[i]));
  return points
    .map((_, point) => ({
      point,
      layer: layerAt(point),
      half: point > 0 && point + 1 < points.length && layerAt(point + 1) === layerAt(point),
      rank: ranks[point],
      p: ps[point],
    }))
    .filter(({ half }) => halves || !half);
}

/** Layer of a point of the stream. @param {string} point */
function layerOf(point) {
  const found = LAYER.exec(point);
  return found ? Number(found[1]) : null;
}

/**
 * The cells of a column.
 * @param {Lens} answer that has looked at its position @param {number} position @param {Row[]} rows
 * @returns {Cell[]}
 */
export function cellsOf({ from, top, p }, position, rows) {
  const at = position - from;
  return rows.map(({ point }, i) => {
    const token = top[point][at];
    return { token, p: p[point][at], first: i === 0 || top[rows[i - 1].point][at] !== token };
  });
}

/** The row from which on the token leads to the end; null if it does not lead there. @param {Column} column @param {Row[]} rows */
export function leadOf({ points, leads_from: leads }, rows) {
  if (leads === null || leads === undefined) return null;
  const from = points.indexOf(leads);
  return rows.find(({ point }) => point >= from) ?? null;
}

/**
 * The rows of a column in groups, as many as there is room for, so that no strong guess is hidden. Of neighbours with the same guess those
 * are joined first whose chances differ least; then, if there is still no room, the weakest neighbours with different guesses.
 *
 * @param {Cell[]} cells @param {Row[]} rows @param {number} most groups
 * @param {Row | null} lead the row from which on the answer leads, which is joined with nothing but the same guess
 * @returns {Group[]}
 */
export function groupsOf(cells, rows, most, lead) {
  const groups = cells.map((cell, i) => ({
    from: rows[i],
    to: rows[i],
    cell,
    mixed: false,
    low: cell.p,
    high: cell.p,
  }));
  const has = (/** @type {Group} */ { from, to }, /** @type {Row | null | undefined} */ row) =>
    Boolean(row && row.point >= from.point && row.point <= to.point);
  const isKept = (/** @type {Group} */ group) => has(group, lead) || has(group, rows.at(-1));
  const same = (/** @type {Group} */ above, /** @type {Group} */ below) =>
    !above.mixed && !below.mixed && above.cell.token === below.cell.token;
  /** @type {((above: typeof groups[number], below: typeof groups[number]) => number)[]} */
  const costs = [
    (above, below) =>
      same(above, below) ? Math.max(above.high, below.high) - Math.min(above.low, below.low) : Infinity,
    (above, below) => (isKept(above) || isKept(below) ? Infinity : Math.max(above.high, below.high)),
  ];
  for (const cost of costs) {
    while (groups.length > most) {
      const of = groups.slice(1).map((below, i) => cost(groups[i], below));
      const least = Math.min(...of);
      if (least === Infinity) break;
      const [above, below] = groups.splice(of.indexOf(least), 2);
      const joined = {
        ...below,
        from: above.from,
        mixed: !same(above, below),
        low: Math.min(above.low, below.low),
        high: Math.max(above.high, below.high),
      };
      groups.splice(of.indexOf(least), 0, joined);
    }
  }
  return groups.map(({ low, ...group }) => group);
}

/** The largest change of the place between two rows, as a factor; null if the token does not rise. @param {Row[]} rows */
export function jumpOf(rows) {
  let best = null;
  for (let i = 1; i < rows.length; i++) {
    const factor = (rows[i - 1].rank + 1) / (rows[i].rank + 1);
    if (factor > (best?.factor ?? 2)) best = { factor, from: rows[i - 1], to: rows[i] };
  }
  return best;
}

/** Where a place is on a log scale from the last (0) to the first (1). @param {number} rank from 0 @param {number} vocabulary */
export const onScale = (rank, vocabulary) => 1 - Math.log(rank + 1) / Math.log(Math.max(2, vocabulary));

/** The places that the scale names: 1, 10, 100 and so on. @param {number} vocabulary */
export function ticksOf(vocabulary) {
  const ticks = [];
  for (let place = 1; place < vocabulary; place *= 10) ticks.push(place);
  return ticks;
}
