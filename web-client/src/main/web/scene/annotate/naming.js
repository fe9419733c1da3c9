/**
 * Names of blocks on labels: texts from the strings files, shapes in named sizes, the colour of the block's role.
 *
 * @typedef {import('../layout/anatomy.js').GraphNode} GraphNode
 * @typedef {import('../layout/board.js').Block} Block
 */

/** A node's name without its layer, as string keys have it. @param {GraphNode} node */
const plainName = (node) =>
  node.layer === null ? node.name.replace(/^blocks\.\d+\./, '') : node.name.replace(`blocks.${node.layer}.`, '');

/** The biases of a graph: learned numbers that are the third input of a product or a norm. Found once. @type {WeakMap<object, Set<string>>} */
const BIASES = new WeakMap();

/** @param {Map<string, import('../layout/anatomy.js').GraphNode>} nodes */
function biasesOf(nodes) {
  const known = BIASES.get(nodes);
  if (known) return known;
  const third = [...nodes.values()].flatMap(({ inputs }) => inputs.slice(2)),
    found = new Set(third.filter((name) => nodes.get(name)?.traits.learned));
  BIASES.set(nodes, found);
  return found;
}

/** With many columns, only the first says that its numbers are layers. @param {number} column @param {number} columns of the machine */
export const layersKey = (column, columns) => (column > 0 && columns > 2 ? 'scene.layersOn' : 'scene.layers');

export class Naming {
  #plan;
  #nodes;
  #strings;

  /**
   * @param {import('../layout/layout.js').Layout | null} plan null where nothing is drawn
   * @param {Map<string, import('../layout/anatomy.js').GraphNode>} nodes
   * @param {import('../../ui/words.js').Strings} strings
   */
  constructor(plan, nodes, strings) {
    this.#plan = plan;
    this.#nodes = nodes;
    this.#strings = strings;
  }

  /** Some nodes are named by their op, or differently in gated MLPs. @param {string} name @returns {string} */
  name(name) {
    const node = this.#node(name),
      plain = plainName(node);
    const gated = this.#nodes.has(name.replace(plain, 'mlp.hook_pre_linear')) ? [`scene.gated.${plain}`] : [];
    for (const key of [`scene.byOp.${node.op}.${plain}`, ...gated, `scene.node.${plain}`]) {
      const text = this.#strings(key);
      if (text !== key) return text;
    }
    return plain.split('.').at(-1) ?? '';
  }

  /** Whether a tensor has a name without being pointed at. A level whose texts do not speak of biases has an empty word for them here. @param {string} name */
  isNamed(name) {
    return this.#strings('scene.biases') !== '' || !biasesOf(this.#nodes).has(name);
  }

  /** The role that colours the name. @param {string} name */
  role(name) {
    const node = this.#node(name);
    return node.traits.table && node.frame !== 'weight' ? node.frame : node.role;
  }

  /** @param {string} name @returns {GraphNode} */
  #node(name) {
    return /** @type {GraphNode} */ (this.#nodes.get(name));
  }

  /** @param {number} layer */
  layer(layer) {
    return this.#strings('scene.layer', { layer: String(layer + 1) });
  }

  /** @param {number} head */
  head(head) {
    return this.#strings('scene.head', { head: String(head + 1) });
  }

  /** The size of a block's axis with its usual name: `d_{head} = 16`; empty for an axis of one cell. @param {string | null} axis @param {number} size */
  size(axis, size) {
    return axis === null || axis === 'one'
      ? ''
      : this.#strings('scene.size', { name: symbol(axis), size: String(size) });
  }

  /** A tensor's shape in named sizes with their numbers, all its plates taken together. @param {Block} block */
  shape(block) {
    const whole = this.#whole(block);
    const axes = /** @type {[string, number][]} */ (
      [
        [block.colAxis, whole.cols],
        [block.rowAxis, whole.rows],
      ].filter(([axis]) => axis !== null && axis !== 'one')
    );
    if (axes.length < 2) return axes.map(([axis, size]) => this.size(axis, size)).join('');
    return this.#strings('scene.shape', {
      names: axes.map(([axis]) => symbol(axis)).join(' × '),
      sizes: axes.map(([, size]) => String(size)).join(' × '),
    });
  }

  /** How a tensor is folded into plates, which could be mistaken for heads; empty if it is not. @param {Block} block @param {string} [key] @returns {string} */
  folds(block, key = this.#ofTokens(block) ? 'scene.foldedTokens' : 'scene.folded') {
    // plates of experts are not parts of one matrix
    if (block.plate < 0 || block.plates < 2 || block.partAxis !== null) return '';
    const whole = this.#whole(block),
      first = this.#plan?.byNode.get(block.node)?.[0] ?? block,
      across = block.colAxis === 'd_vocab' || block.colAxis === 'n_ctx';
    return this.#strings(key, {
      rows: across ? whole.cols : whole.rows,
      plates: block.plates,
      each: across ? first.cols : first.rows,
    });
  }

  /** Whether a block shows only a part of an axis. @param {Block} block @param {string | null} axis */
  isFolded(block, axis) {
    const whole = this.#whole(block);
    return (
      (axis === block.colAxis && whole.cols !== block.cols) || (axis === block.rowAxis && whole.rows !== block.rows)
    );
  }

  /** @param {Block} block */
  #ofTokens(block) {
    return block.rowAxis === 'd_vocab' || block.colAxis === 'd_vocab';
  }

  /** Columns and rows of all plates together. @param {Block} block */
  #whole(block) {
    if (block.plate < 0 || block.plates < 2) return block;
    const { axes } = this.#node(block.node);
    const sizeOf = (/** @type {string | null} */ name, /** @type {number} */ size) =>
      Number(axes.find((axis) => axis.name === name && axis.size !== 'pos')?.size ?? size);
    return { cols: sizeOf(block.colAxis, block.cols), rows: sizeOf(block.rowAxis, block.rows) };
  }
}

/** The symbol of an axis's size: T for positions, otherwise the usual name of code and papers. */
const symbol = (/** @type {string} */ axis) =>
  axis === 'pos' || axis === 'q_pos' || axis === 'k_pos' ? 'T' : axis.replace(/^(\w)_(\w+)$/, '$1_{$2}');
