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
    this.#port.postMessage(null);
    this.#closed(LOST);
  }

  /** @param {number} code */
  #closed(code) {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.#port.close();
    this.onclose({ code });
  }
}
