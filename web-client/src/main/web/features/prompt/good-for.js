/**
 * What ready texts are good for, measured: each is read by its model, and the probability of the most probable next token says whether
 * the text has one answer or many. Which token that is stays untold: the room may have to guess it.
 *
 * @typedef {import('./ready-prompts.js').Ready} Ready
 * @typedef {'sure' | 'many' | ''} GoodFor  one answer; many answers; neither is clear, or it is not known
 */

/** From this probability on, one token is a sure answer: the model is wrong in at most one of five draws. */
const SURE = 0.8;
/** Below this one, no token comes more often than all others together. */
const MANY = 0.5;

/** @param {number | undefined} p of the most probable next token @returns {GoodFor} */
export const goodFor = (p) => (p === undefined ? '' : p >= SURE ? 'sure' : p < MANY ? 'many' : '');

export class Measured {
  #source;
  /** By model and text; a model's runs never change, so each text is measured once. @type {Map<string, GoodFor>} */
  #known = new Map();
  #running = false;

  /** @param {Pick<typeof import('../../live/model-source.js').server, 'run'>} source */
  constructor(source) {
    this.#source = source;
  }

  /** @param {Ready} prompt @returns {GoodFor} */
  of({ model, text, chat }) {
    return (!chat && this.#known.get(`${model} ${text}`)) || '';
  }

  /**
   * Measures one text after the other, so that a large model holds up nobody.
   *
   * @param {() => Ready[]} prompts those that are shown, in order; none ends it
   * @param {() => void} changed called after each
   */
  async measure(prompts, changed) {
    if (this.#running) return;
    this.#running = true;
    const isNew = (/** @type {Ready} */ { model, text, chat }) => !chat && !this.#known.has(`${model} ${text}`);
    for (let next = prompts().find(isNew); next; next = prompts().find(isNew)) {
      const { model, text } = next;
      try {
        const { next: tokens } = await this.#source.run({ model, prompt: text });
        this.#known.set(`${model} ${text}`, goodFor(tokens[0]?.p));
      } catch (problem) {
        // a text that the model cannot read stays without a word; a server that is busy or gone is asked when the list opens again
        const { status = 0 } = /** @type {import('../../live/http.js').Problem} */ (problem);
        if (status < 400 || status >= 500 || status === 429) break;
        this.#known.set(`${model} ${text}`, '');
      }
      changed();
    }
    this.#running = false;
  }
}
