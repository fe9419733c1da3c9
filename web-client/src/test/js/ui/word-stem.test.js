import { assert, test } from '/test/harness.js';
import { stemOf } from '/web/ui/word-stem.js';

const ENGLISH = ['ies', 'y', 's'];
const GERMAN = ['en', 'er', 'es', 'em', 'e', 'n', 's'];

test('the forms of a word have one stem', () => {
  for (const [one, other] of [
    ['Query', 'queries'],
    ['Token vector', 'token  vectors'],
    ['Neuron after GELU', 'neurons after GELU'],
  ])
    assert.equal(stemOf(one, ENGLISH), stemOf(other, ENGLISH), other);
  for (const [one, other] of [
    ['Normierter Strom', 'des normierten Stroms'.slice(4)],
    ['Querys', 'Query'],
    ['Gewicht', 'Gewichten'],
    ['Quadratisches Mittel', 'quadratische Mittel'],
  ])
    assert.equal(stemOf(one, GERMAN), stemOf(other, GERMAN), other);
});

test('other words keep other stems, and short ones are not emptied', () => {
  assert.ok(stemOf('Erste Summe', GERMAN) !== stemOf('Zweite Summe', GERMAN));
  assert.ok(stemOf('Strom', GERMAN) !== stemOf('Residualstrom', GERMAN));
  assert.equal(stemOf('es', GERMAN), 'es');
  assert.equal(stemOf('', GERMAN), '');
  assert.equal(stemOf('Scores', []), 'scores');
});
