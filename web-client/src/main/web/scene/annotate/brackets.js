/**
 * The brackets beside blocks: one that spans a section, and those that measure the sides of a block. Each belongs to a
 * label and is there as long as its label is.
 *
 * @typedef {{ax: number, ay: number, bx: number, by: number, nx: number, ny: number}} Line  from a to b, CSS px, with the
 *   direction away from what it measures, of length 1
 */
import { css } from '../render/colour.js';

/** px: from what it spans, and the length of its ends. */
const OFF = 8;
const END = 6;

/** px from what it spans to its label. */
export const REACH = OFF + END;

/**
 * @param {import('../render/overlay-canvas.js').OverlayCanvas} canvas
 * @param {{width: number, height: number}} viewport
 * @param {import('../render/colour.js').Palette} palette
 * @param {Line[]} lines
 */
export function drawBrackets(canvas, viewport, palette, lines) {
  if (lines.length === 0) return;
  canvas.begin(viewport);
  const { pen } = canvas;
  pen.strokeStyle = css(palette.ink);
  pen.globalAlpha = 0.62;
  pen.lineWidth = palette.hall ? 2.5 : 1.25;
  pen.beginPath();
  for (const { ax, ay, bx, by, nx, ny } of lines) {
    const x = nx * OFF,
      y = ny * OFF,
      ex = nx * END,
      ey = ny * END;
    pen.moveTo(ax + x - ex / 2, ay + y - ey / 2);
    pen.lineTo(ax + x + ex / 2, ay + y + ey / 2);
    pen.moveTo(ax + x, ay + y);
    pen.lineTo(bx + x, by + y);
    pen.moveTo(bx + x - ex / 2, by + y - ey / 2);
    pen.lineTo(bx + x + ex / 2, by + y + ey / 2);
  }
  pen.stroke();
  pen.globalAlpha = 1;
}
