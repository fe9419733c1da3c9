/** The run and the step of a walk alone, in this tab's storage: they survive a reload. */

/** @typedef {{model: string, checkpoint?: string, tokens: number[], promptLength: number, changes?: string[], step: string}} Kept */

const KEY = 'orrery.solo';

export class KeptWalk {
  #storage;

  /** @param {Pick<Storage, 'getItem' | 'setItem'>} [storage] */
  constructor(storage = tabStorage()) {
    this.#storage = storage;
  }

  /** @param {import('./conductor.js').Graph} graph @param {import('../model/trace.js').TraceInfo} info @param {string | null} step */
  keep({ model: { id, preset, checkpoint } }, { tokens, promptLength, changes }, step) {
    const of = checkpoint ? { model: checkpoint.of, checkpoint: preset } : { model: id };
    try {
      this.#storage.setItem(KEY, JSON.stringify({ ...of, tokens, promptLength, changes, step }));
    } catch {
      // Storage can be forbidden or full; a reload then begins from the start.
    }
  }

  /** @returns {Kept | null} null if there is none, or none that can be read */
  read() {
    try {
      const kept = JSON.parse(this.#storage.getItem(KEY) ?? 'null');
      return Array.isArray(kept?.tokens) && typeof kept.step === 'string' ? kept : null;
    } catch {
      return null;
    }
  }
}

/** This tab's storage, or a substitute without effect if it is forbidden. @returns {Pick<Storage, 'getItem' | 'setItem'>} */
function tabStorage() {
  try {
    return window.sessionStorage;
  } catch {
    return { getItem: () => null, setItem() {} };
  }
}
