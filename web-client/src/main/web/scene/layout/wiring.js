/**
 * The lines from blocks to the blocks that read them: a pure function of the layout.
 *
 * Points are in the coordinates of their column, before the arm is turned; `turn` is the share of the arm's angle by which a
 * point turns, so that a line from the fixed part of the machine to an arm bends around the axis as the arm turns.
 *
 * @typedef {{x: number, y: number, z: number, turn: number, lean?: number}} Point  `lean` is the same share for
 *   the arm from which the line comes, if that is another one
 * @typedef {{points: Point[], arm: number, fromArm: number, column: number, role: string, width: number, head: boolean, from: string,
 *   to: string, corner: number, hop: boolean}} Wire
 *   `width` in px on a normal screen; `from` and `to` are names of nodes; `corner` is the radius of its corners; `hop`: it is
 *   the stream's line to the next column
 */

import { partsOf } from './anatomy.js';

export const WIDTH = { flow: 1.6, role: 2, home: 2.2, lead: 3, hop: 2 };

/** z of lines that pass behind thin blocks, in cells. */
const BEHIND = -0.9;

/**
 * @typedef {import('./anatomy.js').Branch} Branch
 * @typedef {import('./anatomy.js').GraphNode} GraphNode
 * @typedef {import('./board.js').Block} Block
 * @typedef {import('./layout.js').Layout} Layout
 */

/** @param {Layout} plan @param {Map<string, GraphNode>} nodes @returns {Wire[]} */
export function wiring(plan, nodes) {
  const { u, T, D, anatomy, byNode } = plan;
  /** @type {Wire[]} */
  const wires = [];
  const find = (/** @type {string} */ name) => byNode.get(name)?.[0];
  const one = (/** @type {string} */ name) => /** @type {Block} */ (find(name));
  const each = (/** @type {string} */ name) => byNode.get(name) ?? [];
  const right = (/** @type {Block} */ block) => block.x + block.cols,
    bottom = (/** @type {Block} */ block) => block.y + block.rows;
  const middle = (/** @type {Block} */ block) => block.x + block.cols / 2;
  // the border between two columns, so that no line runs through a letter
  const seam = (/** @type {Block} */ block) => block.x + Math.floor(block.cols / 2);
  const at = (/** @type {number} */ x, /** @type {number} */ y, turn = 0, z = 0, lean = 0) => ({ x, y, z, turn, lean });
  /** @type {(from: string, to: string, points: Point[], more?: Partial<Wire>) => void} */
  const wire = (from, to, points, more = {}) => {
    wires.push({
      points,
      arm: -1,
      fromArm: -1,
      column: (find(to) ?? one(from)).column,
      role: 'activation',
      width: WIDTH.flow,
      head: true,
      from,
      to,
      corner: 1.6 * u,
      hop: false,
      ...more,
    });
  };
  const readers = (/** @type {string} */ name) =>
    [...nodes.values()].filter((node) => node.inputs.includes(name) && byNode.has(node.name));

  /**
   * Lines from the stream through the norm's blocks, and the last of them, which the arms read.
   * @type {(from: string, members: GraphNode[], side: -1 | 1) => string}
   */
  const intoPlates = (from, members, side) => {
    const chain = members.filter(
      (node) => byNode.has(node.name) && node.axes.length === 2 && node.axes[1].name === 'd_model',
    );
    let before = from;
    chain.forEach((node, i) => {
      const a = find(before),
        b = one(node.name);
      if (a === undefined) {
        before = node.name;
        return;
      }
      const y = b.y + (i === 0 ? 3 * u : D * 0.72),
        z = i === 0 ? 0 : BEHIND;
      const [x0, x1] = side < 0 ? [a.x, right(b)] : [right(a), b.x];
      wire(before, node.name, [at(x0, y, 0, z), at(x1, y, 0, z)]);
      before = node.name;
    });
    return before;
  };

  /** The nodes of a branch before its tail. @param {Branch} branch */
  const membersOf = (branch) => partsOf(branch).before.filter((node) => byNode.has(node.name));

  const attention = (/** @type {Branch} */ branch) => {
    const members = membersOf(branch);
    const origin = intoPlates(branch.from, members, -1);
    const projections = readers(origin).filter((node) => node.traits.product);
    const scores = members.find((node) => node.traits.attention === 'scores');
    const squares = members.filter((node) => node.axes.some((axis) => axis.name === 'k_pos'));
    const blend = members.find((node) => node.traits.attention === 'values');
    const H = Math.max(...members.map((node) => each(node.name).filter((block) => block.head >= 0).length));
    // nodes with the shape of their operand, next to it, as rotated queries and keys
    const sameShape = members.filter(
      (node) =>
        !node.traits.product &&
        !node.traits.norm &&
        each(node.name)[0].head >= 0 &&
        each(node.inputs[0])[0]?.y === each(node.name)[0].y &&
        each(node.inputs[0])[0]?.rows === each(node.name)[0].rows &&
        !squares.includes(node),
    );
    for (const node of sameShape)
      each(node.name).forEach((block, i) => {
        const origin = each(node.inputs[0])[i],
          y = block.y + block.rows * 0.5;
        const [x0, x1] = origin.x < block.x ? [right(origin), block.x] : [origin.x, right(block)];
        wire(node.inputs[0], node.name, [at(x0, y, 1), at(x1, y, 1)], {
          arm: block.arm,
          role: node.role,
          width: WIDTH.role,
        });
      });

    const O = one(origin);
    for (const node of projections)
      for (const block of each(node.name)) {
        // one line per head: up from the norm, over the arm, down along the projections, with a branch into each of them
        const h = plan.arms[block.arm].index,
          x = O.x + (T * (h + 1)) / (H + 1);
        const over = O.y - (3.4 + 1.4 * (H - 1 - h)) * u,
          gap = right(block) + 1.7 * u,
          y = block.y + Math.min(block.rows, T) * 0.3;
        wire(origin, node.name, [at(x, O.y), at(x, over), at(gap, over, 1), at(gap, y, 1), at(right(block), y, 1)], {
          arm: block.arm,
        });
      }
    const partner = (/** @type {string} */ name, /** @type {Block} */ block) =>
      each(name)[Math.floor((block.head * each(name).length) / H)];
    // a point at the origin's end: on the origin's arm, which is another one if heads share it
    /** @type {(origin: Block, block: Block, x: number, y: number) => Point} */
    const lead = (origin, block, x, y) => (origin.arm === block.arm ? at(x, y, 1) : at(x, y, 0, 0, 1));
    if (scores)
      for (const block of each(scores.name)) {
        scores.inputs.forEach((name, i) => {
          const origin = partner(name, block);
          const role = origin.role,
            straight = origin.y < bottom(block) && i === 0;
          const start = origin.y + origin.rows * (i === 0 ? 0.5 : 0.18);
          const y = i === 0 ? Math.min(start, block.y + block.rows * 0.5) : block.y + block.rows * 0.82;
          const gap = right(origin) + 3.9 * u;
          const points = straight
            ? [lead(origin, block, right(origin), y), at(block.x, y, 1)]
            : [
                lead(origin, block, right(origin), start),
                lead(origin, block, gap, start),
                at(gap, y, 1),
                at(block.x, y, 1),
              ];
          wire(name, scores.name, points, { arm: block.arm, fromArm: origin.arm, role, width: WIDTH.role });
        });
      }
    for (let i = 1; i < squares.length; i++)
      for (const block of each(squares[i].name)) {
        const above = partner(squares[i - 1].name, block),
          x = seam(block);
        wire(squares[i - 1].name, squares[i].name, [at(x, bottom(above), 1), at(x, block.y, 1)], {
          arm: block.arm,
          role: 'aggregate',
        });
      }
    if (blend)
      for (const block of each(blend.name)) {
        const [pattern, value] = blend.inputs.map((name) => partner(name, block));
        const x = seam(block),
          y = value.y + value.rows * 0.5;
        wire(blend.inputs[0], blend.name, [at(x, bottom(pattern), 1), at(x, block.y, 1)], {
          arm: block.arm,
          role: 'aggregate',
        });
        wire(blend.inputs[1], blend.name, [lead(value, block, right(value), y), at(block.x, y, 1)], {
          arm: block.arm,
          fromArm: value.arm,
          role: value.role,
          width: WIDTH.role,
        });
        const [product] = branch.tail,
          out = one(product.name),
          h = plan.arms[block.arm].index;
        const low = Math.max(bottom(block), out.y - 10 * u) + (2.2 + 1.5 * h) * u,
          into = out.x + (T * (h + 1)) / (H + 1);
        wire(blend.name, product.name, [at(x, bottom(block), 1), at(x, low, 1), at(into, low), at(into, out.y)], {
          arm: block.arm,
          role: block.frame,
          width: WIDTH.role,
        });
      }
    home(branch);
  };

  /** From a block to one of the same arm: next to it, below it, or below and to the side. */
  const between = (/** @type {Block} */ origin, /** @type {Block} */ block) => {
    if (origin.y === block.y) {
      const y = block.y + block.rows * 0.5;
      return origin.x < block.x
        ? [at(right(origin), y, 1), at(block.x, y, 1)]
        : [at(origin.x, y, 1), at(right(block), y, 1)];
    }
    const x0 = seam(origin),
      x1 = seam(block),
      y = (bottom(origin) + block.y) / 2;
    return x0 === x1
      ? [at(x0, bottom(origin), 1), at(x1, block.y, 1)]
      : [at(x0, bottom(origin), 1), at(x0, y, 1), at(x1, y, 1), at(x1, block.y, 1)];
  };

  const mlp = (/** @type {Branch} */ branch) => {
    const members = membersOf(branch);
    const origin = intoPlates(branch.from, members, 1);
    const O = one(origin);
    const wide = members.filter((node) => each(node.name).some((block) => block.plate >= 0));
    for (const node of wide)
      for (const block of each(node.name)) {
        for (const name of node.inputs.filter((input) => byNode.has(input) && !nodes.get(input)?.traits.table)) {
          if (name === origin) {
            const y = O.y + D * 0.44 + block.plate * 1.5 * u;
            wire(name, node.name, [at(right(O), y), at(block.x, y, 1)], { arm: block.arm });
          } else {
            const origin = each(name).find((other) => other.plate === block.plate);
            if (origin) wire(name, node.name, between(origin, block), { arm: block.arm });
          }
        }
      }
    router(members, origin);
    const [product] = branch.tail,
      out = one(product.name),
      last = product.inputs[0];
    for (const block of each(last)) {
      const y = out.y + D * 0.44 + block.plate * 1.5 * u;
      wire(last, product.name, [at(block.x, y, 1, BEHIND), at(right(out), y, 0, BEHIND)], { arm: block.arm });
    }
    home(branch);
  };

  /** What the router computes, one below the other. @type {(members: GraphNode[], origin: string) => void} */
  const router = (members, origin) => {
    const choices = members.filter(
      (node) => each(node.name).every((block) => block.plate < 0) && node.axes.length === 2,
    );
    for (const node of choices.filter(({ axes }) => axes[1].name !== 'd_model' && axes[1].name !== 'one'))
      for (const name of node.inputs.filter((input) => byNode.has(input) && !nodes.get(input)?.traits.table)) {
        const from = one(name),
          block = one(node.name),
          y = block.y + block.rows * 0.5;
        if (name === origin) wire(name, node.name, [at(right(from), y), at(block.x, y)]);
        else wire(name, node.name, between(from, block), { role: 'aggregate' });
      }
  };

  const home = (/** @type {Branch} */ branch) => {
    branch.tail.slice(1).forEach((node, i) => {
      const origin = one(branch.tail[i].name),
        block = one(node.name),
        y = block.y + D * 0.72;
      const [x0, x1] = origin.x < block.x ? [right(origin), block.x] : [origin.x, right(block)];
      wire(branch.tail[i].name, node.name, [at(x0, y, 0, BEHIND), at(x1, y, 0, BEHIND)]);
    });
    const out = one(branch.out),
      to = one(branch.to),
      y = out.y + D * 0.3;
    const [x0, x1] = out.x < to.x ? [right(out), to.x] : [out.x, right(to)];
    // if the stream continues in another column, the addition is drawn at the end of this one
    wire(branch.out, branch.to, [at(x0, y), at(x1, y)], { width: WIDTH.home, column: out.column });
  };

  for (const branch of anatomy.branches) (branch.kind === 'attention' ? attention : mlp)(branch);

  const first = anatomy.spine[0],
    head = one(first);
  for (const node of anatomy.embedding) {
    const origin = find(node.name);
    if (!origin || !nodes.get(first)?.inputs.includes(node.name)) continue;
    const x = middle(origin),
      into = Math.sign(x) * T * 0.14,
      y = head.y - 13 * u;
    wire(node.name, first, [at(x, bottom(origin)), at(x, y), at(into, y), at(into, head.y)], { width: WIDTH.home });
  }
  const tail = anatomy.output.filter((node) => byNode.has(node.name));
  const normed = intoPlates(anatomy.spine[anatomy.spine.length - 1], tail, -1);
  for (const node of tail.filter((other) => other.axes.some((axis) => axis.name === 'd_vocab'))) {
    const block = one(node.name),
      name = /** @type {string} */ (node.inputs.find((input) => byNode.has(input) && !nodes.get(input)?.traits.table));
    const origin = one(name),
      x = seam(origin),
      into = seam(block),
      y = block.y - 6 * u;
    wire(
      name,
      node.name,
      name === normed
        ? [at(x, bottom(origin)), at(x, y), at(into, y), at(into, block.y)]
        : [at(into, bottom(origin)), at(into, block.y)],
      { role: name === normed ? 'activation' : node.role },
    );
  }
  // from the end of a column the stream continues at the head of the next one
  for (let i = 1; i < plan.rows.length; i++) {
    const before = plan.rows[i - 1],
      row = plan.rows[i];
    if (row.column === before.column) continue;
    const { from, to } = /** @type {Branch} */ (
      anatomy.branches.filter((branch) => branch.layer === before.layer).at(-1)
    );
    const over = plan.columns[row.column].x - plan.columns[before.column].x;
    const between = over / 2,
      y0 = before.yA + plan.pitch + D,
      y1 = row.yA - 14 * u;
    wire(
      from,
      to,
      [at(0, y0), at(0, y0 + 12 * u), at(between, y0 + 12 * u), at(between, y1), at(over, y1), at(over, row.yA)],
      { width: WIDTH.hop, column: before.column, hop: true },
    );
  }
  return wires;
}

/**
 * The pieces of the ribbon that joins the stream's blocks.
 * @param {Layout} plan
 * @returns {{column: number, y0: number, y1: number, width: number}[]}
 */
export function ribbons(plan) {
  /** @type {ReturnType<typeof ribbons>} */
  const found = [];
  const stream = plan.anatomy.spine.flatMap((name) => plan.byNode.get(name)?.slice(0, 1) ?? []);
  for (let i = 1; i < stream.length; i++) {
    const a = stream[i - 1],
      b = stream[i];
    const row = plan.rows.find((each) => each.layer === b.layer);
    // at the end of a column it continues to the place of the layer's last addition, where folded layouts have no block
    const foot = plan.byNode.get(b.node)?.find(({ column }) => column === a.column);
    const y1 = foot?.y ?? /** @type {import('./layout.js').Row} */ (row).yA + plan.pitch + plan.D;
    found.push({ column: a.column, y0: a.y + a.rows, y1, width: Math.max(1, plan.T - 1) });
  }
  return found;
}

/**
 * Rounds a line's corners: each becomes a quadratic Bézier curve of `steps` pieces.
 * @param {Point[]} points @param {number} radius @param {number} [steps]
 * @returns {Point[]}
 */
export function rounded(points, radius, steps = 4) {
  const line = [points[0]];
  const between = (/** @type {Point} */ a, /** @type {Point} */ b, /** @type {number} */ s) => ({
    x: a.x + (b.x - a.x) * s,
    y: a.y + (b.y - a.y) * s,
    z: a.z + (b.z - a.z) * s,
    turn: a.turn + (b.turn - a.turn) * s,
    lean: (a.lean ?? 0) + ((b.lean ?? 0) - (a.lean ?? 0)) * s,
  });
  for (let i = 1; i + 1 < points.length; i++) {
    const [a, corner, b] = [points[i - 1], points[i], points[i + 1]];
    const before = Math.hypot(corner.x - a.x, corner.y - a.y),
      after = Math.hypot(corner.x - b.x, corner.y - b.y);
    const p = between(corner, a, Math.min(0.5, radius / before)),
      q = between(corner, b, Math.min(0.5, radius / after));
    for (let s = 0; s <= steps; s++)
      line.push(between(between(p, corner, s / steps), between(corner, q, s / steps), s / steps));
  }
  line.push(points[points.length - 1]);
  return line;
}
