import { assert, test } from '/test/harness.js';
import { HandSocket } from '/test/live/by-hand.js';
import { RemotePage } from '/web/page/remote.js';
import { words } from '/web/ui/words.js';

/** Calls back once what it asks is true. @param {() => unknown} asked */
async function until(asked) {
  while (!asked()) await new Promise((done) => setTimeout(done, 10));
}

test('a remote control says that a room is on a server that knows none, and comes in by itself once it is not', async () => {
  await Promise.all([words.load(), words.loadRest()]);
  /** @type {HandSocket[]} */
  const sockets = [];
  const real = window.WebSocket;
  // @ts-expect-error A socket that the test moves by hand.
  window.WebSocket = function () {
    sockets.push(new HandSocket());
    return sockets[sockets.length - 1];
  };
  customElements.define('orrery-app', RemotePage);
  const page = /** @type {RemotePage} */ (document.createElement('orrery-app'));
  try {
    document.body.append(page);
    sockets[0].opens();
    sockets[0].breaks(4427);
    await until(() => page.renderRoot.querySelector('[role=alert]'));
    assert.equal(page.renderRoot.textContent?.trim(), words.text('remote.older'));

    await until(() => sockets.length > 1);
    sockets[1].opens();
    const cursor = { step: 'start' };
    sockets[1].says({
      type: 'welcome',
      v: 1,
      epoch: 'e',
      seq: 1,
      role: 'remote',
      me: 's',
      state: { cursor, trace: {} },
    });
    await until(() => page.renderRoot.querySelector('button'));
    assert.equal(page.renderRoot.querySelector('[role=alert]'), null);
  } finally {
    page.remove();
    window.WebSocket = real;
  }
});
