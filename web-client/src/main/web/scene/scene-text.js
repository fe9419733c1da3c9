/**
 * The text over the scene: its captions, letters and figures. Letters and labels keep their places while nothing changes that these
 * depend on.
 *
 * @typedef {import('./annotate/text-overlay.js').TextFrame} TextFrame
 */
import { TextOverlay } from './annotate/text-overlay.js';
import { SceneCaptions } from './scene-captions.js';

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
  captions;
  #overlay;
  #numbers;
  #places = new KeptPlaces();
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
    this.#overlay = new TextOverlay(overlay, kind, hitTest, numbers, graph.vocabulary);
    this.captions = new SceneCaptions(this.#overlay, graph.nodes, strings);
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
    const { moment, flying } = frame.motion,
      isAtRest = moment.done && !flying;
    this.#overlay.write(
      frame,
      this.#places.since(isAtRest ? this.#dependencies(frame, pose, shown) : null, this.captions.changes),
      isAtRest,
    );
  }

  /** What the places of letters and labels depend on when nothing moves, apart from the captions. @param {TextFrame} frame @param {import('./camera/pose.js').Pose} pose @param {unknown[]} shown */
  #dependencies({ viewport, motion, pair, spoken }, { x, y, z, azimuth, elevation, distance }, shown) {
    const { width, height, left, top, right, bottom } = viewport;
    return [
      x,
      y,
      z,
      azimuth,
      elevation,
      distance,
      width,
      height,
      left,
      top,
      right,
      bottom,
      motion.exploring,
      motion.turning,
      this.#coverings,
      this.#numbers.arrivals,
      pair?.query,
      pair?.key,
      pair?.head,
      pair?.share,
      spoken,
      ...shown,
    ];
  }

  dispose() {
    this.captions.dispose();
    this.#overlay.dispose();
  }
}
