/**
 * What a page shows of a beat of a tour, as lines that can be compared: the run, what is in focus, the camera, the lit and marked cells, and each
 * visible element and each text on a canvas with its place. io.orrery.browser.ToursWalkTest injects it before the page starts, so that it can count
 * requests and record what the machine is told.
 */
window.beatPicture = (() => {
  /** Requests and bodies that have not arrived. */
  let awaited = 0;
  /** @param {any} owner @param {string} name of a method that returns a promise */
  const count = (owner, name) => {
    const original = owner[name];
    owner[name] = function (...values) {
      awaited++;
      return original.apply(this, values).finally(() => awaited--);
    };
  };
  count(window, 'fetch');
  for (const name of ['json', 'text', 'arrayBuffer', 'blob']) count(Response.prototype, name);
  count(ReadableStreamDefaultReader.prototype, 'read');

  /** Texts written on each canvas since it was cleared. @type {Map<HTMLCanvasElement, string[]>} */
  const written = new Map();
  const pen = CanvasRenderingContext2D.prototype,
    { fillText, clearRect } = pen;
  pen.clearRect = function (...values) {
    written.set(this.canvas, []);
    clearRect.apply(this, values);
  };
  pen.fillText = function (text, x, y, ...rest) {
    const { e, f } = this.getTransform();
    written.get(this.canvas)?.push(`written ${text} @${Math.round(e + x)},${Math.round(f + y)}`);
    fillText.call(this, text, x, y, ...rest);
  };

  const page = () => /** @type {any} */ (document.querySelector('orrery-app'));
  /** What each machine was told last, by name: it is drawn, and no element says so. @type {WeakMap<object, Record<string, unknown>>} */
  const told = new WeakMap();
  const TOLD = ['spoken', 'product', 'named'];
  /** @param {any} machine */
  function listen(machine) {
    const prototype = Object.getPrototypeOf(machine);
    if (prototype.isHeard) return;
    prototype.isHeard = true;
    const keep = (/** @type {object} */ of, /** @type {string} */ name, /** @type {unknown} */ value) =>
      told.set(of, { ...told.get(of), [name]: value });
    for (const name of TOLD) {
      const { set } = /** @type {any} */ (Object.getOwnPropertyDescriptor(prototype, name));
      Object.defineProperty(prototype, name, {
        set(value) {
          keep(this, name, value);
          set.call(this, value);
        },
      });
    }
    const { mark } = prototype;
    prototype.mark = function (/** @type {unknown} */ marks) {
      keep(this, 'marks', marks);
      mark.call(this, marks);
    };
  }

  /** @param {ParentNode} root @returns {Generator<HTMLElement>} all elements of the page, also those in the shadow of others */
  function* elements(root) {
    for (const each of /** @type {any} */ (root.children)) {
      if (each.localName === 'style' || each.localName === 'script') continue;
      yield each;
      if (each.shadowRoot) yield* elements(each.shadowRoot);
      yield* elements(each);
    }
  }

  const isVisible = (/** @type {Element} */ each) =>
    each.checkVisibility({ opacityProperty: true, visibilityProperty: true });

  /** What is not there yet of a step of a beat; empty if it is whole, and nothing moves. @param {string} key @param {number} at */
  function lacks(key, at) {
    const { conductor, machine, modelGallery } = page(),
      tour = page().attached('tour'),
      { shown } = tour;
    if (awaited > 0) return 'an answer of the server';
    if (!shown || tour.moving || shown.beat.key !== key || shown.at !== at) return 'the beat';
    if (shown.facts === null) return 'its facts';
    if (shown.beat.scene.gallery) {
      // a flight goes on by the clock, and a picture is taken a little sooner or later: all are of its beginning
      if (modelGallery?.flying) modelGallery.scrub(0);
      return modelGallery?.draws > 0 && !modelGallery.busy ? '' : 'the gallery';
    }
    if (
      modelGallery ||
      !machine ||
      machine.busy ||
      conductor.shown?.step !== conductor.step ||
      conductor.shown.trace !== conductor.trace
    )
      return 'the machine';
    const { question } = page().attached('why');
    // the map of words takes the machine's place
    if ((question?.tool === 'embedding') !== Boolean(machine.guest)) return 'the map';
    const held = page().attached('focus').choice.cell,
      card = document.querySelector('orrery-inspector')?.shadowRoot;
    if (held && card && !card.querySelector('.arithmetic:not(.coming), .note')) return "the held cell's arithmetic";
    const isAwaited = (/** @type {Element} */ each) =>
      each.matches('[aria-busy=true], .figure.waits') ||
      (each.localName.startsWith('orrery-why') && each.matches(':not(:defined)'));
    for (const each of elements(document.body))
      if (isAwaited(each) && isVisible(each)) return `${each.localName}.${each.className}`;
    return '';
  }

  const places = (/** @type {number[]} */ numbers) => numbers.map((n) => Math.round(n)).join();

  /** @param {HTMLElement} each */
  function lineOf(each) {
    const { x, y, width, height } = each.getBoundingClientRect();
    const attributes = [...each.attributes].filter(({ name }) =>
      /^(class|part|role|data-.*|aria-(?!describedby|controls|labelledby).*|disabled|open|hidden|d)$/.test(name),
    );
    const said = attributes
        .map(({ name, value }) => `${name}=${name === 'class' ? value.split(' ').sort().join(' ') : value}`)
        .sort(),
      text = [...each.childNodes]
        .filter(({ nodeType }) => nodeType === Node.TEXT_NODE)
        .map(({ textContent }) => textContent?.trim());
    // how finely a canvas is drawn, and so its box, depends on how fast the machine is (scene/render/adaptive-resolution.js)
    const place =
      each.localName === 'canvas' ? '' : `@${places([x, y, width, height, each.scrollLeft, each.scrollTop])}`;
    return [each.localName, ...said, place, ...text].join(' ');
  }

  return {
    /** Notes from now on what machines are told. */
    listen: () => listen(page().machine),

    /** Goes to the middle of a step of a beat, as by the timeline. @param {string} key @param {number} at */
    scrub(key, at) {
      const tour = page().attached('tour');
      let from = 0;
      for (const { key: own, planned, scene } of tour.beats) {
        if (own === key) return tour.scrub(from + (planned / scene.steps.length) * (at + 0.5));
        from += planned;
      }
      throw new Error(`the route has no ${key}`);
    },

    /**
     * Waits until all of a step of a beat has been there for three frames, since what arrives is drawn and may ask for more.
     * @param {string} key @param {number} at @param {number} most ms
     * @returns {Promise<{lines: string[], subject: string}>} all that is shown then, and what of it is neither the camera nor a text beside the
     *   machine: the run, and what is in focus, lit, marked, measured or exhibited; rejects with what is missing
     */
    async of(key, at, most) {
      const end = performance.now() + most;
      for (let still = 0, missing = ''; still < 3; still = missing === '' ? still + 1 : 0) {
        if (performance.now() > end) throw new Error(`${key} waits for ${missing}`);
        await new Promise((drawn) => requestAnimationFrame(drawn));
        missing = lacks(key, at);
      }
      const { conductor, machine, modelGallery } = page(),
        tour = page().attached('tour'),
        { graph, trace, step, focus, sampling, second } = conductor;
      const { spoken = [], product = null, named = [], marks = [] } = told.get(machine) ?? {};
      const subject = [
        [
          graph.model.preset,
          trace.info.tokens,
          trace.info.promptLength,
          trace.info.changes ?? [],
          step,
          focus,
          sampling,
          second,
        ],
        [
          page().attached('focus').choice,
          page().attached('why').question,
          page().attached('gallery').exhibition?.subject.id ?? '',
        ],
        modelGallery
          ? []
          : [
              machine.focus,
              machine.litCells.map((/** @type {any} */ { node, index }) => `${node}[${index}]`),
              spoken,
              product,
              named,
              marks,
            ],
      ].map((each) => JSON.stringify(each));
      const state = [
        [tour.beat.key, tour.at, tour.shown.changed, tour.hidesAnswer, tour.token],
        modelGallery ? [] : [places(Object.values(machine.pose).map((n) => 100 * n))],
      ].map((each) => JSON.stringify(each));
      const visible = [...elements(document.body)].filter(
          (each) => !each.closest('[aria-live], .unseen') && isVisible(each),
        ),
        texts = [...written]
          .filter(([canvas]) => canvas.isConnected && isVisible(canvas))
          .flatMap(([, lines]) => lines);
      return { lines: [...subject, ...state, ...[...visible.map(lineOf), ...texts].sort()], subject: subject.join() };
    },
  };
})();
