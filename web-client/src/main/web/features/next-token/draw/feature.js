/**
 * The draw of the next token, for all panels of a page: with chance on, a seed draws the token that comes next, so every screen is told
 * the same one.
 */
import { choiceSource, distributionPath } from '../distribution.js';

/** The most tokens of the hall's strip that have a piece of their own. */
const LISTED = 200;

class Draw {
  #page;
  /** @type {import('../../../live/debounced-request.js').DebouncedRequest<import('../distribution.js').Distribution>} */
  #source;

  /** @param {import('../../../ui/features.js').WalkPage} page */
  constructor(page) {
    this.#page = page;
    this.#source = choiceSource(() => page.requestUpdate());
  }

  /** The distribution of the protocol, with what is drawn from it; null without a draw, while it is hidden, and until it has arrived. */
  get distribution() {
    const { trace, sampling, mayDrive } = this.#page.conductor ?? {};
    if (!trace || !sampling || trace.next.length === 0 || sampling.temperature === 0) return null;
    const path = distributionPath(trace.id, sampling);
    // a slider sends its request once it rests
    return this.#source.answer(
      this.#page.page === 'projector' ? `${path}&count=${LISTED}` : path,
      mayDrive ? undefined : 0,
    );
  }
}

/**
 * @typedef {object} Members  of the view
 * @property {import('../distribution.js').Distribution | null} [draw]  the distribution from which the next token is drawn; null without a draw and until it has arrived
 */

/** @typedef {Pick<Draw, 'distribution'>} Ports */

/** @type {import('../../../ui/features.js').Manifest} */
export const afterText = {
  attach: (page) => new Draw(page),
  viewOf: (page) => ({ draw: page.ports.nextTokenDraw?.distribution ?? null }),
};
