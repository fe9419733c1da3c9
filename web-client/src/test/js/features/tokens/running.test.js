import { assert, test } from '/test/harness.js';
import { gapsIn, linesShown, piecesOf, runs, spokenIn, wholeText } from '/web/features/tokens/running.js';

const read = (text, promptLength = text.length) => piecesOf(text, promptLength).map(({ space, word }) => space + word);

test('spaces stay spaces, in front of the word that they belong to', () => {
  const pieces = piecesOf(['The', ' capital', ' of', ' ', ' France'], 3);
  assert.deepEqual(
    pieces.map(({ space, word }) => [space, word]),
    [
      ['', 'The'],
      [' ', 'capital'],
      [' ', 'of'],
      [' ', ''],
      [' ', 'France'],
    ],
  );
  assert.deepEqual(
    pieces.map(({ generated }) => generated),
    [false, false, false, true, true],
  );
  assert.equal(read(['a b', ' c']).join(''), 'a b c');
});

test('a line end breaks the line and is visible', () => {
  assert.deepEqual(read(['Hi', '\n\n', '.\n', '\tx']), ['Hi', '⏎\n⏎\n', '.⏎\n', '\tx']);
});

test('characters that cannot be seen are written out', () => {
  assert.deepEqual(read(['a\u200b', '\u202e']), ['a⟨U+200B⟩', '⟨U+202E⟩']);
});

test('the bytes of one character are one piece, however many tokens share it', () => {
  // U+1F600 is F0 9F 98 80, é is C3 A9
  const pieces = piecesOf([' ⟨F0⟩⟨9F⟩', '⟨98⟩', '⟨80⟩', 'caf', '⟨C3⟩', '⟨A9⟩', '⟨F0⟩⟨9F⟩⟨98⟩', '⟨80⟩'], 1);
  assert.deepEqual(
    pieces.map(({ space, word, from, to, kind }) => [space, word, from, to, kind]),
    [
      [' ', '😀', 0, 2, ''],
      ['', 'caf', 3, 3, ''],
      ['', 'é', 4, 5, ''],
      ['', '😀', 6, 7, ''],
    ],
  );
  assert.ok(pieces[0].generated, 'its last byte was added');
});

test('bytes that make up no character stay bytes, a token each', () => {
  const pieces = piecesOf(['⟨F0⟩⟨9F⟩', 'x', '⟨FF⟩', '⟨80⟩', '⟨F0⟩'], 5);
  assert.deepEqual(
    pieces.map(({ word, from, to, kind }) => [word, from, to, kind]),
    [
      ['⟨F0⟩⟨9F⟩', 0, 0, 'bytes'],
      ['x', 1, 1, ''],
      ['⟨FF⟩', 2, 2, 'bytes'],
      ['⟨80⟩', 3, 3, 'bytes'],
      ['⟨F0⟩', 4, 4, 'bytes'],
    ],
  );
});

test('special tokens are told from words', () => {
  assert.deepEqual(
    piecesOf(['<|im_start|>', 'user'], 2).map(({ word, kind }) => [word, kind]),
    [
      ['<|im_start|>', 'special'],
      ['user', ''],
    ],
  );
});

test('the text is copied as it was written', () => {
  assert.equal(wholeText(['A ', '⟨F0⟩⟨9F⟩', '⟨98⟩⟨80⟩', '\n', '\tb']), 'A 😀\n\tb');
  assert.equal(wholeText(['half ', '⟨F0⟩']), 'half ⟨F0⟩');
});

/** A graph with a step that computes one node of these traits. */
const graph = (traits, vocabulary = null, closed = false) => ({
  vocabulary,
  nodes: new Map([['node', { traits }]]),
  byId: new Map([['step', { id: 'step', nodes: ['node'], closed }]]),
});
const info = (promptLength, length) => ({ promptLength, tokens: Array(length).fill(0) });

test('words run once tokens were added, or their chips do not fit', () => {
  assert.equal(runs(graph({}), 'step', info(5, 5), true), false);
  assert.equal(runs(graph({}), 'step', info(5, 5), false), true);
  assert.equal(runs(graph({}), 'step', info(5, 6), true), true);
  assert.equal(runs(graph({}), null, info(5, 6), true), true);
});

test('chips stay where positions matter: letters, and steps about positions', () => {
  assert.equal(runs(graph({}, ['A', 'B']), 'step', info(5, 6), false), false);
  assert.equal(runs(graph({}, ['A', 'the']), 'step', info(5, 6), false), true);
  for (const traits of [{ attention: 'scores' }, { attention: 'pattern' }, { looksUp: 'position' }]) {
    assert.equal(runs(graph(traits), 'step', info(5, 6), false), false);
    assert.equal(
      runs(graph(traits), 'step', info(5, 6), false, false),
      true,
      'without numbers, no word may be left out',
    );
    assert.equal(runs(graph(traits), 'step', info(5, 6), true, false), false);
    assert.equal(
      runs(graph(traits, null, true), 'step', info(5, 6), false),
      true,
      'a whole layer is not one of these steps',
    );
  }
});

test('the last lines are shown, or those with the words that are spoken of', () => {
  const shown = (/** @type {number[]} */ ...spoken) => linesShown(spoken, 7, 2, 5);
  assert.deepEqual(shown(), { from: 5, lines: 2 });
  assert.deepEqual(shown(5, 6), { from: 5, lines: 2 });
  assert.deepEqual(shown(2), { from: 2, lines: 2 });
  assert.deepEqual(shown(2, 5), { from: 2, lines: 4 });
  assert.deepEqual(shown(0, 6), { from: 0, lines: 5 });
  assert.deepEqual(linesShown([0], 1, 2, 5), { from: 0, lines: 2 });
});

test('lines between words that are spoken of are left out only where they are farther apart than what is shown', () => {
  assert.deepEqual(gapsIn([], 5), []);
  assert.deepEqual(gapsIn([2, 6], 5), []);
  assert.deepEqual(gapsIn([2, 7], 5), [[3, 7]]);
  // a gap of one line would save none
  assert.deepEqual(gapsIn([0, 0, 2, 9, 9], 5), [[3, 9]]);
});

test('words are spoken of by the open tool, the beat of a tour and the held cell', () => {
  const scores = { axes: [{ name: 'head' }, { name: 'q_pos' }, { name: 'k_pos' }] };
  const view = (/** @type {any} */ more) =>
    spokenIn(
      /** @type {any} */ ({ graph: { nodes: new Map([['scores', scores]]) }, trace: { positions: 14 }, ...more }),
    );
  assert.deepEqual(view({}), []);
  assert.deepEqual(view({ whyWords: [13, 3], tour: { about: 3, token: null } }), [3, 13]);
  assert.deepEqual(view({ cell: { value: { held: true, name: 'scores', index: [2, 13, 5] } } }), [5, 13]);
  assert.deepEqual(
    view({ cell: { value: { held: false, name: 'scores', index: [2, 13, 5] } }, tour: { about: 20 } }),
    [],
  );
});
