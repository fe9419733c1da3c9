import { assert, test } from '/test/harness.js';
import { SORTING, describe } from '/test/scene/gpt2-description.js';
import { expandGraph } from '/web/model/graph.js';
import {
  computeTime,
  duration,
  filledColumns,
  flowTime,
  levelsOf,
  levelsOfFlow,
  momentAt,
} from '/web/scene/play/timeline.js';

const run = { startAt: 1000, levels: 1, reduced: false };

test('a step waits for its start, flies 700 ms, computes 1100, rests 400, and is done', () => {
  const at = (now) => momentAt(run, now).phase;
  assert.deepEqual([999, 1000, 1699, 1700, 2799, 2800, 3199, 3200].map(at), [
    'wait',
    'fly',
    'fly',
    'compute',
    'compute',
    'rest',
    'rest',
    'done',
  ]);
});

test('flight and computation never overlap', () => {
  assert.close(momentAt(run, 1350).fly, 0.5, 1e-9);
  assert.equal(momentAt(run, 1350).compute, 0);
  assert.equal(momentAt(run, 2250).fly, 1);
  assert.close(momentAt(run, 2250).compute, 0.5, 1e-9);
});

test('a late viewer joins at the current moment, and a very late one at the end', () => {
  assert.equal(momentAt(run, 2250).phase, 'compute');
  assert.ok(momentAt(run, 60000).done);
});

test('without a start time, and with reduced motion, a step is at its end at once', () => {
  assert.ok(momentAt({ ...run, startAt: 0 }, 5).done);
  assert.ok(momentAt({ ...run, reduced: true }, 999).done);
});

test('a step that computes nothing ends with its flight', () => {
  assert.equal(duration(0), 700);
  assert.ok(momentAt({ ...run, levels: 0 }, 1700).done);
});

test('a computation takes from 0.8 to 1.6 seconds, whatever its size', () => {
  for (const levels of [1, 2, 4, 8, 40]) assert.ok(computeTime(levels) >= 800 && computeTime(levels) <= 1600);
});

test('a node is computed after its inputs within the step, independent nodes at the same time', () => {
  const nodes = new Map([
    ['mean', { inputs: ['x'] }],
    ['scale', { inputs: ['x', 'mean'] }],
    ['out', { inputs: ['x', 'mean', 'scale'] }],
    ['q', { inputs: ['x'] }],
    ['k', { inputs: ['x'] }],
  ]);
  assert.deepEqual(levelsOf(['mean', 'scale', 'out'], nodes), {
    of: new Map([
      ['mean', 0],
      ['scale', 1],
      ['out', 2],
    ]),
    count: 3,
  });
  assert.deepEqual(levelsOf(['q', 'k'], nodes), {
    of: new Map([
      ['q', 0],
      ['k', 0],
    ]),
    count: 1,
  });
});

test('cells fill from the first column to the last, level after level', () => {
  assert.equal(filledColumns(0, 2, 0.25, 0, 8), 4);
  assert.equal(filledColumns(1, 2, 0.25, 0, 8), 0);
  assert.equal(filledColumns(0, 2, 0.75, 0, 8), 8);
  assert.equal(filledColumns(1, 2, 0.75, 0, 8), 4);
});

test('a grown trace fills its new columns only', () => {
  assert.equal(filledColumns(0, 1, 0, 6, 7), 6);
  assert.equal(filledColumns(0, 1, 0.5, 6, 7), 6.5);
  assert.equal(filledColumns(0, 1, 1, 6, 7), 7);
});

test('a flow forwards reaches a node after all that it reads, one backwards after all that read it, weights, too', () => {
  const { nodes } = expandGraph(describe(SORTING)),
    [forwards, backwards] = [levelsOfFlow('forwards', nodes), levelsOfFlow('backwards', nodes)];
  for (const [name, { inputs, traits }] of nodes)
    for (const input of inputs) {
      if (!nodes.get(input)?.traits.table && !traits.table)
        assert.ok(Number(forwards.of.get(input)) < Number(forwards.of.get(name)), `${input} before ${name}`);
      assert.ok(Number(backwards.of.get(input)) > Number(backwards.of.get(name)), `${input} after ${name}`);
    }
  assert.ok(
    ![...forwards.of.keys()].some((name) => nodes.get(name)?.traits.table),
    'weights are there from the beginning',
  );
  assert.equal(backwards.of.get('probs'), 0);
  assert.equal(Math.max(...backwards.of.values()), backwards.count - 1);
  assert.equal(levelsOfFlow('together', nodes).count, 1);
});

test('a flow has its own duration', () => {
  const flow = { ...run, levels: 40, compute: flowTime('backwards') };
  assert.equal(duration(40, flow.compute), 700 + 5000 + 400);
  assert.close(momentAt(flow, 1700 + 2500).compute, 0.5, 1e-9);
  assert.equal(flowTime(null), undefined);
});
