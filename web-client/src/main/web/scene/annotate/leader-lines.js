/**
 * Draws short lines from labels to their blocks, for labels with other blocks in between.
 */
import { css } from '../render/colour.js';

/** px */
const WIDTH = 1.5,
  DOT = 3,
  RIM = 1.5;

/**
 * @param {import('../render/overlay-canvas.js').OverlayCanvas} canvas
 * @param {{width: number, height: number}} viewport
 * @param {import('../render/colour.js').Palette} palette
 * @param {{ax: number, ay: number, bx: number, by: number, role: string}[]} leaders  from a label to a block, CSS px
 */
export function drawLeaders(canvas, viewport, palette, leaders) {
  if (leaders.length === 0) return;
  canvas.begin(viewport);
  const { pen } = canvas,
    size = palette.hall ? 1.6 : 1;
  pen.lineCap = 'round';
  for (const { ax, ay, bx, by, role } of leaders)
    // a rim first, so that the line is visible on cells of its own colour
    for (const { colour, rim } of [
      { colour: palette.background, rim: RIM * size },
      { colour: palette.roles[role] ?? palette.ink, rim: 0 },
    ]) {
      pen.strokeStyle = pen.fillStyle = css(colour);
      pen.lineWidth = WIDTH * size + 2 * rim;
      pen.beginPath();
      pen.moveTo(ax, ay);
      pen.lineTo(bx, by);
      pen.stroke();
      pen.beginPath();
      pen.arc(bx, by, DOT * size + rim, 0, 2 * Math.PI);
      pen.fill();
    }
}
