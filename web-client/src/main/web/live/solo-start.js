/**
 * Where a walk alone begins: with what the page's address asks for, else with what this tab showed before a reload, else with the
 * first model's prompt.
 *
 * @typedef {import('../model/trace.js').TraceInfo} TraceInfo
 *
 * @typedef {object} StartRequest       what the page's address asks for; missing members are as before, or the defaults
 * @property {string} [preset]
 * @property {number[]} [tokens]
 * @property {number} [given]     how many of the tokens are the prompt
 * @property {string} [prompt]    text, instead of tokens
 * @property {string[]} [changes] of the model while it runs
 * @property {string} [step]
 */
import { hasStep } from '../model/graph.js';
import { firstOf } from './model-source.js';

/** @typedef {typeof import('./model-source.js').server} Source */
/** @typedef {{model: string, checkpoint?: string, tokens: number[], promptLength: number, changes?: string[], step: string}} Kept */
/** @typedef {import('./model-source.js').Preset} Preset */

export class SoloStart {
  /** Names of wanted members that are not available and are replaced by the defaults. @type {string[]} */
  missing = [];
  /** The weights to read the run with once it is shown, instead of the model's own. @type {string | null} */
  checkpoint = null;
  #source;
  #wanted;
  #kept;
  #language;
  /** What the address asks the model to read. */
  #text;
  /** The run of that text, once a model has read it. @type {TraceInfo | null} */
  #read = null;
  /** Whether the address, or the tab, names the model. */
  #isNamed = false;

  /** @param {Source} source @param {StartRequest} wanted @param {KeptWalk} kept @param {string} [language] of the page */
  constructor(source, wanted, kept, language = '') {
    this.#language = language;
    this.#source = source;
    this.#wanted = wanted;
    this.#kept = Object.keys(wanted).length === 0 ? kept.read() : null;
    this.#text = wantedText(wanted);
  }

  /** The model to begin with. Rejects if the server has none, or cannot be reached. @returns {Promise<Preset>} */
  async preset() {
    const presets = await this.#source.presets();
    const name = this.#wanted.preset ?? this.#kept?.checkpoint;
    const isOf = (/** @type {Preset} */ { id, checkpoints = [] }) =>
      name === id || checkpoints.some((update) => name === `${id}@${update}`);
    const named = presets.find(isOf) ?? presets.find(({ model }) => model === this.#kept?.model);
    const read = this.#text && this.#wanted.preset === undefined ? await this.#readable(presets, this.#text) : null;
    const preset = named ?? read?.preset ?? firstOf(presets, this.#language);
    if (!preset) throw new Error('The server has no model to show.');
    if (this.#wanted.preset !== undefined && !isOf(preset)) this.missing.push('preset');
    if (name !== undefined && isOf(preset) && name !== preset.id) this.checkpoint = name;
    this.#read = read?.info ?? null;
    this.#isNamed = named !== undefined;
    return preset;
  }

  /** @param {Preset} preset the model to begin with @returns {Promise<TraceInfo>} */
  async run(preset) {
    // Another model's tokens mean nothing here.
    if (this.#text && this.#isNamed && this.missing.length === 0)
      this.#read = await this.#runWanted(preset, this.#text);
    if (this.#text && this.#read === null) this.missing.push('prompt');
    const info =
      this.#read ??
      (await (this.#kept?.model === preset.model ? this.#runOr(this.#kept, preset) : this.#runOf(preset)));
    const { changes = [] } = this.#wanted;
    // changes are of the text that the address asks for
    return changes.length > 0 && this.missing.length === 0 ? this.#changed(info, changes) : info;
  }

  /** @param {import('../model/graph.js').Graph} graph @returns {string | null} null for the start of the walk */
  step(graph) {
    const step = this.#wanted.step ?? this.#kept?.step;
    if (step !== undefined && hasStep(graph, step)) return step;
    if (this.#wanted.step !== undefined) this.missing.push('step');
    return null;
  }

  /**
   * A text of an address that names no model, read by the first that can. Letters are for a model of letters, whatever model
   * the server begins with: such addresses are older than the others.
   * @param {Preset[]} presets @param {Text} text
   */
  async #readable(presets, text) {
    const ofLetters = (/** @type {Preset} */ preset) => preset.reads === 'letters';
    for (const preset of [...presets.filter(ofLetters), ...presets.filter((each) => !ofLetters(each))]) {
      const info = await this.#runWanted(preset, text);
      if (info) return { preset, info };
    }
    return null;
  }

  /** The run that the address asks for; null if this model cannot read it. @param {Preset} preset @param {Text} text */
  async #runWanted(preset, text) {
    try {
      if ('prompt' in text) return await this.#source.run({ model: preset.model, prompt: text.prompt });
      return await runAgain(this.#source, { model: preset.model, ...text });
    } catch (problem) {
      if (/** @type {import('./http.js').Problem} */ (problem).status) return null;
      throw problem;
    }
  }

  /** The run with the address's changes; without them if they cannot be made. @param {TraceInfo} info @param {string[]} changes @returns {Promise<TraceInfo>} */
  async #changed(info, changes) {
    try {
      return await this.#source.run({ trace: info.id, changes });
    } catch (problem) {
      if (!(/** @type {import('./http.js').Problem} */ (problem).status)) throw problem;
      this.missing.push('changes');
      return info;
    }
  }

  /** @param {Preset} preset */
  #runOf(preset) {
    // A model without an initial prompt begins with its first token, also in a room.
    const text = preset.prompt ? { prompt: preset.prompt } : { tokens: [0] };
    return this.#source.run({ model: preset.model, ...text });
  }

  /** @param {Kept} kept @param {Preset} preset */
  async #runOr(kept, preset) {
    try {
      return await runAgain(this.#source, kept);
    } catch {
      // The stored run does not fit the server any more: use the preset's.
      return this.#runOf(preset);
    }
  }
}

/**
 * Makes the server compute a run again, the prompt first, so that it knows which tokens were generated.
 *
 * @param {Pick<Source, 'run'>} source
 * @param {{model: string, tokens: number[], promptLength: number, changes?: string[]}} run
 * @returns {Promise<TraceInfo>}
 */
export async function runAgain(source, { model, tokens, promptLength, changes = [] }) {
  const prompt = await source.run({ model, tokens: tokens.slice(0, promptLength) });
  const text =
    tokens.length === promptLength
      ? prompt
      : await source.run({ trace: prompt.id, append: tokens.slice(promptLength) });
  // changes may be at positions behind the prompt
  return changes.length === 0 ? text : source.run({ trace: text.id, changes });
}

/** What is read: tokens, of which so many are the prompt, or a text. @typedef {{tokens: number[], promptLength: number} | {prompt: string}} Text */

/** @param {StartRequest} wanted @returns {Text | null} */
function wantedText({ tokens, given, prompt }) {
  if (tokens) return { tokens, promptLength: given ?? tokens.length };
  return prompt === undefined ? null : { prompt };
}

/** Where this tab keeps the walk. */
const KEY = 'orrery.solo';

/** The run and the step of a walk alone, in this tab's storage: they survive a reload. */
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
