/**
 * The elements of labels and their sizes. Sizes are cached, since reading them forces a layout of the page.
 */
import { IN_A_HAND, SHORT } from '../render/palette.js';

/** In windows of up to this width, as a phone's, there is no room for notes, px. */
export const NARROW = 600;

/** Labels fade in, but disappear at once, since another may take their place. */
const STYLE = `
  .scene-label { position: absolute; left: 0; top: 0; white-space: nowrap; padding: 1px 6px; border-radius: 4px;
    font: 600 13px/1.45 var(--font); color: var(--ink); background: color-mix(in srgb, var(--bg) 80%, transparent);
    opacity: 0; font-variant-numeric: tabular-nums; will-change: transform; }
  .scene-label.shown { opacity: 1; transition: opacity 120ms; }
  .scene-label.lit { box-shadow: inset 0 0 0 1.5px var(--accent); }
  .scene-label small { font-size: 12px; font-weight: 400; color: var(--ink-2); margin-left: .5em; }
  .scene-label sub { font-size: .76em; line-height: 0; vertical-align: -.28em; }
  .scene-label.stacked small { display: block; margin: 0; line-height: 1.3; }
  .scene-label.bare small { display: none; }
  .scene-label.value { font-size: 15px; padding: 1px 8px; }
  .scene-labels.hall .scene-label { font-size: 28px; line-height: 1.25; padding: 1px 8px;
    background: color-mix(in srgb, var(--bg) 95%, transparent); }
  .scene-labels.hall .scene-label sub { font-size: 28px; vertical-align: -.22em; }
  .scene-labels.hall .scene-label small { display: none; }
  @media (max-width: ${IN_A_HAND}px) {
    .scene-labels.hall .scene-label { font-size: 14px; padding: 1px 6px; }
    .scene-labels.hall .scene-label sub { font-size: .76em; vertical-align: -.28em; } }
  @media (max-width: ${NARROW}px) { .scene-label small { display: none; } }
  @media (max-width: 1199px) { .scene-label.stacked small { display: none; } }
  @media (prefers-reduced-motion: reduce) { .scene-label.shown { transition: none; } }`;
/** The greatest number of label sizes that are remembered. */
const MOST_SIZES = 1000;
/** @type {CSSStyleSheet | null} */
let sheet = null;

/**
 * @typedef {Pick<import('./captions.js').Caption, 'text' | 'note' | 'role' | 'strong' | 'lit' | 'stacked'>} Looks
 * @typedef {object} Sizes  with its note and without, px
 * @property {number} width
 * @property {number} height
 * @property {number} [bareWidth]
 * @property {number} [bareHeight]
 *
 * @typedef {Looks & Partial<Sizes> & {element: HTMLElement | null}} Label
 */

/** The text as DOM nodes, with `x_{i}` as a subscript. @param {string} text */
function withIndices(text) {
  return text.split(/_\{([^}]*)\}/).map((part, i) => {
    if (i % 2 === 0) return document.createTextNode(part);
    const sub = document.createElement('sub');
    sub.textContent = part;
    return sub;
  });
}

/** A key for a label's looks: labels with equal keys can share an element. @param {Looks} caption */
export const lookOf = ({ text, note, role, strong, lit, stacked }) =>
  [text, note, role, strong, lit ?? false, stacked ?? false].join('|');

/** A key for a label's size. Digits are equally wide, so they do not matter. @param {Looks} caption */
const sizeKeyOf = (caption) => lookOf(caption).replace(/\d/g, '0');

/** @param {Looks} caption */
function elementOf(caption) {
  const element = document.createElement('div');
  element.className = `scene-label${caption.strong === 'value' ? ' value' : ''}${caption.lit ? ' lit' : ''}${caption.stacked ? ' stacked' : ''}`;
  if (caption.role) element.style.color = `var(--${SHORT[/** @type {keyof typeof SHORT} */ (caption.role)]})`;
  element.append(...withIndices(caption.text));
  if (caption.note) {
    const small = document.createElement('small');
    small.append(...withIndices(caption.note));
    element.append(small);
  }
  return element;
}

export class LabelElements {
  /** Width of the canvas when labels were measured, px. */
  measuredAt = 0;
  #host;
  /** Sizes of labels by {@link sizeKeyOf}, px. @type {Map<string, Sizes>} */
  #sizes = new Map();

  /** @param {HTMLElement} overlay takes the labels @param {'normal' | 'hall' | 'none'} kind */
  constructor(overlay, kind) {
    this.#host = document.createElement('div');
    this.#host.className = `scene-labels ${kind}`;
    this.#host.hidden = kind === 'none';
    overlay.append(this.#host);
    const root = /** @type {Document | ShadowRoot} */ (overlay.getRootNode());
    if (!sheet) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLE);
    }
    if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  }

  /** Makes missing elements, and measures all of them at once. @param {Label[]} labels */
  write(labels) {
    const bare = labels.filter((label) => !label.element);
    for (const label of bare) {
      label.element = elementOf(label);
      this.#host.append(label.element);
    }
    this.#measure(bare);
  }

  /** Measures labels that may be shown later, so that showing them needs no layout of the page. @param {import('./captions.js').Caption[]} captions */
  measureAhead(captions) {
    const unknown = captions
      .filter((caption) => !this.#sizes.has(sizeKeyOf(caption)))
      .map((caption) => ({ ...caption, element: elementOf(caption) }));
    for (const { element } of unknown) this.#host.append(element);
    this.#measure(unknown);
    for (const { element } of unknown) element.remove();
  }

  /** Sets the sizes of labels with and without their notes. The page's layout is read only for unknown sizes. @param {Label[]} labels */
  #measure(labels) {
    if (this.#sizes.size > MOST_SIZES) this.#sizes.clear();
    const unknown = labels.filter((label) => !this.#sizes.has(sizeKeyOf(label))),
      noted = unknown.filter((label) => label.note);
    for (const { element } of noted) element?.classList.add('bare');
    for (const label of noted) {
      label.bareWidth = label.element?.offsetWidth;
      label.bareHeight = label.element?.offsetHeight;
    }
    for (const { element } of noted) element?.classList.remove('bare');
    for (const label of unknown) {
      const { offsetWidth: width, offsetHeight: height } = /** @type {HTMLElement} */ (label.element),
        { bareWidth = 0, bareHeight = 0 } = label;
      this.#sizes.set(sizeKeyOf(label), { width, height, bareWidth, bareHeight });
    }
    for (const label of labels) Object.assign(label, this.#sizes.get(sizeKeyOf(label)), { bare: false });
  }

  /** Measures labels again if the width of the canvas, which their styles depend on, has changed. @param {Label[]} labels @param {number} width px */
  fit(labels, width) {
    if (width === this.measuredAt) return;
    this.measuredAt = width;
    this.#sizes.clear();
    this.#measure(labels.filter((label) => label.element));
  }

  dispose() {
    this.#host.remove();
  }
}
