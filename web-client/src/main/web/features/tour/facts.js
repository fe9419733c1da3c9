/**
 * Facts of a run, from the server. Those of the beat that is shown are asked for together, once for each run, and the request is
 * cancelled when the beat or the run is left. Answers never change, so the newest are kept.
 *
 * @typedef {import('./forms.js').Answer} Answer
 * @typedef {import('./tours.js').Turns} Turns
 * @typedef {{id: string, promptLength: number}} Run  of a trace's description
 * @typedef {{run: Run, facts: string[], abort: AbortController}} Asking  a request under way
 */
import { request } from '../../live/http.js';

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
  constructor(
    changed,
    { send = async (path, init) => (await request(path, init)).json(), after = setTimeout.bind(null) } = {},
  ) {
    this.#changed = changed;
    this.#send = send;
    this.#after = after;
  }

  /**
   * What is shown needs these facts, in groups that are asked for one by one: requests for others are cancelled.
   * @param {Run} run @param {string[][]} groups @param {Turns} [turns]
   */
  want(run, groups, turns = null) {
    const isWanted = (/** @type {Asking} */ { run: of, facts }) =>
      of.id === run.id &&
      of.promptLength === run.promptLength &&
      groups.some((group) => facts.every((fact) => group.includes(fact)));
    for (const asking of this.#asking)
      if (!isWanted(asking)) {
        asking.abort.abort();
        this.#asking.delete(asking);
      }
    const coming = new Set([...this.#asking].flatMap(({ facts }) => facts));
    for (const group of groups) {
      const missing = group.filter(
        (fact) =>
          !coming.has(fact) && !this.#known.has(keyOf(run, '', fact)) && !this.#failed.has(keyOf(run, '', fact)),
      );
      for (const fact of missing) coming.add(fact);
      if (missing.length > 0) this.#fetch({ run, facts: missing, abort: new AbortController() }, turns);
    }
  }

  /** @param {Run} run @param {string[]} facts @returns {Map<string, Answer> | null} null until all have arrived */
  known(run, facts) {
    return this.#found(run, facts, '');
  }

  /**
   * Facts once; of what is said about the person's answer too.
   * @param {Run} run @param {string[]} facts @param {{answer?: number | null, turns?: Turns}} [about] `answer`: position, from 0
   * @returns {Promise<Map<string, Answer>>} rejects with the server's Problem
   */
  async once(run, facts, { answer = null, turns = null } = {}) {
    const said = answer === null ? '' : String(answer + 1);
    const known = this.#found(run, facts, said);
    if (known) return known;
    await this.#ask(run, facts, said, turns, new AbortController().signal);
    return this.#found(run, facts, said) ?? new Map();
  }

  /** Nothing is shown any more. */
  forget() {
    for (const { abort } of this.#asking) abort.abort();
    this.#asking.clear();
  }

  /** @param {Run} run @param {string[]} facts @param {string} answer @returns {Map<string, Answer> | null} */
  #found(run, facts, answer) {
    const found = new Map(
      facts.flatMap((fact) =>
        this.#known.has(keyOf(run, answer, fact))
          ? [[fact, /** @type {Answer} */ (this.#known.get(keyOf(run, answer, fact)))]]
          : [],
      ),
    );
    return found.size === new Set(facts).size ? found : null;
  }

  /** @param {Asking} asking @param {Turns} turns */
  async #fetch(asking, turns) {
    const { run, facts, abort } = asking;
    this.#asking.add(asking);
    try {
      await this.#ask(run, facts, '', turns, abort.signal);
    } catch (/** @type {any} */ problem) {
      if (abort.signal.aborted) return;
      const keys = facts.map((fact) => keyOf(run, '', fact));
      // a run or a fact that the server does not know has no figure
      if (problem.status >= 400 && problem.status < TOO_MANY)
        keys.forEach((key, i) => this.#keep(key, { fact: facts[i], error: { type: problem.code } }));
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

  /** @param {Run} run @param {string[]} facts @param {string} answer @param {Turns} turns @param {AbortSignal} signal */
  async #ask(run, facts, answer, turns, signal) {
    const sound = facts.filter((fact) => fact.length <= MOST_CHARACTERS);
    for (const fact of facts)
      if (!sound.includes(fact)) this.#keep(keyOf(run, answer, fact), { fact, error: { type: 'too-long' } });
    for (let from = 0; from < sound.length; from += MOST_FACTS) {
      const part = sound.slice(from, from + MOST_FACTS);
      const query = new URLSearchParams([
        ...part.map((fact) => ['fact', fact]),
        ['prompt', String(run.promptLength)],
        ...(answer === '' ? [] : [['answer', answer]]),
        ...(turns ? [['room', turns.room]] : []),
      ]);
      const { facts: answers } = await this.#send(`/api/traces/${encodeURIComponent(run.id)}/facts?${query}`, {
        headers: turns?.headers ?? {},
        signal,
      });
      part.forEach((fact, i) => this.#keep(keyOf(run, answer, fact), answers[i] ?? { fact, error: {} }));
    }
  }

  /** @param {string} key @param {Answer} answer */
  #keep(key, answer) {
    this.#known.set(key, answer);
    if (this.#known.size > MOST_KEPT) this.#known.delete(/** @type {string} */ (this.#known.keys().next().value));
  }
}

/** @param {Run} run @param {string} answer @param {string} fact */
const keyOf = ({ id, promptLength }, answer, fact) => [id, promptLength, answer, fact].join(' ');
