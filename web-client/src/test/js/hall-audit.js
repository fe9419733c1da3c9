/**
 * Measures a page in the hall's theme: for every visible text its size, and its contrast with the background under it.
 * io.orrery.browser.ProjectorLegibilityTest injects it before the page starts, so that it can record texts that are written on a canvas.
 */
window.hallAudit = (() => {
  /** Texts written on each canvas since it was cleared. @type {Map<HTMLCanvasElement, {text: string, size: number, colour: number[], under: number[], x: number, y: number}[]>} */
  const written = new Map();
  const pen = CanvasRenderingContext2D.prototype,
    { fillText, fillRect, clearRect } = pen;
  /** Backgrounds filled on each canvas since it was cleared. @type {Map<HTMLCanvasElement, {left: number, top: number, right: number, bottom: number, colour: number[]}[]>} px of the canvas */
  const painted = new Map();
  pen.fillRect = function (x, y, width, height) {
    const [r, g, b, a] = parse(this.fillStyle);
    if (!painted.has(this.canvas)) painted.set(this.canvas, []);
    const turned = this.getTransform(),
      corners = [
        [x, y],
        [x + width, y],
        [x, y + height],
        [x + width, y + height],
      ].map(([cx, cy]) => turned.transformPoint({ x: cx, y: cy }));
    const [left, top] = ['x', 'y'].map((key) => Math.min(...corners.map((corner) => corner[key]))),
      [right, bottom] = ['x', 'y'].map((key) => Math.max(...corners.map((corner) => corner[key])));
    painted.get(this.canvas).push({ left, top, right, bottom, colour: [r, g, b, a * this.globalAlpha] });
    return fillRect.call(this, x, y, width, height);
  };
  pen.clearRect = function (...args) {
    written.set(this.canvas, []);
    painted.set(this.canvas, []);
    return clearRect.apply(this, args);
  };
  pen.fillText = function (text, x, y, ...rest) {
    const at = this.getTransform().transformPoint({ x, y }),
      ratio = this.canvas.width / this.canvas.clientWidth || 1;
    const size = Number(/([\d.]+)px/.exec(this.font)?.[1]);
    if (!written.has(this.canvas)) written.set(this.canvas, []);
    const ground = painted
      .get(this.canvas)
      ?.find((each) => at.x >= each.left && at.x <= each.right && at.y >= each.top && at.y <= each.bottom);
    written.get(this.canvas).push({
      text,
      size,
      colour: parse(this.fillStyle),
      under: ground?.colour ?? [0, 0, 0, 0],
      x: at.x / ratio,
      y: at.y / ratio,
    });
    return fillText.call(this, text, x, y, ...rest);
  };

  const probe = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  /** Any CSS colour as r, g, b, a of 0…1. */
  function parse(colour) {
    probe.canvas.width = probe.canvas.height = 1;
    clearRect.call(probe, 0, 0, 1, 1);
    probe.fillStyle = colour;
    fillRect.call(probe, 0, 0, 1, 1);
    return [...probe.getImageData(0, 0, 1, 1).data].map((c) => c / 255);
  }
  const over = ([r, g, b, a], under) => [r, g, b].map((c, i) => c * a + under[i] * (1 - a));
  const linear = (c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
  const luminance = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  const contrast = (a, b) => {
    const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
    return (high + 0.05) / (low + 0.05);
  };

  const parentOf = (element) => element.assignedSlot ?? element.parentElement ?? element.getRootNode().host ?? null;
  function* elementsIn(root) {
    for (const element of root.querySelectorAll('*')) {
      yield element;
      if (element.shadowRoot) yield* elementsIn(element.shadowRoot);
    }
  }
  /** Text that is clipped away is for screen readers only. */
  const isCut = (element) =>
    element !== null && (getComputedStyle(element).clipPath === 'inset(50%)' || isCut(parentOf(element)));
  const isSeen = (element) =>
    !element.matches('noscript, script, style') &&
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
    !isCut(element);

  /** The colours under an element's text: one for each sample point of the image below it. */
  function grounds(element, box, pixelAt) {
    const layers = [];
    let opacity = 1;
    for (let at = element; at; at = parentOf(at)) {
      const style = getComputedStyle(at),
        ground = parse(style.backgroundColor);
      opacity *= Number(style.opacity);
      if (ground[3] > 0 && at !== document.body && at !== document.documentElement) layers.push(ground);
      if (ground[3] === 1) break;
    }
    const places = layers.at(-1)?.[3] === 1 ? [[0, 0, 0]] : pixelsUnder(box, pixelAt);
    return { opacity, colours: places.map((place) => layers.reduceRight((under, layer) => over(layer, under), place)) };
  }

  /** Close enough together that no stroke of the machine is between them. */
  function pixelsUnder({ left, top, right, bottom }, pixelAt) {
    const pixels = [];
    for (let x = left + 1; x < right; x += 2)
      for (const v of [0.1, 0.5, 0.9]) pixels.push(pixelAt(x, top + (bottom - top) * v));
    return pixels;
  }

  /** `scene`: the share of the window that the bars leave to the scene. @returns {{texts: {text: string, size: number, contrast: number}[], labels: number, scene: number}} */
  return () => {
    const texts = [];
    const picture = /** @type {any} */ (window).orrery.picture(1),
      { data } = picture.getContext('2d').getImageData(0, 0, picture.width, picture.height);
    const pixelAt = (x, y) => {
      const column = Math.min(picture.width - 1, Math.max(0, Math.round((x * picture.width) / innerWidth))),
        row = Math.min(picture.height - 1, Math.max(0, Math.round((y * picture.height) / innerHeight)));
      return [0, 1, 2].map((i) => data[4 * (row * picture.width + column) + i] / 255);
    };
    for (const element of elementsIn(document)) {
      if (!isSeen(element)) continue;
      for (const node of element.childNodes) {
        if (node.nodeType !== Node.TEXT_NODE || node.textContent.trim() === '') continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        const box = range.getBoundingClientRect();
        if (box.width < 2 || box.right <= 0 || box.bottom <= 0 || box.left >= innerWidth || box.top >= innerHeight)
          continue;
        const style = getComputedStyle(element),
          { opacity, colours } = grounds(element, box, pixelAt),
          ink = parse(style.color);
        texts.push({
          text: node.textContent.trim(),
          size: parseFloat(style.fontSize),
          contrast: Math.min(
            ...colours.map((under) => contrast(over([ink[0], ink[1], ink[2], ink[3] * opacity], under), under)),
          ),
        });
      }
    }
    for (const [canvas, each] of written)
      if (canvas.isConnected && canvas.checkVisibility())
        for (const { text, size, colour, under: ground, x, y } of each)
          if (x > 0 && y > 0 && x < innerWidth && y < innerHeight) {
            const box = { left: x - size / 2, right: x + size / 2, top: y - size / 2, bottom: y + size / 2 };
            texts.push({
              text,
              size,
              contrast: Math.min(
                ...pixelsUnder(box, pixelAt)
                  .map((pixel) => over(ground, pixel))
                  .map((under) => contrast(over(colour, under), under)),
              ),
            });
          }
    const bars = document.querySelector('orrery-projector')?.shadowRoot.querySelectorAll('header, footer') ?? [];
    const covered = [...bars].reduce((sum, bar) => sum + bar.getBoundingClientRect().height, 0);
    return {
      texts,
      labels: [...document.querySelectorAll('.scene-label.shown')].filter(isSeen).length,
      scene: (innerHeight - covered) / innerHeight,
    };
  };
})();
