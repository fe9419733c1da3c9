/**
 * What somebody who walks alone types during a tour: it takes the place of the tour's text at all beats that have none of their own and
 * show the same model. Pure.
 *
 * @typedef {import('./tours.js').Scene} Scene
 * @typedef {{tokens: number[], promptLength: number}} Run
 */

/** @param {Run | undefined} run */
const promptOf = (run) => (run ? run.tokens.slice(0, run.promptLength) : []);

export class OwnText {
  /** The prompt that the last scene had. */
  #shown = '';
  /** @type {{tokens: number[], model: string} | null} */
  #ownText = null;

  /** The tokens; null if nothing was typed. @returns {number[] | null} */
  get tokens() {
    return this.#ownText?.tokens ?? null;
  }

  /** The text with its model's name; null if nothing was typed. */
  get text() {
    return this.#ownText;
  }

  forget() {
    this.#ownText = null;
  }

  /** A text from outside: a link's, or the one on screen before the tour. @param {Run} run @param {Scene} scene */
  take(run, { model }) {
    this.#ownText = { tokens: promptOf(run), model: baseOf(model) };
  }

  /** A scene is shown. @param {Run | undefined} run */
  begin(run) {
    this.#shown = promptOf(run).join();
  }

  /** The run has changed while a scene is shown. @param {Run | undefined} run @param {Scene} scene */
  follow(run, { text, model }) {
    const tokens = promptOf(run);
    if (!run || tokens.join() === this.#shown || text !== undefined) return;
    this.#shown = tokens.join();
    this.#ownText = { tokens, model: baseOf(model) };
  }

  /** The text of a scene: its own, or what was typed, or the tour's. @param {Scene} scene @param {string} ofTour @returns {{prompt: string} | {tokens: number[]}} */
  textOf({ text, model }, ofTour) {
    if (text !== undefined) return { prompt: text };
    if (this.#ownText?.model === baseOf(model)) return { tokens: this.#ownText.tokens };
    // a model without a prompt of its own begins with its first token
    return ofTour === '' ? { tokens: [0] } : { prompt: ofTour };
  }
}

/** A model's name without its checkpoint. @param {string} model */
const baseOf = (model) => model.split('@')[0];
