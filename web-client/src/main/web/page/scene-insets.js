/** Panels that lie over the machine. */
export const OVER = '.left, .right > *, .breadcrumb, .sheet, .pill, .notice, .banner, orrery-driver-control';

/**
 * What panels cover of the scene at each side, CSS px: the machine is centred in what they leave free.
 *
 * @param {HTMLElement} page  the page's element, as it was drawn last
 * @param {string} name       which page it is
 * @param {import('../ui/window-form.js').Form} form
 * @returns {{left?: number, top?: number, right?: number, bottom?: number, taken?: DOMRect[]}} `taken`: where nothing is
 *   written on the machine, though it may stand there
 */
export function covered(page, name, form) {
  const gallery = elementOf(page, 'orrery-gallery')?.renderRoot;
  if (gallery) return besideTheCount(gallery, form);
  if (name === 'landing') return besideTheWelcome(page, form);
  if (name.endsWith('-lobby')) return besideTheLobby(page, form);
  if (name === 'projector') return { top: 72, bottom: captionHeight(page) + 4 };
  const box = (/** @type {string} */ selector) => page.querySelector(selector)?.getBoundingClientRect();
  const sheet = box('.sheet');
  const breadcrumb = box('.breadcrumb');
  const back = box('.pill');
  // what lies over the machine, wherever the machine stands
  const taken = [...page.querySelectorAll(OVER)].map((each) => each.getBoundingClientRect());
  if (sheet) {
    // a hand that turns the machine finds it where it was; what was chosen is shown above the way back
    const chosen = back && /** @type {any} */ (page).machine?.focus.kind !== 'step',
      bottom = innerHeight - (chosen ? back.top - 8 : sheet.top);
    return { top: breadcrumb?.bottom ?? box('.top')?.bottom ?? 0, bottom, taken };
  }
  const legend = innerHeight - (box('.legend')?.top ?? innerHeight) + 4,
    left = (box('.left')?.right ?? 0) + 8;
  // panels that lie over the machine: it stands below their tabs
  const over = /** @type {any} */ (page.querySelector('.right.over orrery-stack')),
    tabs = over?.renderRoot?.querySelector('.tabs')?.getBoundingClientRect();
  if (tabs) return { left, right: 8, top: tabs.bottom + 8, bottom: legend, taken };
  return {
    left,
    right: innerWidth - (box('.right')?.left ?? innerWidth) + 8,
    top: box('.top')?.bottom ?? 0,
    bottom: legend,
    taken,
  };
}

/** The machine stands at the right of the QR code or the card, or above the sheet. */
function besideTheLobby(page, form) {
  const sheet = page.querySelector('orrery-lobby-sheet')?.getBoundingClientRect();
  const checks = page.querySelector('orrery-preflight')?.renderRoot;
  const box = (/** @type {string} */ selector) => checks?.querySelector(selector)?.getBoundingClientRect();
  if (checks && form !== 'sheet') return { left: (box('section')?.right ?? 0) + 16, right: 24, top: 64, bottom: innerHeight - (box('aside')?.top ?? innerHeight) + 8 };
  const portrait = innerWidth < innerHeight;
  // The hall's screen: beside the code, below the line that says how to fill it; upright, below both.
  const screen = /** @type {any} */ (page.querySelector('orrery-lobby-screen'))?.renderRoot;
  if (sheet && form === 'sheet') return { top: 16, bottom: innerHeight - sheet.top };
  if (sheet) return { left: sheet.right + 24, right: 24, top: 24, bottom: 24 };
  if (portrait) return { top: Math.round(screen?.querySelector('.how')?.getBoundingClientRect().bottom ?? innerHeight / 2) + 8, bottom: 64 };
  return { left: Math.round(innerWidth * 0.5), right: 40, top: Math.round(innerHeight * 0.055) + 54, bottom: Math.round(innerHeight * 0.12) };
}

/** @param {HTMLElement} page @param {import('../ui/window-form.js').Form} form */
function besideTheWelcome(page, form) {
  const headline = elementOf(page, 'orrery-landing')?.renderRoot?.querySelector('h1')?.getBoundingClientRect();
  if (form === 'sheet') return { top: 64, bottom: headline ? innerHeight - headline.top + 12 : Math.round(innerHeight * 0.6) };
  return { left: Math.round(innerWidth * 0.46), right: 24, top: 28, bottom: 28 };
}

/** The caption of the hall's screen, as high as it was drawn last. @param {HTMLElement} page */
function captionHeight(page) {
  return elementOf(page, 'orrery-projector')?.renderRoot.querySelector('footer')?.offsetHeight ?? 146;
}

/** @param {ParentNode} gallery @param {import('../ui/window-form.js').Form} form */
function besideTheCount(gallery, form) {
  const top = heightOf(gallery, 'header');
  if (gallery.querySelector('section.hall')) return { top, bottom: heightOf(gallery, 'section') + 4 };
  if (form === 'sheet') return { top, bottom: heightOf(gallery, 'section') + 24 };
  const card = /** @type {HTMLElement | null} */ (gallery.querySelector('section'));
  return { top, left: card ? card.offsetLeft + card.offsetWidth : 0, bottom: 16 };
}

/** @param {ParentNode} panel @param {string} part */
function heightOf(panel, part) {
  return /** @type {HTMLElement | null} */ (panel.querySelector(part))?.offsetHeight ?? 0;
}

/** A panel of the page. @returns {import('lit').LitElement | null} */
const elementOf = (/** @type {ParentNode} */ page, /** @type {string} */ name) => page.querySelector(name);
