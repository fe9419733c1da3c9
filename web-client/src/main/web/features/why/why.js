/** The question of why on this page: the room's, or that of a person who walks alone. The driver of a room asks for everyone. */
import { insist } from '../../live/retry.js';
import { takePresenterKey } from '../../live/presenter-key.js';
import { EVERYTHING } from '../../scene/layout/focus.js';
import { askable, firstView, isInMachine, questionAfter, readTarget, withView, writeTarget } from './question.js';

/** @typedef {import('./question.js').WhyQuestion} WhyQuestion */
/** @typedef {import('../../model/graph.js').Graph} Graph */
/** @typedef {{step: string, shape: string, tokens: string}} Place  `shape`: of the model */

/** The tool with which a new text is asked about. */
const FIRST = 'lens';

/** The module of the frame, once it is needed. @type {Promise<unknown> | null} */
let frame = null;
/** The strongest neurons on the card of an MLP's steps, likewise. @type {Promise<unknown> | null} */
let lines = null;
/** What tools say of themselves, likewise. @type {Promise<unknown> | null} */
let texts = null;

export class Why {
  #page;
  /** The question of a page without a room, and the place for which it was asked. @type {{question: WhyQuestion, at: Place} | null} */
  #alone = null;
  /** The tool that was opened last, and about which text: the key opens it again for that text. */
  #last = { tool: FIRST, text: '' };
  /** The question that has no answer, on a page that does not say why: it shows the machine instead. */
  #failed = '';
  /** The token that a press on a bar chooses. @type {'a' | 'b'} */
  chooses = 'b';

  /** @param {import('../../ui/features.js').WalkPage} page */
  constructor(page) {
    this.#page = page;
  }

  /** What is asked now; null for nothing. @returns {WhyQuestion | null} */
  get question() {
    const asked = this.#asked;
    const question = asked && askable(asked);
    return question === null || this.#keyOf(question) === this.#failed ? null : question;
  }

  /** A question and the run that it is about. @param {WhyQuestion} question */
  #keyOf(question) {
    return JSON.stringify([this.#page.conductor.trace?.info.id, question]);
  }

  /** What was asked, whether or not there is all that it names. @returns {WhyQuestion | null} */
  get #asked() {
    const { conductor } = this.#page;
    const { room, graph, trace, step } = conductor ?? {};
    if (!graph || !trace || step === null) return null;
    if (room) {
      const said = room.parts.why;
      // a page that is ahead of the room closes it itself
      if (!said || said.step !== step) return null;
      const { step: _, ...question } = said;
      return question;
    }
    if (!this.#alone) return null;
    const { question, at } = this.#alone,
      now = placeOf(step, graph, trace.info.tokens);
    const left = questionAfter(question, {
      isSameStep: at.step === now.step,
      isSameShape: at.shape === now.shape,
      isSameText: at.tokens === now.tokens,
    });
    // an ended question does not come back with its step or text, as in a room
    this.#alone = left && { question: left, at: now };
    return left;
  }

  /** Whether the answer is drawn in the machine itself. */
  drawsIn() {
    const { question } = this;
    return question !== null && isInMachine(question) ? EVERYTHING : null;
  }

  /** The headers of a request for the room's turns; null for a visitor's. @returns {{room: string, headers: Record<string, string>} | null} */
  get turns() {
    const { page, code } = this.#page;
    const key = page === 'presenter' ? takePresenterKey(code) : null;
    return key === null ? null : { room: code, headers: { Authorization: `Bearer ${key}` } };
  }

  /** There is no answer to the present question: this page shows the machine instead. */
  putAside() {
    const { question } = this;
    if (!question) return;
    this.#failed = this.#keyOf(question);
    this.#page.requestUpdate();
  }

  /** Asks a question, for everyone; null closes it. @param {WhyQuestion | null} question */
  ask(question) {
    const { conductor } = this.#page;
    const { graph, trace, step } = conductor ?? {};
    if (!graph || !trace || step === null || (conductor.room && !conductor.mayDrive)) return;
    if (question) this.#last = { tool: question.tool, text: this.#text };
    if (conductor.room) {
      const cursor = { trace: trace.info.id, step };
      conductor.command({ do: 'why', cursor, ...question });
    } else {
      this.prepare(question, { step, graph, tokens: trace.info.tokens });
    }
    this.#page.requestUpdate();
  }

  /**
   * Puts a question in the place of this page's, on a page without a room, for a scene that is about to be shown.
   * @param {WhyQuestion | null} question @param {{step: string, graph: Graph, tokens: number[]}} [at] where
   */
  prepare(question, at) {
    this.#alone = question && at ? { question, at: placeOf(at.step, at.graph, at.tokens) } : null;
  }

  /** The text that is asked about: a model, and a prompt. Tokens that are added are no other text. */
  get #text() {
    const { graph, trace } = /** @type {{graph: Graph, trace: import('../../model/trace.js').Trace}} */ (
      this.#page.conductor
    );
    const { id, checkpoint } = graph.model,
      { tokens, promptLength } = trace.info;
    return `${checkpoint?.of ?? id} ${tokens.slice(0, promptLength)}`;
  }

  /**
   * Opens a tool about the present target, or closes it.
   * @param {string} [tool] by default the open one, or the one that was open last for this text; for another text, the first
   */
  toggle(tool) {
    const { question } = this;
    const { conductor } = this.#page;
    if (!conductor?.trace) return;
    tool ??= question?.tool ?? (this.#last.text === this.#text ? this.#last.tool : FIRST);
    if (question?.tool === tool) this.ask(null);
    else this.ask({ ...question, tool, view: firstView(tool, conductor.graph, conductor.step) });
  }

  /** Changes the target. @param {Partial<WhyQuestion>} change */
  target(change) {
    const { question } = this;
    if (!question) return;
    const next = { ...question, ...change };
    if (change.position !== undefined) delete next.a;
    if (change.position !== undefined) delete next.b;
    for (const name of /** @type {const} */ (['position', 'a', 'b'])) if (next[name] === undefined) delete next[name];
    this.ask(next);
  }

  /** Takes the pressed token as the one that is chosen. @param {number} token */
  choose(token) {
    const { question, chooses } = this;
    if (!question) return;
    this.chooses = 'b';
    if (chooses === 'a') this.target({ a: token, ...(question.b === String(token) && { b: undefined }) });
    else if (question.a !== token) this.target({ b: String(token) });
  }

  /** Opens or closes a part within the tool. @param {Record<string, string | number | null>} changes */
  open(changes) {
    const { question } = this;
    if (question) this.ask(withView(question, changes));
  }

  /** Opens another tool about the same target, with a part of it. @param {string} tool @param {Record<string, string | number | null>} changes */
  go(tool, changes) {
    this.ask(withView({ ...this.question, tool }, changes));
  }

  /** Asks what the page's address says. @param {import('../../page/address.js').AddressFields} shown */
  beginAsked({ why, target, open }) {
    const read = target === undefined ? {} : readTarget(target);
    if (why === undefined) return [];
    if (read === null) return ['why'];
    this.ask({ tool: why, ...read, ...(open !== undefined && { view: open }) });
    return [];
  }

  /** The position that is asked about. */
  position() {
    return this.question?.position ?? null;
  }

  /** The question as members of the page's address. */
  inAddress(/** @type {boolean} */ inRoom) {
    const { question } = this;
    return inRoom || !question ? null : { why: question.tool, target: writeTarget(question), open: question.view };
  }

  putAway() {
    if (!this.question || !this.#page.conductor.mayDrive) return false;
    this.ask(null);
    return true;
  }

  /** Loads what is needed for the first time: the frame, the lines of the MLP's steps, and their texts. @param {import('../../ui/view.js').View} view */
  drawn({ why, neuronsLayer = null }) {
    if (why) frame ??= insist(() => import('./why-frame.js'));
    if (neuronsLayer !== null) lines ??= insist(() => import('./neurons/neuron-lines.js'));
    if (why || neuronsLayer !== null)
      texts ??= insist(async () =>
        (await import('../../ui/late-words.js')).loadLate('tools', () => this.#page.requestUpdate()),
      );
  }

  /** Keeps the free area of the page for the frame. @param {import('../../ui/features.js').Covered} covered */
  free(covered) {
    const frame = this.#page.element('orrery-why');
    if (frame) frame.covered = covered;
  }
}

/** @param {string} step @param {Graph} graph @param {number[]} tokens @returns {Place} */
const placeOf = (step, graph, tokens) => ({ step, shape: JSON.stringify(graph.sizes), tokens: tokens.join() });
