/**
 * The hall's screen has no controls, and often no keyboard: a press anywhere fills the screen, and a double press gives it
 * back, so that a hand that comes near it by chance changes nothing.
 */
import { toggleFullScreen } from '../../ui/full-screen.js';

/** A press that wandered further turned the machine, px. */
const SLOP = 8;

export function fillWhenPressed() {
  let down = { x: 0, y: 0 },
    wasFull = false;
  window.addEventListener('pointerdown', ({ clientX: x, clientY: y }) => {
    down = { x, y };
  });
  window.addEventListener('click', ({ clientX, clientY, detail }) => {
    if (!document.fullscreenEnabled || Math.hypot(clientX - down.x, clientY - down.y) > SLOP) return;
    const full = document.fullscreenElement !== null;
    if (detail === 1) wasFull = full;
    // The second press of the two that filled it must not give it back.
    if (detail === 2 ? full && wasFull : !full) toggleFullScreen();
  });
}
