import { readFile } from 'node:fs/promises';
import { assert, test } from '/test/harness.js';
import { fit, isOneOff, search } from '/web/features/find/search.js';

const named = (/** @type {string} */ name, /** @type {object} */ more = {}) => ({ id: name, name, ...more });
const found = (/** @type {any[]} */ entries, /** @type {string} */ typed, /** @type {string[]} */ recent = []) =>
  search(entries, typed, recent).map(({ entry }) => entry.name);

test('all typed words must be there, each as the beginning of a word, in whatever order', () => {
  const list = [named('Each token becomes a vector'), named('Add the next token'), named('Undo')];
  assert.deepEqual(found(list, 'tok'), ['Each token becomes a vector', 'Add the next token']);
  assert.deepEqual(found(list, 'token next'), ['Add the next token']);
  assert.deepEqual(found(list, 'oken vec'), ['Each token becomes a vector']);
  assert.deepEqual(found(list, 'to ve'), ['Each token becomes a vector']);
  assert.deepEqual(
    found(list, ' '),
    list.map(({ name }) => name),
  );
  assert.deepEqual(found(list, 'token layer'), []);
});

test('the first word of a name comes before others, these before what is within a word, and that before a mistake', () => {
  const list = ['A smart clerk', 'Unmarked', 'The last mark', 'Mark for everyone'].map((name) => named(name));
  assert.deepEqual(found(list, 'mark'), ['Mark for everyone', 'The last mark', 'Unmarked']);
  assert.deepEqual(found([named('Makr'), named('The mark')], 'mark'), ['The mark', 'Makr']);
  assert.deepEqual(found([named('Add', { others: ['Mark'] }), named('The mark')], 'mark'), ['The mark', 'Add']);
});

test('accents, capitals and ß make no difference, and words within German ones are found', () => {
  assert.deepEqual(found([named('Größe der Münze')], 'GROSSE munze'), ['Größe der Münze']);
  assert.deepEqual(found([named('Aufmerksamkeitsmuster')], 'muster'), ['Aufmerksamkeitsmuster']);
  assert.deepEqual(found([named('Rückgängig', { others: ['Undo'] })], 'undo'), ['Rückgängig']);
});

test('one letter may be wrong, missing, too many or exchanged with the next, in words of four letters and more', () => {
  for (const typed of ['atention', 'attentoin', 'attenntion', 'attantion'])
    assert.ok(fit(named('Attention'), typed), typed);
  for (const typed of ['atn', 'atxntxon', 'layer']) assert.equal(fit(named('Attention'), typed), null, typed);
  assert.ok(isOneOff('abcd', 'abdc') && isOneOff('abc', 'abcd') && isOneOff('abcd', 'abd') && isOneOff('ab', 'ab'));
  assert.ok(!isOneOff('abcd', 'badc') && !isOneOff('ab', 'abcd'));
});

test('a key finds what it does first', () => {
  const list = [
    named('Light'),
    named('Layer', { keys: ['O'] }),
    named('Mark', { keys: ['shift', 'M'] }),
    named('Laser', { keys: ['L'] }),
  ];
  assert.equal(found(list, 'l')[0], 'Laser');
  assert.equal(found(list, 'Shift+M')[0], 'Mark');
  assert.equal(found(list, 'shift m')[0], 'Mark');
});

test('what fits of a name is marked, also behind letters with accents', () => {
  assert.deepEqual(fit(named('Größe der Maße'), 'masse gr')?.hits, [
    [10, 14],
    [0, 2],
  ]);
  assert.deepEqual(fit(named('Attention'), 'atention')?.hits, [[0, 9]]);
  assert.deepEqual(fit(named('Add', { others: ['Mark'] }), 'mark')?.hits, []);
});

test('of what fits alike, what can be done now comes first, then what was chosen lately', () => {
  const list = [named('Next step', { not: 'not now' }), named('Next head'), named('Next beat')];
  assert.deepEqual(found(list, 'next'), ['Next head', 'Next beat', 'Next step']);
  assert.deepEqual(found(list, 'next', ['Next step', 'Next beat']), ['Next beat', 'Next head', 'Next step']);
});

test('hostile texts do no harm', () => {
  for (const typed of ['(', '\\', '.*', '[', '\u0000', '👩‍🚀', 'a'.repeat(10_000)])
    assert.deepEqual(found([named('Undo')], typed), []);
  assert.deepEqual(found([named('👩‍🚀 <b>'), named('')], '<b>'), ['👩‍🚀 <b>']);
});

test('the page that the talk calls Afterwards is found by that name', async () => {
  for (const language of ['en', 'de']) {
    const stringsIn = async (/** @type {string} */ file) =>
      JSON.parse(
        await readFile(new URL(`../../../../main/web/strings/${language}/${file}.json`, import.meta.url), 'utf8'),
      );
    const name = (await stringsIn('find')).find.action.afterwards;
    assert.deepEqual(found([named(name)], (await stringsIn('talk')).talk.afterwards), [name]);
  }
});
