/**
 * Draws brackets next to blocks: around a section, or along the sides of a block to show its sizes. Each belongs to a
 * label and is shown with it.
 *
 * @typedef {{ax: number, ay: number, bx: number, by: number, nx: number, ny: number}} Line  from a to b, CSS px; n is the
 *   unit vector away from the block
 */
import { css } from '../render/colour.js';

/** Distance from the block, and length of the bracket's ends, px. */
const OFF = 8;
const END = 6;

/** Distance from the block to the bracket's label, px. */
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
