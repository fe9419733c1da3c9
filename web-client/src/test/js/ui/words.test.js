import { assert, test } from '/test/harness.js';
import { Words } from '/web/ui/words.js';

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

const FIRST = { locale: 'en', card: { next: 'Next' }, step: { ln1: { title: 'Scale', rms: 0 } } };
const REST = { step: { ln1: { text: ['a', 'b'], caption: 'c', rms: { text: ['r'] } } }, help: { title: 'Keys' } };
const STEP = { step: { ln1: { text: ['a', 'b'], rms: { text: ['r'] } } } };
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

test('what a step says comes ahead of the rest, once, and again where it could not be had', async () => {
  const ordinary = globalThis.fetch;
  const asked = [];
  let fails = 1;
  globalThis.fetch = async (address) => {
    const name = /** @type {RegExpExecArray} */ (/[^/]*$/.exec(String(address)))[0];
    asked.push(name);
    if (name === 'en.step.ln1.json' && fails-- > 0) throw new TypeError('no line');
    return new Response(JSON.stringify({ 'en.first.json': FIRST, 'en.rest.json': REST, 'en.step.ln1.json': STEP }[name]));
  };
  try {
    const words = new Words();
    await words.load();
    assert.ok(!words.saysStep('ln1'));
    await words.loadStep('ln1');
    assert.ok(!words.saysStep('ln1'), 'it could not be had');
    await Promise.all([words.loadStep('ln1'), words.loadStep('ln1')]);
    assert.ok(words.saysStep('ln1'));
    assert.deepEqual(words.table.step.ln1.text, ['a', 'b']);
    assert.equal(words.table.step.ln1.title, 'Scale');
    await words.loadStep('of no strings file');
    await words.loadStep('ln1');
    await words.loadRest();
    assert.equal(written(words.table), written(WHOLE));
    await words.loadStep('ln1');
    assert.deepEqual(asked, ['en.first.json', 'en.step.ln1.json', 'en.step.ln1.json', 'en.rest.json']);
  } finally {
    globalThis.fetch = ordinary;
  }
});

/** As text, whatever the order of the members. @param {any} table @returns {string} */
function written(table) {
  return JSON.stringify(table, (_, value) => (Object.getPrototypeOf(value) === Object.prototype ? Object.fromEntries(Object.entries(value).sort()) : value));
}
