/**
 * How a panel asks for something to happen: an event that rises to the page, which knows what each word means. Panels
 * hold no conductor, so none of them can do what another page's person may not.
 *
 * @param {EventTarget} panel
 * @param {string} action  a word of keys.js, or one of the page's own
 * @param {unknown} [value]
 */
export function ask(panel, action, value) {
  panel.dispatchEvent(new CustomEvent('ask', { bubbles: true, composed: true, detail: { action, value } }));
}
