/**
 * Draws the attention pair of a step about a single head: its lines and arcs, and its captions. It also outlines cells in
 * use, columns on their way and the hovered cell.
 */
import { tokenText } from '../../model/token-text.js';
import { ROLES } from '../render/colour.js';
import { easeMove } from '../camera/easing.js';
import { arcTop, blockOf, funnel, ownArcSide, patternArcs, scoreLeads } from './attention-lines.js';
import { frontAt, keyAt } from '../play/active-cells.js';
import { MATTERS, keysThatMatter, partsOf, strongestKey } from './attention-pair.js';
import { isThere, shapeOf, stridesOf } from '../layout/slice.js';
import { spreadOf } from '../layout/spread.js';
import { OUTLINE, Strokes } from '../render/strokes.js';
import { captionOf } from './caption-list.js';
import { figureFormat } from './figures.js';
import { filledColumns } from '../play/timeline.js';

/**
 * @typedef {import('../layout/board.js').Block} Block
 * @typedef {import('../layout/layout.js').Layout} Layout
 * @typedef {import('../play/scene-target.js').SceneTarget} SceneTarget
 * @typedef {import('../play/timeline.js').Moment} Moment
 * @typedef {import('./attention-pair.js').AttentionPair} AttentionPair
 * @typedef {import('./captions.js').Caption} Caption
 */

/** The greatest numbers of quads: of the arcs per position, and of all other lines. */
const QUADS_PER_POSITION = 20,
  QUADS_OF_LEADS = 120;
/** The greatest number of outlines at a time; four quads each. */
const OUTLINES = 500;
/** How far moving columns rise above the blocks that they pass, in cells. */
const ABOVE = 1.5;
/** z of outlines: a little in front of the block's front face, in cells. */
const BEFORE = 0.53;

export class AttentionView {
  /** The current pair; null if the step has none or its numbers have not arrived. @type {AttentionPair | null} */
  pair = null;
  #plan;
  #nodes;
  #numbers;
  #strings;
  /** @type {Pick<SceneTarget, 'computes' | 'branch' | 'turned'>} */
  #target = { computes: [], branch: -1, turned: null };
  /** @type {ReturnType<typeof partsOf> | null} */
  #parts = null;
  /** @type {{query: number, key: number} | null} */
  #pointed = null;
  /**
   * The product that is spoken of at a step that computes scores; null: the whole score is.
   * @type {import('./attention-pair.js').Product | null}
   */
  product = null;
  /** The pair of the last captions. @type {AttentionPair | null} */
  #captioned = null;

  /**
   * @param {Layout} plan @param {Map<string, import('../layout/anatomy.js').GraphNode>} nodes @param {import('../render/numbers.js').Numbers} numbers
   * @param {import('../../ui/words.js').Strings} strings @param {import('../render/scene-renderer.js').Shared} shared
   */
  constructor(plan, nodes, numbers, strings, shared) {
    this.#plan = plan;
    this.#nodes = nodes;
    this.#numbers = numbers;
    this.#strings = strings;
    this.strokes = new Strokes(QUADS_OF_LEADS + (plan.T + 1) * QUADS_PER_POSITION + 4 * OUTLINES, shared);
  }

  /** @param {SceneTarget} target */
  set target(target) {
    this.#target = target;
    this.#parts = target.close ? partsOf(this.#plan.anatomy.branches[target.branch]) : null;
    this.#pointed = null;
    this.pair = null;
  }

  /**
   * Sets the cell that a person points at. A cell of the scores or the pattern becomes the pair; any other restores the
   * last position.
   * @param {Block | null} block @param {number} [column] @param {number} [row]
   */
  point(block, column = -1, row = -1) {
    const isPair =
      this.#parts !== null &&
      block !== null &&
      block.causal &&
      isThere(block, column, row) &&
      block.head === this.#target.turned?.head &&
      block.branch === this.#target.branch;
    this.#pointed = isPair ? { query: column, key: row } : null;
  }

  /** Distance from one token to the next over the pattern, in cells: its arcs are spread at the step that computes it. */
  get spread() {
    const { pattern } = this.#parts ?? {};
    return pattern && this.#target.computes.includes(pattern) ? spreadOf(this.#plan.T) : 1;
  }

  /** The same for any block: 1 unless the arcs are drawn over it. @param {Block} block */
  spreadOver(block) {
    return this.pair?.share != null && block.node === this.#parts?.pattern && block.head === this.pair.head
      ? this.spread
      : 1;
  }

  /** Whether there are arcs over the pattern: not at the step that reads it, where the view is about what is below it. */
  get #hasArcs() {
    const { mix } = this.#parts ?? {};
    return !mix || !this.#target.computes.includes(mix);
  }

  /** Whether a person points at the pair. */
  get isPointed() {
    return this.#pointed !== null;
  }

  /**
   * @param {Moment} moment
   * @param {number} from the first position that is new
   */
  update(moment, from) {
    this.pair = this.#pairAt(moment, from);
  }

  /** Whether the pair has changed since its captions were made. */
  get captionsAreStale() {
    const a = this.pair,
      b = this.#captioned;
    return (
      a?.query !== b?.query ||
      a?.key !== b?.key ||
      a?.share !== b?.share ||
      a?.score !== b?.score ||
      a?.product?.number !== b?.product?.number
    );
  }

  /** @param {Moment} moment @param {number} from @returns {AttentionPair | null} */
  #pairAt(moment, from) {
    const parts = this.#parts;
    if (!parts || moment.fly < 1 || !this.#numbers.has(parts.scores)) return null;
    const { T } = this.#plan,
      { branch } = this.#target,
      head = this.#head;
    const playing = moment.phase === 'compute',
      { product } = this;
    const showsPattern =
      !this.#target.computes.includes(parts.scores) && parts.pattern !== null && this.#numbers.has(parts.pattern);
    const score = this.#reader(parts.scores, head),
      share = showsPattern && parts.pattern ? this.#reader(parts.pattern, head) : null;
    const isSpokenOf =
      product !== null && product.head === head && product.layer === this.#plan.anatomy.branches[branch].layer;
    if (
      isSpokenOf &&
      !playing &&
      !showsPattern &&
      !this.#pointed &&
      product.query < T &&
      this.#numbers.has(parts.query) &&
      this.#numbers.has(parts.key)
    ) {
      const { query, key, number } = product,
        [ofQuery, ofKey] = [this.#factor(parts.query, query, number), this.#factor(parts.key, key, number)];
      return {
        branch,
        head,
        query,
        key,
        score: score(query, key),
        share: null,
        product: { number, factors: [ofQuery, ofKey] },
      };
    }
    const front = playing ? frontAt(filledColumns(0, 1, moment.compute, from, T), T) : null;
    const query = front ? front.column : (this.#pointed?.query ?? T - 1);
    const key =
      front && !showsPattern
        ? keyAt(/** @type {import('../layout/anatomy.js').GraphNode} */ (this.#nodes.get(parts.scores)), front)
        : playing || !this.#pointed
          ? strongestKey(query, (k) => (share ?? score)(query, k))
          : this.#pointed.key;
    if (!share) return { branch, head, query, key, score: score(query, key), share: null };
    return {
      branch,
      head,
      query,
      key,
      score: score(query, key),
      share: share(query, key),
      own: share(query, query),
      keys: keysThatMatter(query, (k) => share(query, k)),
    };
  }

  /**
   * Writes the lines of the pair and the outlines of cells in use.
   * @param {Float32Array} angles of the arms
   * @param {boolean} shown whether to show the pair
   * @param {number[]} outlined blocks with cells in use
   * @param {ArrayLike<number>} inUse cells in use of all blocks: columns from, to, rows from, to
   * @param {ArrayLike<number>} alsoInUse a second rectangle of cells in use for each block
   * @param {import('../play/active-cells.js').Ghost[]} carried columns on their way from one block to another
   * @param {import('../camera/hit-test.js').Hit | null} hovered the cell under the pointer
   * @param {number} thick width of an outline, px
   */
  write(angles, shown, outlined, inUse, alsoInUse, carried, hovered, thick) {
    const { strokes, pair } = this,
      plan = this.#plan,
      parts = this.#parts;
    strokes.clear();
    if (pair && parts && shown) {
      const leads =
        pair.share === null
          ? scoreLeads(plan, parts, pair)
          : this.#hasArcs && parts.pattern
            ? this.#arcs(pair, parts.pattern)
            : [];
      const block = blockOf(plan, parts.scores, pair.head),
        x0 = plan.columns[block.column].x;
      for (const lead of leads) {
        strokes.line(
          lead.points,
          angles[block.arm],
          x0,
          ROLES.indexOf(lead.role),
          lead.width,
          lead.strength,
          lead.head ? plan.u : 0,
        );
      }
    }
    for (const i of outlined)
      for (const rect of [inUse, alsoInUse])
        if (rect[4 * i + 1] > rect[4 * i])
          this.#outline(plan.blocks[i], angles, rect[4 * i], rect[4 * i + 1], rect[4 * i + 2], rect[4 * i + 3], thick);
    for (const ghost of carried) this.#ghost(ghost, angles, thick);
    if (hovered && hovered.column >= 0) {
      const { block, column, row } = hovered;
      this.#outline(plan.blocks[block], angles, column, column + 1, row, row + 1, thick);
    }
    strokes.commit();
  }

  /**
   * @param {Block} block @param {Float32Array} angles @param {number} left @param {number} right @param {number} top @param {number} bottom
   * @param {number} thick px
   */
  #outline(block, angles, left, right, top, bottom, thick) {
    const x0 = this.#plan.columns[block.column].x;
    this.strokes.outline(block, angleOf(block, angles), x0, left, right, top, bottom, BEFORE, OUTLINE, thick);
  }

  /** A column on its way from one block to another, in the target's colour. @param {import('../play/active-cells.js').Ghost} ghost @param {Float32Array} angles @param {number} thick px */
  #ghost({ block, from, to, target, p }, angles, thick) {
    const s = easeMove(p),
      x0 = this.#plan.columns[to.column].x,
      between = (/** @type {number} */ a, /** @type {number} */ b) => a + (b - a) * s;
    this.strokes.outline(
      { x: 0, y: 0, z: between(block.z, to.z) },
      between(angleOf(block, angles), angleOf(to, angles)),
      x0,
      between(block.x + from.from, to.x + target.from),
      between(block.x + from.to, to.x + target.to),
      between(block.y + from.top, to.y + target.top),
      between(block.y + from.bottom, to.y + target.bottom),
      BEFORE + ABOVE * Math.sin(Math.PI * s),
      ROLES.indexOf(to.role),
      1.4 * thick,
    );
  }

  /** @param {AttentionPair} pair @param {string} name of the pattern */
  #arcs({ head, query }, name) {
    const block = blockOf(this.#plan, name, head),
      share = this.#reader(name, head),
      arcs = patternArcs(block, query, (key) => share(query, key), this.spread);
    return this.spread > 1 ? [...arcs, ...funnel(block, query, this.spread)] : arcs;
  }

  /**
   * The captions of the pair.
   * @param {string[]} text of each position's token
   * @returns {import('./captions.js').Caption[]}
   */
  captions(text) {
    const { pair } = this,
      parts = this.#parts,
      plan = this.#plan;
    this.#captioned = pair;
    if (!pair || !parts) return [];
    const token = (/** @type {number} */ position) => ({
      token: tokenText(text[position] ?? ''),
      position: String(position + 1),
    });
    const pattern = String(parts.pattern);
    const at = (/** @type {string} */ name, /** @type {number} */ column, /** @type {number} */ row) => ({
      block: blockOf(plan, name, pair.head).index,
      column,
      row,
    });
    /**
     * @type {(key: string, values: import('../../ui/words.js').Values, cell: NonNullable<Caption['cell']>, sides: Caption['sides'],
     *   more: Partial<Caption>) => Caption}
     */
    const say = (key, values, cell, sides, more) => captionOf(this.#strings(key, values), sides, { cell, ...more });
    const number = (/** @type {number} */ value) => figureFormat(2).format(value).replace('-', '−');
    /** @type {(of: number | null, cell: NonNullable<Caption['cell']>, sides: Caption['sides'], more?: Partial<Caption>) => Caption} */
    const value = (of, cell, sides, more = {}) =>
      say('scene.value', { value: number(Number(of)) }, cell, sides, { strong: 'value', ...more });
    const { query, key } = pair;
    if (pair.share === null) {
      const rows = blockOf(plan, parts.key, pair.head).rows;
      return [
        ...(pair.product
          ? [
              value(pair.product.factors[0], at(parts.query, query - 0.15, pair.product.number + 0.5), ['left'], {
                role: 'query',
              }),
              value(pair.product.factors[1], at(parts.key, key + 1.15, pair.product.number + 0.5), ['right'], {
                role: 'key',
              }),
            ]
          : [value(pair.score, at(parts.scores, query + 1.15, key + 0.5), ['right', 'below-after'])]),
        say('scene.queryOf', token(query), at(parts.query, query + 0.5, -3.2), ['above', 'right'], { role: 'query' }),
        say('scene.keyOf', token(key), at(parts.key, key + 0.5, rows + 0.4), ['below', 'right'], { role: 'key' }),
      ];
    }
    if (!this.#hasArcs)
      return [value(pair.share, at(pattern, query + 1.15, key + 0.5), ['right', 'below-after'], { role: 'aggregate' })];
    const { column, above } = arcTop(plan.T, query, key, this.spread),
      side = ownArcSide(plan.T, query, this.spread);
    return [
      say('scene.value', { value: number(pair.share) }, at(pattern, column, -above), ['above', 'right'], {
        strong: 'value',
        role: 'aggregate',
        note: this.#strings('scene.attends', { ...token(key), query: token(query).token, at: token(query).position }),
      }),
      // beside the arc from the word to itself
      ...(key !== query && (pair.own ?? 0) >= MATTERS
        ? [value(pair.own ?? 0, at(pattern, side.column, -side.above), ['right', 'above'], { role: 'aggregate' })]
        : []),
    ];
  }

  /** A number of a position in the queries or keys of the pair's head. @param {string} name @param {number} position @param {number} number from 0 */
  #factor(name, position, number) {
    return this.#numbers.valueIn(blockOf(this.#plan, name, this.#head), position, number);
  }

  /** The head of the pair. */
  get #head() {
    return Number(this.#target.turned?.head);
  }

  /** Reads the numbers of a head's scores or pattern. @param {string} name @param {number} head @returns {(query: number, key: number) => number} */
  #reader(name, head) {
    const node = /** @type {import('../layout/anatomy.js').GraphNode} */ (this.#nodes.get(name)),
      [h, q] = stridesOf(shapeOf(node, this.#plan.T));
    return (query, key) => this.#numbers.store.value(name, head * h + query * q + key);
  }

  dispose() {
    this.strokes.dispose();
  }
}

/** @param {Block} block @param {Float32Array} angles of the arms */
const angleOf = ({ arm }, angles) => (arm < 0 ? 0 : angles[arm]);
