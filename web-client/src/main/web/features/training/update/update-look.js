/**
 * Shows an update in the machine: the text's run, its loss, the gradients from the output back to the embedding, and what is
 * added to each weight. The numbers are fetched for each phase and text; the machine's own come back when the look ends.
 *
 * @typedef {import('../../../model/frame.js').Tensor} Tensor
 * @typedef {{phase: string, update: {model: string, update: number, loss: number, learningRate: number, texts: number, norm: number,
 *   clipping: number}}} Look  of the room's state or of somebody alone
 * @typedef {{name: string, index: number[], value: number}} Reading  a cell's number
 * @typedef {{losses: (number | null)[], targets: (string | null)[], loss: number | null}} OfText  by position; `loss`: their mean,
 *   null for a text with nothing to learn from
 * @typedef {{text: OfText | null, most: Reading | null, reading: Reading | null}} Facts  null until they are known; `most`: the weight
 *   with the largest number that is shown; `reading`: the cell at the pointer
 * @typedef {Look & Facts & {phases: readonly string[], back: string | null, next: string | null}} UpdateView  `back` and `next`: where the buttons
 *   lead (course.js)
 */
import { frameIn, request } from '../../../live/http.js';
import { insist } from '../../../live/retry.js';

/** How the machine fills in each phase, and which of the update's numbers of weights it draws, if not its own. @type {Record<string, {flow: import('../../../scene/play/timeline.js').Flow, still?: boolean, weights?: string}>} */
const SHOWN = {
  forward: { flow: 'forwards' },
  loss: { flow: 'forwards', still: true },
  gradients: { flow: 'backwards', weights: 'gradients' },
  change: { flow: 'together', weights: 'changes' },
};

/** Gives up when the server has forgotten the update, not when it cannot be reached or others are first. @param {any} problem */
const failed = (problem) => {
  if (problem.status !== 0 && problem.status !== 503) throw problem;
};

export class UpdateLook {
  /** Of the look with this key. @type {(Facts & {key: string}) | null} */
  #facts = null;
  #page;
  #frame;
  /** What is shown, or is being fetched. */
  #key = '';
  /** @type {any} the machine that shows an update */
  #machine = null;

  /**
   * @param {Pick<import('../../../ui/features.js').Page, 'machine' | 'conductor' | 'element' | 'requestUpdate' | 'say'>} page
   * @param {(path: string) => Promise<{tensors: Tensor[], header: any}>} [frame] fetches
   */
  constructor(page, frame = wholeFrame) {
    this.#page = page;
    this.#frame = frame;
    page.element('orrery-scene')?.addEventListener('reading', (/** @type {any} */ { detail }) => this.#read(detail));
  }

  /** What is known of what is looked at. @param {Look} look @returns {Facts | null} */
  factsOf(look) {
    return this.#facts?.key === this.#keyOf(look) ? this.#facts : null;
  }

  /** The page has been drawn. @param {Look | null} look */
  drawn(look) {
    const { machine } = this.#page,
      trace = this.#page.conductor?.shown?.trace ?? null;
    if (!look || !trace || !machine) {
      this.#end();
      return;
    }
    const key = this.#keyOf(look);
    if (key === this.#key && machine === this.#machine) return;
    this.#key = key;
    this.#machine = machine;
    this.#show(look, trace, key);
  }

  /** @param {Look} look */
  #keyOf({ update, phase }) {
    return [update.model, phase, this.#page.conductor?.shown?.trace.id].join();
  }

  #end() {
    if (this.#key === '') return;
    this.#key = '';
    this.#facts = null;
    if (this.#page.machine === this.#machine) this.#machine?.showOthers(null, null);
    this.#machine = null;
    this.#page.requestUpdate();
  }

  /** @param {Look} look @param {{id: string, positions: number}} trace @param {string} key */
  async #show({ phase, update }, trace, key) {
    const { flow, still = false, weights = null } = SHOWN[phase],
      isWanted = () => key === this.#key,
      address = `/api/training/updates/${encodeURIComponent(update.model)}`,
      fetched = (/** @type {string} */ what) =>
        insist(() => this.#frame(`${address}/${what}`), { wanted: isWanted, failed });
    try {
      const [text, ofWeights] = await Promise.all([
        fetched(`texts/${encodeURIComponent(trace.id)}`),
        weights && fetched(weights),
      ]);
      if (!isWanted()) return;
      const tensors = phase === 'gradients' ? text.tensors : [];
      const numbers = ofWeights && {
        weights: ofWeights.tensors,
        positions: trace.positions,
        tensors: new Map(tensors.map((/** @type {Tensor} */ tensor) => [tensor.name, tensor])),
      };
      this.#machine.showOthers(numbers, flow, still);
      this.#facts = {
        key,
        text: ofText(text.header),
        most: ofWeights ? mostOf(ofWeights.tensors) : null,
        reading: null,
      };
      this.#page.requestUpdate();
    } catch (problem) {
      if (isWanted()) this.#page.say({ problem: /** @type {any} */ (problem) });
    }
  }

  /** @param {{node: string, index: number[], value: number} | null} at */
  #read(at) {
    if (!this.#facts) return;
    this.#facts = { ...this.#facts, reading: at && { name: at.node, index: at.index, value: at.value } };
    this.#page.requestUpdate();
  }
}

/** @param {string} path */
const wholeFrame = async (path) => frameIn(await request(path));

/** @param {any} header of a text's frame @returns {OfText} */
const ofText = ({ losses = [], targets = [], loss = null }) => ({ losses, targets, loss });

/** The number with the greatest magnitude. @param {Tensor[]} tensors @returns {Reading | null} */
export function mostOf(tensors) {
  let most = null;
  for (const { name, shape, data } of tensors) {
    const at = data.reduce((best, value, i) => (Math.abs(value) > Math.abs(data[best]) ? i : best), 0);
    if (!most || Math.abs(data[at]) > Math.abs(most.value)) most = { name, index: indexIn(shape, at), value: data[at] };
  }
  return most;
}

/** The index of a row-major number along each axis. @param {number[]} shape @param {number} at */
const indexIn = (shape, at) =>
  shape.map((size, axis) => Math.floor(at / shape.slice(axis + 1).reduce((a, b) => a * b, 1)) % size);
