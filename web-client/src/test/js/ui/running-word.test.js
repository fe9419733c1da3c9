import { assert, test } from '/test/harness.js';
import { placedWord } from '/web/ui/running-word.js';
import { words } from '/web/ui/words.js';

await words.loadRest();

const STORY = [
  'When',
  ' Lily',
  ' and',
  ' Tom',
  ' went',
  ' to',
  ' the',
  ' park',
  ',',
  ' Tom',
  ' gave',
  ' a',
  ' ball',
  ' to',
  ' Tom',
  ' tom',
  ' Tom',
];

test('of words that are written alike, the one that is meant is named', () => {
  const named = [1, 3, 9, 14, 15, 16, 5].map((at) => placedWord(STORY, at));
  assert.deepEqual(named, ['Lily', 'Tom (1st)', 'Tom (2nd)', 'Tom (3rd)', 'tom', 'Tom (4th)', 'to (1st)']);
});
