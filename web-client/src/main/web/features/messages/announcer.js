/**
 * Texts for screen readers when the step, the run or the blanking of the screen changes.
 *
 * @typedef {import('../../model/trace.js').Trace} Trace
 * @typedef {import('../../ui/view.js').View} View
 */
import { placeOf, stepTexts, tokenText } from '../../ui/step-texts.js';
import { shareText } from '../../ui/rounding.js';
import { plain } from '../../ui/rich-text.js';

export class Announcer {
  #words;
  /** @type {import('../../model/trace.js').Trace | null} */
  #trace = null;
  /** @type {string | null} */
  #step = null;
  #blank = false;
  #language = '';

  /** @param {import('../../ui/words.js').Words} words */
  constructor(words) {
    this.#words = words;
  }

  /**
   * @param {import('../../ui/view.js').View} view
   * @returns {string | null} an announcement of the changes since the last call; null if there are none
   */
  news(view) {
    const { graph, trace, step } = view;
    if (!graph || !trace || step === null) return null;
    const said = [];
    if (view.blank !== this.#blank && !view.mayDrive)
      said.push(this.#words.text(view.blank ? 'announce.blank' : 'announce.unblank'));
    if (trace !== this.#trace && this.#trace !== null) said.push(this.#run(trace));
    if (step !== this.#step || this.#words.language !== this.#language) said.push(this.#place(view));
    this.#trace = trace;
    this.#step = step;
    this.#blank = view.blank;
    this.#language = this.#words.language;
    return said.length > 0 ? said.join(' ') : null;
  }

  /** @param {Trace} trace */
  #run(trace) {
    const [best] = trace.next;
    const values = { next: tokenText(best?.text ?? ''), p: best ? shareText(best.p, this.#words) : '' };
    const token = best ? 'announce.token' : 'announce.tokenAlone';
    return trace.parent !== null && trace.parent === this.#trace
      ? this.#words.text(trace.info.ended ? 'announce.lastToken' : token, {
          ...values,
          position: trace.positions,
          token: tokenText(trace.text[trace.positions - 1]),
        })
      : this.#words.text(best ? 'announce.prompt' : 'announce.promptAlone', {
          ...values,
          text: trace.text.map((text) => tokenText(text)).join(' '),
        });
  }

  /** @param {View} view */
  #place({ graph, trace, step }) {
    if (!graph || step === null) return '';
    const place = placeOf(graph, step, this.#words);
    const { title, text } = stepTexts(graph, step, trace, this.#words);
    const layer = graph.byId.get(step)?.layer ?? null;
    return this.#words.text(layer === null ? 'announce.step' : 'announce.stepLayer', {
      ...place,
      layer: Number(layer) + 1,
      title,
      text: text.map(plain).join(' '),
    });
  }
}
