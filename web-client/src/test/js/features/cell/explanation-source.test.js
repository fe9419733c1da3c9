import { assert, test } from '/test/harness.js';
import { ExplanationSource } from '/web/features/cell/explanation-source.js';

/** A server that answers when the test says so. */
function server() {
  const asked = [];
  const waiting = [];
  const get = (path) => {
    asked.push(path);
    return new Promise((answer, refuse) => waiting.push({ answer, refuse }));
  };
  return { asked, waiting, get };
}

const at = (...index) => ({ trace: 't', name: 'hook_embed', index });
const soon = () => new Promise((done) => setTimeout(done, 0));

test('an explanation is fetched by its content address and cached', async () => {
  const { asked, waiting, get } = server();
  let changes = 0;
  const source = new ExplanationSource(() => changes++, get);
  assert.equal(source.explanation(at(1, 2), true), null);
  await soon();
  assert.deepEqual(asked, ['/api/traces/t/explain?name=hook_embed&cell=1%2C2']);
  waiting[0].answer({ kind: 'learned' });
  await soon();
  assert.equal(changes, 1);
  source.explanation(at(0, 0), false);
  assert.deepEqual(source.explanation(at(1, 2), false), { kind: 'learned' });
  source.forget();
  assert.equal(asked.length, 1);
});

test('cells that the pointer only passes are not fetched', async () => {
  const { asked, get } = server();
  const source = new ExplanationSource(() => {}, get);
  source.explanation(at(0, 0), false);
  source.explanation(at(0, 1), false);
  source.explanation(at(0, 2), true);
  await soon();
  assert.deepEqual(asked, ['/api/traces/t/explain?name=hook_embed&cell=0%2C2']);
});

test('an answer for a former cell triggers no change', async () => {
  const { waiting, get } = server();
  let changes = 0;
  const source = new ExplanationSource(() => changes++, get);
  source.explanation(at(0, 0), true);
  await soon();
  source.explanation(at(0, 1), false);
  waiting[0].answer({ kind: 'learned' });
  await soon();
  assert.equal(changes, 0);
  assert.equal(source.explanation(at(0, 1), false), null);
  source.forget();
});

test('a failure is reported, and the cell is fetched again when it is hovered again', async () => {
  const { asked, waiting, get } = server();
  const source = new ExplanationSource(() => {}, get);
  source.explanation(at(0, 0), true);
  await soon();
  waiting[0].refuse(new Error('unreachable'));
  await soon();
  assert.ok(source.failed);
  source.explanation(at(0, 1), false);
  assert.ok(!source.failed);
  source.explanation(at(0, 0), true);
  await soon();
  assert.equal(asked.length, 2);
});
