// What the free area of a page shows: the area, the box of the step's result, the smallest text, and the theme's background.
(() => {
  const app = document.querySelector('orrery-app');
  const figure = document.querySelector('orrery-figure');
  const scene = document.querySelector('orrery-scene');
  const { left = 0, top = 0, right = 0, bottom = 0 } = figure.covered;
  const free = { left, top, right: innerWidth - right, bottom: innerHeight - bottom };
  const { graph, trace, step } = figure.view;
  const isInside = ({ x, y }) => x >= free.left && x <= free.right && y >= free.top && y <= free.bottom;
  const isShown = (element) => {
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    return style.visibility !== 'hidden' && Number(style.opacity) > 0.2 && box.width > 0 && isInside({ x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 });
  };
  const hasText = (element) => [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim() !== '');
  const sizeOf = (element) => parseFloat(getComputedStyle(element).fontSize);
  // a subscript is as large as its text allows
  const NOT_TEXT = new Set(['style', 'sub', 'sup']);
  const textsIn = (root) => [...root.querySelectorAll('*')].filter((element) => !NOT_TEXT.has(element.localName) && hasText(element) && isShown(element)).map(sizeOf);

  const points = [];
  let fonts = [];
  const answer = document.querySelector('orrery-projector')?.shadowRoot?.querySelector('orrery-hall-answer');
  if (answer) {
    const box = answer.getBoundingClientRect();
    points.push({ x: box.left, y: box.top }, { x: box.right, y: box.bottom });
    fonts = textsIn(answer.shadowRoot);
  } else if (figure.hasAttribute('shown')) {
    const root = (figure.shadowRoot.querySelector('orrery-cut') ?? figure).shadowRoot;
    const parts = root.querySelector('.result') ? [root.querySelector('.result')] : [...root.querySelectorAll('svg > *:not(defs)')];
    for (const part of parts) {
      const box = part.getBoundingClientRect();
      if (box.width > 0) points.push({ x: box.left, y: box.top }, { x: box.right, y: box.bottom });
    }
    fonts = textsIn(root);
  } else {
    const machine = app.machine;
    const offset = scene.querySelector('canvas').getBoundingClientRect();
    const { nodes } = graph.byId.get(step);
    const shapeOf = (node) => node.axes.map(({ size }) => (size === 'pos' ? trace.info.tokens.length : size));
    // a long axis is cut into plates one behind the other, the last of which is covered by the first
    const MOST = 1024;
    const along = (size) => Array.from({ length: Math.min(size, MOST) }, (_, i) => (size <= MOST ? i : Math.round((i * (size - 1)) / (MOST - 1))));
    const ends = (size) => (size > 1 ? [0, size - 1] : [0]);
    const edges = (shape) => shape.reduce((all, size, axis) => all.flatMap((index) => (axis === shape.length - 1 ? along : ends)(size).map((at) => [...index, at])), [[]]);
    const wanted = nodes.length === 0 ? [...graph.nodes.keys()] : nodes.flatMap((name) => (graph.nodes.get(name).derived ? graph.nodes.get(name).inputs : [name]));
    const found = wanted.flatMap((name) => edges(shapeOf(graph.nodes.get(name))).flatMap((index) => machine.project(name, index) ?? []));
    const inFocus = found.filter((point) => point.inFocus);
    // half a cell around the centre of each cell at an edge
    for (const { x, y, pxPerCell } of inFocus.length > 0 ? inFocus : found)
      for (const by of [-0.5, 0.5]) points.push({ x: x + offset.left + by * pxPerCell, y: y + offset.top + by * pxPerCell });
    fonts = textsIn(scene.querySelector('.overlay'));
    for (const [canvas, sizes] of window.canvasFonts) if (canvas.isConnected && canvas.style.display !== 'none') fonts.push(...sizes);
  }
  const clamp = (value, least, most) => Math.min(most, Math.max(least, value));
  const xs = points.map(({ x }) => clamp(x, free.left, free.right));
  const ys = points.map(({ y }) => clamp(y, free.top, free.bottom));
  const probe = document.createElement('div');
  probe.dataset.theme = figure.theme;
  document.body.append(probe);
  const colours = ['--bg', '--bg-glow'].map((name) => getComputedStyle(probe).getPropertyValue(name).trim());
  probe.remove();
  return {
    free: [Math.round(free.left), Math.round(free.top), Math.round(free.right - free.left), Math.round(free.bottom - free.top)],
    width: points.length === 0 ? 0 : (Math.max(...xs) - Math.min(...xs)) / (free.right - free.left),
    height: points.length === 0 ? 0 : (Math.max(...ys) - Math.min(...ys)) / (free.bottom - free.top),
    fontPx: fonts.length === 0 ? null : Math.min(...fonts),
    background: colours,
  };
})()
