/** Patterns of heads as small pictures: a column for each word that reads, a row for each that is read, as in the large figure. */
import { sees } from '../../../model/attention-window.js';
import { cellColour, mix } from '../../../scene/render/colour.js';

/** Larger patterns are not fetched for all heads at once, numbers. */
const MOST_NUMBERS = 2e6;
const MOST_KEPT = 1200;
/** How much the first word is mixed with the background when it is dimmed. */
const DIMMED = 0.82;

/** The pattern's node of a layer. @param {import('../../../model/graph.js').Graph} graph @param {number} layer */
export const patternOf = (graph, layer) => nodeOf(graph, layer, ({ traits }) => traits.attention === 'pattern');

/** The factor of a layer's scores. @param {import('../../../model/graph.js').Graph} graph @param {number} layer @returns {number} */
export const scaleOf = (graph, layer) =>
  nodeOf(graph, layer, ({ traits, derived }) => traits.attention === 'scores' && !derived)?.traits.scale ?? 1;

/** @param {import('../../../model/graph.js').Graph} graph @param {number} layer @param {(node: import('../../../model/graph.js').Node) => boolean} isIt */
function nodeOf(graph, layer, isIt) {
  for (const node of graph.nodes.values()) if (Number(node.layer) === layer && isIt(node)) return node;
  return undefined;
}

/** Whether the patterns of all heads are few enough numbers. @param {import('../../../model/graph.js').Graph['sizes']} sizes @param {number} positions */
export const areFew = ({ n_layers: layers, n_heads: heads }, positions) =>
  layers * heads * positions ** 2 <= MOST_NUMBERS;

export class Patterns {
  /** @type {Map<string, HTMLCanvasElement>} */
  #drawn = new Map();

  /**
   * A head's pattern. A picture stands in one place only, so each place has its own.
   *
   * @param {Pick<import('../tools.js').ToolContext, 'graph' | 'trace' | 'theme'>} context
   * @param {import('../../../scene/render/colour.js').Palette} palette
   * @param {import('../../figure/figure-numbers.js').FigureNumbers} numbers
   * @param {{layer: number, head: number}} which
   * @param {{place: string, dim: boolean, whole: boolean}} how  `whole`: the layer's heads are fetched together
   * @returns {HTMLCanvasElement | null} null until its numbers have arrived
   */
  of({ graph, trace, theme }, palette, numbers, { layer, head }, { place, dim, whole }) {
    const found = numbersOf({ graph, trace }, numbers, { layer, head }, whole);
    if (!found) return null;
    const key = `${trace.id} ${theme} ${layer} ${head} ${place} ${dim}`;
    const known = this.#drawn.get(key);
    if (known) return known;
    const count = trace.positions;
    const canvas = draw(found.node, found.data, count, found.scale, palette, dim);
    if (this.#drawn.size > MOST_KEPT) this.#drawn.clear();
    this.#drawn.set(key, canvas);
    return canvas;
  }
}

/**
 * A head's pattern as numbers, query by query; null until they have arrived.
 * @param {Pick<import('../tools.js').ToolContext, 'graph' | 'trace'>} context @param {import('../../figure/figure-numbers.js').FigureNumbers} numbers
 * @param {{layer: number, head: number}} which @param {boolean} whole whether the layer's heads are fetched together
 */
export function numbersOf({ graph, trace }, numbers, { layer, head }, whole) {
  const node = patternOf(graph, layer);
  const part = node ? numbers.part(graph, trace, node.name, whole ? {} : { head: [head, head + 1] }) : null;
  if (!node || !part) return null;
  const size = trace.positions ** 2,
    from = whole ? head * size : 0;
  return { node, data: part.data.subarray(from, from + size), scale: part.scale };
}

/** The key that one query attends to most. @param {ArrayLike<number>} data of a pattern @param {number} count of words @param {number} query @returns {{key: number, share: number}} */
export function mostRead(data, count, query) {
  let key = 0;
  for (let k = 1; k <= query; k++) if (data[query * count + k] > data[query * count + key]) key = k;
  return { key, share: data[query * count + key] };
}

/**
 * A pixel for each cell. With the first word dimmed, the others' colours are relative to the largest of them.
 * @param {import('../../../model/graph.js').Node} node @param {ArrayLike<number>} data @param {number} count of words @param {number} scale
 * @param {import('../../../scene/render/colour.js').Palette} palette @param {boolean} dim
 */
function draw(node, data, count, scale, palette, dim) {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = count;
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  const image = pen.createImageData(count, count);
  let most = 0;
  for (let q = 1; q < count; q++) for (let k = 1; k <= q; k++) most = Math.max(most, data[q * count + k]);
  for (let q = 0; q < count; q++)
    for (let k = 0; k < count; k++) {
      const isSeen = sees(node, q, k);
      const isDimmed = dim && k === 0;
      let colour = cellColour(
        isSeen ? data[q * count + k] : -Infinity,
        dim && !isDimmed && most > 0 ? most : scale,
        node.role,
        palette,
        1,
        true,
      );
      if (isDimmed) colour = mix(colour, palette.background, DIMMED);
      const at = 4 * (k * count + q);
      for (let i = 0; i < 3; i++) image.data[at + i] = Math.round(255 * colour[i]);
      image.data[at + 3] = 255;
    }
  pen.putImageData(image, 0, 0);
  return canvas;
}
