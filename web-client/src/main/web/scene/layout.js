/**
 * Where everything stands. A pure function of the declaration and the number of positions.
 *
 * One cell is 1. u = d_model / 48, so that gaps grow with the model. x runs to the right, y downwards, z towards the
 * eye; x = 0 is the axis of the residual stream of its column. Attention stands left of it, the MLP right; whatever has
 * heads or plates is an arm that is turned about that axis. A result reads off its operands: weights stand outside of
 * it, in the same rows. A layer is two rows: A holds the attention (and, on the other side, the output of the MLP of
 * the layer before), C the attention's output and the MLP's first half.
 *
 * @typedef {import('./anatomy.js').Graph} Graph
 * @typedef {import('./anatomy.js').GraphNode} GraphNode
 * @typedef {import('./slice.js').Slice} Slice
 * @typedef {{column: number, branch: number, kind: 'head' | 'plate', index: number, heads: number,
 *   count: number, side: -1 | 1, angle: number}} Arm  it holds `heads` heads (or plates) of `count`, from `index` on; `angle` in radians about the spine's axis; positive brings the left side towards the eye
 * @typedef {Slice & {id: string, index: number, node: string, role: string, frame: string, layer: number | null, branch: number,
 *   head: number, plate: number, plates: number, arm: number, column: number, x: number, y: number, z: number}} Block
 *   x is the left edge, y the top, z the middle, before the arm is turned; `head`, `plate`, `arm`, `branch` are −1
 *   where there is none
 * @typedef {{column: number, y: number, radius: number, layer: number}} Dial
 * @typedef {{column: number, layer: number | null, yA: number, yC: number}} Row
 */
import {anatomy} from './anatomy.js';
import {slice} from './slice.js';

const LAYERS_PER_COLUMN = 4;
const RADIANS = Math.PI / 180;
export const PLATE_ANGLE = 13 * RADIANS;

/** Half the angle that H heads are spread over. */
export const fanHalfAngle = H =>
  (H < 2 ? 0 : RADIANS * Math.min(55, 24 + 14 * Math.log(Math.max(1, H / 3)) / Math.log(4)));

/** Angle of arm i of n, the first one nearest to the eye. */
const fanned = (half, i, n, side) => (n < 2 ? 0 : -side * half * (1 - 2 * i / (n - 1)));

/**
 * Angle of an arm when the head `focus` of its fan is turned to face the eye: the others stand behind it. An arm that
 * several heads share comes with the one in focus.
 */
export function turnedAngle(arm, focus) {
  if (focus >= arm.index && focus < arm.index + arm.heads) return 0;
  const order = [...Array(arm.count).keys()].sort((a, b) => Math.abs(a - focus) - Math.abs(b - focus) || a - b);
  const step = Math.min(16, arm.count > 2 ? 50 / (arm.count - 2) : 0);
  const rank = order.indexOf(arm.index + Math.floor(arm.heads / 2));
  return arm.side * RADIANS * (30 + step * (rank - 1));
}

/**
 * @param {Graph} graph expanded
 * @param {number} T positions drawn, at least 1
 */
export function layout(graph, T) {
  const {sizes, nodes} = graph;
  const D = sizes.d_model, u = D / 48;
  const body = anatomy(graph);
  const blocks = [], byNode = new Map(), arms = [], dials = [], rows = [];

  const put = (node, at, how) => {
    const cut = slice(node, T, how);
    const block = {
      id: `${node.name}/${blocks.length}`, node: node.name, role: node.role, frame: node.frame, layer: node.layer,
      branch: -1, head: -1, plate: -1, plates: 1, arm: -1, column: 0, z: 0, ...at, ...cut,
    };
    block.index = blocks.length;
    if (how.head !== undefined) block.head = how.head;
    blocks.push(block);
    if (!byNode.has(node.name)) byNode.set(node.name, []);
    byNode.get(node.name).push(block);
    return block;
  };
  const has = (node, axis) => node.axes.some(each => each.name === axis);
  const weightsOf = node => node.inputs.map(name => nodes.get(name)).filter(each => each.op === 'weight' || each.op === 'transpose');
  const axisOf = (node, ...not) => node.axes.map(each => each.name).find(name => !not.includes(name)) ?? null;
  const folds = (size, by) => Array.from({length: Math.ceil(size / by)},
    (_, i) => ({from: i * by, count: Math.min(by, size - i * by)}));

  /** A column of [pos, d_model] blocks beside the spine: norms outwards, one after the other. Returns its outer edge. */
  const plates = (members, at, start) => {
    let r = start, first = true;
    const place = (node, width, how, y = at.y) => {
      const block = put(node, {...at, y, x: at.side < 0 ? -(r + width) : r}, how);
      r += width;
      return block;
    };
    let gauges = 0;
    for (const node of members) {
      if (has(node, 'one')) {
        // a figure for each position lies across the top of the block that it is taken from
        const y = at.y - (1 + 2 * u) - gauges++ * (1 + u);
        put(node, {...at, y, x: at.side < 0 ? -(start + T) : start}, {cols: 'pos', rows: 'one'});
        continue;
      }
      const tables = weightsOf(node);
      if (!first) r += 2 * u;
      tables.forEach((table, i) => { place(table, 1, {cols: null, rows: 'd_model'}); r += i + 1 < tables.length ? u : 2 * u; });
      place(node, T, {cols: 'pos', rows: 'd_model'});
      first = false;
    }
    return r;
  };

  const attention = (branch, index, at) => {
    const drawn = branch.nodes.filter(node => !node.derived);
    const out = drawn.find(node => node.name === branch.out);
    const inArms = drawn.filter(node => node !== out && (has(node, 'head')));
    const edge = plates(drawn.filter(node => node !== out && !has(node, 'head')), {...at, y: at.yA}, T / 2 + 5 * u);

    const projections = inArms.filter(node => weightsOf(node).length > 0);
    const squares = inArms.filter(node => has(node, 'k_pos'));
    const blends = inArms.filter(node => node.op === 'mix');
    // whatever else keeps its operand's shape stands one column further in than its operand
    const turned = inArms.filter(node => ![...projections, ...squares, ...blends].includes(node));

    const stack = new Map();
    projections.forEach((node, i) => stack.set(node.name, at.yA + i * (sizes.d_head + 3 * u)));
    const inner = edge + 9 * u;
    const middle = inner + T + 6 * u;
    const outer = middle + (turned.length > 0 ? T + 6 * u : 0);
    const H = Math.max(...inArms.map(node => node.axes.find(each => each.name === 'head').size));
    const half = fanHalfAngle(H);
    const arm = (from, heads) => arms.push({column: at.column, branch: index, kind: 'head', index: from, heads, count: H, side: -1,
      angle: fanned(half, from + (heads - 1) / 2, H, -1)}) - 1;
    // a key or value that several queries share stands once, on an arm of its own in the middle of its group
    const fans = new Map();
    const eachHead = (node, act) => {
      const own = node.axes.find(each => each.name === 'head').size, group = H / own;
      if (!fans.has(own)) fans.set(own, Array.from({length: own}, (_, h) => arm(h * group, group)));
      for (let h = 0; h < own; h++) act(h, {...at, arm: fans.get(own)[h]});
    };
    let reach = 0;
    for (const node of projections) {
      const y = stack.get(node.name), [W, b] = weightsOf(node);
      const rest = W.axes.map(each => each.name).find(name => name !== 'head' && name !== 'd_head');
      const width = sizes[rest] ?? D;
      const wx = outer + T + 5 * u;
      eachHead(node, (h, where) => {
        put(node, {...where, y, x: -(outer + T)}, {cols: 'pos', rows: 'd_head', head: h});
        if (b) put(b, {...where, y, x: -(outer + T + 2.5 * u + .5)}, {cols: null, rows: 'd_head', head: h});
        put(W, {...where, y, x: -(wx + width)}, {cols: rest, rows: 'd_head', head: h});
      });
      reach = Math.max(reach, wx + width);
    }
    for (const node of turned) {
      const y = stack.get(node.inputs.find(name => stack.has(name)));
      stack.set(node.name, y);
      eachHead(node, (h, where) => put(node, {...where, y, x: -(middle + T)}, {cols: 'pos', rows: 'd_head', head: h}));
    }
    const valueY = Math.max(...stack.values());
    let y = at.yA;
    squares.forEach((node, i) => {
      // the gap above the pattern is where its arcs stand, as far as there is room over the blend
      if (i > 0) y += T + Math.max(3 * u, Math.min(12 * u, valueY - 4 * u - T - (y + T)));
      eachHead(node, (h, where) => put(node, {...where, y, x: -(inner + T)}, {cols: 'q_pos', rows: 'k_pos', head: h}));
    });
    y += squares.length > 0 ? T + 3 * u : 0;
    for (const node of blends) {
      y = Math.max(y, valueY);
      eachHead(node, (h, where) => put(node, {...where, y, x: -(inner + T)}, {cols: 'pos', rows: 'd_head', head: h}));
      y += sizes.d_head + 3 * u;
    }

    let r = T / 2 + 5 * u;
    const [W, b] = weightsOf(out);
    put(out, {...at, y: at.yC, x: -(r + T)}, {cols: 'pos', rows: 'd_model'});
    r += T + 2.5 * u;
    if (b) put(b, {...at, y: at.yC, x: -(r + .5)}, {cols: null, rows: 'd_model'});
    r += 2.5 * u;
    for (let h = 0; h < H; h++) {
      put(W, {...at, y: at.yC, x: -(r + sizes.d_head)}, {cols: 'd_head', rows: 'd_model', head: h});
      r += sizes.d_head + u;
    }
    return Math.max(reach, r - u);
  };

  const mlp = (branch, index, at) => {
    const drawn = branch.nodes.filter(node => !node.derived);
    const out = drawn.find(node => node.name === branch.out);
    const isWide = node => node !== out && axisOf(node, 'pos') !== 'd_model' && !has(node, 'one');
    const wide = drawn.filter(isWide);
    const edge = plates(drawn.filter(node => node !== out && !isWide(node)), {...at, y: at.yC}, T / 2 + 5 * u);
    const axis = axisOf(wide[0], 'pos');
    const parts = folds(sizes[axis], D);
    const armOf = parts.map((_, i) => {
      arms.push({column: at.column, branch: index, kind: 'plate', index: i, heads: 1, count: parts.length, side: 1,
        angle: fanned(PLATE_ANGLE, i, parts.length, 1)});
      return arms.length - 1;
    });
    const eachPlate = act => parts.forEach((part, i) =>
      act({axis, ...part}, {...at, arm: armOf[i], plate: i, plates: parts.length}));
    const start = edge + 9 * u;
    let r = start, reach = 0;
    for (const node of wide.filter(each => weightsOf(each).length > 0)) {
      const [W, b] = weightsOf(node), x = r;
      eachPlate((window, where) => {
        put(node, {...where, y: at.yC, x}, {cols: 'pos', rows: axis, window});
        if (b) put(b, {...where, y: at.yC, x: x + T + 2.5 * u - .5}, {cols: null, rows: axis, window});
        put(W, {...where, y: at.yC, x: x + T + 5 * u}, {cols: axisOf(W, axis), rows: axis, window});
      });
      reach = x + T + 5 * u + D;
      r = reach + 6 * u;
    }
    r = start;
    const after = wide.filter(each => weightsOf(each).length === 0).reverse();
    for (const node of after) {
      const x = r;
      eachPlate((window, where) => put(node, {...where, y: at.nextA, x}, {cols: 'pos', rows: axis, window}));
      r += T + 5 * u;
    }
    if (after.length === 0) r = start;
    const [W, b] = weightsOf(out), x = r;
    eachPlate((window, where) => put(W, {...where, y: at.nextA, x}, {cols: axisOf(W, axis), rows: axis, window}));
    const near = T / 2 + 5 * u;
    put(out, {...at, y: at.nextA, x: near}, {cols: 'pos', rows: 'd_model'});
    if (b) put(b, {...at, y: at.nextA, x: near + T + 2 * u}, {cols: null, rows: 'd_model'});
    return Math.max(reach, x + D);
  };

  // how tall row A must be: the projections, the stream, and the inner column of squares over the blend
  const heads = body.branches.find(each => each.kind === 'attention')?.nodes ?? [];
  const projections = heads.filter(node => has(node, 'head') && weightsOf(node).length > 0).length;
  const squares = heads.filter(node => has(node, 'k_pos') && !node.derived).length;
  const rowA = Math.max(D, projections * sizes.d_head + Math.max(0, projections - 1) * 3 * u,
    squares * (T + 3 * u) + sizes.d_head);
  const pitch = rowA + 10 * u + D + 22 * u;

  const layers = [...new Set(body.branches.map(branch => branch.layer))];
  const placeOf = i => ({column: Math.floor(i / LAYERS_PER_COLUMN), y: (i % LAYERS_PER_COLUMN) * pitch});
  const reach = new Map();
  layers.forEach((layer, i) => {
    const {column, y} = placeOf(i);
    const at = {column, layer, yA: y, yC: y + rowA + 10 * u, nextA: y + pitch};
    let outer = 0;
    body.branches.forEach((branch, index) => {
      if (branch.layer !== layer) return;
      const side = branch.kind === 'attention' ? -1 : 1;
      const shape = branch.kind === 'attention' ? attention : mlp;
      const before = blocks.length;
      outer = Math.max(outer, shape(branch, index, {column, side, ...at}));
      for (const block of blocks.slice(before)) { block.branch = index; delete block.side; delete block.yA; delete block.yC; delete block.nextA; }
      // the stream after attention stands in row C, after the MLP at the head of the next row A
      put(nodes.get(branch.to), {column, branch: -1, y: branch.kind === 'attention' ? at.yC : at.nextA, x: -T / 2},
        {cols: 'pos', rows: 'd_model'});
    });
    reach.set(layer, outer);
    rows.push({column, layer, yA: at.yA, yC: at.yC});
  });
  const outer = Math.max(0, ...reach.values());
  rows.forEach(row => dials.push({column: row.column, y: row.yA - 9 * u, radius: outer + 5 * u, layer: row.layer}));
  const last = layers.length > 0 ? placeOf(layers.length - 1) : {column: 0, y: -pitch};
  rows.push({column: last.column, layer: null, yA: last.y + pitch, yC: last.y + pitch + rowA + 10 * u});

  // embedding: its two sources left and right above the first layer, the tables outside of them
  const top = -20 * u - D;
  body.embedding.filter(node => !node.derived).forEach((node, i) => {
    const side = i % 2 === 0 ? -1 : 1, near = 3 * u;
    put(node, {y: top, x: side < 0 ? -near - T : near}, {cols: 'pos', rows: 'd_model'});
    for (const table of weightsOf(node)) {
      const rowsOf = axisOf(table, 'd_model');
      folds(sizes[rowsOf], D).forEach((part, p, all) => put(table,
        {y: top, x: side < 0 ? -near - T - 3 * u - part.count : near + T + 3 * u, z: -10 * u * p, plate: p, plates: all.length},
        {cols: rowsOf, rows: 'd_model', window: {axis: rowsOf, ...part}}));
    }
  });
  const first = body.spine[0];
  if (first !== undefined && !byNode.has(first)) {
    put(nodes.get(first), {y: 0, x: -T / 2, branch: -1}, {cols: 'pos', rows: 'd_model'});
    // without position vectors the stream begins as the token vectors: their table stands above it
    for (const table of weightsOf(nodes.get(first))) {
      const across = axisOf(table, 'd_model');
      folds(sizes[across], D).forEach((part, p, all) => put(table, {y: top, x: -part.count / 2, z: -10 * u * p, plate: p, plates: all.length},
        {cols: across, rows: 'd_model', window: {axis: across, ...part}}));
    }
  }

  // output: the last norm left of the end of the stream; logits under it, their table to the left, probabilities below
  const end = rows[rows.length - 1];
  const tail = body.output.filter(node => !node.derived);
  const isVocab = node => has(node, 'd_vocab');
  plates(tail.filter(node => !isVocab(node)), {column: end.column, side: -1, y: end.yA}, T / 2 + 5 * u);
  let y = end.yA + Math.max(D, 0) + 16 * u;
  for (const node of tail.filter(isVocab)) {
    const parts = folds(sizes.d_vocab, D), tables = weightsOf(node);
    parts.forEach((part, p) => {
      const window = {axis: 'd_vocab', ...part}, at = {column: end.column, y, z: -10 * u * p, plate: p, plates: parts.length};
      put(node, {...at, x: -T / 2}, {cols: 'pos', rows: 'd_vocab', window});
      for (const table of tables) {
        if (has(table, 'd_model')) put(table, {...at, x: -T / 2 - 5 * u - D}, {cols: 'd_model', rows: 'd_vocab', window});
        else put(table, {...at, x: -T / 2 - 2.5 * u - .5}, {cols: null, rows: 'd_vocab', window});
      }
    });
    y += Math.min(sizes.d_vocab, D) + 5 * u;
  }
  for (const block of blocks) { delete block.side; block.layer = nodes.get(block.node).layer; }

  const count = rows[rows.length - 1].column + 1;
  const columns = Array.from({length: count}, (_, i) => ({x: (i - (count - 1) / 2) * (2 * outer + 34 * u)}));
  return {T, u, D, blocks, byNode, arms, dials, rows, columns, outer, anatomy: body, rowA, pitch, top, bottom: y};
}
