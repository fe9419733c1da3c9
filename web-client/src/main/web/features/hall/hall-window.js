/**
 * Full screen for the hall's page, which has no controls and often no keyboard: a click anywhere enters it. Leaving takes a
 * double click, so that a touch by accident changes nothing.
 */
import { toggleFullScreen } from '../../ui/full-screen.js';

/** If the pointer moved further than this, the person turned the machine and did not click, px. */
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
    // The second click of the double click that entered full screen must not leave it.
    if (detail === 2 ? full && wasFull : !full) toggleFullScreen();
  });
}
