/** The lower resolution, as a share of the full one along each side. */
const COARSE = 0.6;
/**
 * Interval between animation frames, ms: above SLOW the resolution is lowered; below QUICK it is restored, since the full one
 * would then not be slow again. The gap avoids frequent changes, each of which waits for the graphics to finish.
 */
const SLOW = 50,
  QUICK = SLOW * COARSE * COARSE;
/** Weight of an animation frame in the running mean. */
const WEIGHT = 0.25;

export class AdaptiveResolution {
  #last = 0;
  #mean = 0;
  #slow = false;

  /**
   * @param {number} now ms
   * @param {boolean} moving
   * @returns {number} resolution of the next animation frame, as a share of the full one
   */
  frame(now, moving) {
    if (!moving) {
      this.#last = this.#mean = 0;
      return 1;
    }
    if (this.#last > 0) {
      const took = now - this.#last;
      this.#mean = this.#mean === 0 ? took : this.#mean + (took - this.#mean) * WEIGHT;
      if (this.#mean > SLOW) this.#slow = true;
      else if (this.#mean < QUICK) this.#slow = false;
    }
    this.#last = now;
    return this.#slow ? COARSE : 1;
  }
}
/**
 * The render loop of a canvas: it draws an animation frame only when something changes, adapts the resolution and the
 * canvas's size, and handles loss of the graphics context.
 *
 * @typedef {object} Drawable  the content of the canvas
 * @property {(now: number) => boolean} advance  advances everything to a time (ms of performance.now()); returns whether
 *   anything moves
 * @property {() => void} draw  draws that moment
 * @property {() => void} rest  called when nothing moves any more and everything is drawn at full resolution
 * @property {(width: number, height: number) => void} resized  CSS px; must ask for an animation frame
 * @property {() => void} lost
 * @property {() => void} restored
 */

export class RenderLoop {
  /** Number of animation frames drawn. */
  draws = 0;
  #canvas;
  #renderer;
  #shown;
  #adaptiveResolution = new AdaptiveResolution();
  #frameAsked = 0;
  #lost = false;
  #stop = new AbortController();
  #resizes;
  /** The size that was last taken, CSS px; 0 while the canvas is not displayed. */
  #taken = { width: 0, height: 0 };

  /**
   * @param {HTMLCanvasElement} canvas its size is that of its box on the page
   * @param {import('./scene-renderer.js').SceneRenderer} renderer
   * @param {Drawable} shown
   */
  constructor(canvas, renderer, shown) {
    this.#canvas = canvas;
    this.#renderer = renderer;
    this.#shown = shown;
    // an observer also reports the first size, which is usually taken by then: to draw it again would delay the first picture
    this.#resizes = new ResizeObserver(() => {
      const { clientWidth, clientHeight } = canvas;
      if (clientWidth !== this.#taken.width || clientHeight !== this.#taken.height) this.fit();
    });
    this.#resizes.observe(canvas);
    const { signal } = this.#stop;
    canvas.addEventListener(
      'webglcontextlost',
      (event) => {
        event.preventDefault();
        this.#lost = true;
        shown.lost();
      },
      { signal },
    );
    canvas.addEventListener(
      'webglcontextrestored',
      () => {
        this.#lost = false;
        renderer.sendWhole();
        shown.restored();
        this.ask();
      },
      { signal },
    );
  }

  /** Whether an animation frame is pending. */
  get asked() {
    return this.#frameAsked !== 0;
  }

  /** Requests an animation frame. */
  ask() {
    if (this.#frameAsked === 0 && !this.#lost) this.#frameAsked = requestAnimationFrame(this.#tick);
  }

  /** Draws at once, without an animation frame. */
  drawNow() {
    this.#shown.advance(performance.now());
    this.#draw();
  }

  /** Takes the size of the canvas's box. */
  fit() {
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    this.#taken = { width, height };
    if (width === 0 || height === 0) return;
    this.#renderer.resize(width, height);
    this.#shown.resized(width, height);
  }

  dispose() {
    cancelAnimationFrame(this.#frameAsked);
    this.#lost = true;
    this.#stop.abort();
    this.#resizes.disconnect();
  }

  #tick = () => {
    this.#frameAsked = 0;
    if (this.#lost) return;
    const now = performance.now(),
      moving = this.#shown.advance(now),
      resolution = this.#adaptiveResolution.frame(now, moving);
    this.#renderer.resolution = resolution;
    this.#draw();
    if (moving || resolution < 1) this.ask();
    else this.#shown.rest();
  };

  #draw() {
    this.#shown.draw();
    this.draws++;
  }
}
