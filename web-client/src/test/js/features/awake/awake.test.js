import { assert, test } from '/test/harness.js';
import { Awake } from '/web/features/awake/awake.js';

/** A page whose visibility the test controls, and a browser with wake locks. */
function outside() {
  const page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  const locks = /** @type {EventTarget[]} */ ([]);
  const wakeLock = {
    forbidden: false,
    async request() {
      if (wakeLock.forbidden) throw new Error('the battery is low');
      locks.push(new EventTarget());
      return locks[locks.length - 1];
    },
  };
  return {
    locks,
    wakeLock,
    page: /** @type {any} */ (page),
    async see(/** @type {boolean} */ seen) {
      page.visibilityState = seen ? 'visible' : 'hidden';
      if (!seen) locks[locks.length - 1]?.dispatchEvent(new Event('release'));
      page.dispatchEvent(new Event('visibilitychange'));
      await Promise.resolve();
      await Promise.resolve();
    },
  };
}

test('the screen is kept on while the page is visible, and again after it was hidden', async () => {
  const { page, wakeLock, locks, see } = outside();
  const awake = new Awake({ navigator: { wakeLock }, document: page });
  const told = /** @type {boolean[]} */ ([]);
  awake.addEventListener('change', () => told.push(awake.kept));

  await awake.start();
  await see(false);
  await see(true);

  assert.deepEqual(told, [true, false, true]);
  assert.equal(locks.length, 2);
});

test('a browser without wake locks, or that refuses one, does not keep the screen on', async () => {
  const { page, wakeLock } = outside();
  wakeLock.forbidden = true;
  for (const navigator of [{}, { wakeLock }]) {
    const awake = new Awake({ navigator, document: page });
    await awake.start();
    assert.equal(awake.kept, false);
  }
});
