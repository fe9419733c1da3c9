/**
 * The cells that a cell was computed from, as the server's explanation of it (docs/protocol.md, `explain`) names them.
 *
 * @typedef {{name: string, index: number[]}} Cell
 */

/**
 * @param {any} explanation
 * @param {import('../../model/graph.js').Graph} graph
 * @returns {Cell[]} each once
 */
export function sourcesOf(explanation, graph) {
  const found = new Map();
  const take = (/** @type {any} */ member) => {
    if (Array.isArray(member)) for (const each of member) take(each);
    else if (member && typeof member.name === 'string' && Array.isArray(member.cell))
      found.set(`${member.name}[${member.cell}]`, { name: member.name, index: member.cell });
  };
  // its own place is told in the same form as that of its sources
  for (const [key, member] of Object.entries(explanation)) if (key !== 'cell') take(member);
  const cells = [...found.values()];
  return isLookedUp(graph, explanation.name) ? cells.flatMap((cell) => wholeRow(graph, cell)) : cells;
}

/** An embedding is a whole row of its table: that is what was looked up, not one number of it. */
const isLookedUp = (graph, name) => graph.nodes.get(name)?.traits.looksUp !== undefined;

function wholeRow(graph, { name, index }) {
  const last = graph.nodes.get(name)?.axes.at(-1)?.size;
  if (typeof last !== 'number') return [{ name, index }];
  return Array.from({ length: last }, (_, i) => ({ name, index: [...index.slice(0, -1), i] }));
}
