/**
 * Key bindings. Each feature declares its keys; the page listens to them, and the help sheet lists them.
 *
 * @typedef {object} Key
 * @property {string} action
 * @property {string[]} keys  values of KeyboardEvent.key
 * @property {string[]} who   kinds of page with this binding
 * @property {boolean} [inDialogs]  whether it works while a dialog is open, too
 */

const TEXT_FIELD = 'input, textarea, select, [contenteditable]:not([contenteditable="false"])';
const PRESSABLE = 'button, a[href], summary, [role="button"]';

/**
 * The action of a key press on this page, or null. There is none in a text field, with a modifier, for a repeated key, or if
 * the key belongs to the focused button.
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
