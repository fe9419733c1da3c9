/**
 * Changes of the model while it runs, as docs/protocol.md writes them. Pure.
 *
 * @typedef {object} Change
 * @property {string} node      name of a tensor, or `token`
 * @property {number | null} head      a head or an expert; null for all of it
 * @property {number | null} position  null for all
 * @property {'zero' | 'mean' | 'scale' | 'cut' | 'off' | 'force'} mode  `off` and `force`: of an expert, at its router's logits
 * @property {number} factor    of `scale`; else 1
 * @property {{query: number, key: number} | null} edge  of attention, that is cut
 *
 * @typedef {import('./graph.js').Graph} Graph
 */

/** Exactly one of `query`, `unread` and `mode` is read: a cut edge, a token that is not read, or what a part becomes. */
const FORM =
  /^(?<node>[^[\]@=\s]+)(?:\[(?<cut>\d+),(?<query>\d+),(?<key>\d+)\]=cut|@(?<unread>\d+)=cut|(?:\[(?<head>\d+)\])?(?:@(?<position>\d+))?=(?<mode>zero|mean|off|force|scale:(?<factor>[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)))$/;
const TOKEN = 'token';
/** The server counts with ints. */
const MOST = 2 ** 31 - 1;

/** @param {string} text @returns {Change | null} null if it is none, by the server's rule (`Change.parse`) */
export function readChange(text) {
  const read = FORM.exec(text.trim())?.groups;
  if (
    !read ||
    (/^(?:off|force)$/.test(read.mode) && read.head === undefined) ||
    (read.unread !== undefined && read.node !== TOKEN)
  )
    return null;
  const [head, position, query, key] = [read.cut ?? read.head, read.unread ?? read.position, read.query, read.key].map(
    (digits) => (digits === undefined ? null : Number(digits)),
  );
  // one zero
  const factor = read.factor === undefined ? 1 : Number(read.factor) + 0;
  if (!Number.isFinite(factor) || [head, position, query, key].some((number) => Number(number) > MOST)) return null;
  const mode = read.mode === undefined ? 'cut' : /** @type {Change['mode']} */ (read.mode.split(':')[0]);
  return { node: read.node, head, position, mode, factor, edge: query === null ? null : { query, key: Number(key) } };
}

/** @param {Change} change */
export function writeChange({ node, head, position, mode, factor, edge }) {
  const index = edge ? `[${head},${edge.query},${edge.key}]` : head === null ? '' : `[${head}]`;
  return `${node}${index}${position === null ? '' : `@${position}`}=${mode === 'scale' ? `scale:${factor}` : mode}`;
}

/** @param {Pick<import('./trace.js').TraceInfo, 'changes'> | null | undefined} info @returns {Change[]} */
export const changesOf = (info) => (info?.changes ?? []).flatMap((text) => readChange(text) ?? []);

/** Whether two changes are made at the same place, whatever they do. @param {Change} a @param {Change} b */
export function isSamePlace(a, b) {
  return (
    a.node === b.node &&
    a.head === b.head &&
    a.position === b.position &&
    a.edge?.query === b.edge?.query &&
    a.edge?.key === b.edge?.key
  );
}

/**
 * The tensors at which the heads, the MLP and the experts of a layer are changed; null for a part that the layer does not have.
 * @param {Graph} graph @param {number} layer
 * @returns {{z: string | null, scores: string | null, mlp: string | null, router: string | null}}
 */
export function changeable(graph, layer) {
  const own = [...graph.nodes.values()].filter((node) => node.layer === layer && !node.traits.table && !node.derived);
  const of = (/** @type {string} */ part) => own.find(({ traits }) => traits.attention === part)?.name ?? null;
  const z = of('values');
  // what is added to the stream without having been read by attention
  const added = own.filter(({ traits }) => traits.addition).flatMap(({ inputs }) => inputs);
  const isMlp = (/** @type {string} */ name) => {
    const node = graph.nodes.get(name);
    return node?.layer === layer && !node.traits.addition && z !== null && !node.inputs.includes(z);
  };
  return {
    z,
    scores: of('scores'),
    mlp: [...added].reverse().find((name) => isMlp(name)) ?? null,
    router: own.find(({ traits }) => traits.routing === 'taken')?.inputs[0] ?? null,
  };
}

/** What the parts have become, where it is the same for all: zero or the mean. Zero otherwise. @param {Change[]} changes @returns {'zero' | 'mean'} */
export const modeOf = (changes) =>
  changes.length > 0 && changes.every(({ mode }) => mode === 'mean') ? 'mean' : 'zero';

/** The change that keeps all later queries from reading a token. @param {number} position @returns {Change} */
export const unread = (position) => ({ node: TOKEN, head: null, position, mode: 'cut', factor: 1, edge: null });

/** @param {Change} change */
export const isOfToken = ({ node }) => node === TOKEN;

/**
 * The change by which a cell's number is not what its op computes; null if it is.
 * @param {Change[]} changes @param {Graph} graph @param {string} name of the tensor @param {number[]} index
 * @returns {Change | null}
 */
export function changeOfCell(changes, graph, name, index) {
  const node = graph.nodes.get(name);
  if (!node) return null;
  const at = (/** @type {string} */ axis) => {
    const i = node.axes.findIndex((each) => each.name === axis);
    return i < 0 ? null : index[i];
  };
  const position = at('pos') ?? at('q_pos'),
    head = at('head') ?? at('expert');
  const found = changes.filter((change) => {
    if (isOfToken(change))
      return (
        node.traits.attention === 'scores' &&
        at('k_pos') === change.position &&
        Number(position) > Number(change.position)
      );
    if (change.node !== name || (change.head !== null && change.head !== head)) return false;
    if (change.edge) return change.edge.query === position && change.edge.key === at('k_pos');
    return change.position === null || change.position === position;
  });
  return found.at(-1) ?? null;
}
