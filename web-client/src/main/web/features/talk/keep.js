/**
 * What is shown, as a beat of a talk: in the words of a tour's file (docs/writing-a-tour.md), in which layers, heads, positions and numbers
 * count from 1. Pure.
 *
 * @typedef {import('../../model/graph.js').Graph} Graph
 * @typedef {import('../../model/trace.js').TraceInfo} TraceInfo
 * @typedef {import('../../scene/layout/focus.js').Focus} Focus
 * @typedef {{name: string, index: number[]}} Cell  `index`: one number for each axis, −1 for all along it
 *
 * @typedef {object} Shown  all that is shown
 * @property {Graph} graph
 * @property {TraceInfo} info      of the run
 * @property {string | null} text   its prompt as a text of which the tokenizer makes the same tokens; null if there is none
 * @property {string} step
 * @property {Focus} focus
 * @property {Cell | null} [held]  the held cell; in a figure it holds the word
 * @property {string[]} [tensors]  that a pressed word names
 * @property {Cell[]} [marks]
 * @property {import('../../live/conductor.js').Sampling} sampling
 * @property {'shown' | 'hidden' | null} [answer]  what the presenter has chosen; null: as at that step
 * @property {{tool: string, position?: number, a?: number, b?: string, view?: string} | null} [why]
 * @property {string | null} [exhibit]  the model gallery's
 * @property {string | null} [second]   the preset of the model that is compared with; undefined if it has none
 * @property {boolean} [compares]       whether a second model is shown
 * @property {{question?: string, options: {text: string, token?: number}[], other: boolean, right?: number}
 *   | import('../poll/poll.js').Question | null} [asked]  the open question
 * @property {import('../place/place.js').PlaceQuestion | null} [place]  the open question for a place
 * @property {{level?: string, language?: string} | null} [texts]  what is set for all; null without a room
 * @property {number[] | null} [camera] where it was moved; null: as usual
 * @property {boolean} [training]       whether a training runs
 * @property {(token: number) => string | null} textOf  a token's text; null if it is not known
 * @property {BlockWords} [blocks]  the words for the blocks that are shown; a block without one has its hook name
 *
 * @typedef {Record<string, {block: string, layer?: number}>} BlockWords  by hook name; `layer`: from 1, absent for the step's
 *
 * @typedef {Record<string, any>} Scene  as in a tour's file
 *
 * @typedef {object} Beat  of a talk, as the server has it (docs/protocol.md, "Talks")
 * @property {string} id
 * @property {number} [version]
 * @property {number} seconds
 * @property {boolean} [hidden]
 * @property {Scene} scene
 * @property {Record<string, Words>} words  by language
 *
 * @typedef {{title: string, notes?: string} & Record<string, any>} Words
 *
 * @typedef {'training' | 'weights' | 'text' | 'changes' | 'tool' | 'second'} Lost  what cannot be kept
 */
import { readChange } from '../../model/changes.js';

/** What a new beat is planned for, s. */
export const USUAL_SECONDS = 120;
/** The longest title, in characters. */
export const LONGEST_TITLE = 40;
const LONGEST_ID = 50;
const UNREADABLE = '\ufffd';
/** Figures of the camera behind the point. */
const CAMERA_DIGITS = 3;
/** What is compared with where nobody has chosen; without a word for it, a tour compares with the second most probable token. */
const RIVAL = 'rival';
const COMPARED = ['all', 'second', RIVAL];

/** Names of the blocks that a beat would name. @param {Pick<Shown, 'focus' | 'held' | 'tensors' | 'marks'>} shown */
export const blocksOf = ({ focus, held, tensors = [], marks = [] }) => [
  ...new Set([
    ...(focus.kind === 'block' ? [focus.node] : []),
    ...tensors,
    ...[...(held ? [held] : []), ...marks].map(({ name }) => name),
  ]),
];

/** The keys that say which block is meant. @param {string} name @param {BlockWords} blocks @param {boolean} hasHead whether a head says the layer */
const blockName = (name, blocks, hasHead = false) => {
  const { block, layer } = blocks[name] ?? { block: name };
  return { block, ...(layer !== undefined && !hasHead && { layer }) };
};

/**
 * @param {Shown} shown
 * @returns {{scene: Scene, lost: Lost[], whole: boolean}} `lost`: what it leaves out; `whole`: false if there is no beat without it
 */
export function keep(shown) {
  /** @type {Lost[]} */
  const lost = [];
  const { graph, info, step, sampling, blocks = {} } = shown;
  const positions = info.tokens.length;
  const { checkpoint, preset } = graph.model;
  const ofTraining = checkpoint !== undefined && checkpoint.updates === undefined;
  if (shown.training || ofTraining) lost.push('training');
  const written = info.text.slice(info.promptLength);
  if (shown.text === null || written.some((text) => text === '' || text.includes(UNREADABLE))) lost.push('text');
  const changes = (info.changes ?? []).map(changeOf);
  if (changes.includes(null)) lost.push('changes');
  const lab = shown.why ? labOf(shown.why, positions, shown.textOf) : null;
  if (shown.why && !lab) lost.push('tool');
  if (shown.compares && !shown.second) lost.push('second');
  const defaultLit = shown.focus.kind === 'block' ? [shown.focus.node] : [],
    lit = shown.tensors ?? [];
  /** @type {Scene} */
  const scene = {
    model: checkpoint ? checkpoint.preset : preset,
    ...(checkpoint && !ofTraining && { checkpoint: checkpoint.update }),
    text: shown.text ?? '',
    ...(written.length > 0 && { written }),
    ...some(samplingOf(sampling), 'sampling'),
    ...(changes.length > 0 && { changes: changes.filter((change) => change !== null) }),
    step,
    ...some(focusWords(shown.focus, graph, step, blocks), 'focus'),
    ...(lit.join() !== defaultLit.join() && {
      // the words of a list have no layer beside them
      lit: lit.map((name) => (blocks[name]?.layer === undefined ? blockName(name, blocks).block : name)),
    }),
    ...(shown.held && { held: cellWords(shown.held, graph, positions, blocks) }),
    ...((shown.marks ?? []).length > 0 && {
      marks: (shown.marks ?? []).map((mark) => cellWords(mark, graph, positions, blocks)),
    }),
    ...(shown.second && { compare: shown.second }),
    ...(lab && { lab }),
    ...(shown.answer && { answer: shown.answer }),
    ...(shown.exhibit && { gallery: shown.exhibit }),
    ...(shown.camera && { camera: shown.camera.map((n) => Number(n.toFixed(CAMERA_DIGITS))) }),
    ...(shown.asked && { ask: askOf(shown.asked) }),
    ...(shown.place && { ask: placeOf(shown.place, positions) }),
    ...(shown.texts && { level: shown.texts.level || 'own', language: shown.texts.language || 'own' }),
  };
  return { scene, lost, whole: !lost.includes('text') && !ofTraining };
}

/**
 * The scene of something that was found, and is not shown.
 * @param {Record<string, any>} keeps what it sets: a text with its model, or a step, a tool, an exhibit, a second model, a checkpoint
 * @param {Scene} shown what is shown, without focus, tool and question
 * @returns {Scene}
 */
export function foundScene(keeps, shown) {
  if (keeps.text === undefined) return { ...shown, ...keeps };
  // another model may not have the step
  const step = keeps.model === shown.model ? shown.step : 'start';
  return { ...keeps, step, level: 'own', language: 'own' };
}

/** @param {Record<string, any> | null} value @param {string} name */
const some = (value, name) => (value === null ? {} : { [name]: value });

/** @param {import('../../live/conductor.js').Sampling} sampling */
function samplingOf({ temperature, topK, topP, seed }) {
  const said = {
    ...(temperature !== 0 && { temperature }),
    ...(topK !== 0 && { topK }),
    ...(topP !== 1 && { topP }),
    ...(seed !== 0 && { seed }),
  };
  return Object.keys(said).length > 0 ? said : null;
}

/** @param {number} layer @param {number} head both from 0 */
const headName = (layer, head) => `${layer + 1}.${head + 1}`;

/** @param {number} position from 0 @param {number} positions */
const placeName = (position, positions) => (position === positions - 1 ? 'last' : position + 1);

/** @param {Focus} focus @param {Graph} graph @param {string} step @param {BlockWords} blocks */
function focusWords(focus, graph, step, blocks) {
  switch (focus.kind) {
    case 'everything':
      return { everything: true };
    case 'section':
      return { section: focus.section };
    case 'layer':
      return { layer: focus.layer + 1 };
    case 'part':
      return { layer: focus.layer + 1, part: focus.part };
    case 'head':
      return { head: headName(focus.layer, focus.head) };
    case 'block':
      return {
        ...blockName(focus.node, blocks, focus.head !== null),
        ...(focus.head !== null && { head: headOf(focus.node, focus.head, graph) }),
      };
    default:
      // of the step that shows how the text was cut
      if (focus.word !== undefined) return { word: focus.word + 1, joins: focus.joins };
      return focus.head === 0 ? null : { head: headName(graph.byId.get(step)?.layer ?? 0, focus.head), view: 'step' };
  }
}

/** The first head that reads a tensor's own: several query heads can share one of keys and values. @param {string} name @param {number} own @param {Graph} graph */
function headOf(name, own, graph) {
  const node = graph.nodes.get(name),
    count = Number(node?.axes.find((axis) => axis.name === 'head')?.size ?? graph.sizes.n_heads);
  return headName(node?.layer ?? 0, Math.floor((own * graph.sizes.n_heads) / count));
}

/**
 * A cell, a row of cells or a block: by token, key, head and number where these say it, else by its index along each axis.
 * @param {Cell} cell @param {Graph} graph @param {number} positions @param {BlockWords} [blocks]
 */
export function cellWords({ name, index }, graph, positions, blocks = {}) {
  const node = graph.nodes.get(name),
    axes = node?.axes ?? [];
  /** @type {Record<string, any>} */
  const said = {};
  let isPlain = node !== undefined;
  axes.forEach(({ name: axis, size }, i) => {
    const at = index[i];
    const word = size === 'pos' ? (axis === 'k_pos' ? 'key' : 'token') : axis === 'head' ? 'head' : 'number';
    if (at < 0) return;
    // a second number, or a head of fewer than the queries have, has no word
    if (said[word] !== undefined || (word === 'head' && (node?.layer === null || size !== graph.sizes.n_heads)))
      isPlain = false;
    said[word] =
      word === 'head' ? headName(node?.layer ?? 0, at) : word === 'number' ? at + 1 : placeName(at, positions);
  });
  const numbers = axes.filter(({ name: axis, size }) => size !== 'pos' && axis !== 'head').length;
  // in words a number is along all axes that have no other word
  if (isPlain && (numbers < 2 || said.number === undefined))
    return { ...blockName(name, blocks, said.head !== undefined), ...said };
  return {
    ...blockName(name, blocks),
    at: index.map((at, i) => (at < 0 ? 'all' : axes[i]?.size === 'pos' ? placeName(at, positions) : at + 1)),
  };
}

/** A change of the model, as the server writes it. @param {string} change @returns {Record<string, any> | null} null if a tour has no words for it */
function changeOf(change) {
  const read = readChange(change);
  if (!read) return null;
  const { node, head, position, mode, factor, edge } = read;
  if (node === 'token') return mode === 'cut' && position !== null ? { token: position + 1, do: 'cut' } : null;
  const part = /^blocks\.(\d+)\.(.+)$/.exec(node);
  if (!part || position !== null) return null;
  const layer = Number(part[1]),
    how = { do: mode, ...(mode === 'scale' && { by: factor }) };
  if (part[2] === 'hook_mlp_out' && head === null) return { mlp: layer + 1, ...how };
  if (head === null) return null;
  if (part[2] === 'attn.hook_z') return { head: headName(layer, head), ...how };
  if (part[2] === 'mlp.hook_router') return { expert: headName(layer, head), ...how };
  if (part[2] === 'attn.hook_attn_scores' && edge)
    return { edge: { head: headName(layer, head), query: edge.query + 1, key: edge.key + 1 }, do: mode };
  return null;
}

/**
 * The open tool.
 * @param {NonNullable<Shown['why']>} why @param {number} positions @param {Shown['textOf']} textOf
 * @returns {Record<string, any> | null} null if a token of it has no text
 */
function labOf({ tool, position, a, b = RIVAL, view }, positions, textOf) {
  const first = a === undefined ? undefined : textOf(a);
  const other = COMPARED.includes(b) ? b : textOf(Number(b));
  if (first === null || other === null) return null;
  const chosen = Object.fromEntries(new URLSearchParams(view ?? ''));
  return {
    tool,
    ...(position !== undefined && { position: placeName(position, positions) }),
    ...(first !== undefined && { a: first }),
    b: other,
    ...(Object.keys(chosen).length > 0 && { view: chosen }),
  };
}

/** @param {NonNullable<Shown['asked']>} asked */
function askOf(asked) {
  if ('kind' in asked) {
    const { kind, question, options, right = [], words } = asked;
    return {
      kind,
      question,
      ...(options.length > 0 && { options }),
      ...(right.length > 0 && { right: right.map((index) => index + 1) }),
      ...(words && { words }),
    };
  }
  const { question, options, other, right } = asked;
  const texts = options.map(({ text }) => text),
    isNext = options.length > 0 && options.every(({ token }) => token !== undefined);
  return {
    ...(question && { question }),
    [isNext ? 'next' : 'options']: texts,
    ...(other && { other: true }),
    ...(right !== undefined && { right: right + 1 }),
  };
}

/** @param {import('../place/place.js').PlaceQuestion} asked @param {number} positions */
function placeOf({ kind, question, measure }, positions) {
  const [layer, head, position] = measure?.row ?? [];
  return {
    place: kind,
    ...(question && { question }),
    ...(layer !== undefined
      ? { head: headName(layer, head), token: placeName(position, positions) }
      : measure && { measured: true }),
  };
}

/**
 * An id that no other beat has, which a person can read.
 * @param {string} title @param {Iterable<string>} taken
 */
export function idOf(title, taken = []) {
  const slug =
    title
      .normalize('NFKD')
      .replace(/\p{M}+/gu, '')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, LONGEST_ID)
      .replace(/-+$/, '') || 'beat';
  const used = new Set(taken);
  let id = slug;
  for (let n = 2; used.has(id); n++) id = `${slug}-${n}`;
  return id;
}

/** A title of at most {@link LONGEST_TITLE} characters, cut between words where it has them. @param {string} text @param {boolean} [atFront] whether its end says most */
export function titleOf(text, atFront = false) {
  const letters = [...text.replace(/\s+/g, ' ').trim()];
  if (letters.length <= LONGEST_TITLE) return letters.join('');
  const ordered = (/** @type {string[]} */ all) => (atFront ? all.toReversed() : all),
    room = ordered(letters).slice(0, LONGEST_TITLE),
    space = room.lastIndexOf(' ');
  const rest = ordered(room.slice(0, space > 0 ? space : LONGEST_TITLE - 1))
    .join('')
    .replace(/[\s:,;·(]+$/u, '');
  return atFront ? `…${rest}` : `${rest}…`;
}

/** A beat's words in a language, or in the nearest that it has. @param {Beat} beat @param {string} wanted @returns {[language: string, own: Words]} */
export function wordsOf({ words: all }, wanted) {
  const language = [wanted, 'en', ...Object.keys(all)].find((each) => all[each]) ?? wanted;
  return [language, all[language] ?? { title: '' }];
}

/** The question that is open in a room. @param {any} room */
export function openQuestion(room) {
  const asked = (room?.parts.prediction ?? room?.parts.poll)?.question;
  return asked && asked.phase !== 'revealed' ? asked : null;
}
