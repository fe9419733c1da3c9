/**
 * What an embedded page and the page around it say to each other (docs/embedding.md, "Messages"). They meet by `postMessage`: this page says
 * `ready` with a number that nobody can guess, the parent answers with that number and one end of a channel, and all else goes through the
 * channel. Who may be the parent at all, the browser decides by the page's `frame-ancestors`.
 *
 * @typedef {import('../../page/app.js').App} App
 * @typedef {{id: number, do: string, step?: string, text?: string, model?: string, tour?: string, beat?: string, key?: string}} Command
 *
 * @typedef {object} State  what the parent is told after each change
 * @property {string} room   its code; empty without one
 * @property {boolean} mayDrive
 * @property {string | null} model  its name
 * @property {string | null} step
 * @property {string} title  of the step, without marks
 * @property {string} text   that the model reads, with what it has added
 * @property {string} [tour]
 * @property {string} [beat]
 * @property {string} [refused]  `key`: the key was wrong, and is forgotten
 */
import { hasStep } from '../../model/graph.js';
import { keepPresenterKey } from '../../live/presenter-key.js';
import { read, write } from '../../live/identity.js';
import { plain } from '../../ui/rich-text.js';
import { stepTexts } from '../../ui/step-texts.js';
import { words } from '../../ui/words.js';

/** The longest text of a command, characters: more than a model can read here. */
const LONGEST = 16_000;
/** Commands that are carried out each second, and at once. */
const PER_SECOND = 20,
  AT_ONCE = 40;
/** After so many commands too many, the channel is closed. */
const FLOOD = 1000;
const REFUSED = 'orrery.embed.refused';

/** A refusal, by its code in docs/embedding.md. */
class Refusal extends Error {
  /** @param {string} code */
  constructor(code) {
    super(code);
    this.code = code;
  }
}

export class EmbedPort {
  #window;
  #now;
  /** The number of this page's last `ready`; null once it was answered. @type {string | null} */
  #nonce = null;
  /** @type {MessagePort | null} */
  #port = null;
  /** @type {App | null} */
  #page = null;
  /** The last state that was told, as JSON. */
  #told = '';
  #height = 0;
  #isPlanned = false;
  #left = AT_ONCE;
  #countedAt = 0;
  #tooMany = 0;

  /**
   * @param {Window & typeof globalThis} own the page's window
   * @param {() => number} [now] ms
   */
  constructor(own, now = () => performance.now()) {
    this.#window = own;
    this.#now = now;
    if (own.parent === own) return;
    own.addEventListener('message', (event) => this.#met(event));
  }

  /** Whether a parent has answered. */
  get isOpen() {
    return this.#port !== null;
  }

  /** Begins to answer for a page. @param {App} page */
  serve(page) {
    this.#page = page;
    this.#ready();
  }

  /** Passes a key on that is the parent's. @param {string} key its name in ui/keys.js */
  key(key) {
    this.#port?.postMessage({ key });
  }

  /** Tells the parent the state and the height, if they have changed, after the page has rendered. */
  changed() {
    if (this.#isPlanned) return;
    this.#isPlanned = true;
    this.#window.requestAnimationFrame(() => {
      this.#isPlanned = false;
      this.#tell();
    });
  }

  #ready() {
    const { parent } = this.#window;
    if (parent === this.#window) return;
    this.#nonce = [...crypto.getRandomValues(new Uint32Array(4))].map((part) => part.toString(36)).join('');
    // it names nothing but that this page is here, so that any parent may hear it
    parent.postMessage({ orrery: 'ready', nonce: this.#nonce }, '*');
  }

  /** @param {MessageEvent} event */
  #met({ source, data, ports }) {
    if (source !== this.#window.parent || typeof data !== 'object' || data === null) return;
    if (data.orrery === 'hello' && this.#page && !this.isOpen) this.#ready();
    if (data.orrery !== 'connect' || this.#nonce === null || data.nonce !== this.#nonce || ports.length !== 1) return;
    this.#nonce = null;
    this.#port = ports[0];
    this.#told = '';
    this.#height = 0;
    ports[0].onmessage = ({ data: command }) => this.#hear(command);
    ports[0].postMessage({ open: true });
    const { conductor } = this.#page ?? {};
    conductor?.addEventListener('change', () => this.changed());
    this.changed();
  }

  /** @param {unknown} message */
  async #hear(message) {
    const command = /** @type {Command} */ (message);
    const id = Number.isInteger(command?.id) ? command.id : -1;
    if (!this.#takes()) {
      if (this.#tooMany === 1) this.#port?.postMessage({ id, error: { code: 'too-fast' } });
      if (this.#tooMany > FLOOD) this.#close();
      return;
    }
    try {
      if (id < 0 || typeof command.do !== 'string') throw new Refusal('not-understood');
      for (const value of Object.values(command))
        if (typeof value === 'string' ? value.length > LONGEST : typeof value === 'object')
          throw new Refusal('too-long');
      await this.#do(command);
      this.#port?.postMessage({ id, state: this.#state() });
    } catch (/** @type {any} */ problem) {
      const { code = 'failed', message: detail } = problem;
      this.#port?.postMessage({ id, error: { code, detail } });
    }
  }

  /** Whether another command may be carried out now. */
  #takes() {
    const now = this.#now();
    this.#left = Math.min(AT_ONCE, this.#left + ((now - this.#countedAt) / 1000) * PER_SECOND);
    this.#countedAt = now;
    if (this.#left >= 1) {
      this.#left--;
      this.#tooMany = 0;
      return true;
    }
    this.#tooMany++;
    return false;
  }

  #close() {
    this.#port?.close();
    this.#port = null;
  }

  /** @param {Command} command */
  async #do({ do: what, step, text, model, tour, beat, key }) {
    const page = this.#page;
    const { conductor } = page ?? {};
    if (what === 'state') return;
    if (what === 'key') {
      this.#takeKey(key ?? '');
      return;
    }
    if (!page || !conductor?.graph || conductor.step === null) throw new Refusal('not-ready');
    if (!conductor.mayDrive) throw new Refusal('not-driver');
    if (what === 'go' && (!step || !hasStep(conductor.graph, step))) throw new Refusal('no-step');
    if (['next', 'back', 'go'].includes(what)) {
      // an action waits for these, and the answer is the state after it
      await page.loadDeferred();
      page.act(what, step);
    } else if (what === 'text') {
      if (!text) throw new Refusal('no-text');
      await conductor.prompt(text, model);
    } else if (what === 'tour') {
      await page.loadDeferred();
      const part = await page.ports.tour?.load();
      if (!tour || !(await part?.start({ tour, beat }))) throw new Refusal('no-tour');
    } else throw new Refusal('not-understood');
  }

  /** Enters the room anew with a presenter's key. It stays in this tab. @param {string} key */
  #takeKey(key) {
    const code = this.#page?.code ?? '';
    if (code === '') throw new Refusal('no-room');
    if (read(`orrery.key.${code}`, this.#window) === key) return;
    keepPresenterKey(code, key, this.#window);
    this.#window.location.reload();
  }

  /** @returns {State} */
  #state() {
    const { conductor, code = '', ports } = this.#page ?? {};
    const { graph = null, trace = null, step = null, mayDrive = false } = conductor ?? {};
    const tour = ports?.tour?.part?.shown;
    const refused = read(REFUSED, this.#window);
    return {
      room: code,
      mayDrive,
      model: graph?.model.preset ?? null,
      step,
      title: graph && step !== null ? plain(stepTexts(graph, step, trace, words).title) : '',
      text: trace?.info.text.join('') ?? '',
      ...(tour && { tour: tour.tour.id, beat: tour.beat.key }),
      ...(refused && { refused }),
    };
  }

  #tell() {
    const state = this.#state(),
      json = JSON.stringify(state);
    if (json !== this.#told) {
      this.#told = json;
      this.#port?.postMessage({ state });
      if (this.#port) write(REFUSED, null, this.#window);
    }
    const height = heightOf(this.#window.document);
    if (height === this.#height || this.#window.parent === this.#window) return;
    this.#height = height;
    this.#window.parent.postMessage({ orrery: 'size', height }, '*');
  }
}

/** Of a figure that is as high as it needs to be, px: its width counts, and not the frame's height, which may follow this. */
const LEAST = 240,
  MOST = 460,
  OF_WIDTH = 0.6;

/** The height at which nothing on the page has to be scrolled, px; 0 without a layout. @param {Document} document */
function heightOf(document) {
  const stage = document.querySelector('.embed > .stage');
  if (!stage) return 0;
  const needed = Math.min(MOST, Math.max(LEAST, Math.round(stage.clientWidth * OF_WIDTH)));
  const heights = (/** @type {string} */ selector) =>
    [...document.querySelectorAll(selector)].reduce((sum, each) => sum + contentOf(each), 0);
  const panels = [heights('.embed > main'), heights('.embed > aside')];
  const isBeside = stage.clientWidth < document.documentElement.clientWidth;
  return (
    heights('.embed > header, .embed > footer') +
    (isBeside ? Math.max(needed, ...panels) : panels.reduce((sum, each) => sum + each, needed))
  );
}

/** The height of an element with what it scrolls, px. @param {Element} element */
function contentOf(element) {
  const scrolled = [...element.children].reduce((sum, child) => {
    const inner = child.shadowRoot?.querySelector('.read');
    return sum + (inner ? inner.scrollHeight - inner.clientHeight : 0);
  }, 0);
  return element.scrollHeight + scrolled;
}
