import { assert, test } from '/test/harness.js';
import { Words } from '/web/ui/words.js';

function wordsOf(table = {}) {
  const words = new Words();
  words.use({ locale: 'en-GB', ...table });
  return words;
}

test('a text is found by its key and its arguments are filled in', () => {
  const words = wordsOf({ a: { b: [0, 'Token ', 'n', ' is ', 'token', ''] } });
  assert.equal(words.text('a.b', { n: 3, token: 'C' }), 'Token 3 is C');
});

test('a missing text shows its key, so that the gap is visible', () => {
  assert.equal(wordsOf().text('a.b'), 'a.b');
});

const HEADS = [0, '', ['n', { '=0': 'no head', one: 'one head', other: [0, '', 0, ' heads'] }], ''];

test('plural forms follow the language, and an exact number takes precedence', () => {
  const words = wordsOf({ heads: HEADS });
  assert.equal(words.text('heads', { n: 0 }), 'no head');
  assert.equal(words.text('heads', { n: 1 }), 'one head');
  assert.equal(words.text('heads', { n: 1200 }), '1,200 heads');
  // Arabic has six plural forms, one of them for 2.
  words.use({ locale: 'ar-EG', heads: [0, '', ['n', { two: 'two', other: [0, '', 0, ''] }], ''] });
  assert.equal(words.text('heads', { n: 2 }), 'two');
  assert.equal(words.text('heads', { n: 1200 }), new Intl.NumberFormat('ar-EG').format(1200));
});

test('ordinals and selections work, also within a plural', () => {
  const place = [
    'n',
    { one: [0, '', 0, 'st'], two: [0, '', 0, 'nd'], few: [0, '', 0, 'rd'], other: [0, '', 0, 'th'] },
    'ordinal',
  ];
  const who = ['who', { you: 'yours', other: [0, 'of ', 'who', ', ', 0, ''] }, 'select'];
  const words = wordsOf({
    place: [0, '', place, ' place'],
    all: [0, '', ['n', { one: 'one', other: [0, '', who, ''] }], ''],
  });
  assert.equal(words.text('place', { n: 2 }), '2nd place');
  assert.equal(words.text('place', { n: 11 }), '11th place');
  assert.equal(words.text('all', { n: 3, who: 'you' }), 'yours');
  assert.equal(words.text('all', { n: 3, who: 'Ada' }), 'of Ada, 3');
});

test('an argument without a value stays visible', () => {
  assert.equal(wordsOf({ f: [0, 'W_{Q} of ', 'm', ' and ', 'n', ''] }).text('f', { n: 2 }), 'W_{Q} of {m} and 2');
});

test('a text is distinguished from a list and from a table of texts', () => {
  const words = wordsOf({ a: 'A', b: [0, 'B ', 'n', ''], list: ['A', 'B'], table: { a: 'A' } });
  assert.deepEqual(
    ['a', 'b', 'list', 'table', 'none'].map((key) => words.has(key)),
    [true, true, false, false, false],
  );
});

test('numbers have a real minus sign and no negative zero', () => {
  const words = wordsOf();
  assert.equal(words.number(-1.25, 2), '−1.25');
  assert.equal(words.number(-0.001, 2), '0.00');
  assert.equal(words.number(85728, 0), '85,728');
});

test('a value has four decimals, or scientific notation if it is very small or large', () => {
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

test('the two parts of a language’s texts are joined in any order, also when loaded again', async () => {
  const ordinary = globalThis.fetch;
  globalThis.fetch = async (address) =>
    new Response(JSON.stringify(String(address).endsWith('.first.json') ? FIRST : REST));
  try {
    for (const parts of [
      ['load', 'loadRest'],
      ['loadRest', 'load'],
      ['load', 'loadRest', 'loadRest'],
    ]) {
      const words = new Words();
      for (const part of parts) await words[part]();
      assert.equal(written(words.table), written(WHOLE));
      const atOnce = new Words();
      await Promise.all(parts.map((part) => atOnce[part]()));
      assert.equal(written(atOnce.table), written(WHOLE), 'both loaded at once');
    }
  } finally {
    globalThis.fetch = ordinary;
  }
});

test('a level’s titles replace those of the first part, also when that arrives last', async () => {
  const ordinary = globalThis.fetch;
  const rest = { step: { ln1: { ...REST.step.ln1, title: 'Normalise' } } };
  globalThis.fetch = async (address) =>
    new Response(JSON.stringify(String(address).endsWith('.first.json') ? FIRST : rest));
  try {
    for (const parts of [
      ['load', 'loadRest'],
      ['loadRest', 'load'],
    ]) {
      const words = new Words();
      words.level = 'expert';
      for (const part of parts) await words[part]();
      assert.equal(words.table.step.ln1.title, 'Normalise', parts.join());
    }
  } finally {
    globalThis.fetch = ordinary;
  }
});

test('a step’s texts are loaded ahead of the rest, once, and again after a failure', async () => {
  const ordinary = globalThis.fetch;
  const asked = [];
  let fails = 1;
  globalThis.fetch = async (address) => {
    const name = /** @type {RegExpExecArray} */ (/[^/]*$/.exec(String(address)))[0];
    asked.push(name);
    if (name === 'en.step.ln1.json' && fails-- > 0) throw new TypeError('no line');
    return new Response(
      JSON.stringify({ 'en.first.json': FIRST, 'en.rest.json': REST, 'en.step.ln1.json': STEP }[name]),
    );
  };
  try {
    const words = new Words();
    await words.load();
    assert.ok(!words.saysStep('ln1'));
    await words.loadStep('ln1');
    assert.ok(!words.saysStep('ln1'), 'loading failed');
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

test('a language replaces another once all its texts have loaded, and the last request wins', async () => {
  const ordinary = globalThis.fetch;
  /** @type {Record<string, (answer: Response) => void>} */
  const waiting = {};
  globalThis.fetch = (address) =>
    new Promise((answer) => (waiting[/** @type {RegExpExecArray} */ (/[^/]*$/.exec(String(address)))[0]] = answer));
  const answer = (/** @type {string} */ name, /** @type {object} */ table) =>
    waiting[name](new Response(JSON.stringify(table)));
  try {
    const words = wordsOf({ card: { next: 'Next' }, step: { ln1: { title: 'Scale' } } });
    let changes = 0;
    words.addEventListener('change', () => changes++);
    const late = words.loadStep('ln1'),
      french = words.change('fr'),
      german = words.change('de');
    answer('de.first.json', { locale: 'de-DE', card: { next: 'Weiter' } });
    assert.equal(words.text('card.next'), 'Next', 'the rest is missing');
    answer('de.rest.json', { help: { title: 'Tasten' } });
    await german;
    answer('fr.first.json', { locale: 'fr-FR', card: { next: 'Suivant' } });
    answer('fr.rest.json', {});
    answer('en.step.ln1.json', STEP);
    await Promise.all([french, late]);
    assert.equal(words.language, 'de');
    assert.equal(
      written(words.table),
      written({ locale: 'de-DE', card: { next: 'Weiter' }, help: { title: 'Tasten' } }),
    );
    assert.equal(words.number(1234.5, 1), '1.234,5');
    assert.equal(changes, 1);
  } finally {
    globalThis.fetch = ordinary;
  }
});

test('a level and a language that are chosen in one moment both hold, in either order', async () => {
  const ordinary = globalThis.fetch;
  globalThis.fetch = async (address) =>
    new Response(
      JSON.stringify({ from: { [/** @type {RegExpExecArray} */ (/[^/]*$/.exec(String(address)))[0]]: 'here' } }),
    );
  try {
    for (const choose of [
      (/** @type {Words} */ words) => [words.change(undefined, 'simple'), words.change('de')],
      (/** @type {Words} */ words) => [words.change('de'), words.change(undefined, 'simple')],
    ]) {
      const words = wordsOf({});
      const both = choose(words);
      assert.deepEqual([words.level, words.coming.level, words.coming.language], ['developer', 'simple', 'de']);
      await Promise.all(both);
      assert.deepEqual([words.level, words.language, words.coming], ['simple', 'de', words]);
      assert.deepEqual(Object.keys(words.table.from).sort(), ['de.first.json', 'de.simple.rest.json']);
    }
  } finally {
    globalThis.fetch = ordinary;
  }
});

test('a language that cannot be loaded leaves the current one', async () => {
  const ordinary = globalThis.fetch;
  globalThis.fetch = async () => new Response('', { status: 404 });
  try {
    const words = wordsOf({ card: { next: 'Next' } });
    const failure = await words.change('de').catch((error) => error);
    assert.ok(failure instanceof Error);
    assert.equal(words.language, 'en');
    assert.equal(words.coming, words);
    assert.equal(words.text('card.next'), 'Next');
  } finally {
    globalThis.fetch = ordinary;
  }
});

/** As text, whatever the order of the members. @param {any} table @returns {string} */
function written(table) {
  return JSON.stringify(table, (_, value) =>
    Object.getPrototypeOf(value) === Object.prototype ? Object.fromEntries(Object.entries(value).sort()) : value,
  );
}

test('an error is shown in the page’s language, also if its code has no text', () => {
  const words = wordsOf({
    problem: { 'prompt-too-long': [0, 'Nur ', 'limit', ' Token'], 'unknown-letter': [0, 'Nur ', 'permitted'] },
    error: { server: 'Fehler', unreachable: 'Kein Server', answered: [0, 'Antwort ', 'status'] },
  });
  assert.equal(words.problem({ code: 'prompt-too-long', params: { limit: 11 } }), 'Nur 11 Token');
  assert.equal(words.problem({ code: 'unknown-letter', params: { permitted: ['A', 'B'] } }), 'Nur A and B');
  assert.equal(words.problem({ code: 'answered', params: { status: '502' } }), 'Antwort 502');
  assert.equal(words.problem({ code: 'unreachable', params: {} }), 'Kein Server');
  assert.equal(words.problem(/** @type {any} */ (new TypeError('In English.'))), 'Kein Server');
  assert.equal(
    words.problem(/** @type {any} */ ({ code: 'from-the-future', params: {}, detail: 'In English.' })),
    'Fehler',
  );
});
