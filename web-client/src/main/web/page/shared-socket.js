/**
 * A socket to a room that all frames of a page share (start/room-worker.js). It has the members of a `WebSocket` that a
 * {@link import('../live/connection.js').Connection} uses. A frame that cannot share has a socket of its own.
 */

/** Whether a worker has failed to answer: this frame does not ask again. */
let isAlone = false;

/** @param {string} address of the room's socket @returns {WebSocket} */
export function sharedSocket(address) {
  if (!isAlone)
    try {
      return /** @type {WebSocket} */ (/** @type {object} */ (new SharedSocket(address)));
    } catch (problem) {
      // this browser has no shared workers, or has none for a frame of another site
      console.warn(problem);
    }
  return new WebSocket(address);
}

/** Close code of a socket that was lost. */
export const LOST = 1006;

/** What a frame says in place of a text when it goes, and when it takes the line for lost. */
export const LEFT = 'left';
export const GIVEN_UP = null;

class SharedSocket {
  binaryType = 'arraybuffer';
  readyState = 0;
  onopen = () => {};
  onmessage = (/** @type {{data: string | ArrayBuffer}} */ _) => {};
  onclose = (/** @type {{code: number}} */ _) => {};
  #port;

  /** @param {string} address */
  constructor(address) {
    const worker = new SharedWorker(new URL('./room-worker.js', import.meta.url), { name: address });
    this.#port = worker.port;
    addEventListener('pagehide', this.#leave);
    worker.onerror = () => {
      isAlone = true;
      this.#closed(LOST);
    };
    this.#port.onmessage = ({ data: said }) => {
      if (said.open) {
        this.readyState = 1;
        this.onopen();
      } else if (said.closed) this.#closed(said.closed);
      else this.onmessage(said);
    };
  }

  /** @param {string} text */
  send(text) {
    this.#port.postMessage(text);
  }

  close() {
    isAlone ||= this.readyState === 0;
    this.#port.postMessage(GIVEN_UP);
    this.#closed(LOST);
  }

  /** The frame is removed, or put aside by the browser, which may bring it back: it connects anew then. */
  #leave = () => {
    this.#port.postMessage(LEFT);
    this.#closed(LOST);
  };

  /** @param {number} code */
  #closed(code) {
    if (this.readyState === 3) return;
    this.readyState = 3;
    removeEventListener('pagehide', this.#leave);
    this.#port.close();
    this.onclose({ code });
  }
}
