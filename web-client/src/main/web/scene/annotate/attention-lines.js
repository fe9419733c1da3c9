/**
 * The lines of an attention pair: from the query's column and the key's column to their score, and the arcs of a pattern,
 * each as strong as its share. A pure function of the layout, the pair and the shares.
 *
 * @typedef {import('../layout/board.js').Block} Block
 * @typedef {import('../layout/layout.js').Layout} Layout
 * @typedef {import('../layout/wiring.js').Point} Point
 * @typedef {{points: Point[], role: string, width: number, strength: number, head: boolean}} Lead  width in px
 */
import { rowsAt } from '../layout/slice.js';
import { placeOf } from '../layout/spread.js';
import { WIDTH, rounded } from '../layout/wiring.js';

/** z of the lines: in front of the blocks' front faces, in cells. */
const BEFORE = 0.62;
/** Height of the letters above a block, in rows. */
const LETTERS = 1.6;
const ARC_STEPS = 18;
/** Rows above the pattern at which spread letters and the arcs over them are drawn. */
export const SPREAD_LETTERS = 1.7,
  SPREAD_ARCS = 3.3;
/** How far the arc from a token to itself swings to each side, in cells. */
const OWN_ARC = 0.4;

/**
 * @param {Layout} plan
 * @param {{query: string, key: string, scores: string}} parts names of the nodes
 * @param {import('./attention-pair.js').AttentionPair} pair
 * @returns {Lead[]}
 */
export function scoreLeads(plan, parts, { head, query, key }) {
  const { u } = plan,
    of = (/** @type {string} */ name) => blockOf(plan, name, head);
  const q = of(parts.query),
    k = of(parts.key),
    s = of(parts.scores);
  const at = (/** @type {number} */ x, /** @type {number} */ y) => ({ x, y, z: BEFORE, turn: 1 });
  const lead = (/** @type {string} */ role, /** @type {Point[]} */ points, /** @type {boolean} */ headed) => ({
    points: rounded(points, 1),
    role,
    width: WIDTH.lead,
    strength: 1,
    head: headed,
  });
  const qx = q.x + query + 0.5,
    sx = s.x + query + 0.5,
    over = Math.min(q.y, s.y) - LETTERS - 1.1 * u;
  const kx = k.x + key + 0.5,
    ky = s.y + key + 0.5,
    gap = (k.x + k.cols + s.x) / 2,
    between = k.y - LETTERS - 0.5 * u;
  return [
    lead('query', [at(qx, q.y - LETTERS), at(qx, over), at(sx, over), at(sx, s.y - LETTERS)], false),
    // the lines leave a gap for the letters of the column and the row
    lead('query', [at(sx, s.y - 0.2), at(sx, s.y + key + 0.05)], key > 0),
    lead('key', [at(kx, k.y - LETTERS), at(kx, between), at(gap, between), at(gap, ky), at(s.x - LETTERS, ky)], false),
    lead('key', [at(s.x - 0.2, ky), at(s.x + query + 0.05, ky)], query > 0),
  ];
}

/** The block of a node for a head: its own, or the one that its group of heads shares. @param {Layout} plan @param {string} name @param {number} head */
export function blockOf(plan, name, head) {
  const blocks = plan.byNode.get(name) ?? [],
    heads = plan.arms[blocks[0].arm].count;
  return blocks[Math.floor((head * blocks.length) / heads)];
}

/**
 * Thin lines from spread tokens to their columns.
 * @param {Block} block @param {number} query @param {number} spread
 * @returns {Lead[]}
 */
export function funnel(block, query, spread) {
  const T = block.cols,
    at = (/** @type {number} */ column, /** @type {number} */ row) => ({
      x: block.x + column,
      y: block.y - row,
      z: BEFORE,
      turn: 1,
    });
  return Array.from({ length: T }, (_, i) => ({
    points: [at(placeOf(i, T, spread), SPREAD_LETTERS - 0.15), at(i + 0.5, 0.35)],
    role: block.role,
    width: i === query ? 2 : 1,
    strength: i === query ? 0.9 : 0.32,
    head: false,
  }));
}

/** Height of the arc over a number of positions among T, in cells. */
const arcHeight = (/** @type {number} */ distance, /** @type {number} */ T) =>
  (Math.min(T, 11) / 11) * 7.5 * (0.35 + (0.65 * distance) / T);

/** Rows above a pattern at which its arcs begin. @param {number} spread */
const arcBase = (spread) => (spread > 1 ? SPREAD_ARCS : LETTERS + 0.15);

/**
 * The top of the arc from a key to a query of a pattern: the column, and the rows above the pattern.
 * @param {number} T @param {number} query @param {number} key @param {number} spread cells from one token to the next
 */
export function arcTop(T, query, key, spread) {
  return {
    column: (placeOf(query, T, spread) + placeOf(key, T, spread)) / 2,
    above: arcBase(spread) + arcHeight(query - key, T),
  };
}

/** The right side of the arc from a position to itself: the column, and the rows above the pattern. @param {number} T @param {number} query @param {number} spread */
export function ownArcSide(T, query, spread) {
  return { column: placeOf(query, T, spread) + OWN_ARC * spread, above: arcBase(spread) + arcHeight(0, T) / 2 };
}

/**
 * Arcs over a pattern from each key's place to the query's.
 * @param {Block} block the pattern's
 * @param {number} query
 * @param {(key: number) => number} share
 * @param {number} [spread] cells from one token to the next
 * @returns {Lead[]}
 */
export function patternArcs(block, query, share, spread = 1) {
  const T = block.cols,
    base = block.y - arcBase(spread),
    at = (/** @type {number} */ i) => block.x + placeOf(i, T, spread),
    to = at(query),
    // arcs lie one behind the other, so that thick ones do not intersect
    layer = Math.min(0.12, 1.5 / T);
  const { top } = rowsAt(block, query);
  return Array.from({ length: query + 1 - top }, (_, i) => {
    const key = top + i,
      weight = share(key),
      distance = query - key;
    const height = arcHeight(distance, T);
    const from = at(key);
    const points = Array.from({ length: ARC_STEPS + 1 }, (_, i) => {
      const p = i / ARC_STEPS;
      // the arc from a token to itself goes out and back
      const aside = distance === 0 ? OWN_ARC * spread * Math.sin(2 * Math.PI * p) : 0;
      return {
        x: from + (to - from) * p + aside,
        y: base - height * 4 * p * (1 - p),
        z: BEFORE + key * layer,
        turn: 1,
      };
    });
    return {
      points,
      role: block.role,
      width: Math.max(1.2, 30 * weight),
      strength: 0.35 + 0.65 * Math.min(1, 2.2 * weight),
      head: false,
    };
  });
}
