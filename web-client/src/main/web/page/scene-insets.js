/** Selector of the panels over the machine. */
export const OVER = '.left, .right > *, .breadcrumb, .sheet, .pill, .notice, .banner, orrery-driver-control, orrery-checkpoint-note, orrery-checkpoints, orrery-change-note, orrery-training';

/**
 * The width of the panels on each side of the scene, CSS px. The machine is centred in the free area.
 *
 * @param {HTMLElement} page  the page's element after rendering
 * @param {string} name       kind of page, with `-lobby` in the lobby
 * @param {import('../ui/window-form.js').Form} form
 * @returns {{left?: number, top?: number, right?: number, bottom?: number, foot?: number, base?: number, taken?: DOMRect[]}} `foot`: as `bottom`,
 *   without a question of a tour; `base`: in the hall, the height on which notes stand; `taken`: boxes where
 *   nothing is written on the machine, although it may be there
 */
export function covered(page, name, form) {
  const insets = coveredByPage(page, name, form),
    training = page.querySelector('orrery-training')?.getBoundingClientRect();
  return training && isVisible(training) ? aroundPanel(insets, training, { width: innerWidth, height: innerHeight }) : insets;
}

/** @param {DOMRect} box */
const isVisible = ({ width, height }) => width > 0 && height > 0;

/**
 * What is covered with a panel in the upper right of the free area: the machine is beside it or below it, where more is free. Pure.
 *
 * @template {{left?: number, top?: number, right?: number, bottom?: number}} Insets
 * @param {Insets} insets without the panel
 * @param {{left: number, bottom: number}} panel
 * @param {{width: number, height: number}} window
 * @returns {Insets}
 */
export function aroundPanel(insets, panel, { width, height }) {
  const area = (/** @type {Insets} */ { left = 0, top = 0, right = 0, bottom = 0 }) => Math.max(0, width - left - right) * Math.max(0, height - top - bottom);
  const beside = { ...insets, right: Math.max(insets.right ?? 0, width - panel.left + 8) },
    below = { ...insets, top: Math.max(insets.top ?? 0, panel.bottom + 8) };
  return area(beside) > area(below) ? beside : below;
}

/** The same without the panel of a training. @returns {ReturnType<typeof covered>} */
function coveredByPage(page, name, form) {
  const gallery = elementOf(page, 'orrery-gallery')?.renderRoot;
  if (gallery) return aroundGallery(gallery);
  if (name === 'landing') return aroundLanding(page, form);
  if (name.endsWith('-lobby')) return aroundLobby(page, form);
  // above the question of a tour the machine stays in view
  const asks = elementOf(page, 'orrery-tour-act') ?? elementOf(page, 'orrery-chapter-check'),
    act = asks?.renderRoot?.querySelector('section')?.getBoundingClientRect();
  if (name === 'projector') {
    const hall = /** @type {any} */ (elementOf(page, 'orrery-projector'));
    const over = [hall?.renderRoot.querySelector('.focus'), page.querySelector('orrery-checkpoint-note'), page.querySelector('orrery-change-note')];
    const taken = hall?.answers ? [new DOMRect(0, 0, innerWidth, innerHeight)] : over.flatMap((each) => each?.getBoundingClientRect() ?? []);
    const caption = heightInHall(page, 'footer', 146) + 4,
      notes = [...page.querySelectorAll('orrery-change-note, orrery-checkpoint-note')].map((note) => note.getBoundingClientRect()).filter(({ height }) => height > 0),
      foot = notes.length > 0 ? innerHeight - Math.min(...notes.map(({ top }) => top)) + 4 : caption,
      base = act && !hall?.answers ? innerHeight - act.top + 4 : caption;
    // the text that everyone sees above the answer, or the machine, stays above a tour's question
    return { top: heightInHall(page, 'header', 72), bottom: Math.max(base, foot), base, foot, taken };
  }
  const box = (/** @type {string} */ selector) => page.querySelector(selector)?.getBoundingClientRect();
  const sheet = box('.sheet');
  const breadcrumb = box('.breadcrumb');
  const back = box('.pill');
  // panels over the machine, wherever it is
  const taken = [...page.querySelectorAll(OVER)].map((each) => each.getBoundingClientRect()).filter(isVisible);
  if (sheet) {
    if (isBeside(sheet)) return { top: breadcrumb?.bottom ?? 0, right: innerWidth - sheet.left, bottom: 8, taken };
    // the machine stays in place while the person turns it; a chosen focus is shown above the button that leads back
    const chosen = back && /** @type {any} */ (page).machine?.focus.kind !== 'step',
      bottom = innerHeight - Math.min(chosen ? back.top - 8 : sheet.top, act?.top ?? innerHeight);
    // notes about what is changed are above the machine there
    const notes = [box('orrery-change-note'), box('orrery-checkpoint-note')].map((note) => (note?.height ? note.bottom : 0));
    return { top: Math.max(breadcrumb?.bottom ?? box('.top')?.bottom ?? 0, ...notes), bottom, taken };
  }
  // the slider over the checkpoints and the note about the weights are above the legend
  // a tour's beat speaks of what is changed: neither its question nor the machine is behind the note about that
  const changed = page.querySelector('orrery-tour-card') ? box('orrery-change-note') : undefined;
  const foot = changed?.height ? changed : (box('orrery-checkpoints') ?? box('orrery-checkpoint-note') ?? box('.legend')),
    legend = innerHeight - (foot?.top ?? innerHeight) + 4,
    left = (box('.left')?.right ?? 0) + 8;
  // if panels are over the machine, it is below their tabs
  const over = /** @type {any} */ (page.querySelector('.right.over orrery-stack')),
    tabs = over?.renderRoot?.querySelector('.tabs')?.getBoundingClientRect();
  const bottom = act ? innerHeight - act.top + 8 : legend;
  if (tabs) return { left, right: 8, top: tabs.bottom + 8, bottom, foot: legend, taken };
  return {
    left,
    right: innerWidth - (box('.right')?.left ?? innerWidth) + 8,
    top: box('.top')?.bottom ?? 0,
    bottom,
    foot: legend,
    taken,
  };
}

/** Whether a sheet is beside the scene, on a phone that is held across (page.css). @param {DOMRect} sheet */
const isBeside = (sheet) => sheet.top === 0 && sheet.left > 0;

/** In the lobby the machine is on the right of the QR code or the card, or above the sheet. */
function aroundLobby(page, form) {
  const sheet = page.querySelector('orrery-lobby-sheet')?.getBoundingClientRect();
  const checks = page.querySelector('orrery-preflight')?.renderRoot;
  const box = (/** @type {string} */ selector) => checks?.querySelector(selector)?.getBoundingClientRect();
  if (checks && form !== 'sheet') return { left: (box('section')?.right ?? 0) + 16, right: 24, top: 64, bottom: innerHeight - (box('aside')?.top ?? innerHeight) + 8 };
  const portrait = innerWidth < innerHeight;
  // On the hall's screen it is on the right of the QR code and below the hint about full screen; in portrait, below both.
  const screen = /** @type {any} */ (page.querySelector('orrery-lobby-screen'))?.renderRoot;
  if (sheet && isBeside(sheet)) return { top: 16, right: innerWidth - sheet.left, bottom: 16 };
  if (sheet && form === 'sheet') return { top: 16, bottom: innerHeight - sheet.top };
  if (sheet) return { left: sheet.right + 24, right: 24, top: 24, bottom: 24 };
  if (portrait) return { top: Math.round(screen?.querySelector('.how')?.getBoundingClientRect().bottom ?? innerHeight / 2) + 8, bottom: 64 };
  return { left: Math.round(innerWidth * 0.5), right: 40, top: Math.round(innerHeight * 0.055) + 54, bottom: Math.round(innerHeight * 0.12) };
}

/** @param {HTMLElement} page @param {import('../ui/window-form.js').Form} form */
function aroundLanding(page, form) {
  const headline = elementOf(page, 'orrery-landing')?.renderRoot?.querySelector('h1')?.getBoundingClientRect();
  if (form === 'sheet') return { top: 64, bottom: headline ? innerHeight - headline.top + 12 : Math.round(innerHeight * 0.6) };
  return { left: Math.round(innerWidth * 0.46), right: 24, top: 28, bottom: 28 };
}

/** Height of the text or of the caption on the hall's screen. @param {HTMLElement} page @param {string} part @param {number} usual */
function heightInHall(page, part, usual) {
  const screen = elementOf(page, 'orrery-projector')?.renderRoot;
  return (screen && heightOf(screen, part)) || usual;
}

/** @param {ParentNode} gallery */
function aroundGallery(gallery) {
  const top = heightOf(gallery, 'header');
  return { top, bottom: heightOf(gallery, 'section') + (gallery.querySelector('section.hall') ? 4 : 24) };
}

/** @param {ParentNode} panel @param {string} part */
function heightOf(panel, part) {
  return /** @type {HTMLElement | null} */ (panel.querySelector(part))?.offsetHeight ?? 0;
}

/** An element of the page. @returns {import('lit').LitElement | null} */
const elementOf = (/** @type {ParentNode} */ page, /** @type {string} */ name) => page.querySelector(name);
