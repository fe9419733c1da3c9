/**
 * The circuit as it is shown: edges that lead to the answer, and where its nodes stand. Pure.
 *
 * @typedef {{part: string, position: number | null, value: number}} Node
 * @typedef {{from: number, to: number, value: number}} Edge  indices of nodes
 * @typedef {import('../measured.js').About} About
 * @typedef {About & {nodes: Node[], edges: Edge[], all_edges: number}} Answer  its edges in the order in which they lead to the answer: each to a node
 *   that is there before it
 * @typedef {About & {from: string, to: string, change: number}} Check  of an edge
 */
import { USUAL as USUAL_EDGES } from '../question.js';

/** The numbers of edges that can be chosen. */
export const COUNTS = [4, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 600];
const USUAL = 32;
/** A node's size where many levels share the height, px. */
const SMALLEST = 8;

export const graphAsked = () => ({ leading: USUAL_EDGES });

/** The chosen number of edges. @param {Record<string, string>} opened */
export function countOf({ edges }) {
  const count = Number(edges);
  return COUNTS.includes(count) ? count : USUAL;
}

/** A node as the server reads it. @param {Node} node */
export const placeOf = ({ part, position }) => (position === null ? part : `${part}@${position}`);

/**
 * The first edges, which all lead to the answer.
 *
 * @param {Answer} answer @param {number} count how many
 * @returns {{edges: Edge[], nodes: number[], raises: number, lowers: number}} the sums of those into the answer that raise it, and that lower it
 */
export function pruned({ nodes, edges }, count) {
  const shown = edges.slice(0, count);
  const answer = nodes.length - 1;
  const used = new Set([answer, ...shown.flatMap(({ from, to }) => [from, to])]);
  const sumOf = (/** @type {1 | -1} */ sign) =>
    shown.reduce((sum, { to, value }) => (to === answer && value * sign > 0 ? sum + value : sum), 0);
  return { edges: shown, nodes: [...used].sort((a, b) => a - b), raises: sumOf(1), lowers: sumOf(-1) };
}

/**
 * How many of all edges the page holds, and what those sum to that lead into the answer and are not among them.
 * @param {Answer} answer
 */
export function heldOf({ nodes, edges, all_edges: all, logit_difference: whole }) {
  const held = edges.reduce((sum, { to, value }) => (to === nodes.length - 1 ? sum + value : sum), 0);
  return { held: edges.length, all, rest: edges.length < all ? whole - held : 0 };
}

/** A node's edges that are shown, the strongest first, and the sum of all others, so that they add up to its value. @param {Answer} answer @param {Edge[]} shown @param {number} node */
export function intoNode({ nodes }, shown, node) {
  const edges = shown.filter(({ to }) => to === node).sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
  return { edges, rest: nodes[node].value - edges.reduce((sum, { value }) => sum + value, 0) };
}

/**
 * What is saved: what is shown, with the keys of `orrery why circuit`, and how many edges there are.
 * @param {Answer} answer @param {Pick<ReturnType<typeof pruned>, 'edges' | 'nodes'>} shown
 */
export function fileOf({ a, b, position, logit_a, logit_difference, nodes, all_edges }, shown) {
  const index = new Map(shown.nodes.map((node, i) => [node, i]));
  return {
    a,
    b,
    position,
    logit_a,
    logit_difference,
    all_edges,
    nodes: shown.nodes.map((node) => nodes[node]),
    edges: shown.edges.map(({ from, to, value }) => ({ from: index.get(from), to: index.get(to), value })),
  };
}

/**
 * Parses the name of a part.
 * @param {string} part
 * @returns {{kind: 'embedding' | 'position' | 'head' | 'mlp' | 'constant' | 'answer', layer: number | null, head: number | null}}
 */
export function partOf(part) {
  if (part === 'constant') return { kind: 'constant', layer: null, head: null };
  if (part === 'logits') return { kind: 'answer', layer: null, head: null };
  const layer = /^blocks\.(\d+)\./.exec(part);
  if (!layer) return { kind: part.includes('pos') ? 'position' : 'embedding', layer: null, head: null };
  const head = /\[(\d+)\]$/.exec(part);
  return { kind: head ? 'head' : 'mlp', layer: Number(layer[1]), head: head ? Number(head[1]) : null };
}

/**
 * Where the nodes stand: a column for each position, downwards from the embeddings by layers to the answer; layers of which nothing is
 * shown take no space.
 *
 * @param {Answer} answer @param {number[]} shown nodes
 * @param {{width: number, height: number, left: number, top: number, size: number, most?: number, nameOf?: (position: number) => number}} area
 *   px; `left`: for the layers' names, `top`: for the words, `size`: of a node where there is room for it, `most`: from more words on those
 *   without nodes have no column, `nameOf`: the width of a word's name: then columns are as wide as names and nodes need, in proportion
 * @returns {{at: Map<number, {x: number, y: number}>, columns: {position: number, x: number, width: number}[], rows: {layer: number, y: number}[], size: number}}
 *   `size`: of a node, so that none lies on that of the next level
 */
export function placed({ nodes, position }, shown, { width, height, left, top, size: usual, most = 10, nameOf }) {
  const level = (/** @type {number} */ node) => {
    const { kind, layer } = partOf(nodes[node].part);
    if (kind === 'answer') return Infinity;
    return layer === null ? -1 : 2 * layer + (kind === 'mlp' ? 1 : 0);
  };
  const levels = [...new Set(shown.map(level))].sort((a, b) => a - b);
  const size = Math.min(usual, Math.max(SMALLEST, (height - top) / levels.length - 2));
  const step = (height - top - size) / Math.max(1, levels.length - 1);
  const yOf = (/** @type {number} */ of) => top + size / 2 + levels.indexOf(of) * step;
  const used = new Set(shown.flatMap((node) => nodes[node].position ?? []));
  const all = Array.from({ length: position + 1 }, (_, i) => i);
  const positions = all.length > most ? all.filter((each) => used.has(each)) : all;
  const hasConstant = shown.some((node) => nodes[node].part === 'constant');
  const begin = left + (hasConstant ? 2 * size : 0);
  const hereOf = (/** @type {number} */ of, /** @type {number | null} */ each) =>
    shown.filter((node) => level(node) === of && nodes[node].position === each);
  const wanted = positions.map((each) =>
    nameOf ? Math.max(nameOf(each), (size + 6) * Math.max(...levels.map((of) => hereOf(of, each).length))) : 1,
  );
  const unit =
    (width - begin) /
    Math.max(
      1,
      wanted.reduce((sum, one) => sum + one, 0),
    );
  let x = begin;
  const columns = positions.map((each, i) => {
    const column = { position: each, x: x + (wanted[i] * unit) / 2, width: wanted[i] * unit };
    x += column.width;
    return column;
  });
  /** @type {Map<number, {x: number, y: number}>} */
  const at = new Map();
  for (const of of levels) {
    for (const each of [null, ...positions]) {
      const here = hereOf(of, each);
      const column = each === null ? { x: left + size, width: 0 } : columns[positions.indexOf(each)];
      const gap = Math.min(size + 6, (column.width - size) / Math.max(1, here.length - 1));
      here.forEach((node, i) => at.set(node, { x: column.x + (i - (here.length - 1) / 2) * gap, y: yOf(of) }));
    }
  }
  const layers = [...new Set(shown.flatMap((node) => partOf(nodes[node].part).layer ?? []))];
  const rows = layers.map((layer) => ({
    layer,
    y: Math.min(...[2 * layer, 2 * layer + 1].filter((each) => levels.includes(each)).map(yOf)),
  }));
  return { at, columns, rows, size };
}

/** The rows of which none is nearer than a line to the next one that is named, from below. @param {{layer: number, y: number}[]} rows @param {number} line px */
export function apart(rows, line) {
  /** @type {typeof rows} */
  const kept = [];
  for (const row of [...rows].sort((a, b) => b.y - a.y))
    if (kept.length === 0 || /** @type {typeof row} */ (kept.at(-1)).y - row.y >= line) kept.push(row);
  return kept;
}
