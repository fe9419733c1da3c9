/**
 * Requests an action from the page by an event that bubbles up to it. Panels have no conductor, so every action passes
 * through the page's guards.
 *
 * @typedef {{action: string, value: unknown}} Asked  the event's `detail`
 *
 * @param {EventTarget} panel
 * @param {string} action  name of an action of some feature
 * @param {unknown} [value]
 */
export function ask(panel, action, value) {
  panel.dispatchEvent(new CustomEvent('ask', { bubbles: true, composed: true, detail: { action, value } }));
}
