/**
 * The inputs of a cell: the cells that the server's explanation (docs/protocol.md, `explain`) names.
 *
 * @typedef {{name: string, index: number[]}} Cell
 * @typedef {import('../../model/graph.js').Graph} Graph
 */

/**
 * @param {import('../../ui/view.js').Explanation} explanation
 * @param {import('../../model/graph.js').Graph} graph
 * @returns {Cell[]} without duplicates
 */
export function inputsOf(explanation, graph) {
  const found = new Map();
  const take = (/** @type {any} */ member) => {
    if (Array.isArray(member)) for (const each of member) take(each);
    else if (member && typeof member.name === 'string' && Array.isArray(member.cell))
      found.set(`${member.name}[${member.cell}]`, { name: member.name, index: member.cell });
  };
  // `cell` is the explained cell's own place, in the same form as its inputs
  for (const [key, member] of Object.entries(explanation)) if (key !== 'cell') take(member);
  const cells = [...found.values()];
  return isLookedUp(graph, explanation.name) ? cells.flatMap((cell) => wholeRow(graph, cell)) : cells;
}

/** Whether a tensor is an embedding: its input is a whole row of the table, not one number of it. @param {Graph} graph @param {string} name */
const isLookedUp = (graph, name) => graph.nodes.get(name)?.traits.looksUp !== undefined;

/** @param {Graph} graph @param {Cell} cell */
function wholeRow(graph, { name, index }) {
  const last = graph.nodes.get(name)?.axes.at(-1)?.size;
  if (typeof last !== 'number') return [{ name, index }];
  return Array.from({ length: last }, (_, i) => ({ name, index: [...index.slice(0, -1), i] }));
}
