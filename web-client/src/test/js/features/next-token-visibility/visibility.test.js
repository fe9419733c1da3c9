import { assert, test } from '/test/harness.js';
import { SMALL_GRAPH } from '/test/model/small-graph.js';
import { ALONE, toggled, visibilityOf } from '/web/features/next-token-visibility/visibility.js';
import { expandGraph } from '/web/model/graph.js';

const { nodes, steps } = SMALL_GRAPH.after;
const PROBS = { ...nodes[0], name: 'probs', inputs: ['logits'], derived: true, traits: { probability: true } };
const graph = expandGraph({
  ...SMALL_GRAPH,
  after: { nodes: [...nodes, PROBS], steps: [...steps, { id: 'probs', chapter: 'output', nodes: ['probs'] }] },
});
const SCORES = 'blocks.0.attn.scores';

const at = (
  /** @type {string} */ step,
  /** @type {any} */ answer,
  { mayDrive = true, sent = true, peeks = false } = {},
) =>
  visibilityOf(
    /** @type {any} */ ({
      graph,
      step,
      trace: { info: { next: sent ? [{}] : [] } },
      room: { mayDrive, parts: answer === null ? {} : { answer } },
    }),
    peeks,
  );

test('somebody who walks alone sees everything', () => {
  assert.deepEqual(visibilityOf(/** @type {any} */ ({ graph, step: SCORES, trace: {}, room: null }), false), ALONE);
});

test('the room sees them at the step that computes them, and the logits at theirs', () => {
  const seen = (/** @type {'toRoom' | 'here' | 'numbers' | 'forward'} */ what) =>
    ['start', SCORES, 'logits', 'probs'].map((step) => at(step, null)[what]);
  for (const what of /** @type {const} */ (['toRoom', 'here', 'forward']))
    assert.deepEqual(seen(what), [false, false, false, true]);
  assert.deepEqual(seen('numbers'), [false, false, true, true]);
  for (const answer of [{ hidden: true }, { hidden: false, fresh: 'logits' }])
    assert.equal(at('logits', answer).numbers, false);
});

test('a command about them shows them at its step alone', () => {
  const about = { hidden: false, about: { step: SCORES, by: 'generate' } };
  assert.deepEqual([at(SCORES, about).forward, at(SCORES, about).by], [true, 'generate']);
  assert.deepEqual([at('start', about).toRoom, at('start', about).by], [false, '']);
});

test('a text that came at the output is hidden there, until the presenter shows it', () => {
  const fresh = { hidden: false, fresh: 'probs' };
  assert.deepEqual(
    [at('probs', fresh).toRoom, at('probs', fresh).here, at('probs', fresh).forward],
    [false, false, false],
  );
  assert.deepEqual([at('probs', fresh, { peeks: true }).here, at('logits', fresh).numbers], [true, true]);
  assert.deepEqual(toggled(at('probs', fresh)), {});
});

test('the presenter may keep them hidden, and peek', () => {
  assert.deepEqual([at('probs', { hidden: true }).toRoom, at('probs', { hidden: true }).here], [false, false]);
  assert.equal(at('probs', { hidden: true }, { peeks: true }).here, true);
  assert.equal(at('probs', { hidden: true }, { peeks: true, mayDrive: false }).here, false);
});

test('while the room guesses, an open question of why shows nothing on the presenter’s page either', () => {
  const open = (/** @type {any} */ prediction) =>
    visibilityOf(
      /** @type {any} */ ({
        graph,
        step: SCORES,
        trace: { info: { next: [{}] } },
        room: { mayDrive: true, parts: { why: {}, answer: { hidden: true }, prediction } },
      }),
      false,
    );
  assert.equal(open({ number: 1, question: {}, hides: true }).toRoom, false);
  assert.equal(open({ number: 1, question: {} }).toRoom, true);
});

test('an update of a training that is looked at is the subject, also where the room is shown what comes next', () => {
  const room = (/** @type {any} */ course) => ({ mayDrive: true, parts: { training: { course } } });
  const seen = (/** @type {any} */ course) =>
    visibilityOf(
      /** @type {any} */ ({ graph, step: 'probs', trace: { info: { next: [{}] } }, room: room(course) }),
      false,
    );
  assert.deepEqual([seen({}).forward, seen({}).toRoom], [true, true]);
  assert.deepEqual(
    [seen({ look: { phase: 'gradients' } }).forward, seen({ look: { phase: 'gradients' } }).toRoom],
    [false, true],
  );
});

test('an attendee’s page shows only what it was sent', () => {
  assert.equal(at('probs', null, { mayDrive: false, sent: false }).here, false);
  assert.equal(at('probs', null, { mayDrive: false }).here, true);
});

test('the key shows what is hidden and hides what is shown', () => {
  assert.deepEqual(toggled(at(SCORES, null)), { shown: true });
  assert.deepEqual(toggled(at(SCORES, { hidden: false, about: { step: SCORES, by: 'answer' } })), {});
  assert.deepEqual(toggled(at('logits', null)), { shown: true });
  assert.deepEqual(toggled(at('probs', null)), { shown: false });
  assert.deepEqual(toggled(at('probs', { hidden: true })), {});
  assert.deepEqual(toggled(at(SCORES, { hidden: true })), { shown: true });
});
