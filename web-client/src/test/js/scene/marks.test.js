import { assert, test } from '/test/harness.js';
import { readColumns } from '/web/scene/marks.js';

const sequence = { sequence: true, colAxis: 'pos' },
  activation = { op: 'linear' },
  table = { op: 'weight' };

test('a cell is computed from its own position', () => {
  assert.deepEqual(readColumns({ op: 'linear' }, 0, activation, sequence, 4, -1), { from: 4, to: 5 });
});

test('a score reads its query and all keys up to it, a blend its shares and all values up to it', () => {
  assert.deepEqual(readColumns({ op: 'scores' }, 0, activation, sequence, 4, -1), { from: 4, to: 5 });
  assert.deepEqual(readColumns({ op: 'scores' }, 1, activation, sequence, 4, -1), { from: 0, to: 5 });
  assert.deepEqual(readColumns({ op: 'mix' }, 1, activation, sequence, 4, -1), { from: 0, to: 5 });
});

test('a token looks up its own row of the table, a position its own', () => {
  assert.deepEqual(readColumns({ op: 'embed' }, 0, table, { sequence: false, colAxis: 'd_vocab' }, 4, 2), {
    from: 2,
    to: 3,
  });
  assert.deepEqual(readColumns({ op: 'pos_embed' }, 0, table, { sequence: false, colAxis: 'n_ctx' }, 4, 2), {
    from: 4,
    to: 5,
  });
});

test('any other weight is read whole', () => {
  assert.equal(readColumns({ op: 'linear' }, 1, table, { sequence: false, colAxis: 'd_model' }, 4, 2), null);
});
