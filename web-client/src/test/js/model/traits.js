/**
 * The traits of ops (docs/protocol.md, "The graph") for handwritten descriptions of models.
 *
 * @param {string} op
 * @param {{axes?: [string, unknown][], scale?: number}} [of] the node's axes, and the factor of scores
 * @returns {import('/web/model/graph.js').Traits}
 */
export function traitsOf(op, { axes = [], scale = 1 } = {}) {
  const isOfKeys = axes.some(([name]) => name === 'k_pos');
  switch (op) {
    case 'weight':
      return { table: true, learned: true };
    case 'transpose':
      return { table: true, transposed: true };
    case 'embed':
      return { rowwise: true, looksUp: 'token' };
    case 'pos_embed':
      return { rowwise: true, looksUp: 'position' };
    case 'add':
      return { rowwise: true, addition: true };
    case 'multiply':
      return { rowwise: true, gate: true };
    case 'deviation':
    case 'rms':
      return { rowwise: true, norm: op };
    case 'mean':
    case 'normalize':
    case 'divide':
    case 'affine':
    case 'rotate':
      return { rowwise: true };
    case 'gelu':
      return { rowwise: true, curve: 'tanh' };
    case 'silu':
      return { rowwise: true, curve: 'silu' };
    case 'linear':
      return { product: true };
    case 'scores':
      return { attention: 'scores', scale, masked: '-Infinity' };
    case 'softmax':
      return { rowwise: true, probability: true, ...(isOfKeys && { attention: 'pattern', masked: '0' }) };
    case 'mix':
      return { attention: 'values' };
    default:
      throw new Error(`no op is named ${op}`);
  }
}
