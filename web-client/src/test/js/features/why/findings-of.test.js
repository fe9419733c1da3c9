import { assert, test } from '/test/harness.js';
import { foundGuesses, foundPaths, foundVotes } from '/web/features/why/findings-of.js';

test('votes are shares of the strongest, each at its own part, without biases', () => {
  const { votes } = foundVotes([
    { part: 'hook_embed', kind: 'embedding', layer: null, head: null, value: 1 },
    { part: 'blocks.0.attn.hook_result[1]', kind: 'head', layer: 0, head: 1, value: -4 },
    { part: 'blocks.0.attn.b_O', kind: 'bias', layer: 0, head: null, value: 9 },
    { part: 'blocks.1.hook_mlp_out', kind: 'mlp', layer: 1, head: null, value: 2 },
    { part: 'ln_final.b', kind: 'end', layer: null, head: null, value: 7 },
  ]);
  assert.deepEqual(votes, [
    { on: { kind: 'block', node: 'hook_embed', head: null }, share: 0.25 },
    { on: { kind: 'head', layer: 0, head: 1 }, share: -1 },
    { on: { kind: 'part', layer: 1, part: 'mlp' }, share: 0.5 },
  ]);
});

test('votes of nothing are no votes, and no division by zero', () => {
  assert.deepEqual(
    foundVotes([{ part: 'hook_embed', kind: 'embedding', layer: null, head: null, value: 0 }]).votes.map(
      ({ share }) => share,
    ),
    [0],
  );
});

test('paths lead from a head before W_O to the answer at its position; the constant has no place', () => {
  const nodes = [
    { part: 'constant', position: null, value: 1 },
    { part: 'blocks.0.attn.hook_result[2]', position: 3, value: 1 },
    { part: 'logits', position: null, value: 1 },
  ];
  const edges = [
    { from: 0, to: 2, value: 8 },
    { from: 1, to: 2, value: -2 },
  ];
  const { paths } = foundPaths({ nodes, edges, all_edges: 2, logit_difference: 1, position: 5 }, edges);
  assert.deepEqual(paths, [
    {
      from: { node: 'blocks.0.attn.hook_z', head: 2, position: 3 },
      to: { node: 'logits', head: null, position: 5 },
      share: -1,
    },
  ]);
});

test('a guess stands at its point of the stream, and the one that leads is marked', () => {
  const rows = [
    { point: 0, layer: null, half: false, rank: 3, p: 0.1 },
    { point: 2, layer: 0, half: false, rank: 0, p: 0.9 },
  ];
  const cells = [
    { token: 4, p: 0.5, first: true },
    { token: 7, p: 0.9, first: true },
  ];
  const { guesses } = foundGuesses(['hook_embed', 'mid', 'post'], rows, cells, {
    position: 1,
    lead: rows[1],
    word: (token) => `t${token}`,
    percent: (p) => `${100 * p} %`,
  });
  assert.deepEqual(guesses, [
    { node: 'hook_embed', position: 1, text: 't4', note: '50 %', leads: false },
    { node: 'post', position: 1, text: 't7', note: '90 %', leads: true },
  ]);
});
