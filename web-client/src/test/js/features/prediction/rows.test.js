/** The rows of a question to the room, with numbers worked out by hand. */
import { assert, test } from '/test/harness.js';
import {
  alphabetical,
  byCount,
  favourites,
  modelName,
  offered,
  rowOfAnswer,
  rowsOf,
  surprises,
} from '/web/features/prediction/rows.js';
import { words } from '/web/ui/words.js';

const option = (/** @type {string} */ text, /** @type {number} */ token) => ({ text, token });
/** @type {import('../../../../main/web/features/prediction/asked.js').Poll} */
const DAYS = {
  options: [option(' Friday', 1), option(' Monday', 2), option(' Sunday', 3)],
  other: true,
  phase: 'revealed',
  answers: 8,
  counts: [4, 0, 3, 1],
  model: [0.125, 0.25, 0.125, 0.5],
};
const named = (/** @type {any} */ question) => rowsOf(question, ({ text }) => text.trim(), 'Something else');

test('rows have shares of the room and of the model, and bits', () => {
  const rows = named(DAYS);
  assert.deepEqual(
    rows.map(({ name, count, of, p, bits }) => [name, count, of, p, bits]),
    [
      ['Friday', 4, 0.5, 0.125, 3],
      ['Monday', 0, 0, 0.25, 2],
      ['Sunday', 3, 0.375, 0.125, 3],
      ['Something else', 1, 0.125, 0.5, 1],
    ],
  );
  assert.deepEqual(
    rows.map(({ other }) => other),
    [false, false, false, true],
  );
});

test('what most chose comes first, and something else last', () => {
  assert.deepEqual(
    byCount(named({ ...DAYS, counts: [1, 0, 3, 4] })).map(({ name }) => name),
    ['Sunday', 'Friday', 'Monday', 'Something else'],
  );
  assert.deepEqual(
    favourites(named({ ...DAYS, counts: [3, 0, 3, 2] })).map(({ name }) => name),
    ['Friday', 'Sunday'],
  );
  assert.deepEqual(favourites(named({ ...DAYS, counts: [0, 0, 0, 0], answers: 0 })), []);
});

test('what was typed has rows of its own, and an answer finds its row', () => {
  const typed = [{ token: 9, text: ' Tuesday', p: 0.25, count: 2 }];
  const rows = named({ ...DAYS, typed, answers: 10, model: [0.125, 0.25, 0.125, 0.25], first: [1, 2, 3, 4] });
  const { name, count, of, p, bits, first } = rows[4];
  assert.deepEqual([name, count, of, p, bits, first], ['Tuesday', 2, 0.2, 0.25, 2, undefined]);
  assert.deepEqual(
    rows.map((/** @type {any} */ row) => row.first),
    [1, 2, 3, 4, undefined],
  );
  assert.equal(byCount(rows)[4].name, 'Something else');
  const nameOf = (/** @type {any} */ own) => rowOfAnswer(rows, own)?.name;
  assert.equal(nameOf({ option: 3, token: 9, word: 'Tuesday' }), 'Tuesday');
  assert.equal(nameOf({ option: 3, token: 8, word: 'Doom' }), 'Something else');
  assert.equal(nameOf({ option: 1 }), 'Monday');
  assert.equal(nameOf(null), undefined);
});

test('surprises are averages of bits, over the answers and over the model', () => {
  // (4·3 + 3·3 + 1·1) / 8, and 0.125·3 + 0.25·2 + 0.125·3 + 0.5·1
  assert.deepEqual(surprises(named(DAYS)), { room: 2.75, own: 1.75 });
  assert.equal(surprises(named({ ...DAYS, answers: 0, counts: [0, 0, 0, 0] })), null);
  assert.equal(surprises(named({ ...DAYS, model: [0.125, 0.25, 0.125, 0.25] })), null);
  assert.equal(surprises(named({ ...DAYS, model: [0, 0.375, 0.125, 0.5] })), null);
});

test('an own question has no numbers of the model', () => {
  const [first] = rowsOf(
    { options: [{ text: 'a' }, { text: 'b' }], other: false, phase: 'revealed', answers: 2, counts: [2, 0] },
    ({ text }) => text,
    '',
  );
  assert.deepEqual(first, { index: 0, name: 'a', other: false, count: 2, of: 1, p: null, bits: null });
});

test("the answer's rival is among the four tokens that are offered", () => {
  const token = (/** @type {number} */ id) => ({ token: id, text: String(id), p: 0 });
  const next = [5, 3, 8, 1, 2].map(token);
  const tokens = (/** @type {any} */ rival) => offered({ next, rival }).map((each) => each.token);
  assert.deepEqual(tokens(token(9)), [5, 3, 8, 9]);
  assert.deepEqual(tokens(token(2)), [5, 3, 8, 2]);
  assert.deepEqual(tokens(token(3)), [5, 3, 8, 1]);
  assert.deepEqual(tokens(undefined), [5, 3, 8, 1]);
  assert.deepEqual(offered({ next: [], rival: undefined }), []);
});

test('options are in the order of a dictionary', () => {
  assert.deepEqual(
    alphabetical([{ name: 'zebra' }, { name: 'Ärger' }, { name: 'apple' }, { name: '10' }, { name: '9' }], 'en').map(
      ({ name }) => name,
    ),
    ['9', '10', 'apple', 'Ärger', 'zebra'],
  );
});

test('the model that was asked goes by its title where another one is shown', () => {
  words.use({ prediction: { model: 'the model' }, models: { stories: 'Geschichtenmodell' } });
  const seen = (/** @type {string} */ shown, /** @type {object} */ reader) =>
    modelName(/** @type {any} */ ({ graph: { model: { id: shown } }, room: { parts: { prediction: { reader } } } }));
  assert.equal(seen('a', { model: 'a', title: 'A' }), 'the model');
  assert.equal(seen('b', { model: 'a', title: 'A' }), 'A');
  assert.equal(
    seen('b', { model: 'a', preset: 'stories', title: 'Stories' }),
    'Geschichtenmodell',
    'in the language of the page',
  );
  assert.equal(seen('b', { model: 'a', preset: 'mine', title: 'Mine' }), 'Mine', 'of a preset without texts');
  assert.equal(seen('b', { model: 'a' }), 'the model', 'asked by a server that kept no title');
  assert.equal(modelName(null), 'the model');
});
