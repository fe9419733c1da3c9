/** The draw of the next token, which all panels show. */
import { Draw } from './draw.js';

/** @type {import('../../../ui/features.js').Manifest} */
export const afterText = {
  attach: (page) => /** @type {any} */ (new Draw(page)),
  viewOf: (page) => ({ draw: page.attached('next-token-draw')?.distribution ?? null }),
};
