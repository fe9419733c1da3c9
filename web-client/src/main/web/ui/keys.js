/**
 * What a key press means. Each feature declares its keys; the page listens to them, and the help sheet lists them.
 *
 * @typedef {object} Key
 * @property {string} action
 * @property {string[]} keys  values of KeyboardEvent.key
 * @property {string[]} who   kinds of page on which it means that
 */

const TEXT_FIELD = 'input, textarea, select, [contenteditable]:not([contenteditable="false"])';
const PRESSABLE = 'button, a[href], summary, [role="button"]';

/**
 * What a key press means on this page, or null: nothing fires in a text field, with a modifier, while a key is held
 * down, or where the key belongs to the button that has the focus.
 *
 * @param {KeyboardEvent} event
 * @param {string} page
 * @param {Key[]} rows
 * @returns {string | null}
 */
export function actionOf(event, page, rows) {
  if (event.defaultPrevented || event.repeat || event.isComposing) return null;
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  // With Shift the arrows turn the machine.
  if (event.shiftKey && event.key.startsWith('Arrow')) return null;
  const target = event.composedPath()[0];
  if (target instanceof Element) {
    if (target.matches(TEXT_FIELD)) return null;
    if ((event.key === 'Enter' || event.key === ' ') && target.closest(PRESSABLE)) return null;
  }
  const row = rows.find(({ keys, who }) => keys.includes(event.key) && who.includes(page));
  return row?.action ?? null;
}
