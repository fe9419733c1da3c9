/**
 * The words over the machine: HTML on chips, projected, placed by priority so that none covers another or a panel.
 * Elements are made when the stage changes; a frame only moves them.
 */
import { APART, place } from './placement.js';

const STYLE = `
  .scene-label { position: absolute; left: 0; top: 0; white-space: nowrap; padding: 1px 6px; border-radius: 4px;
    font: 600 13px/1.45 var(--font); color: var(--ink); background: color-mix(in srgb, var(--bg) 80%, transparent);
    opacity: 0; transition: opacity 120ms; font-variant-numeric: tabular-nums; will-change: transform; }
  .scene-label.shown { opacity: 1; }
  .scene-label small { font-size: 12px; font-weight: 400; color: var(--ink-2); margin-left: .5em; }
  .scene-label sub { font-size: .76em; line-height: 0; vertical-align: -.28em; }
  .scene-label.value { font-size: 15px; padding: 1px 8px; }
  .scene-labels.hall .scene-label { font-size: 28px; line-height: 1.25; padding: 1px 8px; }
  .scene-labels.hall .scene-label sub { font-size: 28px; vertical-align: -.22em; }
  .scene-labels.hall .scene-label small { display: none; }
  @media (max-width: 600px) { .scene-label small { display: none; } }
  @media (prefers-reduced-motion: reduce) { .scene-label { transition: none; } }`;
const ROLE_PROPERTY = {
  weight: '--weight',
  activation: '--act',
  aggregate: '--agg',
  query: '--q',
  key: '--k',
  value: '--v',
  prediction: '--p',
};
const HALL_LIMIT = 8;
/** px between a label and what it names. */
const OFF = 7;
/** px that labels keep from panels and edges. */
const EDGE = 6;
let sheet = null;

/** A text in which `x_{i}` has an index, as nodes. */
function withIndices(text) {
  return text.split(/_\{([^}]*)\}/).map((part, i) => {
    if (i % 2 === 0) return document.createTextNode(part);
    const sub = document.createElement('sub');
    sub.textContent = part;
    return sub;
  });
}

export class Labels {
  #host;
  #labels = [];
  #taken = [];
  #free = { x: 0, y: 0, width: 0, height: 0 };
  #limit = Infinity;
  #quiet = true;

  /** @param {HTMLElement} overlay @param {'normal' | 'hall' | 'none'} kind */
  constructor(overlay, kind) {
    this.#host = document.createElement('div');
    this.#host.className = `scene-labels ${kind}`;
    this.#host.hidden = kind === 'none';
    this.#limit = kind === 'hall' ? HALL_LIMIT : Infinity;
    overlay.append(this.#host);
    const root = overlay.getRootNode();
    if (!sheet) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLE);
    }
    if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  }

  /** @param {import('./captions.js').Caption[]} captions most important first */
  set(captions) {
    this.#host.replaceChildren();
    this.#labels = captions.map((caption) => {
      const element = document.createElement('div');
      element.className = caption.strong === 'value' ? 'scene-label value' : 'scene-label';
      if (caption.role) element.style.color = `var(${ROLE_PROPERTY[caption.role]})`;
      element.append(...withIndices(caption.text));
      if (caption.note) {
        const small = document.createElement('small');
        small.append(...withIndices(caption.note));
        element.append(small);
      }
      this.#host.append(element);
      return {
        ...caption,
        element,
        width: 0,
        height: 0,
        count: 0,
        chosen: -1,
        shown: false,
        x: NaN,
        y: NaN,
        places: caption.sides.map(() => ({ x: 0, y: 0, width: 0, height: 0 })),
      };
    });
    for (const label of this.#labels) {
      label.width = label.element.offsetWidth;
      label.height = label.element.offsetHeight;
    }
  }

  /** Shows none while this is set: labels rest while the machine turns. */
  set quiet(on) {
    this.#quiet = on;
  }

  /**
   * @param {import('./pose.js').Frame} frame
   * @param {(label: object, into: {left: number, right: number, top: number, bottom: number, x: number, y: number,
   *   edge: number}) => boolean} project  writes the screen box of what a label names; false where it is not seen
   */
  layOut(frame, project) {
    const free = this.#free;
    free.x = frame.left + EDGE;
    free.y = frame.top + EDGE;
    free.width = frame.width - frame.left - frame.right - 2 * EDGE;
    free.height = frame.height - frame.top - frame.bottom - 2 * EDGE;
    for (const label of this.#labels) {
      label.count = 0;
      if (this.#quiet || label.width === 0 || !project(label, BOX)) continue;
      for (const side of label.sides) this.#offer(label, side);
    }
    place(this.#labels, free, this.#taken, this.#limit);
    for (const label of this.#labels) {
      const shown = label.chosen >= 0;
      if (shown) {
        const { x, y } = label.places[label.chosen],
          rx = Math.round(x),
          ry = Math.round(y);
        if (rx !== label.x || ry !== label.y) {
          label.x = rx;
          label.y = ry;
          label.element.style.transform = `translate(${rx}px,${ry}px)`;
        }
      }
      if (shown !== label.shown) {
        label.shown = shown;
        label.element.classList.toggle('shown', shown);
      }
    }
  }

  #offer(label, wanted) {
    const side = wanted !== 'near' ? wanted : label.width > 1.7 * (BOX.right - BOX.left) ? 'left' : 'above';
    const box = label.places[label.count++],
      { width, height } = label;
    box.width = width;
    box.height = height;
    if (side === 'left') {
      box.x = BOX.left - OFF - width;
      box.y = BOX.leftY - height / 2;
    } else if (side === 'right') {
      box.x = BOX.right + OFF;
      box.y = BOX.rightY - height / 2;
    } else if (side === 'above') {
      box.x = BOX.topX - width / 2;
      box.y = BOX.top - APART - height;
    } else if (side === 'below') {
      box.x = BOX.bottomX - width / 2;
      box.y = BOX.bottom + APART;
    } else {
      box.x = BOX.cornerX;
      box.y = BOX.cornerY - height - 1;
    }
  }

  dispose() {
    this.#host.remove();
  }
}

/** Where a label's blocks are on the canvas: filled anew for each label. */
const BOX = { left: 0, leftY: 0, right: 0, rightY: 0, top: 0, topX: 0, bottom: 0, bottomX: 0, cornerX: 0, cornerY: 0 };
