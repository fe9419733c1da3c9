/**
 * The one table of keys: what the page listens to, and what the help sheet says. `keys` are values of
 * KeyboardEvent.key; `who` may use them.
 *
 * @typedef {'next'|'back'|'play'|'blank'|'fullscreen'|'help'|'generate'|'layer'|'cell'|'overview'|'follow'|'headBefore'|'headAfter'|'link'|'picture'|'theme'|
 *   'start'|'laser'|'mark'|'unmark'|'share'|'undo'|'ready'|'gather'|'escape'} Action
 * @typedef {'solo'|'presenter'|'attendee'|'projector'|'landing'|'rooms'} Page
 * @typedef {{action: Action, keys: string[], who: Page[]}} Row
 */

/** @type {Row[]} */
export const KEYS = [
  { action: 'next', keys: ['ArrowRight', 'PageDown', 'Enter'], who: ['solo', 'presenter', 'projector'] },
  { action: 'back', keys: ['ArrowLeft', 'PageUp'], who: ['solo', 'presenter', 'projector'] },
  { action: 'play', keys: [' '], who: ['solo', 'presenter'] },
  { action: 'generate', keys: ['g', 'G'], who: ['solo', 'presenter'] },
  { action: 'layer', keys: ['o', 'O'], who: ['solo', 'presenter'] },
  { action: 'cell', keys: ['c', 'C'], who: ['solo', 'presenter', 'attendee'] },
  { action: 'overview', keys: ['e', 'E'], who: ['solo', 'presenter', 'attendee'] },
  { action: 'follow', keys: ['s', 'S'], who: ['solo', 'presenter', 'attendee'] },
  { action: 'headBefore', keys: ['[', 'j', 'J'], who: ['solo', 'presenter', 'attendee'] },
  { action: 'headAfter', keys: [']', 'k', 'K'], who: ['solo', 'presenter', 'attendee'] },
  { action: 'blank', keys: ['b', 'B', '.'], who: ['presenter'] },
  { action: 'laser', keys: ['l', 'L'], who: ['presenter'] },
  { action: 'mark', keys: ['m'], who: ['presenter'] },
  { action: 'unmark', keys: ['M'], who: ['presenter'] },
  { action: 'share', keys: ['v', 'V'], who: ['presenter'] },
  { action: 'ready', keys: ['r', 'R'], who: ['presenter'] },
  { action: 'undo', keys: ['z', 'Z', 'Backspace'], who: ['presenter'] },
  { action: 'gather', keys: ['q', 'Q'], who: ['presenter'] },
  { action: 'start', keys: ['F5'], who: ['presenter'] },
  { action: 'escape', keys: ['Escape'], who: ['solo', 'presenter', 'attendee'] },
  { action: 'link', keys: ['u', 'U'], who: ['solo', 'presenter', 'attendee'] },
  { action: 'picture', keys: ['p', 'P'], who: ['solo', 'presenter', 'attendee'] },
  { action: 'theme', keys: ['t', 'T'], who: ['solo', 'presenter', 'attendee'] },
  { action: 'fullscreen', keys: ['f', 'F'], who: ['solo', 'presenter', 'attendee', 'projector', 'landing', 'rooms'] },
  { action: 'help', keys: ['?', 'h', 'H'], who: ['solo', 'presenter', 'attendee', 'projector'] },
];

const TEXT_FIELD = 'input, textarea, select, [contenteditable]:not([contenteditable="false"])';
const PRESSABLE = 'button, a[href], summary, [role="button"]';

/**
 * What a key press means on this page, or null: nothing fires in a text field, with a modifier, while a key is held
 * down, or where the key belongs to the button that has the focus.
 *
 * @param {KeyboardEvent} event
 * @param {Page | string} page
 * @returns {Action | null}
 */
export function actionOf(event, page) {
  if (event.defaultPrevented || event.repeat || event.isComposing) return null;
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  // With Shift the arrows turn the machine.
  if (event.shiftKey && event.key.startsWith('Arrow')) return null;
  const target = event.composedPath()[0];
  if (target instanceof Element) {
    if (target.matches(TEXT_FIELD)) return null;
    if ((event.key === 'Enter' || event.key === ' ') && target.closest(PRESSABLE)) return null;
  }
  const row = KEYS.find(({ keys, who }) => keys.includes(event.key) && who.includes(/** @type {Page} */ (page)));
  return row?.action ?? null;
}
