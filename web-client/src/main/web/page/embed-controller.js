/**
 * Controls what is around the scene of an embedded page until something needs the deferred modules: then {@link PageController} takes its
 * place, whose members it has as far as such a page uses them.
 *
 * @typedef {import('../ui/features.js').Page} Page
 */
import { Signal } from '../ui/signal.js';
import { STEP } from '../scene/layout/focus.js';
import { DrawWatcher } from './draw-watcher.js';

export class EmbedController {
  #page;
  /** The camera of the page's address, until there is a machine. */
  #camera;
  #over = new Signal(/** @type {string | null} */ (null));
  #watcher = new DrawWatcher(() => {});

  /** @param {Page} page @param {import('./address.js').AddressFields} asked the camera of the page's address */
  constructor(page, { camera }) {
    this.#page = page;
    this.#camera = camera;
    window.addEventListener('resize', () => this.#measure());
  }

  get address() {
    return location.href;
  }

  get seen() {
    return { focus: this.#page.machine?.focus ?? STEP, over: this.#over };
  }

  /** Watches the drawing of the step that the conductor shows, which it reports to the room. */
  show() {
    const { conductor } = this.#page;
    if (conductor?.shown) this.#watcher.watch(conductor.shown, conductor);
  }

  look() {
    const { machine } = this.#page;
    if (!machine) return;
    this.#page.requestUpdate();
    if (this.#camera) {
      machine.camera = this.#camera;
      this.#page.lookAround(true);
    }
    this.#camera = undefined;
  }

  cameraMoved() {
    this.#page.lookAround(true);
  }

  /** @param {string | null} node under the pointer */
  over(node) {
    this.#over.value = node;
  }

  /** @param {string[]} parts names of the address's members that are wrong. The page around the frame has written them: its author reads the console. */
  reportWrong(parts) {
    if (parts.length > 0) console.warn(`The address has no such ${parts.join(', ')}.`);
  }

  /** A page without these members does not announce anything. */
  news() {
    return null;
  }

  result = null;

  drawn() {
    this.#measure();
  }

  /** Tells the scene and the figure where they stand. */
  #measure() {
    const { features } = this.#page;
    const around =
      features.first(({ around }) =>
        around?.(this.#page, { name: '', form: 'sheet', question: undefined, notes: [] }),
      ) ?? {};
    // an element without members until the scene's module has loaded
    const scene = /** @type {Partial<import('./scene-host.js').SceneHost> | null} */ (
      this.#page.element('orrery-scene')
    );
    scene?.insets?.(around);
    features.tell('free', around);
  }
}
