import { assert, test } from '/test/harness.js';
import { Why } from '/web/features/why/why.js';

function alone() {
  const graph = { model: { id: 'm', preset: 'letters' }, sizes: { n_layers: 2, n_heads: 2, d_vocab: 3 } };
  const conductor = {
    graph,
    trace: { positions: 0, info: { id: '', tokens: [0], promptLength: 0 } },
    step: 'embed',
    mayDrive: true,
    room: null,
  };
  const read = (/** @type {number[]} */ tokens, promptLength = tokens.length) => {
    conductor.trace = { positions: tokens.length, info: { id: tokens.join(), tokens, promptLength } };
  };
  read([1, 2]);
  const why = new Why(/** @type {any} */ ({ conductor, requestUpdate: () => {}, page: 'solo', code: '' }));
  return { why, conductor, read };
}

test('for another text the key begins with where the answer forms', () => {
  const { why, conductor, read } = alone();
  why.toggle();
  assert.equal(why.question?.tool, 'lens');
  why.toggle('saliency');
  why.toggle();
  assert.equal(why.question, null);
  read([1, 2, 0], 2);
  why.toggle();
  assert.equal(why.question?.tool, 'saliency', 'a token was added to the same text');
  why.toggle();
  read([2, 2]);
  why.toggle();
  assert.equal(why.question?.tool, 'lens', 'another text');
  why.toggle('saliency');
  why.toggle();
  conductor.graph = { ...conductor.graph, model: { id: 'other', preset: 'other' } };
  why.toggle();
  assert.equal(why.question?.tool, 'lens', 'another model');
});

test('on a page that says no errors, a question without an answer makes room for the machine until there is another', () => {
  const { why, read } = alone();
  why.ask({ tool: 'saliency' });
  why.putAside();
  assert.equal(why.question, null);
  why.ask({ tool: 'lens' });
  assert.equal(why.question?.tool, 'lens');
  why.putAside();
  read([2, 2]);
  assert.equal(why.question?.tool, 'lens', 'of another text it may be answered');
});

test('alone, what has ended with a step or a text does not come back with it', () => {
  const { why, conductor, read } = alone();
  why.ask({ tool: 'lens', position: 0, view: 'x=1' });
  read([2, 2]);
  assert.deepEqual(why.question, { tool: 'lens', view: 'x=1' });
  read([1, 2]);
  assert.deepEqual(why.question, { tool: 'lens', view: 'x=1' });
  conductor.step = 'logits';
  assert.equal(why.question, null);
  conductor.step = 'embed';
  assert.equal(why.question, null);
});

test('alone, another model of the same shape is asked the same, and of another shape nothing that was chosen in the tool', () => {
  const { why, conductor } = alone();
  why.ask({ tool: 'lens', position: 0, view: 'layer=1' });
  conductor.graph = { ...conductor.graph, model: { id: 'twin', preset: 'twin' } };
  assert.deepEqual(why.question, { tool: 'lens', position: 0, view: 'layer=1' });
  conductor.graph = { model: { id: 'large', preset: 'large' }, sizes: { ...conductor.graph.sizes, n_layers: 3 } };
  assert.deepEqual(why.question, { tool: 'lens' });
});
