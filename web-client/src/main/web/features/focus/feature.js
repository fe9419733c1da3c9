/** Actions that choose what is in focus. */
import { EVERYTHING } from '../../scene/layout/focus.js';
import { words } from '../../ui/words.js';
import { focusName } from './focus-name.js';
import { SharedFocus } from './shared-focus.js';

/** @typedef {import('../../ui/features.js').Manifest} Manifest */

/** @typedef {import('../../ui/features.js').Page} Page */

/** @param {Page} page @returns {SharedFocus | null} */
const focusOf = (page) => page.attached('focus');

/** @param {Page} page @param {1 | -1} by */
function turn(page, by) {
  if (!page.machine) return;
  const next = page.machine.nextHead(by);
  if (next) focusOf(page)?.focusOn(next);
  else page.say({ key: 'focus.noHeads' });
}

/** @type {Manifest} */
export const afterText = {
  order: -4,
  predicts: {
    focus(view, { cursor, on, cell = null, tensors = [] }) {
      view.parts.focus = { step: cursor.step, on, cell, tensors };
    },
  },
  attach: (page) => new SharedFocus(page),
  viewOf(page) {
    const { graph, step, focus: on } = page.conductor ?? {};
    return { tensors: focusOf(page)?.tensors ?? [], focusName: graph && step !== null ? focusName(graph, step, on, words) : '' };
  },
  actions: {
    overview: (page) => focusOf(page)?.focusOn(EVERYTHING),
    focus: (page, on) => focusOf(page)?.focusOn(on),
    point: (page, tensors) => focusOf(page)?.touch(tensors),
    word: (page, tensors) => focusOf(page)?.press(tensors),
    headBefore: (page) => turn(page, -1),
    headAfter: (page) => turn(page, 1),
    follow(page) {
      focusOf(page)?.back();
      page.machine?.follow();
      page.modelGallery?.follow(page.attached('gallery').exhibition?.startAt ?? 0);
      page.lookAround(false);
    },
  },
};
