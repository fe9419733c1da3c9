/**
 * Finds all visible texts of a page, in panels and over the machine, as quadrangles around them, and reports texts that
 * overlap or are cut off. io.orrery.browser.TextCollisionTest injects it before the page starts, so that it can record texts that are
 * written on a canvas.
 *
 * @typedef {{x: number, y: number}} Point  CSS px of the window
 * @typedef {{text: string, corners: Point[], kind: 'panel' | 'label' | 'letter', element: Element | null}} Text
 */
window.textAudit = (() => {
  /** Texts written on each canvas since it was cleared. @type {Map<HTMLCanvasElement, {text: string, x: number, y: number, place: DOMMatrix, font: string, textAlign: string, textBaseline: string}[]>} */
  const written = new Map();
  const pen = CanvasRenderingContext2D.prototype,
    { fillText, clearRect } = pen;
  pen.clearRect = function (...args) {
    written.set(this.canvas, []);
    return clearRect.apply(this, args);
  };
  pen.fillText = function (text, x, y, ...rest) {
    if (!written.has(this.canvas)) written.set(this.canvas, []);
    const { font, textAlign, textBaseline } = this;
    written
      .get(this.canvas)
      .push({ text: String(text), x, y, place: this.getTransform(), font, textAlign, textBaseline });
    return fillText.call(this, text, x, y, ...rest);
  };

  /** Where a written text is. Most texts are written over before anybody asks, so only these are measured. @returns {Point[]} */
  function cornersOfWritten(canvas, { text, x, y, place, font, textAlign, textBaseline }) {
    const measuring = canvas.getContext('2d');
    measuring.save();
    Object.assign(measuring, { font, textAlign, textBaseline });
    const ink = measuring.measureText(text),
      ratio = canvas.width / (canvas.clientWidth || innerWidth);
    measuring.restore();
    const left = x - ink.actualBoundingBoxLeft,
      right = x + ink.actualBoundingBoxRight,
      top = y - ink.actualBoundingBoxAscent,
      bottom = y + ink.actualBoundingBoxDescent;
    return [
      [left, top],
      [right, top],
      [right, bottom],
      [left, bottom],
    ].map(([cx, cy]) => {
      const at = place.transformPoint({ x: cx, y: cy });
      return { x: at.x / ratio, y: at.y / ratio };
    });
  }

  const parentOf = (element) => element.assignedSlot ?? element.parentElement ?? element.getRootNode().host ?? null;
  function* elementsIn(root) {
    for (const element of root.querySelectorAll('*')) {
      yield element;
      if (element.shadowRoot) yield* elementsIn(element.shadowRoot);
    }
  }
  /** What an audit has found out about elements, by element: their texts have most ancestors in common. */
  const known = { forEars: new Map(), windows: new Map() };
  function remembered(map, element, find) {
    if (!map.has(element)) map.set(element, find(element));
    return map.get(element);
  }

  /** Text that is clipped away is for screen readers only. */
  const isForEars = (element) =>
    element !== null &&
    remembered(
      known.forEars,
      element,
      () => getComputedStyle(element).clipPath === 'inset(50%)' || isForEars(parentOf(element)),
    );
  const isSeen = (element) =>
    !element.matches('noscript, script, style, option') &&
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
    !isForEars(element);

  const hasText = (element) =>
    [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim() !== '');

  const WINDOW = () => ({ left: 0, top: 0, right: innerWidth, bottom: innerHeight });
  const common = (a, b) => ({
    left: Math.max(a.left, b.left),
    top: Math.max(a.top, b.top),
    right: Math.min(a.right, b.right),
    bottom: Math.min(a.bottom, b.bottom),
  });
  const isEmpty = ({ left, top, right, bottom }) => right - left < 1 || bottom - top < 1;
  const cornersOf = ({ left, top, right, bottom }) => [
    { x: left, y: top },
    { x: right, y: top },
    { x: right, y: bottom },
    { x: left, y: bottom },
  ];

  /**
   * The part of an element's box that its clipping ancestors leave visible; `scrolls` if one of them can be scrolled, `strays` if one that is
   * scrolled down can be scrolled sideways, too, which nobody expects.
   */
  const windowOn = (element) =>
    !element || element === document.body
      ? { left: WINDOW(), scrolls: false, strays: false }
      : remembered(known.windows, element, windowInside);

  function windowInside(element) {
    const { overflowX, overflowY, position } = getComputedStyle(element),
      around = position === 'fixed' || element.matches('dialog') ? windowOn(null) : windowOn(parentOf(element));
    if (overflowX === 'visible' && overflowY === 'visible') return around;
    const scrolls = (overflow, content, shown) => ['auto', 'scroll'].includes(overflow) && content > shown + 1;
    const down = scrolls(overflowY, element.scrollHeight, element.clientHeight),
      sideways = scrolls(overflowX, element.scrollWidth, element.clientWidth);
    return {
      left: common(around.left, element.getBoundingClientRect()),
      scrolls: around.scrolls || down || sideways,
      strays: around.strays || (down && sideways),
    };
  }

  /** Empty share of a line's height above and below its letters, so that close lines do not overlap. */
  const LEADING = 0.2;

  /** The lines of an element's own text. @returns {{text: Text[], cut: string[]}} */
  function textOf(element) {
    const text = [],
      cut = [];
    const isLabel = element.closest('.scene-label') !== null;
    for (const node of element.childNodes) {
      if (node.nodeType !== Node.TEXT_NODE || node.textContent.trim() === '') continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const said = node.textContent.trim().replace(/\s+/g, ' '),
        { left, scrolls, strays } = windowOn(element);
      for (const line of range.getClientRects()) {
        if (line.width < 1 || line.height < 1) continue;
        const inset = LEADING * line.height,
          ink = { left: line.left, right: line.right, top: line.top + inset, bottom: line.bottom - inset };
        const seen = common(ink, left);
        if (
          !scrolls &&
          (isEmpty(seen) ||
            ink.right > left.right + 1 ||
            ink.left < left.left - 1 ||
            ink.bottom > left.bottom + 1 ||
            ink.top < left.top - 1)
        )
          cut.push(said);
        if (strays && /\d/.test(said) && ink.right > left.right + 1 && ink.top < left.bottom && ink.bottom > left.top)
          cut.push(said);
        if (!isEmpty(seen))
          text.push({ text: said, corners: cornersOf(seen), kind: isLabel ? 'label' : 'panel', element });
      }
    }
    return { text, cut };
  }

  /** Whether a straight line separates two convex quadrangles, apart from `slack` px of overlap. */
  function meet(a, b, slack = 1) {
    for (const shape of [a, b])
      for (let i = 0; i < 4; i++) {
        const from = shape[i],
          to = shape[(i + 1) % 4],
          length = Math.hypot(to.x - from.x, to.y - from.y) || 1,
          nx = (to.y - from.y) / length,
          ny = (from.x - to.x) / length;
        const reach = (points) => {
          let least = Infinity,
            most = -Infinity;
          for (const { x, y } of points) {
            const along = x * nx + y * ny;
            least = Math.min(least, along);
            most = Math.max(most, along);
          }
          return [least, most];
        };
        const [a0, a1] = reach(a),
          [b0, b1] = reach(b);
        if (a1 - slack <= b0 || b1 - slack <= a0) return false;
      }
    return true;
  }

  /** The topmost element at a point of the window. */
  function topAt(x, y) {
    let root = document,
      top = null;
    for (;;) {
      const next = root.elementFromPoint(x, y);
      if (!next || next === top) return next;
      top = next;
      if (!top.shadowRoot) return top;
      root = top.shadowRoot;
    }
  }
  const holds = (outer, inner) => {
    for (let at = inner; at; at = parentOf(at)) if (at === outer) return true;
    return false;
  };
  /** Whether an element, or an ancestor that does not contain the text, is opaque. */
  const hides = (element, text) => {
    for (let at = element; at && at !== document.body && !(text && holds(at, text)); at = parentOf(at)) {
      if (at.matches('orrery-scene, canvas, .page')) return false;
      const { backgroundColor, backgroundImage } = getComputedStyle(at);
      if (backgroundImage !== 'none' || !/^rgba\(.*, 0\)$|transparent|\/ 0\)$/.test(backgroundColor)) return true;
    }
    return false;
  };

  const isInside = ({ left, top, right, bottom }, x, y) => x >= left && x <= right && y >= top && y <= bottom;

  /** The number of sample points at which a text is covered. */
  function hidden({ corners, element }) {
    let count = 0;
    const [a, b, c, d] = corners,
      points = [];
    for (const u of [0.08, 0.5, 0.92])
      for (const v of [0.2, 0.8])
        points.push({
          x: (a.x * (1 - u) + b.x * u) * (1 - v) + (d.x * (1 - u) + c.x * u) * v,
          y: (a.y * (1 - u) + b.y * u) * (1 - v) + (d.y * (1 - u) + c.y * u) * v,
        });
    for (const { x, y } of points) {
      const top = topAt(x, y);
      // the extended touch target of a control is transparent
      if (top && !isInside(top.getBoundingClientRect(), x, y)) continue;
      if (!top) count += element === null ? 1 : 0;
      else if (
        element === null
          ? hides(top, null) && !top.closest?.('.scene-label')
          : !holds(element, top) && hides(top, element)
      )
        count++;
    }
    return count / points.length;
  }

  const place = (corners) => `${Math.round(corners[0].x)},${Math.round(corners[0].y)}`;

  /**
   * @returns {{found: string[], seen: {panel: number, label: number, letter: number}}} `found`: descriptions of overlaps and cut texts
   */
  return () => {
    known.forEars.clear();
    known.windows.clear();
    const texts = [],
      found = [];
    for (const element of elementsIn(document)) {
      if (!hasText(element) || !isSeen(element)) continue;
      const { text, cut } = textOf(element);
      for (const said of cut) found.push(`cut off: “${said}”`);
      texts.push(...text);
    }
    for (const [canvas, each] of written)
      if (canvas.isConnected && canvas.checkVisibility())
        for (const letter of each)
          texts.push({ text: letter.text, corners: cornersOfWritten(canvas, letter), kind: 'letter', element: null });

    const shown = texts.filter((text) => {
      const { left, top, right, bottom } = boxOf(text.corners);
      if (text.kind === 'letter' && (right <= 0 || bottom <= 0 || left >= innerWidth || top >= innerHeight))
        return false;
      if (text.kind === 'letter' && (left < -1 || top < -1 || right > innerWidth + 1 || bottom > innerHeight + 1))
        found.push(`cut off by the window: ${text.kind} “${text.text}” at ${place(text.corners)}`);
      const share = hidden(text);
      // text completely under an open sheet is not visible
      if (share === 1 && text.kind === 'panel') return false;
      if (share > 0) found.push(`under a panel: ${text.kind} “${text.text}” at ${place(text.corners)}`);
      return true;
    });
    const boxes = shown.map(({ corners }) => boxOf(corners));
    for (let i = 0; i < shown.length; i++)
      for (let j = i + 1; j < shown.length; j++) {
        const [a, b] = [shown[i], shown[j]];
        if (isEmpty(common(boxes[i], boxes[j])) || (a.element !== null && a.element === b.element && a.text === b.text))
          continue;
        if (meet(a.corners, b.corners))
          found.push(`${a.kind} “${a.text}” meets ${b.kind} “${b.text}” at ${place(a.corners)}`);
      }
    const seen = { panel: 0, label: 0, letter: 0 };
    for (const { kind } of shown) seen[kind]++;
    return { found, seen };
  };

  function boxOf(corners) {
    const xs = corners.map(({ x }) => x),
      ys = corners.map(({ y }) => y);
    return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
  }
})();
