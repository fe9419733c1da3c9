/**
 * A question whose answer is a place, as pages see it: a word of the text, a head or a layer. Pure.
 *
 * @typedef {import('../../ui/view.js').View} View
 * @typedef {import('../../model/graph.js').Graph} Graph
 * @typedef {'word' | 'head' | 'layer'} Kind
 * @typedef {{at: number[], count: number}} Count
 * @typedef {{trace: string, kind: Kind, size: number[], question?: string, measure?: {of: 'attention' | 'removal' | 'lens', row?: number[]},
 *   phase: 'open' | 'closed' | 'revealed', answers: number, counts?: Count[], right?: {at: number[], by?: number}, lost?: boolean, beat?: string,
 *   first?: Count[]}} PlaceQuestion  of the protocol; indices from 0
 * @typedef {{number: number, question: PlaceQuestion}} NumberedPlace
 * @typedef {{at: number[], name: string, count: number, of: number, first?: number, isRight: boolean}} Row  `of`: the share of those who answered, 0 … 1
 * @typedef {(at: number[]) => string} NameOf  of a place
 */
import { EVERYTHING } from '../../scene/layout/focus.js';

/** @param {Pick<View, 'room'> | null} view @returns {NumberedPlace | null} null if nothing is asked */
export const askedPlace = (view) => view?.room?.parts.place ?? null;

/** This person's own answer. @param {Pick<View, 'room'> | null} view @returns {number[] | null} null for none */
export function ownPlace(view) {
  const asked = askedPlace(view),
    own = view?.room?.own.place;
  return asked && own?.number === asked.number ? own.at : null;
}

/** @param {number[]} a @param {number[]} b */
export const isSamePlace = (a, b) => a.length === b.length && a.every((index, i) => index === b[i]);

/** All places that can be chosen, in order. @param {PlaceQuestion} question @returns {number[][]} */
export function placesOf({ size }) {
  const [first, second] = size;
  const outer = Array.from({ length: first }, (_, i) => i);
  return second === undefined
    ? outer.map((i) => [i])
    : outer.flatMap((i) => Array.from({ length: second }, (_, j) => [i, j]));
}

/** The places that were chosen, the most frequent first, and the one that is right. @param {PlaceQuestion} question @param {NameOf} nameOf @returns {Row[]} */
export function rowsOf({ counts = [], right, answers, first }, nameOf) {
  const all = [...counts];
  for (const at of [...(right ? [right.at] : []), ...(first ?? []).map((each) => each.at)])
    if (!all.some((each) => isSamePlace(each.at, at))) all.push({ at, count: 0 });
  return all.map(({ at, count }) => ({
    at,
    name: nameOf(at),
    count,
    of: answers === 0 ? 0 : count / answers,
    ...(first && { first: first.find((each) => isSamePlace(each.at, at))?.count ?? 0 }),
    isRight: right !== undefined && isSamePlace(right.at, at),
  }));
}

/**
 * The place that a cell of the machine stands for.
 * @param {{node: string, index: number[]} | null} cell @param {Pick<PlaceQuestion, 'kind' | 'size'>} question @param {Pick<Graph, 'nodes'>} graph
 * @returns {number[] | null} null for none: the cell has no such axis, or the question has no such place
 */
export function placeAt(cell, { kind, size }, { nodes }) {
  const node = cell ? nodes.get(cell.node) : undefined;
  if (!cell || !node) return null;
  const along = (/** @type {string} */ name) => {
    const axis = node.axes.findIndex((each) => each.name === name);
    // several query heads share one of keys and values, which is none of those that are asked for
    return axis < 0 || (name === 'head' && node.axes[axis].size !== size[1]) ? -1 : cell.index[axis];
  };
  const layer = node.layer ?? -1;
  // of a pair of words it is the one that is looked at
  const words = along('k_pos');
  const found =
    kind === 'word' ? [words < 0 ? along('pos') : words] : kind === 'layer' ? [layer] : [layer, along('head')];
  return found.every((index, i) => index >= 0 && index < size[i]) ? found : null;
}

/** The place of a layer or of a head in it. @param {Pick<PlaceQuestion, 'kind' | 'size'>} question @param {number} layer @param {number} head @returns {number[] | null} null for none */
export function placeIn({ kind, size }, layer, head) {
  const found = kind === 'layer' ? [layer] : [layer, head];
  return kind !== 'word' && found.every((index, i) => index >= 0 && index < size[i]) ? found : null;
}

/** The tensors of one layer's scores and weights, which tell the right word, and all that are computed from them. @param {Pick<Graph, 'nodes'>} graph @param {number} layer @returns {string[]} */
function tellingOf({ nodes }, layer) {
  /** @type {Set<string>} */
  const telling = new Set();
  for (const { name, layer: of, axes, inputs } of nodes.values())
    if ((of === layer && axes.some((axis) => axis.name === 'k_pos')) || inputs.some((input) => telling.has(input)))
      telling.add(name);
  return [...telling];
}

/** The tensors that this page does not show before the reveal. @param {Pick<View, 'room' | 'graph'>} view @returns {string[]} */
export function hiddenFor({ room, graph }) {
  const asked = askedPlace({ room }),
    row = asked?.question.measure?.row;
  return !graph || !room || room.mayDrive || !row || asked?.question.phase === 'revealed'
    ? []
    : tellingOf(graph, row[0]);
}

/**
 * The answers as the machine shows them after the reveal: the darker a place, the more chose it; and the place that is right.
 * @param {PlaceQuestion} question @param {Pick<Graph, 'nodes' | 'byId'>} graph @param {string | null} step
 * @param {{percent: (share: number) => string, right: string}} said
 * @returns {import('../../scene/annotate/findings.js').Finding}
 */
export function heatOf(question, graph, step, { percent, right }) {
  const rows = rowsOf(question, () => ''),
    most = Math.max(...rows.map(({ of }) => of), Number.MIN_VALUE),
    labelled = rows.slice(0, LABELS);
  for (const row of rows) if (row.isRight && !labelled.includes(row)) labelled.push(row);
  const label = (/** @type {Row} */ { of, isRight }) => ({
    text: percent(of),
    note: isRight ? right : '',
    leads: isRight,
  });
  const { kind } = question;
  if (kind === 'word') {
    const cells = wordCells(question, graph, step);
    return {
      heat: rows.map(({ at, of, isRight }) => ({ ...cells(at[0]), share: of / most, isRight })),
      guesses: labelled.map((row) => ({ ...cells(row.at[0]), position: row.at[0], ...label(row) })),
    };
  }
  const on = (/** @type {number[]} */ [layer, head]) =>
    kind === 'layer'
      ? { kind: /** @type {const} */ ('layer'), layer }
      : { kind: /** @type {const} */ ('head'), layer, head };
  return {
    votes: rows.map(({ at, of }) => ({ on: on(at), share: of / most })),
    guesses: labelled.flatMap((row) => {
      const [layer, head = null] = row.at,
        node = nodeOf(graph, layer, kind);
      return node ? [{ node, head, position: 0, ...label(row) }] : [];
    }),
  };
}

/** The part of the machine that shows the answers: that of the words, or all of it. @param {PlaceQuestion} question @param {Pick<Graph, 'nodes' | 'byId'>} graph @param {string | null} step @returns {import('../../scene/layout/focus.js').Focus} */
export function partOf(question, graph, step) {
  if (question.kind !== 'word') return EVERYTHING;
  const { node, head } = wordCells(question, graph, step)(0);
  return { kind: 'block', node, head };
}

/** So many places are labelled in the machine, the most frequent first. */
const LABELS = 6;

/** The tensor beside which a head or a layer is labelled. @param {Pick<Graph, 'nodes'>} graph @param {number} layer @param {Kind} kind */
function nodeOf({ nodes }, layer, kind) {
  const all = [...nodes.values()].filter((node) => node.layer === layer && !node.derived && !node.traits.table);
  const has = (/** @type {import('../../model/graph.js').Node} */ node, /** @type {string} */ axis) =>
    node.axes.some(({ name }) => name === axis);
  return kind === 'head'
    ? all.findLast((node) => has(node, 'head') && has(node, 'k_pos'))?.name
    : all.findLast((node) => has(node, 'pos') && !has(node, 'head'))?.name;
}

/** The cells of a word: its weight in the row that is asked about, or its column in what the step computes. @param {PlaceQuestion} question @param {Pick<Graph, 'nodes' | 'byId'>} graph @param {string | null} step */
function wordCells({ measure }, graph, step) {
  const [layer, head, query] = measure?.row ?? [];
  if (layer !== undefined) {
    const node = nodeOf(graph, layer, 'head') ?? '';
    return (/** @type {number} */ key) => ({ node, head, index: [head, query, key] });
  }
  const own = (step === null ? undefined : graph.byId.get(step))?.nodes ?? [];
  const isColumn = (/** @type {string} */ name) => {
    const node = graph.nodes.get(name);
    return Boolean(node && !node.derived && node.axes[0]?.name === 'pos' && node.axes.length === 2);
  };
  const node = own.find(isColumn) ?? [...graph.nodes.keys()].find(isColumn) ?? '';
  return (/** @type {number} */ position) => ({ node, head: null, index: [position, -1] });
}
