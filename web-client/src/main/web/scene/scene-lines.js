/**
 * All lines over the blocks of a layout: the model's wiring, those of the attention pair with the outlines of cells, the driver's marks,
 * and what has been measured. Lines are written only if they have changed, since turning the machine changes none.
 *
 * @typedef {object} LineFrame  an animation frame, as far as lines depend on it
 * @property {import('./play/player.js').Player} player
 * @property {import('./render/blocks.js').Blocks} blocks
 * @property {number} fly  how far the flight to the player's target is, 0 … 1
 * @property {boolean} isPaired  whether the attention pair is shown
 * @property {import('./camera/hit-test.js').Hit | null} hovered  the cell under the pointer
 * @property {boolean} isDark
 * @property {number} pixelsPerCell
 */
import { AttentionView } from './annotate/attention-view.js';
import { Findings } from './annotate/findings.js';
import { PresenterMarks } from './annotate/presenter-marks.js';
import { FlowLines } from './render/flow-lines.js';

/** Width of the outlines of cells in use: in px, or as a share of a cell if that is more. */
const OUTLINE = 1.7,
  OUTLINE_SHARE = 0.07;

export class SceneLines {
  attention;
  marks;
  findings;
  #flow;
  /** The target for which the flow lines were last written. @type {object | null} */
  #flowsFor = null;
  /** Width of the written outlines, px; NaN if they have to be written again. */
  #outline = NaN;

  /**
   * @param {import('./layout/layout.js').Layout} plan
   * @param {Map<string, import('./layout/anatomy.js').GraphNode>} nodes
   * @param {{numbers: import('./render/numbers.js').Numbers, strings: import('../ui/words.js').Strings, overlay: HTMLElement, shared: import('./render/scene-renderer.js').Shared}} of
   *   `shared`: uniforms of all shaders
   */
  constructor(plan, nodes, { numbers, strings, overlay, shared }) {
    this.#flow = new FlowLines(plan, nodes, shared);
    this.attention = new AttentionView(plan, nodes, numbers, strings, shared);
    this.marks = new PresenterMarks(plan, nodes, overlay, shared);
    this.findings = new Findings(plan, nodes, shared);
  }

  /** Draws what was drawn over the layout before, and removes it there. @param {SceneLines} before */
  takeOver(before) {
    const { marks, cell } = before.marks;
    Object.assign(this.marks, { marks, cell });
    this.attention.product = before.attention.product;
    this.findings.finding = before.findings.finding;
    before.dispose();
  }

  get strokes() {
    return [this.#flow.strokes, this.attention.strokes, this.marks.strokes, this.findings.strokes];
  }

  /** The wires of the model. */
  get wires() {
    return this.#flow.lines;
  }

  /** Something has moved: all outlines have to be written again. */
  change() {
    this.#outline = NaN;
  }

  /** Writes the lines that have changed. @param {LineFrame} frame */
  write({ player, blocks, fly, isPaired, hovered, isDark, pixelsPerCell }) {
    const { angles, target } = player,
      outline = Math.max(OUTLINE, OUTLINE_SHARE * pixelsPerCell);
    if (fly < 1 || this.#flowsFor !== target) {
      this.#flow.write(angles, player.lines, isDark);
      // written once more when the flight is over
      if (fly >= 1) this.#flowsFor = target;
    }
    if (outline === this.#outline) return;
    this.#outline = outline;
    this.attention.write(
      angles,
      isPaired,
      player.outlined,
      blocks.inUse.array,
      blocks.alsoInUse.array,
      player.carried,
      hovered,
      outline,
    );
    this.marks.write(angles, outline);
    this.findings.write(angles);
  }

  dispose() {
    this.#flow.dispose();
    this.attention.dispose();
    this.marks.dispose();
    this.findings.dispose();
  }
}
