/** The draw of the next token, which all panels show. */
import { Draw } from './draw.js';

/**
 * @typedef {object} Members  of the view
 * @property {any} [draw]  the distribution of the protocol from which the next token is drawn; null without a draw and until it has arrived
 */

/** @typedef {Pick<Draw, 'distribution'>} Ports */

/** @type {import('../../../ui/features.js').Manifest} */
export const afterText = {
  attach: (page) => /** @type {any} */ (new Draw(page)),
  viewOf: (page) => ({ draw: page.ports.nextTokenDraw?.distribution ?? null }),
};
