import { assert, test } from '/test/harness.js';
import { Words } from '/web/panels/words.js';

function wordsOf(table = {}) {
  const words = new Words();
  words.use({ locale: 'en-GB', ...table });
  return words;
}

test('a text is found by its key and filled', () => {
  const words = wordsOf({ a: { b: 'Token {n} is {token}' } });
  assert.equal(words.text('a.b', { n: 3, token: 'C' }), 'Token 3 is C');
});

test('a missing text shows its key, so that the gap is seen', () => {
  assert.equal(wordsOf().text('a.b'), 'a.b');
});

test('one and many are told apart by the language', () => {
  const words = wordsOf({ heads: '{n|one head|# heads}' });
  assert.equal(words.text('heads', { n: 1 }), 'one head');
  assert.equal(words.text('heads', { n: 12 }), '12 heads');
});

test('a mark that is no value stays as it is', () => {
  assert.equal(wordsOf({ f: 'W_{Q} and {n}' }).text('f', { n: 2 }), 'W_{Q} and 2');
});

test('numbers have a real minus and no minus zero', () => {
  const words = wordsOf();
  assert.equal(words.number(-1.25, 2), '−1.25');
  assert.equal(words.number(-0.001, 2), '0.00');
  assert.equal(words.number(85728, 0), '85,728');
});

test('a value has four decimals, and a power of ten where those would say too little', () => {
  const words = wordsOf();
  assert.equal(words.value(1.41036), '1.4104');
  assert.equal(words.value(0), '0.0000');
  assert.equal(words.value(-0.0000421), '−4.210 × 10⁻⁵');
});

test('a list ends in "and"', () => {
  assert.equal(wordsOf().list(['A', 'B', 'C']), 'A, B and C');
});

const FIRST = { locale: 'en', card: { next: 'Next' }, step: { ln1: { title: 'Scale', text: ['a', 'b'], rms: 0 } } };
const REST = { step: { ln1: { caption: 'c', rms: { text: ['r'] } } }, help: { title: 'Keys' } };
const WHOLE = {
  locale: 'en',
  card: { next: 'Next' },
  step: { ln1: { title: 'Scale', text: ['a', 'b'], caption: 'c', rms: { text: ['r'] } } },
  help: { title: 'Keys' },
};

test('the two parts of a strings file are one in whatever order they come, and once more', async () => {
  const ordinary = globalThis.fetch;
  globalThis.fetch = async (address) => new Response(JSON.stringify(String(address).endsWith('.first.json') ? FIRST : REST));
  try {
    for (const parts of [['load', 'loadRest'], ['loadRest', 'load'], ['load', 'loadRest', 'loadRest']]) {
      const words = new Words();
      for (const part of parts) await words[part]();
      assert.equal(written(words.table), written(WHOLE));
      const atOnce = new Words();
      await Promise.all(parts.map((part) => atOnce[part]()));
      assert.equal(written(atOnce.table), written(WHOLE), 'both asked for at once');
    }
  } finally {
    globalThis.fetch = ordinary;
  }
});

/** As text, whatever the order of the members. @param {any} table @returns {string} */
function written(table) {
  return JSON.stringify(table, (_, value) => (Object.getPrototypeOf(value) === Object.prototype ? Object.fromEntries(Object.entries(value).sort()) : value));
}
