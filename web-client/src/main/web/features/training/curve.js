/**
 * The curve of a training's loss as the points of an SVG polyline. Pure.
 *
 * @typedef {{update: number, loss: number}} Point
 */

/** The loss of a model that guesses blindly among three letters, nats; the curve's upper end unless it begins higher. */
const BLIND = Math.log(3);

/**
 * @param {Point[]} curve
 * @param {number} updates of the whole training
 * @param {number} width @param {number} height of the drawing
 * @returns {string} x,y pairs; the loss 0 is at the lower edge
 */
export function curvePoints(curve, updates, width, height) {
  const most = Math.max(BLIND, ...curve.map(({ loss }) => loss));
  return curve.map(({ update, loss }) => `${round((update / updates) * width)},${round(height - (loss / most) * height)}`).join(' ');
}

/** A tenth of a pixel is enough. @param {number} value */
const round = (value) => Math.round(10 * value) / 10;
