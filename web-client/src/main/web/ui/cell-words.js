/**
 * Texts about a cell: its name, its place and its formula. Pure.
 *
 * @typedef {import('../model/graph.js').Graph} Graph
 * @typedef {import('../model/graph.js').Node} Node
 * @typedef {import('../model/trace.js').Trace} Trace
 * @typedef {import('./words.js').Words} Words
 */
import { shapeOf } from '../model/graph.js';
import { divisorOf, divisorSymbol } from './score-divisor.js';
import { stepTexts, tokenText } from './step-texts.js';
import { isMessage } from './words.js';

/** Axes of matrices whose texts say "from" and "to"; axes of tokens and positions have texts of their own. */
const SIZED = new Set(['d_model', 'd_head', 'd_mlp']);

/** Axes along which there are several matrices. */
const PARTS = new Set(['head', 'expert']);

/**
 * @param {Graph} graph
 * @param {string} name   of the tensor
 * @param {number[]} index along its axes, from 0
 * @param {Trace | null} trace
 * @param {Words} words
 * @returns {{what: string, where: string, layer: string, axes: {axis: number, size: number, text: string}[], hook: string, role: string}}
 *   `axes`: those with several entries, each with the cell's place on it; `hook` counts from 0
 */
export function cellWords(graph, name, index, trace, words) {
  const node = graph.nodes.get(name);
  if (!node) throw new Error(`The model ${graph.model.title} has no tensor "${name}".`);
  const shape = shapeOf(node, trace?.positions ?? 0);
  const axes = node.axes.flatMap((axis, i) => {
    if (axis.name === 'one') return [];
    const token =
      axis.name === 'd_vocab' ? (graph.vocabulary?.[index[i]] ?? String(index[i])) : (trace?.text[index[i]] ?? '');
    const values = { n: index[i] + 1, size: shape[i], axis: axis.name, token: tokenText(token) };
    return [{ axis: i, size: shape[i], text: words.text(`cell.axis.${axisKey(node, i, words)}`, values) }];
  });
  const layer = node.layer === null ? '' : words.text('cell.layer', { layer: node.layer + 1 });
  return {
    what: nameOf(node, words),
    where: [layer, ...axes.map((axis) => axis.text)].filter((part) => part !== '').join(' · '),
    layer,
    axes,
    hook: `${name}[${index.join(', ')}]`,
    role: roleClass(node.frame),
  };
}

/** A tensor's name in words; by its op, or by one of its inputs, if models differ. @param {Node} node @param {Words} words */
export function nameOf(node, words) {
  const local = localName(node.name);
  const own = [node.op, ...node.inputs.map(lastName)].map((by) => words.table.tensorOf?.[by]?.[lastName(local)]);
  return own.find((name) => name !== undefined) ?? words.table.tensor?.[local] ?? local;
}

/**
 * String key of an axis below `cell.axis` and `cell.range`. "Row" is what the machine draws as a row: a matrix of weights is
 * drawn with its input across and its output down, so its axes are called "from" and "to"; a table that is looked up is
 * drawn with a column for each token or position.
 *
 * @param {Node} node
 * @param {number} i
 * @param {Words} words
 * @param {'axis' | 'range'} [group]
 */
export function axisKey(node, i, words, group = 'axis') {
  const { name } = node.axes[i];
  if (node.traits.learned && SIZED.has(name)) {
    const sides = node.axes.map((_, at) => at).filter((at) => !PARTS.has(node.axes[at].name));
    if (sides.length > 1 && i === sides[0]) return 'from';
    if (sides.length > 1 && SIZED.has(node.axes[sides[0]].name)) return 'to';
  }
  return words.has(`cell.${group}.${name}`) ? name : 'other';
}

/**
 * The formula of a tensor: its step's if the step computes nothing else, otherwise its op's.
 *
 * @param {Graph} graph
 * @param {Node} node
 * @param {Trace | null} trace
 * @param {Words} words
 * @returns {string} with the markup of rich-text.js; empty for a weight
 */
export function formulaOf(graph, node, trace, words) {
  if (node.traits.learned) return '';
  const step = [...graph.byId.values()].find(({ closed, nodes }) => !closed && nodes.includes(node.name));
  const own = words.table.formula?.[node.op];
  const others = step?.nodes.filter((name) => name !== node.name && !graph.nodes.get(name)?.derived) ?? [];
  if (own === undefined || (others.length === 0 && !node.derived)) {
    return step ? stepTexts(graph, step.id, trace, words).formula : '';
  }
  const { scale } = node.traits;
  const variant =
    scale !== undefined
      ? scale === 1
        ? 'unscaled'
        : 'scaled'
      : node.inputs.length > 2
        ? 'biased'
        : node.traits.aboutOne
          ? 'aboutOne'
          : 'plain';
  const symbol = (/** @type {number} */ at) => {
    const local = node.inputs[at] === undefined ? '' : localName(node.inputs[at]);
    return words.has(`scene.node.${local}`) ? words.text(`scene.node.${local}`) : local;
  };
  const input = graph.nodes.get(node.inputs[0]);
  return words.fill(isMessage(own) ? own : (own[variant] ?? ''), {
    divisor: scale === undefined ? '' : divisorSymbol(divisorOf(scale, graph.sizes.d_head), words),
    input: input ? nameOf(input, words) : '',
    inputRole: input ? roleClass(input.frame) : '',
    weight: symbol(1),
    bias: symbol(2),
    role: roleClass(node.frame),
    letter: LETTERS.get(node.frame) ?? 'x',
  });
}

/** The CSS class of a role's colour in text. @param {string} role */
export function roleClass(role) {
  return ROLES.get(role) ?? 'ink2';
}

/** A node's name without its layer. @param {string} name */
function localName(name) {
  return name.replace(/^blocks\.\d+\./, '');
}

function lastName(/** @type {string} */ local) {
  return local.slice(local.lastIndexOf('.') + 1);
}

const LETTERS = new Map([
  ['query', 'q'],
  ['key', 'k'],
  ['value', 'v'],
]);

const ROLES = new Map([
  ...LETTERS,
  ['prediction', 'p'],
  ['activation', 'act'],
  ['aggregate', 'agg'],
  ['weight', 'weight'],
]);
