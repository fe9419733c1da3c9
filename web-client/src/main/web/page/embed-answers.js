/** What an embedded page does with presses, and with what the page around it asks. */
import { EmbedPort } from '../features/embed/port.js';
import '../features/step/go-buttons.js';
import { listenToKeys } from './key-listener.js';

/** @typedef {import('./app.js').App} App */

const FORWARD = ['ArrowRight', 'PageDown'];
const BACK = ['ArrowLeft', 'PageUp'];

/** @param {App} page @param {import('./key-listener.js').Press} [before] the last press of before */
export function answer(page, before) {
  const port = new EmbedPort(window);
  port.serve(page);
  listenToKeys(page, before, (key, isLeft) => pressed(page, port, key, isLeft));
  addEventListener('beforeprint', () => printed(page, port));
  addEventListener('afterprint', () => document.querySelectorAll('.printed').forEach((each) => each.remove()));
}

/** How much larger than on the screen the machine is on paper, px by px. */
const ON_PAPER = 2;

/**
 * Prepares for paper: a picture in the machine's place, as a canvas of the graphics processor has nothing to print, and a link to this page
 * unless the page around has one (start/orrery-embed.js). A figure is printed as it is.
 * @param {App} page @param {EmbedPort} port
 */
function printed(page, port) {
  const scene = page.querySelector('orrery-scene');
  if (scene && page.machine && !page.querySelector('orrery-figure[shown]')) {
    const picture = page.machine.readback.picture(ON_PAPER);
    picture.className = 'printed';
    scene.append(picture);
  }
  if (port.isOpen) return;
  const link = Object.assign(document.createElement('a'), { href: location.href, textContent: location.href });
  link.className = 'printed';
  page.querySelector('.embed')?.append(link);
}

/**
 * Forward and back are the parent's, if it listens: it decides whether they move the machine. So is each key that nothing here has a use for.
 * @param {App} page @param {EmbedPort} port @param {string} key @param {boolean} isLeft
 */
function pressed(page, port, key, isLeft) {
  const by = FORWARD.includes(key) ? 'next' : BACK.includes(key) ? 'back' : null;
  if (key === '' || (by === null && !isLeft)) return false;
  if (port.isOpen) port.key(key);
  else if (by) page.act(by);
  return port.isOpen || by !== null;
}
