/**
 * Cycles through the marks of a cell: the cell itself, its row, its head, its whole block, then none. Pure.
 *
 * @typedef {{name: string, index: number[]}} CellMark  −1 in the index stands for all entries of that axis
 */
import { cellWords } from '../../ui/cell-words.js';

const ALL = -1;

/**
 * The marks of a cell, from the smallest to the largest.
 *
 * @param {CellMark} cell
 * @param {{name: string}[]} axes of its tensor
 * @returns {{kind: 'cell' | 'row' | 'head' | 'block', mark: CellMark}[]}
 */
export function marksOf({ name, index }, axes) {
  const last = axes.length - 1,
    head = axes.findIndex((axis) => axis.name === 'head');
  /** @type {{kind: 'cell' | 'row' | 'head' | 'block', index: number[]}[]} */
  const kinds = [
    { kind: 'cell', index },
    { kind: 'row', index: index.map((at, i) => (i === last ? ALL : at)) },
    ...(head >= 0
      ? [{ kind: /** @type {const} */ ('head'), index: index.map((at, i) => (i === head ? at : ALL)) }]
      : []),
    { kind: 'block', index: index.map(() => ALL) },
  ];
  return kinds.map(({ kind, index: at }) => ({ kind, mark: { name, index: at } }));
}

/**
 * What a mark is on, in words: the tensor and those coordinates that the mark has.
 * @param {import('../../model/graph.js').Graph} graph @param {CellMark} mark
 * @param {import('../../model/trace.js').Trace | null} trace @param {import('../../ui/words.js').Words} words
 */
export function markWords(graph, { name, index }, trace, words) {
  const at = index.map((i) => Math.max(0, i)),
    { what, layer, axes } = cellWords(graph, name, at, trace, words);
  return [what, layer, ...axes.filter(({ axis }) => index[axis] !== ALL).map(({ text }) => text)]
    .filter((part) => part !== '')
    .join(' · ');
}

/** @param {CellMark} a @param {CellMark} b */
const same = (a, b) => a.name === b.name && a.index.join() === b.index.join();

/**
 * The room's marks after another press on a cell: its current mark is replaced by the next one.
 *
 * @param {CellMark[]} marks
 * @param {CellMark} cell
 * @param {{name: string}[]} axes
 * @returns {{marks: CellMark[], kind: 'cell' | 'row' | 'head' | 'block' | 'none', mark: CellMark | null}} `mark`: the new one
 */
export function markOn(marks, cell, axes) {
  const about = marksOf(cell, axes);
  const now = about.findIndex(({ mark }) => marks.some((each) => same(each, mark)));
  const others = now < 0 ? marks : marks.filter((each) => !same(each, about[now].mark));
  const next = about[now + 1];
  return next
    ? { marks: [...others, next.mark], kind: next.kind, mark: next.mark }
    : { marks: others, kind: 'none', mark: null };
}
