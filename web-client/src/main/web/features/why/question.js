/**
 * The question of why: which tool is open, and what it is asked about. Pure.
 *
 * @typedef {object} WhyQuestion
 * @property {string} tool  name of tools.js, as on the command line
 * @property {number} [position]  before the token that is asked about, from 0; the last by default
 * @property {number} [a]   that token; the most probable by default
 * @property {string} [b]   what it is compared with: a token's number, `all`, or `second`, the most probable other token; by default the
 *   answer's rival, which the server finds
 * @property {string} [view]  what is opened within the tool, as a query such as `layer=3&head=0`
 */

import { stepNodes, stepOf } from '../../model/graph.js';

/** What a token is compared with if it is the mean of all logits. */
export const ALL = 'all';
/** What a token is compared with if it is the most probable other one, as the server does by default. */
export const SECOND = 'second';
/** What a token is compared with where nobody has chosen. */
const RIVAL = 'rival';

/** In the place of a number in a request: the one with which the server says that pages show the tool. */
export const USUAL = 'usual';

/** Tools that draw in the machine's place, not in front of it. */
const IN_SCENE = ['embedding'];

/** Whether the answer is drawn in the machine itself. @param {WhyQuestion} question */
export const isInMachine = (question) => viewOf(question).machine === '1';

/**
 * The layer whose neurons a step is about: it computes them, or what they write; null for another step, and where each expert has neurons of its own.
 * @param {import('../../model/graph.js').Graph} graph @param {string} step
 */
export function neuronsLayer(graph, step) {
  const { closed, layer } = stepOf(graph, step);
  const hasNeurons = (/** @type {string} */ name) => {
    const axes = graph.nodes.get(name)?.axes ?? [];
    return axes.length < 3 && axes.at(-1)?.name === 'd_mlp';
  };
  const isAbout = stepNodes(graph, step).some(({ name, inputs }) => [name, ...inputs].some(hasNeurons));
  return !closed && isAbout ? layer : null;
}

/**
 * What is opened at first within a tool: the neurons are those of the step's layer, so that its card and the tool show the same ones.
 * @param {string} tool @param {import('../../model/graph.js').Graph | null} graph @param {string | null} step
 */
export function firstView(tool, graph, step) {
  const layer = tool === 'neurons' && graph && step !== null ? neuronsLayer(graph, step) : null;
  return layer === null ? undefined : `layer=${layer}`;
}

/** Whether the machine is dimmed behind the tool. @param {WhyQuestion | null} question */
export const isInFront = (question) => question !== null && !IN_SCENE.includes(question.tool) && !isInMachine(question);

const WHOLE = /^\d{1,9}$/;

/**
 * A question as it can be asked: without a head, as after a change of the model, it cannot be said why that head looks there. Then all
 * heads are shown.
 * @param {WhyQuestion} question @returns {WhyQuestion}
 */
export function askable(question) {
  const { layer, head } = viewOf(question);
  return question.tool === 'score' && (layer === undefined || head === undefined)
    ? { ...question, tool: 'heads' }
    : question;
}

/** The parameters of the target for the server. @param {WhyQuestion} question @returns {Record<string, string>} */
export function targetOf({ position, a, b = RIVAL }) {
  const given = { position, a, b: b === SECOND ? undefined : b };
  return Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );
}

/**
 * What is left of a question after the walk has moved; the server has the same rule for rooms (`WhyState.moved`). A step closes it. A
 * checkpoint's run of the same tokens is asked the same; another text has other answers. A model of another shape lacks what was chosen
 * within the tool: a head, a layer, a token.
 * @param {WhyQuestion} question @param {{isSameStep: boolean, isSameShape: boolean, isSameText: boolean}} now @returns {WhyQuestion | null}
 */
export function questionAfter(question, { isSameStep, isSameShape, isSameText }) {
  if (!isSameStep) return null;
  if (isSameShape && isSameText) return question;
  const { tool, view } = question;
  return { tool, ...(isSameShape && view && { view }) };
}

/** What is opened within the tool. @param {WhyQuestion} question @returns {Record<string, string>} */
export const viewOf = ({ view = '' }) => Object.fromEntries(new URLSearchParams(view));

/**
 * The words of the text that a tool speaks of: the one that is asked about, and those that are chosen within the tool.
 * @param {WhyQuestion} question @param {number} length of the text, in tokens @returns {number[]} positions, from 0
 */
export function wordsOf(question, length) {
  const { query, key, word } = viewOf(question);
  const chosen = [query, key, word].flatMap((at) => (at !== undefined && WHOLE.test(at) ? [Number(at)] : []));
  return [question.position ?? length - 1, ...chosen].filter((at) => at < length);
}

/** @param {WhyQuestion} question @param {Record<string, string | number | null>} changes null takes a part away @returns {WhyQuestion} */
export function withView(question, changes) {
  const view = new URLSearchParams(question.view ?? '');
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) view.delete(name);
    else view.set(name, String(value));
  }
  return without({ ...question, view: view.toString() });
}

/** The target in a link: position, a and b with commas; what has its default is empty. @param {WhyQuestion} question @returns {string | undefined} */
export function writeTarget({ position, a, b }) {
  const text = [position, a, b === RIVAL ? undefined : b].join(',');
  return text === ',,' ? undefined : text;
}

/** @param {string} text of a link @returns {Pick<WhyQuestion, 'position' | 'a' | 'b'> | null} null if it is none */
export function readTarget(text) {
  const parts = text.split(',');
  const [position = '', a = '', b = ''] = parts;
  const isRead =
    parts.length === 3 &&
    [position, a].every((each) => each === '' || WHOLE.test(each)) &&
    (b === '' || b === ALL || b === SECOND || WHOLE.test(b));
  if (!isRead) return null;
  return {
    ...(position !== '' && { position: Number(position) }),
    ...(a !== '' && { a: Number(a) }),
    ...(b !== '' && { b }),
  };
}

/** Without what is empty, as the room has it. @param {WhyQuestion} question @returns {WhyQuestion} */
function without(question) {
  const { view, ...rest } = question;
  return view ? { ...rest, view } : rest;
}
