/**
 * What panels cover of the scene, from what features declare of theirs (`covers` and `around` in ui/features.js).
 *
 * @typedef {import('../ui/features.js').Covered} Covered
 * @typedef {import('../ui/features.js').Features} Features
 * @typedef {Element & {renderRoot?: ParentNode}} Rendered
 * @typedef {import('../ui/features.js').Page} Page
 */

/** Selector of the page's own panels over the machine. */
const OVER = '.left, .right > *, .sheet, .pill, .notice';

/** All features' elements over the scene. @param {Features} features */
export const coversOf = ({ declared }) => declared.flatMap(({ covers = [] }) => covers);

/** Selector of the panels over the machine. @param {Features} features */
export const overSelector = (features) =>
  [OVER, ...coversOf(features).flatMap(({ selector, over = true }) => (over ? selector : []))].join(', ');

/**
 * The width of the panels on each side of the scene, CSS px. The machine is centred in the free area.
 *
 * @param {Page} page  after rendering
 * @param {string} name       kind of page, with `-lobby` in the lobby
 * @param {import('../ui/window-form.js').Form} form
 * @param {Features} features
 * @returns {Covered}
 */
export function covered(page, name, form, features) {
  const covers = coversOf(features);
  const boxes = (/** @type {keyof import('../ui/features.js').Cover} */ role) =>
    covers
      .flatMap((cover) => (cover[role] ? (page.querySelector(cover.selector)?.getBoundingClientRect() ?? []) : []))
      .filter(isVisible);
  const question = covers
    .map((cover) => (cover.question ? sectionOf(page.querySelector(cover.selector)) : undefined))
    .find(Boolean);
  const notes = boxes('note'),
    inOrder = [...features.declared].sort((a, b) => (a.order ?? 0) - (b.order ?? 0)),
    instead = inOrder.reduce(
      (found, { around }) => found ?? around?.(page, { name, form, question, notes }) ?? null,
      /** @type {Covered | null} */ (null),
    );
  const insets = instead ?? aroundPanels(page, { features, question, notes, head: boxes('head')[0] });
  const [left] = boxes('left');
  return boxes('beside').reduce(
    (free, box) => aroundPanel(free, box, { width: innerWidth, height: innerHeight }),
    left ? { ...insets, left: left.right } : insets,
  );
}

/** @param {Rendered | null} element @returns {DOMRect | undefined} */
const sectionOf = (element) => element?.renderRoot?.querySelector('section')?.getBoundingClientRect();

/** @param {DOMRect} box */
const isVisible = ({ width, height }) => width > 0 && height > 0;

/**
 * The covered widths with a panel in the upper right of the free area. The machine then stands beside or below the panel, where there is more space. Pure.
 *
 * @template {{left?: number, top?: number, right?: number, bottom?: number}} Insets
 * @param {Insets} insets without the panel
 * @param {{left: number, bottom: number}} panel
 * @param {{width: number, height: number}} window
 * @returns {Insets}
 */
export function aroundPanel(insets, panel, { width, height }) {
  const area = (/** @type {Insets} */ { left = 0, top = 0, right = 0, bottom = 0 }) =>
    Math.max(0, width - left - right) * Math.max(0, height - top - bottom);
  const beside = { ...insets, right: Math.max(insets.right ?? 0, width - panel.left + 8) },
    below = { ...insets, top: Math.max(insets.top ?? 0, panel.bottom + 8) };
  return area(beside) > area(below) ? beside : below;
}

/**
 * What the panels of a walk cover.
 * @param {Page} page
 * @param {{features: Features, question: DOMRect | undefined, notes: DOMRect[], head: DOMRect | undefined}} on
 * @returns {Covered}
 */
function aroundPanels(page, { features, question, notes, head }) {
  const box = (/** @type {string} */ selector) => page.querySelector(selector)?.getBoundingClientRect();
  const sheet = box('.sheet');
  const back = box('.pill');
  // panels over the machine, wherever it is
  const taken = [...page.querySelectorAll(overSelector(features))]
    .map((each) => each.getBoundingClientRect())
    .filter(isVisible);
  if (sheet) {
    if (isBeside(sheet)) return { top: head?.bottom ?? 0, right: innerWidth - sheet.left, bottom: 8, taken };
    // the machine stays in place while the person turns it; a chosen focus is shown above the button that leads back
    const chosen = back && page.machine?.focus.kind !== 'step',
      bottom = innerHeight - Math.min(chosen ? back.top - 8 : sheet.top, question?.top ?? innerHeight);
    return {
      top: Math.max(head?.bottom ?? box('.top')?.bottom ?? 0, ...notes.map((note) => note.bottom)),
      bottom,
      taken,
    };
  }
  const foot = footOf(page, features),
    legend = innerHeight - (foot?.top ?? innerHeight) + 4,
    left = (box('.left')?.right ?? 0) + 8;
  // if panels are over the machine, it is below their tabs
  /** @type {Rendered | null} */
  const over = page.querySelector('.right.over orrery-stack'),
    tabs = over?.renderRoot?.querySelector('.tabs')?.getBoundingClientRect();
  const bottom = question ? innerHeight - question.top + 8 : legend;
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

/** The box of what stands at the foot of the free area in columns. @param {HTMLElement} page @param {Features} features @returns {DOMRect | undefined} */
function footOf(page, features) {
  return coversOf(features)
    .filter(({ foot, footWhen }) => foot !== undefined && (footWhen?.(features) ?? true))
    .sort((a, b) => (a.foot ?? 0) - (b.foot ?? 0))
    .flatMap(({ selector }) => page.querySelector(selector)?.getBoundingClientRect() ?? [])
    .find(isVisible);
}

/** Whether a sheet is beside the scene, on a phone that is held across (page.css). @param {DOMRect} sheet */
const isBeside = (sheet) => sheet.top === 0 && sheet.left > 0;

/** The sizes of the panels over the scene, recorded after each layout of the page, so that reading them never forces one. */
export class PanelSizes {
  /** Width of the window, px. */
  window = innerWidth;
  /** Width of each panel's border box, px. @type {Map<Element, number>} */
  #widths = new Map();
  #observer;

  /** @param {() => void} changed  called after a layout in which a panel's size has changed */
  constructor(changed) {
    addEventListener('resize', () => {
      this.window = innerWidth;
    });
    this.#observer = new ResizeObserver((entries) => {
      for (const { target, borderBoxSize } of entries)
        if (this.#widths.has(target)) this.#widths.set(target, borderBoxSize[0].inlineSize);
      changed();
    });
  }

  /** Watches the panels of the current rendering. @param {HTMLElement & import('../ui/features.js').Page} page */
  watch(page) {
    const panels = new Set(page.querySelectorAll(`${overSelector(page.features)}, .right`));
    for (const panel of this.#widths.keys()) {
      if (panels.has(panel)) continue;
      this.#observer.unobserve(panel);
      this.#widths.delete(panel);
    }
    for (const panel of panels) {
      if (this.#widths.has(panel)) continue;
      this.#widths.set(panel, 0);
      this.#observer.observe(panel);
    }
  }

  /** @param {Element} panel @returns {number} px; 0 before its first layout */
  widthOf(panel) {
    return this.#widths.get(panel) ?? 0;
  }
}
