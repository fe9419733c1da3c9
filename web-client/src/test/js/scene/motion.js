/**
 * Compares the cells that are read and written while a node is computed with the inputs that the engine's explanations name.
 * Run by io.orrery.browser.StepAnimationTest, which gets these from the engine.
 */
import { expandGraph } from '/web/model/graph.js';
import { layout } from '/web/scene/layout/layout.js';
import { carriedAt, meetingAt } from '/web/scene/play/active-cells.js';
import { indexOf } from '/web/scene/layout/slice.js';

/** Ops that read one operand after another until a whole column is done. */
const goesOneByOne = ({ traits }) => traits.attention === 'values';

const key = (name, index) => `${name}[${index.join()}]`;
const differing = (are, should) => {
  const extra = [...are].filter((cell) => !should.has(cell)),
    missing = [...should].filter((cell) => !are.has(cell));
  return extra.length + missing.length === 0
    ? null
    : `moves without need: ${extra.slice(0, 3)}; lies still: ${missing.slice(0, 3)}`;
};

/**
 * @param {any} description of the model
 * @param {number[]} tokens
 * @param {number} column the position to compute
 * @param {{name: string, cells: {index: number[], from: string[]}[]}[]} explained for each node, every cell of that position;
 *   `from`: its inputs, as `name[i,j]`
 * @returns {{node: string, op: string, moments: number, wrong: string | null}[]} for each drawn node
 */
export function compare(description, tokens, column, explained) {
  const graph = expandGraph(description),
    plan = layout(graph, tokens.length);
  const cellsOf = (meetings) => {
    const cells = new Set();
    for (const { block, rect } of meetings)
      for (let c = rect.from; c < rect.to; c++)
        for (let r = rect.top; r < rect.bottom; r++)
          cells.add(key(block.node, indexOf(block, graph.nodes.get(block.node), plan.T, c, r)));
    return cells;
  };
  return explained.map(({ name, cells }) => {
    const node = graph.nodes.get(name),
      from = new Map(cells.map((cell) => [key(name, cell.index), cell.from]));
    const operandsOf = (written) =>
      new Set([...written].flatMap((cell) => from.get(cell) ?? [`no explanation of ${cell}`]));
    const most = Math.max(column + 1, ...plan.byNode.get(name).map((block) => block.rows));
    const seen = new Set(),
      done = new Set();
    let wrong = null;
    for (let i = 0; i < most && wrong === null; i++) {
      const { written, read } = meetingAt(node, graph.nodes, plan, { column, share: (i + 0.5) / most }, tokens[column]);
      const writes = cellsOf(written),
        reads = cellsOf(read);
      if (!goesOneByOne(node)) wrong = differing(reads, operandsOf(writes));
      writes.forEach((cell) => done.add(cell));
      reads.forEach((cell) => seen.add(cell));
    }
    // in the end every cell of the column has been written, and all of its inputs have been read
    wrong ??= differing(done, new Set(from.keys()));
    wrong ??= differing(seen, operandsOf(done));
    wrong ??= carriedWrongly(node, graph, plan, column, tokens, cellsOf, operandsOf(done));
    return { node: name, op: node.op, moments: most, wrong };
  });
}

/** Moving columns come from operands and go to the cells that are written. */
function carriedWrongly(node, graph, plan, column, tokens, cellsOf, operands) {
  const ghosts = carriedAt(node, graph.nodes, plan, column + 0.5, 0, tokens).filter(
    ({ target }) => target.from === column,
  );
  const strange = ghosts.find(
    ({ from, block, to }) =>
      to.node !== node.name || [...cellsOf([{ block, rect: from }])].some((cell) => !operands.has(cell)),
  );
  return strange ? `a column of ${strange.block.node} comes over that is no operand` : null;
}
