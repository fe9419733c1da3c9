/**
 * What comes behind text and controls, for a line is shared by all that is asked for at once; what is pressed meanwhile
 * is done when it is here.
 */
import { words } from '../ui/words.js';
import { insist } from '../live/retry.js';
import { markSeen } from './milestones.js';
import { fetchAll, preload } from './preload.js';

/** ms that all the rest waits at most for what a step says. */
const STEP_MS = 2000;
/** Pages on which a text can be written. */
const WRITING = ['solo', 'presenter'];

export class DeferredPanels {
  /** It, once it is here. @type {typeof import('./rest.js') | null} */
  panels = null;
  #page;
  #come;
  /** @type {Promise<void> | null} */
  #asked = null;
  /** Whether the page shows a machine: its files are asked for as soon as the panels' are here, before these have run. */
  #hasScene = false;
  /** What was pressed last while nothing could answer. @type {object | null} */
  #pressed = null;

  /**
   * @param {{page: string}} page
   * @param {(panels: typeof import('./rest.js')) => void} come is called once it is here
   */
  constructor(page, come) {
    this.#page = page;
    this.#come = come;
  }

  /** Asks for it, once. @returns {Promise<void>} resolves when it is here */
  bring() {
    this.#asked ??= this.#bring();
    return this.#asked;
  }

  async #bring() {
    this.panels = await insist(async () => {
      // An element draws itself as soon as it is known: its words are there before it.
      await Promise.all([words.loadRest(), fetchAll('rest').then(() => this.#hasScene && preload('scene'))]);
      const writes = WRITING.includes(this.#page.page);
      const [panels] = await Promise.all([import('./rest.js'), writes && import('../features/prompt/prompt-editor.js')]);
      return panels;
    });
    this.#come(this.panels);
  }

  /** Brings it behind the first text. @param {Promise<void>} said what the step says is here */
  async behind(said) {
    await Promise.race([said, new Promise((late) => setTimeout(late, STEP_MS))]);
    await markSeen('text');
    this.#hasScene = true;
    this.bring();
  }

  /** Of all that is to be done when it is here, the last is. @param {() => void} act */
  async answer(act) {
    const pressed = (this.#pressed = {});
    await this.bring();
    if (this.#pressed === pressed) act();
  }
}
