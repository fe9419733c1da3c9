/**
 * What a page shows of a beat of a tour, as lines that can be compared: the run, what is in focus, the camera, the lit and marked cells, and each
 * visible element and each text on a canvas with its place. io.orrery.browser.ToursWalkTest injects it before the page starts, so that it can count
 * requests. What has no sign in the document is asked of the page's port, start/shown.js.
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

  // start/shown.js, which the test loads
  const port = () => /** @type {any} */ (window).orrery;

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
    const tour = port().tour(),
      gallery = port().gallery(),
      scene = port().scene();
    if (awaited > 0) return 'an answer of the server';
    if (!tour.isShown || tour.moving || tour.beat.key !== key || tour.at !== at) return 'the beat';
    if (!tour.hasFacts) return 'its facts';
    if (tour.beat.scene.gallery) {
      // a flight goes on by the clock, and a picture is taken a little sooner or later: all are of its beginning
      if (gallery?.isFlying) port().pauseFlight(0);
      return gallery?.frames > 0 && !gallery.busy ? '' : 'the gallery';
    }
    if (gallery || !scene || scene.busy || !port().showsPanels()) return 'the machine';
    const { why, choice } = port().walk();
    // the map of words takes the machine's place
    if ((why?.tool === 'embedding') !== (scene.points !== null)) return 'the map';
    const held = choice.cell,
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

  /** Waits until all of a step of a beat has been there for three frames, since what arrives is drawn and may ask for more. @param {string} key @param {number} at @param {number} most ms */
  async function whole(key, at, most) {
    const end = performance.now() + most;
    for (let still = 0, missing = ''; still < 3; still = missing === '' ? still + 1 : 0) {
      if (performance.now() > end) throw new Error(`${key} waits for ${missing}`);
      await new Promise((drawn) => requestAnimationFrame(drawn));
      missing = lacks(key, at);
    }
  }

  /** What is shown that is neither the camera nor a text beside the machine: the run, and what is in focus, lit, marked, measured or exhibited. */
  function subjects() {
    const { model, run, step, focus, sampling, second, choice, why } = port().walk(),
      gallery = port().gallery(),
      scene = port().scene();
    return [
      [model.preset, run.tokens, run.promptLength, run.changes ?? [], step, focus, sampling, second],
      [choice, why, gallery?.subject ?? ''],
      gallery ? [] : [scene.focus, scene.lit, scene.told],
    ].map((each) => JSON.stringify(each));
  }

  return {
    /** Goes to the middle of a step of a beat, as by the timeline. @param {string} key @param {number} at */
    scrub(key, at) {
      let from = 0;
      for (const { key: own, seconds, steps } of port().tour().beats) {
        if (own === key) {
          const detail = { action: 'tourScrub', value: from + (seconds / steps.length) * (at + 0.5) };
          document.querySelector('orrery-app')?.dispatchEvent(new CustomEvent('ask', { detail }));
          return;
        }
        from += seconds;
      }
      throw new Error(`the route has no ${key}`);
    },

    /** As {@link of}, without the lines. @param {string} key @param {number} at @param {number} most ms @returns {Promise<string>} */
    async subject(key, at, most) {
      await whole(key, at, most);
      return subjects().join();
    },

    /**
     * Waits until all of a step of a beat has been there for three frames.
     * @param {string} key @param {number} at @param {number} most ms
     * @returns {Promise<{lines: string[], subject: string}>} all that is shown then, and the subject of it; rejects with what is missing
     */
    async of(key, at, most) {
      await whole(key, at, most);
      const gallery = port().gallery(),
        scene = port().scene(),
        tour = port().tour(),
        subject = subjects();
      const state = [
        [tour.beat.key, tour.at, tour.changed, tour.hidesAnswer, tour.token],
        gallery ? [] : [places(Object.values(scene.pose).map((n) => 100 * Number(n)))],
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
