/**
 * The captions of a scene: those of its target, those of the attention pair, and those of lit blocks.
 *
 * @typedef {import('./layout/layout.js').Layout} Layout
 * @typedef {import('./annotate/captions.js').Caption} Caption
 */
import { captionsOf } from './annotate/captions.js';
import { litCaptions, litFirst } from './annotate/lit-captions.js';

export class SceneCaptions {
  /** Counts changes. */
  changes = 0;
  #overlay;
  #nodes;
  #strings;
  /** The captions of a target, made once. @type {{target: object, isFar: boolean, isNarrow: boolean, captions: Caption[]} | null} */
  #ofTarget = null;
  /** The layout whose labels have been measured ahead. @type {Layout | null} */
  #measured = null;
  #isDisposed = false;

  /**
   * @param {import('./annotate/text-overlay.js').TextOverlay} overlay shows the captions
   * @param {Map<string, import('./layout/anatomy.js').GraphNode>} nodes
   * @param {import('../ui/words.js').Strings} strings
   */
  constructor(overlay, nodes, strings) {
    this.#overlay = overlay;
    this.#nodes = nodes;
    this.#strings = strings;
  }

  /**
   * Replaces the captions.
   * @param {Layout} plan
   * @param {import('./play/scene-target.js').SceneTarget} target
   * @param {Caption[]} first captions of what has been measured, and of the attention pair
   * @param {import('./lighting.js').Lighting} lighting
   * @param {boolean} isFar whether texts must be legible from the last row of seats
   * @param {boolean} isNarrow whether the window is a phone's
   */
  show(plan, target, first, lighting, isFar, isNarrow) {
    this.changes++;
    if (this.#ofTarget?.target !== target || this.#ofTarget.isFar !== isFar || this.#ofTarget.isNarrow !== isNarrow)
      this.#ofTarget = {
        target,
        isFar,
        isNarrow,
        captions: captionsOf(target, plan, this.#nodes, this.#strings, isFar, isNarrow),
      };
    const { captions } = this.#ofTarget;
    this.#overlay.say([
      ...first,
      ...litFirst(captions, lighting.blocks, lighting.isNear, plan, this.#nodes, this.#strings),
    ]);
  }

  /** Measures the labels of all cells of a layout, once and when the page is idle, so that hovering needs no layout of the page. @param {Layout} plan */
  measureAhead(plan) {
    if (this.#measured === plan) return;
    this.#measured = plan;
    whenIdle(() => {
      if (!this.#isDisposed && this.#measured === plan)
        this.#overlay.expect(litCaptions(plan, this.#nodes, this.#strings));
    });
  }

  dispose() {
    this.#isDisposed = true;
  }
}

/** @param {() => void} act */
function whenIdle(act) {
  if ('requestIdleCallback' in window) requestIdleCallback(act);
  else setTimeout(act);
}
