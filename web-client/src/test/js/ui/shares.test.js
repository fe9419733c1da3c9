import { assert, test } from '/test/harness.js';
import { randomNumbers } from '/test/random-numbers.js';
import { SHARES } from '/test/ui/share-cases.js';
import { isCertain, percentage, shareText } from '/web/ui/shares.js';
import { Words } from '/web/ui/words.js';

const words = new Words();
words.use({ locale: 'en-GB', next: { percent: [0, '', 'amount', ' %'] } });

test('shares have one decimal; one that is neither nothing nor all is not written as 0 or 100', () => {
  for (const [share, text] of SHARES) assert.equal(shareText(Number(share), words), text);
});

test('a share has the same figure whatever stands beside it', () => {
  const next = randomNumbers(1);
  for (let i = 0; i < 2000; i++) {
    const share = next() ** 3;
    const exact = (100 * share).toFixed(1);
    const { amount, sign } = percentage(share);
    assert.equal(`${sign}${amount.toFixed(1)}`, exact === '0.0' ? '<0.1' : exact === '100.0' ? '>99.9' : exact);
  }
});

test('a probability is practically certain from where its figure would be 100', () => {
  assert.deepEqual([0.9995, 1, 0.99949, undefined].map(isCertain), [true, true, false, false]);
});
