/**
 * The text over the scene: letters, figures, and captions: those of its target, those of the attention pair, and those of lit blocks. Letters
 * and labels keep their places while nothing changes that these depend on.
 *
 * @typedef {import('./annotate/text-overlay.js').TextFrame} TextFrame
 * @typedef {import('./annotate/captions.js').Caption} Caption
 * @typedef {import('./layout/layout.js').Layout} Layout
 */
import { captionsOf } from './annotate/captions.js';
import { litCaptions, litFirst } from './annotate/lit-captions.js';
import { TextOverlay } from './annotate/text-overlay.js';

/**
 * Whether letters and labels keep their places: they do while nothing moves and nothing changes that their places depend on. Those
 * of letters do not depend on captions, so a hover, which often changes a caption, leaves them.
 */
export class KeptPlaces {
  /** What the last places were chosen for; empty while something moves. */
  #letters = '';
  #labels = '';

  /**
   * @param {unknown[] | null} view what both places depend on; null while something moves
   * @param {unknown} captions what those of labels depend on besides
   * @returns {{letters: boolean, labels: boolean}} which of them keep their places
   */
  since(view, captions) {
    const letters = view?.join() ?? '',
      labels = view ? `${letters} ${captions}` : '';
    const kept = {
      letters: letters !== '' && letters === this.#letters,
      labels: labels !== '' && labels === this.#labels,
    };
    this.#letters = letters;
    this.#labels = labels;
    return kept;
  }
}

export class SceneText {
  #overlay;
  #numbers;
  #nodes;
  #strings;
  #places = new KeptPlaces();
  /** Counts changes of the captions. */
  #captions = 0;
  /** The captions of a target, made once. @type {{target: object, isFar: boolean, isNarrow: boolean, captions: Caption[]} | null} */
  #ofTarget = null;
  /** The layout whose labels have been measured ahead. @type {Layout | null} */
  #measured = null;
  /** Counts changes of the boxes that panels cover. */
  #coverings = 0;

  /**
   * @param {HTMLElement} overlay takes all text
   * @param {'normal' | 'hall'} kind
   * @param {import('./camera/hit-test.js').HitTest} hitTest
   * @param {import('./render/numbers.js').Numbers} numbers
   * @param {import('./layout/anatomy.js').Graph} graph
   * @param {import('../ui/words.js').Strings} strings
   */
  constructor(overlay, kind, hitTest, numbers, graph, strings) {
    this.#numbers = numbers;
    this.#nodes = graph.nodes;
    this.#strings = strings;
    this.#overlay = new TextOverlay(overlay, kind, hitTest, numbers, graph.vocabulary);
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
  caption(plan, target, first, lighting, isFar, isNarrow) {
    this.#captions++;
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
      if (this.#measured === plan) this.#overlay.expect(litCaptions(plan, this.#nodes, this.#strings));
    });
  }

  /** @param {import('./annotate/placement.js').Box[]} boxes on the canvas where nothing may be written @returns {boolean} whether they have changed */
  keepFree(boxes) {
    const isOther = this.#overlay.avoid(boxes);
    if (isOther) this.#coverings++;
    return isOther;
  }

  /** The focus to which the label at a point of the canvas (CSS px) leads. @param {number} x @param {number} y @returns {import('./layout/focus.js').Focus | null} */
  focusAt(x, y) {
    return this.#overlay.focusAt(x, y);
  }

  /**
   * @param {TextFrame} frame
   * @param {import('./camera/pose.js').Pose} pose of the camera
   * @param {unknown[]} shown what the places of letters and labels depend on besides, apart from the captions
   */
  write(frame, pose, shown) {
    const { viewport, motion, pair, spoken } = frame,
      isAtRest = motion.moment.done && !motion.flying;
    const view = [
      ...[...Object.values(pose), ...Object.values(viewport), motion.exploring, motion.turning],
      ...[this.#coverings, this.#numbers.arrivals, pair?.query, pair?.key, pair?.head, pair?.share, spoken, ...shown],
    ];
    this.#overlay.write(frame, this.#places.since(isAtRest ? view : null, this.#captions), isAtRest);
  }

  dispose() {
    this.#measured = null;
    this.#overlay.dispose();
  }
}

/** @param {() => void} act */
function whenIdle(act) {
  if ('requestIdleCallback' in window) requestIdleCallback(act);
  else setTimeout(act);
}
