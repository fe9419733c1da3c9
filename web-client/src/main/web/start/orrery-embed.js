/**
 * Shows Orrery's machine in a page of any site, and speaks to it (docs/embedding.md). It is served at /orrery-embed.js and needs nothing else.
 *
 * - `load(place, options)` puts a machine into an element;
 * - `<orrery-machine>` is the same as an element;
 * - `OrreryReveal` is a plugin for reveal.js.
 *
 * @typedef {object} Options  as the address of an embedded page has them (docs/embedding.md); all are optional
 * @property {string} [server]  by default the one that served this script
 * @property {string} [room]    code; without it the machine stands alone
 * @property {string} [panels] @property {string} [preset] @property {string} [prompt] @property {string} [step] @property {string} [tour]
 * @property {string} [beat] @property {string} [why] @property {string} [theme] @property {string} [lang] @property {string} [level]
 * @property {string} [camera] @property {string} [focus]
 * @property {string | number} [height]  of the frame, px; by default as high as what it shows
 *
 * @typedef {import('../features/embed/port.js').State} State
 * @typedef {{here: null, change: State, key: string, size: number}} Details  of each event: of `key` its name, of `size` the height that is needed, px
 * @typedef {{id: number, state?: State, error?: {code: string, detail?: string}, key?: string}} Answer
 */
const SERVER = new URL(import.meta.url).origin;
const MEMBERS = 'panels preset prompt step tour beat why theme lang level camera focus'.split(' ');
/** A frame that has loaded, and has said nothing for this long, is none of Orrery's, ms. */
const PATIENCE = 15_000;
const INITIAL_HEIGHT = 480;

/** The meaning of each refusal, by its code. @type {Record<string, string>} */
const MEANINGS = {
  silent:
    'The frame says nothing. The server does not answer, or does not allow this site to embed it (--embed-from, or the room’s presenter).',
  'too-fast': 'The machine is asked faster than it can be. Some commands were left out.',
  'too-long': 'A text is longer than 16,000 characters, or a value is not plain.',
  'not-understood': 'The machine has no such command.',
  'not-ready': 'The machine has not loaded yet.',
  'not-driver': 'This page follows the room: only its presenter may move it. Give the presenter’s key to lead.',
  'no-step': 'The model has no such step.',
  'no-text': 'There is no text.',
  'no-tour': 'There is no such tour or beat.',
  'no-room': 'A machine that stands alone needs no key.',
};

/** @param {{code: string, detail?: string}} error */
const problem = ({ code, detail }) =>
  Object.assign(new Error(MEANINGS[code] ?? detail ?? code), { name: 'OrreryError', code });

/** The address of an embedded page. @param {Options} options */
export function addressOf({ server = SERVER, room = '', ...options }) {
  const shown = new URLSearchParams();
  for (const each of MEMBERS) {
    const value = /** @type {Record<string, string | number | undefined>} */ (options)[each];
    if (value != null && value !== '') shown.set(each, String(value));
  }
  return `${new URL(server).origin}/embed/${encodeURIComponent(room || 'solo')}#${shown}`;
}

/** A machine in a frame. */
class Machine {
  /** The last state that it told: room, mayDrive, model, step, title, text, tour, beat; null before the first. */
  /** @type {State | null} */
  state = null;
  #frame;
  #origin;
  /** @type {MessagePort | null} */
  #port = null;
  #isHere = false;
  #last = 0;
  /** Commands without an answer, by number. */
  #waiting = new Map();
  #heard = new EventTarget();
  #fit;
  /** Resolves once the frame has said that it is Orrery's. */
  here;

  /** @param {HTMLIFrameElement} frame @param {boolean} fit whether the frame is made as high as what it shows */
  constructor(frame, fit) {
    this.#frame = frame;
    this.#origin = new URL(frame.src).origin;
    this.#fit = fit;
    addEventListener('message', this.#meet);
    this.here = new Promise((resolve, reject) => {
      this.on('here', resolve);
      frame.addEventListener('load', () => {
        frame.contentWindow?.postMessage({ orrery: 'hello' }, this.#origin);
        setTimeout(() => this.#isHere || reject(problem({ code: 'silent' })), PATIENCE);
      });
    });
    this.here.catch(() => {});
  }

  /**
   * Calls back at `change`, with the state; at `key`, with the name of a key that is this page's; at `size`, with a height, px.
   * @template {keyof Details} Type @param {Type} type @param {(detail: Details[Type]) => void} then
   */
  on(type, then) {
    this.#heard.addEventListener(type, (event) => then(/** @type {CustomEvent<Details[Type]>} */ (event).detail));
  }

  /** Moves to a step. @param {string} step */
  go(step) {
    return this.#ask({ do: 'go', step });
  }

  next() {
    return this.#ask({ do: 'next' });
  }

  back() {
    return this.#ask({ do: 'back' });
  }

  /** Lets the model read another text. @param {string} text @param {string} [model] */
  setText(text, model) {
    return this.#ask({ do: 'text', text, ...(model && { model }) });
  }

  /** Shows a tour. @param {string} tour @param {string} [beat] */
  tour(tour, beat) {
    return this.#ask({ do: 'tour', tour, ...(beat && { beat }) });
  }

  /** Lets the frame lead its room. The key stays in this tab. @param {string} key the presenter's key or link */
  lead(key) {
    return this.#ask({ do: 'key', key });
  }

  remove() {
    removeEventListener('message', this.#meet);
    this.#port?.close();
    this.#frame.remove();
  }

  /** @returns {Promise<State>} the state afterwards; waits until the frame is seen and has loaded */
  #ask(/** @type {object} */ command) {
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { command: { id, ...command }, resolve, reject });
      this.#port?.postMessage({ id, ...command });
    });
  }

  #tell(/** @type {string} */ type, /** @type {unknown} */ detail) {
    this.#heard.dispatchEvent(new CustomEvent(type, { detail }));
  }

  /** @param {MessageEvent} event */
  #meet = ({ source, origin, data }) => {
    if (source !== this.#frame.contentWindow || origin !== this.#origin || typeof data?.orrery !== 'string') return;
    this.#isHere = true;
    this.#tell('here', null);
    if (data.orrery === 'ready') this.#connect(data.nonce);
    if (data.orrery !== 'size' || !(data.height > 0)) return;
    if (this.#fit) this.#frame.style.height = `${Math.min(data.height, 4000)}px`;
    this.#tell('size', data.height);
  };

  #connect(/** @type {string} */ nonce) {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => this.#hear(data);
    this.#port?.close();
    this.#port = port1;
    this.#frame.contentWindow?.postMessage({ orrery: 'connect', nonce }, this.#origin, [port2]);
    for (const { command } of this.#waiting.values()) port1.postMessage(command);
  }

  #hear(/** @type {Answer} */ { id, state, error, key }) {
    if (key) this.#tell('key', key);
    if (state) {
      const isNew = JSON.stringify(state) !== JSON.stringify(this.state);
      this.state = state;
      if (isNew) this.#tell('change', state);
    }
    const asked = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error) asked?.reject(problem(error));
    else asked?.resolve(state);
  }
}

/**
 * Puts a machine into an element.
 * @param {Element | string} place an element, or its selector
 * @param {Options} [options]
 * @returns {Promise<Machine>} rejects if the frame may not be shown here, or the server does not answer
 */
export async function load(place, options = {}) {
  const element = typeof place === 'string' ? document.querySelector(place) : place;
  if (!element) throw new Error(`There is no element ${place}.`);
  const machine = framed(element, options);
  await machine.here;
  return machine;
}

/** @param {ParentNode} place @param {Options} options */
function framed(place, options) {
  const { height } = options;
  const frame = document.createElement('iframe');
  frame.src = addressOf(options);
  frame.title = 'Orrery';
  frame.loading = 'lazy';
  frame.allow = 'fullscreen';
  frame.style.cssText = `border:0;width:100%;display:block;height:${isNaN(Number(height ?? INITIAL_HEIGHT)) ? height : `${height ?? INITIAL_HEIGHT}px`}`;
  const machine = new Machine(frame, height == null);
  place.append(frame);
  return machine;
}

/** `<orrery-machine room="ABC234" step="attn.pattern">`: the members of {@link Options} are attributes. Its frame begins when it comes near the window. */
class OrreryMachine extends HTMLElement {
  static observedAttributes = ['step'];
  /** @type {Machine | null} */
  machine = null;
  #root = this.attachShadow({ mode: 'open' });
  /** What was asked before there was a frame. @type {((machine: Machine) => void)[]} */
  #early = [];
  #seen = new IntersectionObserver((entries) => entries.some((each) => each.isIntersecting) && this.#begin(), {
    rootMargin: '200px',
  });

  connectedCallback() {
    this.#root.innerHTML =
      '<style>:host{display:block}a{font:inherit}iframe+a{display:none}@media print{iframe{break-inside:avoid}iframe+a{display:block}}</style><a></a>';
    const link = /** @type {HTMLAnchorElement} */ (this.#root.lastChild);
    link.href = link.textContent = addressOf(this.options);
    this.#seen.observe(this);
  }

  disconnectedCallback() {
    this.#seen.disconnect();
    this.machine?.remove();
    this.machine = null;
  }

  attributeChangedCallback(
    /** @type {string} */ _,
    /** @type {string | null} */ before,
    /** @type {string | null} */ step,
  ) {
    if (step && before !== null && step !== before) this.go(step).catch(console.warn);
  }

  /** @returns {Options} */
  get options() {
    return Object.fromEntries(
      ['server', 'room', 'height', ...MEMBERS].flatMap((each) => {
        const value = this.getAttribute(each);
        return value === null ? [] : [[each, value]];
      }),
    );
  }

  get state() {
    return this.machine?.state ?? null;
  }

  #begin() {
    this.#seen.disconnect();
    if (this.machine) return;
    const link = this.#root.querySelector('a');
    const machine = (this.machine = framed(this.#root, this.options));
    if (link) this.#root.append(link);
    for (const type of /** @type {const} */ (['change', 'key', 'size']))
      machine.on(type, (detail) => this.dispatchEvent(new CustomEvent(type, { detail })));
    // the link alone stays where the site may not show the frame
    machine.here.catch((error) => {
      machine.remove();
      console.warn(error);
    });
    for (const ask of this.#early.splice(0)) ask(machine);
  }

  /** @template Answer @param {(machine: Machine) => Promise<Answer>} ask @returns {Promise<Answer>} */
  #with(ask) {
    if (this.machine) return ask(this.machine);
    return new Promise((resolve) => this.#early.push((machine) => resolve(ask(machine))));
  }

  /** @template {keyof Details} Type @param {Type} type @param {(detail: Details[Type]) => void} then */
  on(type, then) {
    this.addEventListener(type, (event) => then(/** @type {CustomEvent<Details[Type]>} */ (event).detail));
  }

  go(/** @type {string} */ step) {
    return this.#with((machine) => machine.go(step));
  }

  next() {
    return this.#with((machine) => machine.next());
  }

  back() {
    return this.#with((machine) => machine.back());
  }

  setText(/** @type {string} */ text, /** @type {string | undefined} */ model) {
    return this.#with((machine) => machine.setText(text, model));
  }

  tour(/** @type {string} */ tour, /** @type {string | undefined} */ beat) {
    return this.#with((machine) => machine.tour(tour, beat));
  }

  lead(/** @type {string} */ key) {
    return this.#with((machine) => machine.lead(key));
  }
}

if (!customElements.get('orrery-machine')) customElements.define('orrery-machine', OrreryMachine);

/** Where the key of a room is kept, in this tab. @param {string} room */
const placeOf = (room) => `orrery.key.${room}`;

/**
 * Asks for the key of a room, which must not be in a deck. What is typed is not shown, as a projector may be on.
 * @param {string} room @returns {Promise<string>} empty if nobody gives one
 */
function askKey(room) {
  const dialog = document.createElement('dialog');
  dialog.innerHTML =
    '<form method="dialog"><label>Presenter’s key or link <input type="password" autocomplete="off"></label> <button>OK</button></form>';
  const label = /** @type {HTMLElement} */ (dialog.querySelector('label'));
  label.prepend(`${room}: `);
  // a deck's keys are no letters of a key
  dialog.addEventListener('keydown', (event) => event.stopPropagation());
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.querySelector('input')?.value.trim() ?? '');
    });
  });
}

/**
 * What the plugin uses of reveal.js, whose indices count from 0.
 * @typedef {{getCurrentSlide(): HTMLElement, getIndices(slide?: Element): {h: number, v: number}, slide(h: number, v: number, fragment?: number): void,
 *   getSlides(): HTMLElement[], getRevealElement(): HTMLElement, next(): void, prev(): void, on(type: string, then: () => void): void}} Deck
 */

/** @param {Element} element @returns {string | null} */
const stepOf = (element) => element.getAttribute('data-orrery-step');

/**
 * The plugin for reveal.js: `Reveal.initialize({plugins: [OrreryReveal]})`. A fragment with `data-orrery-step` is a step of the machine on its
 * slide, and the machine's attribute `step` is the step of the slide before its fragments. Who opens the deck with `?present` is asked
 * for the room's key, once for each tab, and leads the room; whoever moves the machine moves the deck.
 */
export const OrreryReveal = () => {
  /** @type {Deck} */
  let deck;
  /** The step that a machine was asked for and has not answered, since what it says until then must not move the deck back. @type {WeakMap<OrreryMachine, string>} */
  const asked = new WeakMap();

  /** @returns {OrreryMachine | null} */
  const current = () => deck.getCurrentSlide()?.querySelector('orrery-machine') ?? null;

  /** The step of the present slide: that of its last visible fragment. */
  function wanted() {
    const slide = deck.getCurrentSlide();
    const visible = [...slide.querySelectorAll('.fragment.visible[data-orrery-step]')];
    return visible.length > 0 ? stepOf(visible[visible.length - 1]) : current()?.getAttribute('step');
  }

  function lead() {
    const machine = current(),
      step = wanted();
    if (!machine || !step || machine.state?.step === step || machine.state?.mayDrive === false) return;
    asked.set(machine, step);
    machine
      .go(step)
      // of a deck that only follows, which the machine says with its first state
      .catch((error) => error.code === 'not-driver' || console.warn(error))
      .finally(() => {
        if (asked.get(machine) !== step) return;
        asked.delete(machine);
        if (machine.state) follow(machine, machine.state);
      });
  }

  /** @param {OrreryMachine} machine @param {State} state */
  function follow(machine, { step }) {
    if (asked.has(machine) || machine !== current() || step === null || step === wanted()) return;
    const fragments = [
      .../** @type {NodeListOf<HTMLElement>} */ (deck.getCurrentSlide().querySelectorAll('.fragment')),
    ];
    const { h, v } = deck.getIndices();
    const at = fragments.findIndex((each) => stepOf(each) === step);
    if (at >= 0) deck.slide(h, v, Number(fragments[at].dataset.fragmentIndex ?? at));
    else if (machine.getAttribute('step') === step) deck.slide(h, v, -1);
    else {
      const other = deck
        .getSlides()
        .find((/** @type {Element} */ slide) => slide.querySelector(`orrery-machine[step="${CSS.escape(step)}"]`));
      if (other) {
        const { h: column, v: row } = deck.getIndices(other);
        deck.slide(column, row);
      }
    }
  }

  /** @param {string} name of a key, as the frame tells it */
  function press(name) {
    if (['ArrowRight', 'PageDown'].includes(name)) deck.next();
    else if (['ArrowLeft', 'PageUp'].includes(name)) deck.prev();
    else {
      const key = name.replace(/^(Shift|Alt)\+/, '');
      const codes = /** @type {Record<string, number>} */ ({
        Escape: 27,
        ' ': 32,
        Home: 36,
        End: 35,
        ArrowUp: 38,
        ArrowDown: 40,
      });
      const keyCode = codes[key] ?? key.toUpperCase().charCodeAt(0);
      const event = new KeyboardEvent('keydown', {
        key,
        shiftKey: name.startsWith('Shift+'),
        bubbles: true,
        cancelable: true,
      });
      Object.defineProperty(event, 'keyCode', { value: keyCode });
      document.dispatchEvent(event);
    }
  }

  /** @param {OrreryMachine[]} machines */
  async function takeKeys(machines) {
    for (const room of new Set(machines.map((each) => each.getAttribute('room') ?? ''))) {
      if (room === '') continue;
      const key = sessionStorage.getItem(placeOf(room)) ?? (await askKey(room));
      if (key === '') continue;
      sessionStorage.setItem(placeOf(room), key);
      for (const machine of machines.filter((each) => each.getAttribute('room') === room)) {
        machine.lead(key).catch(console.warn);
        machine.on('change', ({ refused }) => refused && sessionStorage.removeItem(placeOf(room)));
      }
    }
  }

  return {
    id: 'orrery',
    /** @param {Deck} of */
    init(of) {
      deck = of;
      const machines = [
        .../** @type {NodeListOf<OrreryMachine>} */ (deck.getRevealElement().querySelectorAll('orrery-machine')),
      ];
      for (const machine of machines) {
        machine.on('change', (state) => follow(machine, state));
        machine.on('key', press);
      }
      for (const type of ['slidechanged', 'fragmentshown', 'fragmenthidden', 'ready']) deck.on(type, lead);
      if (new URLSearchParams(location.search).has('present')) takeKeys(machines);
    },
  };
};
