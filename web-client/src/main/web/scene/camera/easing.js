/** Easing of the camera and of the machine's parts: curves as functions on 0…1, and a flight's duration. */

/** Duration of a camera flight, ms. */
export const FLY = 700;

/** A CSS cubic-bezier: solves x(p) for p by Newton's method, or by bisection where the slope is too flat for that. @param {number} x1 @param {number} y1 @param {number} x2 @param {number} y2 */
export function cubicBezier(x1, y1, x2, y2) {
  /** @typedef {(a: number, b: number, p: number) => number} Curve */
  /** @type {Curve} */
  const at = (a, b, p) => 3 * a * p * (1 - p) ** 2 + 3 * b * p * p * (1 - p) + p ** 3;
  /** @type {Curve} */
  const slope = (a, b, p) => 3 * a * (1 - p) * (1 - 3 * p) + 3 * b * p * (2 - 3 * p) + 3 * p * p;
  return (/** @type {number} */ x) => {
    if (x <= 0) return 0;
    if (x >= 1) return 1;
    let p = x;
    for (let i = 0; i < 6; i++) {
      const s = slope(x1, x2, p);
      if (Math.abs(s) < 1e-4) break;
      p = Math.min(1, Math.max(0, p - (at(x1, x2, p) - x) / s));
    }
    if (Math.abs(at(x1, x2, p) - x) > 1e-4) {
      let low = 0,
        high = 1;
      for (let i = 0; i < 24; i++) {
        p = (low + high) / 2;
        if (at(x1, x2, p) < x) low = p;
        else high = p;
      }
    }
    return at(y1, y2, p);
  };
}

export const easeMove = cubicBezier(0.6, 0.05, 0.15, 1);
export const easeTurn = cubicBezier(0.45, 0, 0.2, 1);
