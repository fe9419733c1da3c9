/**
 * "Run on": how many tokens it asks for, and what it says when it has come to an end.
 *
 * @typedef {import('../../model/trace.js').TraceInfo} TraceInfo
 */

export class RunOn {
  /** How many tokens to add; null: until the text ends or somebody stops it. @type {number | null} */
  tokens = null;
  #page;
  /** The tokens still to come at the last rendering. */
  #coming = 0;
  /** The length of the text when it began to run on. */
  #from = 0;

  /** @param {import('../../ui/features.js').WalkPage} page */
  constructor(page) {
    this.#page = page;
  }

  /** @param {number | null} tokens */
  choose(tokens) {
    this.tokens = tokens;
    this.#page.requestUpdate();
  }

  /** Starts it, or stops it. */
  press() {
    const { conductor } = this.#page;
    if (conductor.coming > 0) conductor.stop();
    else if (conductor.trace) conductor.generate(tokensToAdd(this.tokens, conductor.trace.info));
  }

  /** The page has rendered. @param {import('../../ui/view.js').View} view */
  drawn({ trace, coming, mayDrive }) {
    const before = this.#coming;
    this.#coming = coming;
    if (!trace) return;
    if (before === 0) this.#from = trace.positions;
    if (before === 0 || coming > 0 || !mayDrive) return;
    const notice = ending(trace.info, this.#from, before);
    // Not while the page renders: a notice renders it again.
    if (notice) setTimeout(() => this.#page.say(notice));
  }
}

/**
 * How many tokens to ask for: as many as were chosen, but no more than the context has room for.
 *
 * @param {number | null} chosen null for all that the context has room for
 * @param {TraceInfo} info
 */
export const tokensToAdd = (chosen, { tokens, nCtx }) =>
  Math.max(1, Math.min(chosen ?? Infinity, nCtx - tokens.length));

/**
 * Why a text that ran on has come to an end before all tokens had come; null if they have, or if it is another text.
 *
 * @param {TraceInfo} info
 * @param {number} from the number of tokens before it ran on
 * @param {number} before how many tokens were still to come at last
 * @returns {import('../../live/conductor.js').Notice | null}
 */
export function ending({ tokens, nCtx, ended }, from, before) {
  const added = tokens.length - from;
  if (ended) return { key: 'next.ranToEnd', values: { added } };
  if (tokens.length >= nCtx) return { key: 'next.ranFull', values: { limit: nCtx } };
  // The generation has ended: somebody stopped it, or the server had no memory or time for the next token.
  return before > 1 && added > 0 ? { key: 'next.ranStopped', values: { added } } : null;
}
