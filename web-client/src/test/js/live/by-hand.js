/** Time, a socket and a server that are controlled by the test. */

export class HandTime {
  time = 0;
  #timers = new Map();
  #ids = 0;

  now = () => this.time;
  random = () => 0.5;
  after = (fn, ms) => {
    this.#timers.set(++this.#ids, { at: this.time + ms, fn });
    return this.#ids;
  };
  cancel = (id) => {
    this.#timers.delete(id);
  };

  /** Advances time, and runs the timers that are due, in order. @param {number} ms */
  pass(ms) {
    const until = this.time + ms;
    for (;;) {
      const due = [...this.#timers].filter(([, timer]) => timer.at <= until).sort((a, b) => a[1].at - b[1].at)[0];
      if (!due) break;
      this.#timers.delete(due[0]);
      this.time = Math.max(this.time, due[1].at);
      due[1].fn();
    }
    this.time = until;
  }
}

export class HandSocket {
  readyState = 0;
  /** @type {any[]} */
  sent = [];
  closed = false;
  onopen = () => {};
  onmessage = (_event) => {};
  onclose = (_event) => {};

  send(text) {
    this.sent.push(JSON.parse(text));
  }

  close() {
    this.closed = true;
    this.readyState = 3;
  }

  opens() {
    this.readyState = 1;
    this.onopen();
  }

  says(message) {
    this.onmessage({
      data: typeof message === 'object' && !(message instanceof ArrayBuffer) ? JSON.stringify(message) : message,
    });
  }

  breaks(code = 1006) {
    this.readyState = 3;
    this.onclose({ code });
  }

  /** @param {string} type */
  sentOf(type) {
    return this.sent.filter((message) => message.type === type);
  }
}

/** Runs the callbacks of settled promises. */
export async function settled() {
  for (let i = 0; i < 20; i++) await Promise.resolve();
}
