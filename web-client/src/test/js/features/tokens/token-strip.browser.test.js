import { assert, test } from '/test/harness.js';
import '/web/features/tokens/token-strip.js';

test('the newest token stays visible when the strip becomes narrower', async () => {
  const place = document.createElement('div');
  place.style.cssText = 'display: grid; width: 2000px';
  const strip = Object.assign(document.createElement('orrery-token-strip'), {
    info: { tokens: Array(24).fill(0), text: Array(24).fill('word'), promptLength: 20, nCtx: 64, next: [{ text: 'x' }] },
  });
  place.append(strip);
  document.body.append(place);
  await strip.updateComplete;
  const list = strip.renderRoot.querySelector('ol');
  const isAtEnd = () => list.scrollLeft + list.clientWidth >= list.scrollWidth - 1;
  assert.ok(isAtEnd() && list.scrollWidth <= 2000, 'all of it is visible');
  place.style.width = '300px';
  // sizes are observed after the next animation frame
  await new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)));
  assert.ok(list.scrollWidth > 300 && isAtEnd());
  place.remove();
});
