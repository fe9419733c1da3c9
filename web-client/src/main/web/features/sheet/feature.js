/** A phone's sheet says that it goes on below its edge, and can be pulled by its handle, up to read more and down to see more of the machine; also with the arrow keys on the handle. */
import { foot, standBeside } from './foot.js';
import { More } from './more.js';
import { PULLED, afterPull, heightIn, stateOf } from './pull.js';

/** @typedef {import('../../ui/features.js').Manifest} Manifest */
/** @typedef {import('../../ui/panel-stack.js').PanelStack} PanelStack */

/** The handle's stack, with the height that it has by itself. @typedef {{stack: PanelStack, y: number, height: number, moved: boolean}} Pull */

class Sheet {
  /** @type {Pull | null} */
  #pull = null;
  /** Whether the click that follows a pull is not a press. */
  #swallows = false;
  /** @type {PanelStack | null} */
  #stack = null;
  #more = new More();

  constructor() {
    addEventListener('pointerdown', (event) => this.#down(event));
    addEventListener('pointermove', (event) => this.#move(event));
    addEventListener('pointerup', (event) => this.#up(event));
    addEventListener('pointercancel', () => this.#cancel());
    addEventListener('click', (event) => this.#click(event), { capture: true });
    addEventListener('own-key', (event) => this.#key(/** @type {CustomEvent<string>} */ (event)));
  }

  /** The page has been drawn. */
  drawn() {
    /** @type {PanelStack | null} */
    const stack = document.querySelector('orrery-stack[sheet]');
    if (stack !== this.#stack) {
      this.#stack = stack;
      stack?.updateComplete.then(() => {
        if (foot) stack.shadowRoot?.adoptedStyleSheets.push(foot);
        /** @type {HTMLElement | null} */
        const grab = stack.renderRoot.querySelector('.grab');
        // the browser would scroll in place of the pull
        if (grab) grab.style.touchAction = 'none';
      });
    }
    stack?.updateComplete.then(() => standBeside(stack));
    if (stack?.folded || (stack && isBeside(stack))) stack.style.height = '';
    this.#more.drawn(stack);
  }

  /** @param {PointerEvent} event */
  #down(event) {
    const stack = grabbed(event);
    this.#swallows = false;
    if (stack && event.isPrimary && event.button === 0 && !isBeside(stack))
      this.#pull = { stack, y: event.clientY, height: stack.offsetHeight, moved: false };
  }

  /** @param {PointerEvent} event */
  #move(event) {
    const pull = this.#pull;
    if (!pull || !event.isPrimary) return;
    const by = pull.y - event.clientY;
    pull.moved ||= Math.abs(by) >= PULLED;
    if (pull.moved && !pull.stack.folded) pull.stack.style.height = `${heightIn(pull.height + by, innerHeight)}px`;
  }

  /** @param {PointerEvent} event */
  #up(event) {
    const pull = this.#pull;
    this.#pull = null;
    if (!pull?.moved || !event.isPrimary) return;
    this.#swallows = true;
    settle(pull.stack, afterPull(stateOf(pull.stack.folded, pull.height, innerHeight), pull.y - event.clientY));
  }

  #cancel() {
    const pull = this.#pull;
    this.#pull = null;
    if (pull?.moved) settle(pull.stack, stateOf(pull.stack.folded, pull.height, innerHeight));
  }

  /** @param {MouseEvent} event */
  #click(event) {
    if (!this.#swallows) return;
    this.#swallows = false;
    if (grabbed(event)) event.stopPropagation();
  }

  /** @param {CustomEvent<string>} event */
  #key(event) {
    const by = { ArrowUp: PULLED, ArrowDown: -PULLED }[event.detail];
    const stack = by === undefined ? null : grabbed(event);
    if (!stack || isBeside(stack)) return;
    event.preventDefault();
    settle(stack, afterPull(stateOf(stack.folded, stack.offsetHeight, innerHeight), by ?? 0));
  }
}

/** @param {PanelStack} stack @param {import('./pull.js').State} state */
function settle(stack, state) {
  stack.style.height = state === 'tall' ? `${heightIn(Infinity, innerHeight)}px` : '';
  if (stack.folded !== (state === 'folded'))
    stack.dispatchEvent(new CustomEvent('fold', { detail: state === 'folded' }));
}

/** The sheet whose handle an event is about. @param {Event} event @returns {PanelStack | null} */
function grabbed(event) {
  const path = event.composedPath(),
    at = path.findIndex((each) => each instanceof Element && each.matches('.grab'));
  return at < 0 ? null : (path.find(isSheet) ?? null);
}

/** @param {EventTarget} each @returns {each is PanelStack} */
const isSheet = (each) => each instanceof Element && each.matches('orrery-stack[sheet]');

/** Whether the sheet is beside the machine, on a phone that is held across. @param {Element} stack */
const isBeside = (stack) => stack.getBoundingClientRect().left > 0 && innerWidth > innerHeight;

/** @type {Manifest} */
export const withMachine = {
  attach: (page) => (page.page === 'landing' || page.page === 'projector' ? null : new Sheet()),
};
