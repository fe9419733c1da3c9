/**
 * The place of a step in words and numbers that count from 1, and the texts of a step with their values. Pure.
 *
 * @typedef {import('../model/graph.js').Graph} Graph
 * @typedef {import('../model/graph.js').Step} Step
 * @typedef {import('../model/trace.js').Trace} Trace
 * @typedef {import('./words.js').Words} Words
 *
 * @typedef {object} Place
 * @property {string} chapter   name of the chapter
 * @property {number} n         the step's place in its chapter, from 1
 * @property {number} count     number of the chapter's steps
 * @property {string} layer     "Layer 2", or empty
 * @property {string} id        the step's id without its layer, a string key
 */
import { chapters, isDrawnWhole, stepNodes, stepOf } from '../model/graph.js';
import { tokenText } from '../model/token-text.js';
import { taskOf } from './model-words.js';
import { divisorOf, divisorSymbol, divisorText } from './score-divisor.js';
import { isCertain, shareText } from './rounding.js';

export { tokenText };
import { words } from './words.js';

/** @param {Graph} graph @param {string} step @param {Words} words @returns {Place} */
export function placeOf(graph, step, words) {
  const group = chapters(graph, step).find(({ steps }) => steps.some(({ id }) => id === step));
  const steps = group?.steps ?? [stepOf(graph, step)];
  const { layer } = stepOf(graph, step);
  return {
    chapter: chapterName(steps, words),
    n: steps.findIndex(({ id }) => id === step) + 1,
    count: steps.length,
    layer: layer === null ? '' : words.text('chapter.layerOf', { layer: layer + 1 }),
    id: localId(step),
  };
}

/** @param {Step[]} steps consecutive steps of one chapter, or of several layers @param {Words} words */
export function chapterName(steps, words) {
  const [first] = steps;
  if (!first.closed && steps.every(({ chapter }) => chapter === first.chapter))
    return words.has(`chapter.${first.chapter}`) ? words.text(`chapter.${first.chapter}`) : first.chapter;
  const last = /** @type {Step} */ (steps.at(-1));
  return words.text(last.layer !== first.layer ? 'chapter.layers' : 'chapter.layer', {
    first: Number(first.layer) + 1,
    last: Number(last.layer) + 1,
  });
}

/**
 * The token that comes next, on every screen: the most probable one or, with chance, the one that is drawn. Where the text is full,
 * nothing is drawn any more.
 *
 * @param {Pick<import('./view.js').View, 'trace' | 'sampling' | 'full' | 'draw'>} view
 * @returns {{token: number, text: string} | null} null while it is hidden, and until the draw is known
 */
export function nextOf({ trace, sampling, full, draw }) {
  const [likeliest = null] = trace?.next ?? [];
  return sampling.temperature === 0 || full || !likeliest ? likeliest : (draw?.drawn ?? null);
}

/**
 * What going on does at the last step: it shows the room what comes next, if that is hidden, also from the presenter; then it adds that
 * token, unless the model has ended its text or there is no room for more. Pure.
 *
 * @param {Pick<import('./view.js').View, 'room' | 'answer' | 'full' | 'trace'>} view
 * @returns {'show' | 'full' | 'ended' | 'add'}
 */
export function atEnd({ room, answer, full, trace }) {
  if (room && answer && !answer.here) return 'show';
  return full ? 'full' : trace?.info.ended ? 'ended' : 'add';
}

/** A step's id without its layer; `layer` for all closed layers. @param {string} id */
export const localId = (id) => (/^blocks\.\d+$/.test(id) ? 'layer' : id.replace(/^blocks\.\d+\./, ''));

/**
 * The texts of a step with their values filled in.
 *
 * @param {Graph} graph
 * @param {string} step
 * @param {Trace | null} trace
 * @param {Words} words
 * @returns {{title: string, text: string[], formula: string, caption: string, pending: boolean}} with the markup of
 *   rich-text.js; `pending` until its text, or this architecture's variant of it, has loaded
 */
export function stepTexts(graph, step, trace, words) {
  const { layer } = stepOf(graph, step);
  const id = localId(step);
  const base = words.table.step?.[id] ?? words.table.step?.unknown ?? { title: id };
  const variants = variantsOf(graph, step).map((variant) => base[variant]);
  /** @type {import('./words.js').Telling} */
  const texts = Object.assign({}, base, ...variants);
  const [answer] = trace?.next ?? [];
  const nodes = stepNodes(graph, step);
  const values = {
    ...graph.sizes,
    ...scoreValues(nodes, graph, words),
    ...architectureValues(graph, step),
    ...expertValues(graph, layer),
    window: nodes.find(({ traits }) => traits.window)?.traits.window ?? 0,
    heads: graph.sizes.n_heads,
    group: graph.sizes.n_heads / graph.sizes.n_key_value_heads,
    layers: graph.sizes.n_layers,
    layer: Number(layer) + 1,
    positions: trace?.positions ?? 0,
    next: tokenText(answer?.text ?? '…'),
    p: answer ? shareText(answer.p, words) : '…',
    certain: answer ? (isCertain(answer.p) ? 'yes' : 'no') : 'hidden',
    drawn: isDrawnWhole(graph) ? 'yes' : 'no',
    kind: '',
    reads: graph.model?.reads ?? '',
    ...graph.model?.task,
    ...said(graph, words),
    step: id,
  };
  const fill = (/** @type {import('./words.js').Message} */ text) => words.fill(text, values);
  return {
    title: fill(texts.title),
    text: (texts.text ?? []).map(fill),
    formula: fill(texts.formula ?? ''),
    caption: fill(texts.caption ?? texts.title),
    // The build puts 0 in the place of texts that are loaded later.
    pending: !texts.text || variants.includes(0),
  };
}

/** A task that the model says in a sentence. @param {Graph} graph @param {Words} words */
function said({ model }, words) {
  return model?.task?.kind === 'told' ? { sentence: taskOf(model, model.task.sentence, words) } : {};
}

/** The divisor of a step's scores as a number and as a formula; empty if it computes no scores. @param {import('../model/graph.js').Node[]} nodes @param {Graph} graph @param {Words} words */
function scoreValues(nodes, graph, words) {
  const scale = nodes.find(({ traits, derived }) => traits.attention === 'scores' && !derived)?.traits.scale;
  if (scale === undefined) return {};
  const divisor = divisorOf(scale, graph.sizes.d_head);
  return { divisor: divisorText(divisor, words), divisorSymbol: divisorSymbol(divisor, words) };
}

/** How many experts a layer has, how many are taken for a token, and whether their probabilities are divided by their sum. @param {Graph} graph @param {number | null} layer */
function expertValues(graph, layer) {
  const weights = [...graph.nodes.values()].find((node) => node.layer === layer && node.traits.routing === 'weights');
  const [experts, taken] = weights?.inputs.map((name) => graph.nodes.get(name)?.axes.at(-1)?.size) ?? [];
  return { experts, taken, shared: weights?.traits.probability ? 'yes' : 'no' };
}

/**
 * The variants by which a step's texts differ from GPT-2's, derived from traits of its ops and from sizes, not from names.
 *
 * @typedef {Exclude<keyof import('./words.js').StepTexts, keyof import('./words.js').Telling>} Variant
 * @param {Graph} graph
 * @param {string} step
 */
function variantsOf(graph, step) {
  const nodes = stepNodes(graph, step);
  const has = (/** @type {(traits: import('../model/graph.js').Traits) => unknown} */ trait) =>
    nodes.some(({ traits }) => trait(traits));
  const isTransposed = (/** @type {string} */ name) => graph.nodes.get(name)?.traits.transposed;
  return Object.entries({
    unbiased: nodes.every((node) => !node.traits.product || node.inputs.length < 3),
    gated:
      has(({ gate }) => gate) ||
      nodes.some(({ inputs }) => graph.nodes.get(inputs[0])?.traits.gate) ||
      nodes.filter((node) => node.traits.product && node.role === 'activation').length > 1,
    geglu: has(({ gate }) => gate) && has(({ curve = 'silu' }) => curve !== 'silu'),
    rms: has(({ norm }) => norm === 'rms'),
    // one divisor for all heads
    together: nodes.some(
      ({ traits, axes, inputs }) =>
        traits.norm && axes.length === 2 && graph.nodes.get(inputs[0])?.axes.some(({ name }) => name === 'head'),
    ),
    grouped: graph.sizes.n_key_value_heads < graph.sizes.n_heads,
    tied: nodes.some(({ inputs }) => inputs.some(isTransposed)),
    windowed: has(({ window }) => window),
    // The token vectors are the stream: layers read them, and no position vectors are added before.
    stream: nodes.some(({ name }) =>
      [...graph.nodes.values()].some(({ layer, inputs }) => layer !== null && inputs.includes(name)),
    ),
    beside: isBeside(graph, step),
    fixed: nodes.some(({ inputs }) => graph.nodes.get(inputs[0])?.traits.fixed),
    experts: has(({ routing }) => routing),
  }).flatMap(([variant, differs]) => (differs ? /** @type {Variant} */ (variant) : []));
}

/** Whether attention and MLP of a step's layer are added at once. @param {Graph} graph @param {string} step */
function isBeside(graph, step) {
  const { layer } = stepOf(graph, step);
  return (
    layer !== null &&
    [...graph.nodes.values()].some((node) => node.layer === layer && node.traits.addition && node.inputs.length > 2)
  );
}

/** Whether a norm made it: the stream is a sum, or looked up. @param {Record<string, any>} [traits] */
const isNormed = (traits) => traits?.rowwise && !traits.addition && !traits.looksUp;

/**
 * The values by which texts differ between architectures, where a variant would say all the rest once more.
 * @param {Graph} graph @param {string} step
 */
function architectureValues(graph, step) {
  const { layer } = stepOf(graph, step),
    nodes = stepNodes(graph, step),
    ofLayer = [...graph.nodes.values()].filter((node) => node.layer === layer);
  const rotated = nodes.find(({ traits }) => traits.rotated)?.traits.rotated,
    products = nodes.filter(({ traits }) => traits.product);
  return {
    input: products.some(({ inputs }) => isNormed(graph.nodes.get(inputs[0])?.traits)) ? 'norm' : 'stream',
    about: nodes.some(({ traits }) => traits.aboutOne) ? 'one' : 'zero',
    scaled: nodes.some(({ traits }) => traits.looksUp && traits.scale) ? 'yes' : 'no',
    behind: ofLayer.some(({ traits, inputs }) => traits.norm && products.some(({ name }) => name === inputs[0]))
      ? 'norm'
      : 'stream',
    part: rotated ? 'yes' : 'no',
    placed: [...graph.byId.keys()].some((id) => localId(id) === 'attn.rotate') ? 'turned' : 'none',
    turned: rotated ?? graph.sizes.d_head,
    same: layer === null || graph.kinds[layer] === graph.kinds[0] ? 'yes' : 'no',
  };
}

/** The presenter's place, for attendees who look elsewhere. @param {import('./view.js').View} view */
export function presentersPlace(view) {
  if (!view.graph || view.step === null) return '';
  const { chapter, layer } = placeOf(view.graph, view.step, words);
  return words.text('bar.presenterAt', { place: layer ? `${layer} · ${chapter}` : chapter });
}
