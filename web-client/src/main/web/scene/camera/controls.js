/**
 * Turns mouse, touch and keys into orbits, pans and zooms of the camera. Left button or one finger orbits; right or middle
 * button, Shift, or two fingers pan; wheel and pinch zoom. While the canvas has the keyboard focus, arrow keys with Shift
 * orbit, with Alt pan, and + and − zoom.
 */
const TURN = 0.0055; // radians per px
const KEY_TURN = 0.12,
  KEY_MOVE = 60,
  KEY_ZOOM = 1.2;
const CLICK_SLOP = 4; // px that the pointer may move during a click

/**
 * @param {HTMLElement} surface
 * @param {{orbit(a: number, e: number): void, pan(dx: number, dy: number): void, zoom(f: number, x: number, y: number): void,
 *   point(x: number, y: number): void, leave(): void, press(x: number, y: number): void}} hand
 *   `point` and `press` give the pointer's place in CSS px of the surface
 * @returns {() => void} removes all listeners
 */
export function control(surface, hand) {
  const stop = new AbortController(),
    { signal } = stop;
  /** @type {Map<number, {x: number, y: number, button: number}>} */
  const pointers = new Map();
  let moved = 0;
  /** Position of the surface in the window, px: measured when a pointer enters, not at each move. @type {{left: number, top: number} | null} */
  let origin = null;
  const measure = () => {
    // a surface may be drawn larger than its layout, from its lower left corner
    const { left, bottom } = surface.getBoundingClientRect();
    return { left, top: bottom - surface.clientHeight };
  };
  const forget = () => {
    origin = null;
  };
  const resizes = new ResizeObserver(forget);
  resizes.observe(surface);
  /** @type {<Type extends keyof HTMLElementEventMap>(type: Type, listen: (event: HTMLElementEventMap[Type]) => void) => void} */
  const on = (type, listen) =>
    // what a wheel scrolls stays where it is
    surface.addEventListener(type, listen, { signal, passive: false });
  on('pointerenter', forget);
  window.addEventListener('scroll', forget, { signal, capture: true });
  const place = (/** @type {MouseEvent} */ event) => {
    origin ??= measure();
    return [event.clientX - origin.left, event.clientY - origin.top];
  };
  surface.style.touchAction = 'none';
  surface.dataset.keys = 'machine';

  on('pointerdown', (event) => {
    surface.setPointerCapture(event.pointerId);
    const [x, y] = place(event);
    pointers.set(event.pointerId, { x, y, button: event.button });
    moved = pointers.size > 1 ? Infinity : 0;
  });

  on('pointermove', (event) => {
    const [x, y] = place(event),
      last = pointers.get(event.pointerId);
    if (!last) {
      if (event.pointerType === 'mouse') hand.point(x, y);
      return;
    }
    const dx = x - last.x,
      dy = y - last.y;
    moved += Math.abs(dx) + Math.abs(dy);
    if (pointers.size === 2) {
      const other = [...pointers.values()].find((each) => each !== last) ?? last;
      const before = Math.hypot(last.x - other.x, last.y - other.y),
        after = Math.hypot(x - other.x, y - other.y);
      hand.pan(dx / 2, dy / 2);
      if (before > 0 && after > 0) hand.zoom(before / after, (x + other.x) / 2, (y + other.y) / 2);
    } else if (moved > CLICK_SLOP && pointers.size === 1) {
      if (last.button > 0 || event.shiftKey) hand.pan(dx, dy);
      else hand.orbit(-dx * TURN, dy * TURN);
    } else if (moved <= CLICK_SLOP) {
      return; // not yet a drag: keep the place where the button went down
    }
    last.x = x;
    last.y = y;
  });

  const lift = (/** @type {PointerEvent} */ event) => {
    const [x, y] = place(event);
    if (pointers.delete(event.pointerId) && event.type === 'pointerup' && moved <= CLICK_SLOP) hand.press(x, y);
  };
  on('pointerup', lift);
  on('pointercancel', lift);
  on('pointerleave', () => {
    if (pointers.size === 0) hand.leave();
  });
  on('contextmenu', (event) => event.preventDefault());
  on('wheel', (event) => {
    event.preventDefault();
    const [x, y] = place(event),
      lines = event.deltaMode === 1 ? 16 : 1;
    const delta = Math.max(-120, Math.min(120, event.deltaY * lines));
    hand.zoom(Math.exp(delta * (event.ctrlKey ? 0.01 : 0.0018)), x, y);
  });

  /** @type {Record<string, number[]>} */
  const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  surface.addEventListener(
    'own-key',
    (event) => {
      const { detail } = /** @type {CustomEvent<string>} */ (event);
      const [key, modifier] = detail === '+' ? ['+'] : detail.split('+').reverse(),
        arrow = arrows[key],
        x = surface.clientWidth / 2,
        y = surface.clientHeight / 2;
      if (arrow && modifier === 'Shift') hand.orbit(arrow[0] * KEY_TURN, -arrow[1] * KEY_TURN);
      else if (arrow && modifier === 'Alt') hand.pan(-arrow[0] * KEY_MOVE, -arrow[1] * KEY_MOVE);
      else if (key === '+' || key === '=') hand.zoom(1 / KEY_ZOOM, x, y);
      else hand.zoom(KEY_ZOOM, x, y);
      event.preventDefault();
    },
    { signal },
  );
  return () => {
    resizes.disconnect();
    stop.abort();
  };
}
