import { assert, test } from '/test/harness.js';
import { KeptPlaces } from '/web/scene/scene-text.js';

test('letters and labels keep their places while nothing changes', () => {
  const places = new KeptPlaces();
  assert.deepEqual(places.since([1, 2], 0), { letters: false, labels: false });
  assert.deepEqual(places.since([1, 2], 0), { letters: true, labels: true });
});

test('another caption moves labels alone, another view both', () => {
  const places = new KeptPlaces();
  places.since([1, 2], 0);
  assert.deepEqual(places.since([1, 2], 1), { letters: true, labels: false });
  assert.deepEqual(places.since([1, 3], 1), { letters: false, labels: false });
});

test('after a motion both are chosen again', () => {
  const places = new KeptPlaces();
  places.since([1, 2], 0);
  assert.deepEqual(places.since(null, 0), { letters: false, labels: false });
  assert.deepEqual(places.since(null, 0), { letters: false, labels: false });
  assert.deepEqual(places.since([1, 2], 0), { letters: false, labels: false });
});
