/**
 * Loads the modules that the first text and controls do not need, after these, since concurrent downloads share the
 * bandwidth.
 */
import { words } from '../ui/words.js';
import { insist } from '../live/retry.js';
import { reached } from './milestones.js';
import { fetchAll, preload } from './preload.js';

/** The longest time that the deferred modules wait for a step's texts, ms. */
const STEP_MS = 2000;

export class DeferredPanels {
  /** The loaded module, or null. @type {typeof import('./rest.js') | null} */
  panels = null;
  #loaded;
  /** @type {Promise<void> | null} */
  #loading = null;
  /** Whether the page shows a machine: its files are preloaded after the panels' files, before these have run. */
  #hasScene = false;

  /** @param {(panels: typeof import('./rest.js')) => void} loaded called once the modules have loaded */
  constructor(loaded) {
    this.#loaded = loaded;
  }

  /** Loads the modules, once. @returns {Promise<void>} resolves when they have loaded */
  load() {
    this.#loading ??= this.#load();
    return this.#loading;
  }

  async #load() {
    this.panels = await insist(async () => {
      // An element renders as soon as it is defined, so its texts must have loaded before.
      await Promise.all([words.loadRest(), fetchAll('rest').then(() => this.#hasScene && preload('scene'))]);
      return import('./rest.js');
    });
    this.#loaded(this.panels);
  }

  /**
   * Loads the modules after the first text.
   *
   * @param {Promise<void>} texts resolves when the step's texts have loaded
   * @param {() => unknown} shown called then; true if it loads the modules itself
   */
  async loadAfter(texts, shown) {
    await Promise.race([texts, new Promise((late) => setTimeout(late, STEP_MS))]);
    await reached('text');
    this.#hasScene = true;
    if (!shown()) this.load();
  }
}
