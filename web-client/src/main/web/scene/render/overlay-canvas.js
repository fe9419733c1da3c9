/**
 * A 2D canvas over the machine for text and lines. It is displayed only while something is drawn on it.
 */
const MAX_PIXEL_RATIO = 2;

export class OverlayCanvas {
  #canvas = document.createElement('canvas');
  #blank = true;
  #isThere = false;
  /** The pen's font; empty if it is not known. */
  #font = '';
  #family;
  pen = /** @type {CanvasRenderingContext2D} */ (this.#canvas.getContext('2d'));

  /** @param {HTMLElement} overlay whose font is used */
  constructor(overlay) {
    this.#family = getComputedStyle(overlay).getPropertyValue('--font') || 'sans-serif';
    this.#canvas.style.cssText = 'position:absolute;inset:0;width:100%;height:100%;pointer-events:none;display:none';
    overlay.prepend(this.#canvas);
  }

  /** Sets the pen's font, only if it changes: for every font that is set, the browser brings the page's styles up to date. @param {number} weight @param {number} size px */
  use(weight, size) {
    const font = `${weight} ${size}px ${this.#family}`;
    if (font === this.#font) return;
    this.#font = font;
    this.pen.font = font;
  }

  /** Begins a new image. */
  clear() {
    this.#blank = true;
  }

  /** Ends the image: displays the canvas if something was drawn on it. */
  end() {
    if (this.#isThere !== this.#blank) return;
    this.#isThere = !this.#blank;
    this.#canvas.style.display = this.#isThere ? '' : 'none';
  }

  /** Prepares the canvas for the first drawing of an image. To be called before each drawing. @param {{width: number, height: number}} viewport CSS px */
  begin(viewport) {
    if (!this.#blank) return;
    const { pen } = this,
      ratio = Math.min(MAX_PIXEL_RATIO, window.devicePixelRatio || 1);
    const width = Math.round(viewport.width * ratio),
      height = Math.round(viewport.height * ratio);
    if (this.#canvas.width !== width || this.#canvas.height !== height) {
      this.#canvas.width = width;
      this.#canvas.height = height;
      // a new size resets the pen
      this.#font = '';
    }
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, viewport.width, viewport.height);
    this.#blank = false;
  }

  dispose() {
    this.#canvas.remove();
  }
}
