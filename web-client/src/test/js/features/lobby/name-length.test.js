import { assert, test } from '/test/harness.js';
import { shortened } from '/web/features/lobby/name-length.js';

test('a name has forty characters as people see them', () => {
  const family = '👨‍👩‍👧‍👦';
  assert.equal(shortened('Ada'), 'Ada');
  assert.equal(shortened(family.repeat(40)), family.repeat(40));
  assert.equal(shortened(`${family.repeat(40)}a`), family.repeat(40));
});
