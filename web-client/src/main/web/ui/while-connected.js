/** What an element does while it is on the page, as controllers of Lit. An element begins each in its constructor. */

/** @param {import('lit').ReactiveControllerHost} host @param {() => () => void} begin answers with what ends it */
function whileConnected(host, begin) {
  /** @type {() => void} */
  let end;
  host.addController({
    hostConnected: () => {
      end = begin();
    },
    hostDisconnected: () => end(),
  });
}

/** Hears an event. @param {import('lit').ReactiveControllerHost} host @param {EventTarget} target @param {string} type @param {EventListener} [listener] renders the host again by default @param {boolean} [capture] */
export function onEvent(host, target, type, listener = () => host.requestUpdate(), capture = false) {
  whileConnected(host, () => {
    target.addEventListener(type, listener, capture);
    return () => target.removeEventListener(type, listener, capture);
  });
}

/** Does something again and again. @param {import('lit').ReactiveControllerHost} host @param {number} ms @param {() => void} does */
export function every(host, ms, does) {
  whileConnected(host, () => {
    const timer = setInterval(does, ms);
    return () => clearInterval(timer);
  });
}

/** Watches the element's own size. @param {import('lit').ReactiveElement} host @param {ResizeObserverCallback} changed */
export function onResize(host, changed) {
  whileConnected(host, () => {
    const observer = new ResizeObserver(changed);
    observer.observe(host);
    return () => observer.disconnect();
  });
}
