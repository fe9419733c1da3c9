import { assert, test } from '/test/harness.js';
import { CHANGE_CASES } from '/test/model/change-cases.js';
import { SMALL_GRAPH } from '/test/model/small-graph.js';
import {
  changeOfCell,
  changesOf,
  isOfToken,
  isSamePlace,
  modeOf,
  readChange,
  unread,
  writeChange,
} from '/web/model/changes.js';
import { expandGraph } from '/web/model/graph.js';

const graph = expandGraph(SMALL_GRAPH);
const SCORES = 'blocks.0.attn.hook_attn_scores';

test('a change is read and written as the server does', () => {
  for (const [text, parts, written] of /** @type {any} */ (CHANGE_CASES)) {
    const read = readChange(text);
    const { node, head, position, mode, factor, edge } = read ?? {};
    const said = read && [node, head, position, mode, factor, edge?.query ?? null, edge?.key ?? null];
    assert.deepEqual(said, parts, text);
    if (read) assert.equal(writeChange(read), written);
  }
  assert.ok(isOfToken(unread(2)));
  assert.deepEqual(changesOf(null), []);
});

test('two changes at one place differ only in what they do', () => {
  const [a, b, c] = ['x[1]=zero', 'x[1]=scale:2', 'x[1]@0=zero'].map((text) => /** @type {any} */ (readChange(text)));
  assert.ok(isSamePlace(a, b));
  assert.ok(!isSamePlace(a, c));
});

test('a newly changed part becomes what all others have become, zero or the mean', () => {
  const of = (/** @type {string[]} */ ...texts) => modeOf(texts.map((text) => /** @type {any} */ (readChange(text))));
  assert.equal(of('x[1]=mean', 'x[2]=mean'), 'mean');
  for (const texts of [[], ['x[1]=zero'], ['x[1]=mean', 'x[2]=zero'], ['x[1]=scale:2'], ['x[1]=mean', 'token@0=cut']])
    assert.equal(of(...texts), 'zero');
});

test('a cell knows by which change its number is not what it was computed as', () => {
  const changes = ['blocks.0.attn.hook_q[1]@2=zero', `${SCORES}[0,2,1]=cut`, 'token@0=cut'].map(
    (text) => /** @type {any} */ (readChange(text)),
  );
  const of = (/** @type {string} */ name, /** @type {number[]} */ ...index) =>
    changeOfCell(changes, graph, name, /** @type {any} */ (index));
  assert.equal(of('blocks.0.attn.hook_q', 2, 1, 0), changes[0]);
  assert.equal(of('blocks.0.attn.hook_q', 1, 1, 0), null);
  assert.equal(of('blocks.0.attn.hook_q', 2, 0, 0), null);
  assert.equal(of(SCORES, 0, 2, 1), changes[1]);
  assert.equal(of(SCORES, 1, 2, 0), changes[2]);
  assert.equal(of(SCORES, 1, 0, 0), null);
});
