/** The page's only listener to keys: it finds out where a press lands and which states the page is in, and does what `meaningOf` says. */
import { join } from '../ui/parts.js';
import { CLICKER, keyName, meaningOf } from '../ui/keys.js';

/** Kinds of `<input>` that are not a line of text. @type {Record<string, string>} */
const INPUTS = {
  range: 'slider',
  checkbox: 'box',
  radio: 'radio',
  button: 'button',
  submit: 'button',
  reset: 'button',
  color: 'button',
  file: 'button',
};
/** What has to let go of a clicker's keys. */
const FIELDS = ['slider', 'list', 'radio', 'box', 'line'];

/** @typedef {import('../ui/features.js').Dialog} Dialog */
/** @typedef {{event: KeyboardEvent, path: EventTarget[]}} Press  `path`: the event's composed path */

/**
 * @typedef {(key: string, isLeft: boolean) => boolean} Elsewhere  takes a key on a page whose own keys mean nothing, because it is a part of
 *   another one; `isLeft`: nothing here has a use for it. It is asked first with false, unless somebody is writing
 */

/**
 * @param {import('../ui/features.js').Page} page @param {Press} [before] a press of before, which is done now
 * @param {Elsewhere} [elsewhere]
 */
export function listenToKeys(page, before, elsewhere) {
  // before any element, so that no press is taken twice
  window.addEventListener('keydown', (event) => pressed(page, { event, path: event.composedPath() }, elsewhere), {
    capture: true,
  });
  if (before) pressed(page, before);
}

/** @param {import('../ui/features.js').Page} page @param {Press} press @param {Elsewhere} [elsewhere] */
function pressed(page, { event, path }, elsewhere) {
  const key = keyName(event);
  let on = landedOn(path);
  const isWriting = on.some(({ kind }) => kind === 'text' || kind === 'line') || openDialogs(page).length > 0;
  if (elsewhere && !isWriting && elsewhere(key, false)) {
    stop(event);
    return;
  }
  for (;;) {
    const meaning = meaningOf(
      { key, repeat: event.repeat },
      { page: elsewhere ? '' : page.page, on: on.map(({ kind }) => kind), states: statesOf(page) },
    );
    if (meaning === null) {
      if (!isWriting && elsewhere?.(key, true)) stop(event);
      return;
    }
    if ('own' in meaning) {
      const at = on.findIndex(({ kind }) => kind === meaning.own),
        { element, isNamed } = on[at];
      if (isNamed) {
        const own = new CustomEvent('own-key', { detail: key, bubbles: true, composed: true, cancelable: true });
        if (element.dispatchEvent(own)) {
          // it does not want the key now
          on = on.filter((_, i) => i !== at);
          continue;
        }
      } else if (meaning.own !== 'press') return;
      else if (!event.repeat)
        element.dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true, cancelable: true }));
      stop(event);
      return;
    }
    stop(event);
    if (CLICKER.includes(key)) letGo(page, on);
    page.act(meaning.action, meaning.value);
    return;
  }
}

/** @param {KeyboardEvent} event */
function stop(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}

/**
 * The elements that may take a press, from where it lands outwards.
 * @param {EventTarget[]} path @returns {{kind: string, element: Element, isNamed: boolean}[]}
 */
function landedOn(path) {
  const target = path[0];
  // Until the next frame the focus stays in a dialog that has just been closed.
  if (target instanceof Element && target !== document.body && target.checkVisibility?.() === false) return [];
  return path.flatMap((element, i) => {
    if (!(element instanceof Element)) return [];
    const named = /** @type {HTMLElement} */ (element).dataset?.keys,
      kind = kindOf(element, i === 0);
    return [
      ...(named ? [{ kind: named, element, isNamed: true }] : []),
      ...(kind ? [{ kind, element, isNamed: false }] : []),
    ];
  });
}

/** @param {Element} element @param {boolean} isTarget whether it has the focus itself */
function kindOf(element, isTarget) {
  if (element.matches('button, a[href], summary')) return 'button';
  if (element.matches('[role="button"]')) return 'press';
  if (!isTarget) return '';
  if (element instanceof HTMLInputElement) return INPUTS[element.type] ?? 'line';
  if (element.matches('select')) return 'list';
  return element.matches('textarea, [contenteditable]:not([contenteditable="false"])') ? 'text' : '';
}

/** The dialogs that are open. @param {import('../ui/features.js').Page} page @returns {Dialog[]} */
const openDialogs = (page) =>
  page.features.declared.flatMap(({ dialogs = [] }) =>
    dialogs.flatMap((tag) => {
      /** @type {Dialog | null} */
      const dialog = page.element(tag);
      return dialog?.open ? [dialog] : [];
    }),
  );

/** @param {import('../ui/features.js').Page} page @returns {import('../ui/keys.js').States} */
function statesOf(page) {
  const open = openDialogs(page);
  const front = open.find((element) => element === document.activeElement) ?? open.at(-1);
  return { ...join(page.features, 'keyStates'), ...(front && { dialog: { keys: front.ownKeys ?? [] } }) };
}

/** Prepares for a step by a clicker: releases the focus and the held cell, and closes dialogs. @param {import('../ui/features.js').Page} page @param {ReturnType<typeof landedOn>} on */
function letGo(page, on) {
  for (const element of openDialogs(page)) element.renderRoot.querySelector('dialog')?.close();
  const field = on.find(({ kind }) => FIELDS.includes(kind))?.element;
  if (field instanceof HTMLElement) field.blur();
  page.features.tell('letGo');
}
