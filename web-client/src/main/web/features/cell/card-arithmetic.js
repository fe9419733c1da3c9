/**
 * A cell's arithmetic as its card shows it, made from the server's explanation (docs/protocol.md, `explain`): the terms,
 * largest first, and the lines that lead from them to the cell's value. Pure: numbers and string keys, no text.
 *
 * @typedef {import('../../ui/view.js').Explanation} Explanation
 * @typedef {import('../../ui/view.js').ExplainedCell} ExplainedCell
 *
 * @typedef {object} Row       one term
 * @property {'product' | 'place' | 'square' | 'power' | 'cell' | 'turn'} form  how its operands are written
 * @property {{value: number, decimals: number, role: string}[]} operands  `role` is a class that colours text
 * @property {ExplainedCell} cell   the term is named after this cell's place
 * @property {number} value
 * @property {boolean} own          whether the term is the explained cell's own
 * @property {{of: 'cos' | 'sin', degrees: number}} [angle]  the factor of a row of the form `turn`
 *
 * @typedef {{key: string, values?: Record<string, string | number>, value: number, total?: boolean,
 *   cell?: ExplainedCell}} Line
 *   `key` is a string key below `cell`; `cell` is the cell whose value this line shows, if it shows one
 *
 * @typedef {object} Arithmetic
 * @property {{key: string, values?: Record<string, string | number>} | null} lead  the sentence above the rows
 * @property {Row[]} rows
 * @property {number} decimals      of the rows' values
 * @property {{count: number, value: number} | null} smaller  the sum of the terms without a row
 * @property {Line[]} lines
 * @property {{form: string, x: number, y: number} | null} curve
 * @typedef {import('../../model/graph.js').Graph} Graph
 */
/** @template {Explanation['kind']} Kind @typedef {Extract<Explanation, {kind: Kind}>} Of */
import { roleClass } from '../../ui/cell-words.js';
import { divisorOf } from '../../ui/score-divisor.js';

/** At most this many terms have a row of their own. */
const MOST_ROWS = 7;
/** If the largest exponent's magnitude exceeds this, all exponents are written relative to it. */
const LARGEST_POWER = 8;

/** The terms that the server left out of a long list, added up (docs/protocol.md, `explain`): none. */
const NO_REST = { count: 0, sum: 0 };

/** @type {Arithmetic} */
const NOTHING = { lead: null, rows: [], decimals: 2, smaller: null, lines: [], curve: null };

/**
 * @param {Explanation} explanation
 * @param {import('../../model/graph.js').Graph} graph
 * @returns {Arithmetic | null} null for a masked cell, a weight, or a kind that this page does not know
 */
export function arithmeticOf(explanation, graph) {
  return arithmetic(withLimits(explanation), graph);
}

/**
 * An explanation with numbers where JSON has none for them: null stands for −∞, and a text for ∞.
 * @template Member @param {Member} member @returns {Member}
 */
function withLimits(member) {
  if (Array.isArray(member)) return /** @type {any} */ (member.map(withLimits));
  if (member === null || typeof member !== 'object') return member;
  return /** @type {any} */ (
    Object.fromEntries(
      Object.entries(member).map(([key, of]) => [
        key,
        key !== 'value' ? withLimits(of) : of === null ? -Infinity : Number(of),
      ]),
    )
  );
}

/** @param {Explanation} explanation @param {Graph} graph @returns {Arithmetic | null} */
function arithmetic(explanation, graph) {
  switch (explanation.kind) {
    case 'sum':
      return sum(explanation, graph);
    case 'normedSum':
      return normedSum(explanation, graph);
    case 'softmax':
      return softmax(explanation, graph);
    case 'ranked':
      return ranked(explanation, graph);
    case 'share':
      return share(explanation, graph);
    case 'deviation':
      return root(explanation, graph, explanation.mean);
    case 'rms':
      return root(explanation, graph, null);
    case 'normalized':
      return steps(explanation, [
        { key: 'input', value: explanation.x.value, cell: explanation.x },
        { key: 'lessMean', value: explanation.mean.value, cell: explanation.mean },
        { key: 'overSpread', value: explanation.scale.value, cell: explanation.scale },
      ]);
    case 'quotient':
      return steps(explanation, [
        { key: 'input', value: explanation.x.value, cell: explanation.x },
        { key: 'overRms', value: explanation.scale.value, cell: explanation.scale },
      ]);
    case 'rotation':
      return rotation(explanation, graph);
    case 'activation':
      return {
        ...steps(explanation, [{ key: 'before', value: explanation.x.value, cell: explanation.x }]),
        lead: { key: explanation.form === 'silu' ? 'silu' : 'gelu' },
        curve: { form: explanation.form, x: explanation.x.value, y: explanation.value },
      };
    default:
      return null;
  }
}

/** The number of decimals that gives the largest value three significant figures: from 2 to 7. @param {number[]} values */
export function decimalsFor(values) {
  const largest = Math.max(...values.map(Math.abs));
  return largest === 0 ? 2 : Math.min(7, Math.max(2, 2 - Math.floor(Math.log10(largest))));
}

/** @param {Explanation} explanation @param {Line[]} lines @returns {Arithmetic} */
function steps({ value }, lines) {
  return { ...NOTHING, lines: [...lines, { key: 'result', value, total: true }] };
}

/** Rotation of a pair of a head's numbers: x · cos − other · sin. @param {Of<'rotation'>} explanation @param {Graph} graph @returns {Arithmetic} */
function rotation({ x, other, angle, value }, graph) {
  /** @param {ExplainedCell} cell @param {'cos' | 'sin'} of @param {number} sign @returns {Row} */
  const turned = (cell, of, sign) => ({
    form: 'turn',
    operands: [{ value: sign * cell.value, decimals: 2, role: roleOf(cell.name, graph) }],
    cell,
    value: sign * cell.value * Math[of](angle),
    own: false,
    angle: { of, degrees: degreesOf(angle) },
  });
  const shown = largestFirst([turned(x, 'cos', 1), turned(other, 'sin', -1)], true);
  return {
    ...NOTHING,
    ...shown,
    lead: { key: 'turned', values: { partner: String(other.cell[other.cell.length - 1] + 1) } },
    lines: [{ key: 'result', value, total: true }],
  };
}

/** The angle in degrees, modulo a full turn. @param {number} radians */
function degreesOf(radians) {
  return ((radians * 180) / Math.PI) % 360;
}

/** A dot product with its bias, a mean, an addition, or a table lookup. @param {Of<'sum'>} explanation @param {Graph} graph @returns {Arithmetic} */
function sum({ name, terms, scale, value, rest = NO_REST }, graph) {
  const [first] = terms;
  if (terms.length === 1 && first.length === 1) {
    const copied = { ...NOTHING, lead: { key: 'copied' }, rows: rowsOf(terms, graph, 'cell'), decimals: 4 };
    return scale === 1
      ? copied
      : { ...copied, lines: [{ key: 'timesRoot', values: { n: Math.round(scale ** 2) }, value, total: true }] };
  }
  // A term of one cell among products is the bias or, of a norm's weight that is learned about 1, the number itself.
  const products = first.length === 2 ? terms.filter((term) => term.length === 2) : terms;
  const biases = terms.filter((term) => !products.includes(term));
  const isAddition = graph.nodes.get(name)?.traits.addition === true;
  const form = first.length === 2 ? 'product' : isAddition ? 'cell' : 'place';
  const shown = largestFirst(rowsOf(products, graph, form), isAddition, rest);
  /** @type {Line[]} */
  const lines = biases.map(([bias]) => ({ key: bias.name === first[0].name ? 'input' : 'bias', value: bias.value }));
  if (scale !== 1) {
    lines.push({ key: 'sum', value: terms.reduce((all, term) => all + productOf(term), rest.sum) });
    return { ...NOTHING, ...shown, lines: [...lines, { ...scaling(name, scale, graph), value, total: true }] };
  }
  return { ...NOTHING, ...shown, lines: [...lines, { key: 'total', value, total: true }] };
}

/** A part of a sum, behind the norm that reads the whole sum. @param {Of<'normedSum'>} explanation @param {Graph} graph @returns {Arithmetic} */
function normedSum({ terms, scale, weight, about, value, rest = NO_REST }, graph) {
  return {
    ...NOTHING,
    ...largestFirst(rowsOf(terms, graph, 'product'), false, rest),
    lines: [
      { key: 'sum', value: terms.reduce((all, term) => all + productOf(term), rest.sum) },
      { key: 'overRms', value: scale.value, cell: scale },
      { key: 'timesWeight', values: { about: about === 1 ? 'one' : 'zero' }, value: about + weight.value },
      { key: 'result', value, total: true },
    ],
  };
}

/** The line that scales a sum: a mean is divided by its count, a score by its model's divisor. @param {string} name @param {number} scale @param {Graph} graph */
function scaling(name, scale, graph) {
  const isScore = graph.nodes.get(name)?.traits.attention === 'scores';
  const { n, isRoot } = divisorOf(scale, isScore ? graph.sizes.d_head : undefined);
  return { key: isRoot ? 'overRoot' : 'over', values: { n } };
}

/** @param {Of<'softmax'>} explanation @param {Graph} graph @returns {Arithmetic} */
function softmax({ of, over, value, rest = NO_REST }, graph) {
  const largest = Math.max(...over.map((each) => each.value));
  // The server's sum of the remaining exponentials is relative to the largest.
  const shift = rest.count > 0 || Math.abs(largest) > LARGEST_POWER ? largest : 0;
  // If the server cut the list, its sum of the rest includes the explained cell's own exponential.
  const cut = !over.some((each) => String(each.cell) === String(of.cell));
  const listed = cut ? [...over, of] : over,
    others = cut ? { count: rest.count - 1, sum: rest.sum - Math.exp(of.value - shift) } : rest;
  // the limit, where a changed logit is ∞
  const less = (/** @type {number} */ x) => (shift !== 0 && x === largest ? 0 : x - shift);
  const rows = listed.map((each) => ({
    form: /** @type {const} */ ('power'),
    operands: [{ value: less(each.value), decimals: 2, role: roleOf(each.name, graph) }],
    cell: each,
    value: Math.exp(less(each.value)),
    own: String(each.cell) === String(of.cell),
  }));
  const all = rows.reduce((so, row) => so + row.value, others.sum);
  const shown = largestFirst(rows, false, others);
  return {
    ...NOTHING,
    ...shown,
    lead: shift === 0 ? null : { key: 'shifted' },
    lines: [
      { key: 'sum', value: all },
      { key: 'share', value, total: true },
    ],
  };
}

/** The number of an expert: its place among all, by their logits. @param {Of<'ranked'>} explanation @param {Graph} graph @returns {Arithmetic} */
function ranked({ over, rank, value }, graph) {
  const rows = rowsOf(
    over.map((cell) => [cell]),
    graph,
    'cell',
  ).map((row, expert) => ({ ...row, own: expert === value }));
  return {
    ...NOTHING,
    ...largestFirst(
      rows.toSorted((a, b) => b.value - a.value),
      true,
    ),
    lead: { key: 'ranked', values: { rank: rank + 1 } },
    lines: [{ key: 'result', value, total: true }],
  };
}

/** The weight of an expert: its share of the probabilities of all that are taken. @param {Of<'share'>} explanation @param {Graph} graph @returns {Arithmetic} */
function share({ of, taken, shared, value }, graph) {
  const isOwn = (/** @type {ExplainedCell} */ { cell }) => String(cell) === String(of.cell);
  if (!taken.some(isOwn)) return { ...steps({ ...of, value, kind: 'learned' }, []), lead: { key: 'notTaken' } };
  const rows = rowsOf(
    taken.map((cell) => [cell]),
    graph,
    'cell',
  ).map((row) => ({ ...row, own: isOwn(row.cell) }));
  /** @type {Line} */
  const sum = { key: 'sum', value: taken.reduce((so, each) => so + each.value, 0) };
  return {
    ...NOTHING,
    ...largestFirst(rows, true),
    lead: { key: 'shares' },
    lines: shared ? [sum, { key: 'share', value, total: true }] : [{ key: 'result', value, total: true }],
  };
}

/** The root of a mean of squares: a standard deviation, or an RMS if there is no mean. @param {Of<'deviation' | 'rms'>} explanation @param {Graph} graph @param {ExplainedCell | null} mean @returns {Arithmetic} */
function root({ over, epsilon, value }, graph, mean) {
  const centre = mean?.value ?? 0;
  const distances = over.map((each) => each.value - centre);
  const rows = over.map((each, i) => ({
    form: /** @type {const} */ ('square'),
    operands: [{ value: distances[i], decimals: 2, role: roleOf(each.name, graph) }],
    cell: each,
    value: distances[i] ** 2,
    own: false,
  }));
  const all = rows.reduce((so, row) => so + row.value, 0);
  return {
    ...NOTHING,
    ...largestFirst(rows, false),
    lead: mean && { key: 'aboutMean', values: { mean: mean.value } },
    lines: [
      { key: 'sum', value: all },
      { key: 'over', values: { n: over.length }, value: all / over.length },
      { key: 'epsilon', value: epsilon },
      { key: 'root', value, total: true },
    ],
  };
}

/** @param {ExplainedCell[][]} terms @param {Graph} graph @param {'product' | 'place' | 'cell'} form @returns {Row[]} */
function rowsOf(terms, graph, form) {
  return terms.map((term) => ({
    form,
    operands: term.map((cell) => ({ value: cell.value, decimals: 2, role: roleOf(cell.name, graph) })),
    cell: term[0],
    value: productOf(term),
    own: false,
  }));
}

/**
 * The rows to show and the sum of the others. The explained cell's own row is always shown.
 * @param {Row[]} rows @param {boolean} keepOrder
 */
function largestFirst(rows, keepOrder, rest = NO_REST) {
  const sorted = keepOrder ? rows : rows.toSorted((a, b) => Math.abs(b.value) - Math.abs(a.value));
  const first = sorted.slice(0, MOST_ROWS);
  const own = sorted.find((row) => row.own);
  if (own && !first.includes(own)) first[MOST_ROWS - 1] = own;
  const others = sorted.filter((row) => !first.includes(row));
  const decimals = first[0].operands.map((_, i) => decimalsFor(first.map((row) => row.operands[i].value)));
  const rowsShown = first.map((row) => ({
    ...row,
    operands: row.operands.map((operand, i) => ({ ...operand, decimals: decimals[i] })),
  }));
  return {
    rows: rowsShown,
    decimals: decimalsFor(first.map((row) => row.value)),
    smaller:
      others.length + rest.count === 0
        ? null
        : { count: others.length + rest.count, value: others.reduce((so, row) => so + row.value, rest.sum) },
  };
}

/** @param {ExplainedCell[]} term */
function productOf(term) {
  return term.reduce((product, cell) => product * cell.value, 1);
}

/** Weights have one colour everywhere; computed cells have the colour of their frame. @param {string} name @param {Graph} graph */
function roleOf(name, graph) {
  const node = graph.nodes.get(name);
  return roleClass(node?.role === 'weight' ? 'weight' : (node?.frame ?? ''));
}
