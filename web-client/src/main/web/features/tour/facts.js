/**
 * Facts of a run, from the server. Those of the beat that is shown are asked for together, once for each run, and the request is
 * cancelled when the beat or the run is left. Answers never change, so the newest are kept.
 *
 * @typedef {import('./forms.js').Answer} Answer
 * @typedef {import('./tours.js').Turns} Turns
 * @typedef {{trace: string, facts: string[], abort: AbortController}} Asking  a request under way
 */
import { ask } from '../../live/http.js';

/** The server's limits of one request. */
const MOST_FACTS = 64,
  MOST_CHARACTERS = 200;
/** How many facts are kept. */
const MOST_KEPT = 2000;
/** From this status on, the server may answer later. */
const TOO_MANY = 429;
/** How long a request that could not be answered waits for the next one, ms. */
const AGAIN_MS = 2000;

export class FactBook {
  #changed;
  #send;
  #after;
  /** Answers by run, answer and fact. @type {Map<string, Answer>} */
  #known = new Map();
  /** @type {Set<Asking>} */
  #asking = new Set();
  /** What could not be answered just now. @type {Set<string>} */
  #failed = new Set();

  /**
   * @param {() => void} changed called when facts have arrived
   * @param {{send?: (path: string, init: RequestInit) => Promise<any>, after?: (fn: () => void, ms: number) => any}} [outside]
   */
  constructor(changed, { send = async (path, init) => (await ask(path, init)).json(), after = setTimeout.bind(null) } = {}) {
    this.#changed = changed;
    this.#send = send;
    this.#after = after;
  }

  /**
   * What is shown needs these facts, in groups that are asked for one by one: requests for others are cancelled.
   * @param {string} trace @param {string[][]} groups @param {Turns} [turns]
   */
  want(trace, groups, turns = null) {
    const isWanted = (/** @type {Asking} */ { trace: of, facts }) => of === trace && groups.some((group) => facts.every((fact) => group.includes(fact)));
    for (const asking of this.#asking)
      if (!isWanted(asking)) {
        asking.abort.abort();
        this.#asking.delete(asking);
      }
    const coming = new Set([...this.#asking].flatMap(({ facts }) => facts));
    for (const group of groups) {
      const missing = group.filter((fact) => !coming.has(fact) && !this.#known.has(keyOf(trace, '', fact)) && !this.#failed.has(keyOf(trace, '', fact)));
      for (const fact of missing) coming.add(fact);
      if (missing.length > 0) this.#fetch({ trace, facts: missing, abort: new AbortController() }, turns);
    }
  }

  /** @param {string} trace @param {string[]} facts @returns {Map<string, Answer> | null} null until all have arrived */
  known(trace, facts) {
    return this.#found(trace, facts, '');
  }

  /**
   * Facts once; of what is said about the person's answer too.
   * @param {string} trace @param {string[]} facts @param {{answer?: number | null, turns?: Turns}} [about] `answer`: position, from 0
   * @returns {Promise<Map<string, Answer>>} rejects with the server's Problem
   */
  async once(trace, facts, { answer = null, turns = null } = {}) {
    const said = answer === null ? '' : String(answer + 1);
    const known = this.#found(trace, facts, said);
    if (known) return known;
    await this.#ask(trace, facts, said, turns, new AbortController().signal);
    return this.#found(trace, facts, said) ?? new Map();
  }

  /** Nothing is shown any more. */
  forget() {
    for (const { abort } of this.#asking) abort.abort();
    this.#asking.clear();
  }

  /** @returns {Map<string, Answer> | null} */
  #found(trace, facts, answer) {
    const found = new Map(facts.flatMap((fact) => (this.#known.has(keyOf(trace, answer, fact)) ? [[fact, /** @type {Answer} */ (this.#known.get(keyOf(trace, answer, fact)))]] : [])));
    return found.size === new Set(facts).size ? found : null;
  }

  /** @param {Asking} asking @param {Turns} turns */
  async #fetch(asking, turns) {
    const { trace, facts, abort } = asking;
    this.#asking.add(asking);
    try {
      await this.#ask(trace, facts, '', turns, abort.signal);
    } catch (/** @type {any} */ problem) {
      if (abort.signal.aborted) return;
      const keys = facts.map((fact) => keyOf(trace, '', fact));
      // a run or a fact that the server does not know has no figure
      if (problem.status >= 400 && problem.status < TOO_MANY) keys.forEach((key, i) => this.#keep(key, { fact: facts[i], error: { type: problem.code } }));
      else this.#wait(keys);
    } finally {
      this.#asking.delete(asking);
    }
    if (!abort.signal.aborted) this.#changed();
  }

  /** Asks for these facts again only after a while. @param {string[]} keys */
  #wait(keys) {
    for (const key of keys) this.#failed.add(key);
    this.#after(() => {
      for (const key of keys) this.#failed.delete(key);
      this.#changed();
    }, AGAIN_MS);
  }

  /** @param {string} trace @param {string[]} facts @param {string} answer @param {Turns} turns @param {AbortSignal} signal */
  async #ask(trace, facts, answer, turns, signal) {
    const sound = facts.filter((fact) => fact.length <= MOST_CHARACTERS);
    for (const fact of facts) if (!sound.includes(fact)) this.#keep(keyOf(trace, answer, fact), { fact, error: { type: 'too-long' } });
    for (let from = 0; from < sound.length; from += MOST_FACTS) {
      const part = sound.slice(from, from + MOST_FACTS);
      const query = new URLSearchParams([...part.map((fact) => ['fact', fact]), ...(answer === '' ? [] : [['answer', answer]]), ...(turns ? [['room', turns.room]] : [])]);
      const { facts: answers } = await this.#send(`/api/traces/${encodeURIComponent(trace)}/facts?${query}`, { headers: turns?.headers ?? {}, signal });
      part.forEach((fact, i) => this.#keep(keyOf(trace, answer, fact), answers[i] ?? { fact, error: {} }));
    }
  }

  /** @param {string} key @param {Answer} answer */
  #keep(key, answer) {
    this.#known.set(key, answer);
    if (this.#known.size > MOST_KEPT) this.#known.delete(/** @type {string} */ (this.#known.keys().next().value));
  }
}

/** @param {string} trace @param {string} answer @param {string} fact */
const keyOf = (trace, answer, fact) => [trace, answer, fact].join(' ');
