/** Actions that choose what is in focus. */
import { EVERYTHING, isIn } from '../../scene/layout/focus.js';
import { name } from '../../ui/address-members.js';
import { words } from '../../ui/words.js';
import { focusName } from './focus-name.js';
import { SharedFocus } from './shared-focus.js';
import { plain } from '../../ui/rich-text.js';

/**
 * @typedef {object} Members  of the view
 * @property {string[]} [tensors]  that a pressed word of the step's card names
 * @property {string} [focusName]  of the part in focus, such as "Layer 1 · head 3"; empty if it is what the step is about
 *
 * @typedef {import('../../scene/layout/focus.js').Focus} Focus
 * @typedef {import('../../live/room-conductor.js').CellMark} CellMark
 *
 * @typedef {object} Parts
 * @property {{step: string, on: Focus, cell?: CellMark | null, tensors?: string[]}} [focus]  `step`: for which it was chosen
 *
 * @typedef {object} Commands
 * @property {{cursor: import('../../live/connection.js').Cursor, on: Focus, cell?: CellMark, tensors?: string[]}} focus
 */

/**
 * @typedef {object} Address
 * @property {string} [focus]     of scene/layout/focus.js
 */

/** @typedef {import('../../ui/features.js').Manifest} Manifest */

/** @typedef {import('../../ui/features.js').Page} Page */

/** @param {Page} page */
const focusOf = (page) => /** @type {SharedFocus | undefined} */ (page.ports.focus);

/** @typedef {Pick<SharedFocus, 'choice' | 'chosen' | 'clear' | 'focusOn' | 'hold' | 'returnToStep' | 'prepare' | 'tensors'>} Ports */

/** @param {Page} page @param {1 | -1} by */
function turn(page, by) {
  if (!page.machine) return;
  const next = page.ports.figure?.turned(by) ?? page.machine.nextHead(by);
  if (next) focusOf(page)?.focusOn(next);
  else page.say({ key: 'focus.noHeads' });
}

/** @type {Manifest} */
export const afterText = {
  address: { focus: name },
  order: -4,
  predicts: {
    focus(view, { cursor, on, cell = null, tensors = [] }) {
      view.parts.focus = { step: cursor.step, on, cell, tensors };
    },
  },
  attach: (page) => new SharedFocus(page),
  viewOf(page) {
    const { graph = null, step = null, focus: on } = page.conductor ?? {};
    return {
      tensors: focusOf(page)?.tensors ?? [],
      focusName: graph && step !== null && on ? focusName(graph, step, on, words) : '',
    };
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
      page.features.tell('follow');
      page.lookAround(false);
    },
  },
};

/** @type {Manifest} */
export const whenFinding = {
  finds: {
    overview: {},
    focus({ view: { graph, step }, words }) {
      if (!graph) return [];
      const { n_layers: layers = 0, n_heads: heads = 0 } = graph.sizes;
      const all = /** @type {import('../../scene/layout/focus.js').Focus[]} */ (
        Array.from({ length: layers }, (_, layer) => [
          { kind: 'layer', layer },
          { kind: 'part', layer, part: 'attention' },
          ...Array.from({ length: heads }, (__, head) => ({ kind: 'head', layer, head })),
          { kind: 'part', layer, part: 'mlp' },
        ]).flat()
      );
      return [
        { kind: /** @type {const} */ ('section'), section: /** @type {const} */ ('embedding') },
        ...all,
        { kind: /** @type {const} */ ('section'), section: /** @type {const} */ ('output') },
      ]
        .filter((focus) => isIn(focus, graph))
        .map((focus) => ({ kind: 'part', name: plain(focusName(graph, step, focus, words)), value: focus }));
    },
    point: null,
    word: null,
    headBefore: {},
    headAfter: {},
    follow: {},
  },
};
