import { assert, test } from '/test/harness.js';
import { SMALL_GRAPH } from '/test/model/small-graph.js';
import { describeAlternating } from '/test/scene/alternating-description.js';
import { nodesOfWord } from '/web/features/step/linked-words.js';
import { levelAfter } from '/web/features/level/order.js';
import { termOf } from '/web/features/glossary/terms.js';
import { expandGraph } from '/web/model/graph.js';
import { decideLevel, keyOf, LEVELS } from '/web/ui/level.js';
import { parse, plain } from '/web/ui/rich-text.js';
import { stepTexts } from '/web/ui/step-texts.js';
import { Words } from '/web/ui/words.js';

const GRAPHS = [SMALL_GRAPH, describeAlternating()].map(expandGraph);

const wordsOf = async (/** @type {string} */ level) => {
  const words = new Words();
  words.level = level;
  await Promise.all([words.load(), words.loadRest()]);
  return words;
};

test('the first of the wanted levels that is one counts, or else the developer’s', () => {
  assert.equal(decideLevel('simple', 'expert'), 'simple');
  assert.equal(decideLevel('', 'expert'), 'expert');
  assert.equal(decideLevel('hard', ''), 'developer');
  assert.equal(decideLevel(), 'developer');
});

test('the hall’s screen keeps a choice of its own', () => {
  assert.ok(keyOf('projector') !== keyOf('presenter'));
  assert.equal(keyOf('attendee'), keyOf('presenter'));
});

test('the key goes from the easiest to the hardest and round', () => {
  assert.deepEqual(['simple', 'developer', 'expert'].map(levelAfter), ['developer', 'expert', 'simple']);
});

test('a step’s texts are those of the level, before and after the rest has loaded', async () => {
  for (const level of LEVELS) {
    const early = new Words();
    early.level = level;
    await early.load();
    assert.ok(!early.saysStep('attn.scores'), level);
    await early.loadStep('attn.scores');
    const whole = await wordsOf(level);
    for (const graph of GRAPHS) {
      const [one, other] = [early, whole].map((words) => stepTexts(graph, 'blocks.0.attn.scores', null, words));
      assert.deepEqual(
        [one.title, one.text, one.formula, one.pending],
        [other.title, other.text, other.formula, false],
        level,
      );
    }
  }
});

test('every step has its texts in every level, other ones in each, and simple ones have no formula', async () => {
  const tables = await Promise.all(LEVELS.map(wordsOf));
  for (const graph of GRAPHS)
    for (const id of graph.byId.keys()) {
      const all = tables.map((words) => stepTexts(graph, id, null, words));
      for (const { title, text, caption, pending } of all) {
        assert.ok(!pending && title !== '' && text.length > 0 && caption !== '', id);
        assert.ok(!/(?<![_^])\{|undefined|NaN/.test([title, ...text, caption].join(' ')), `${id}: ${text}`);
      }
      assert.equal(new Set(all.map(({ text }) => text.join(' '))).size, LEVELS.length, id);
      assert.equal(all[LEVELS.indexOf('simple')].formula, '', id);
    }
});

test('in every level a coloured word of a card names blocks, or is in the glossary', async () => {
  let linked = 0;
  for (const words of await Promise.all(LEVELS.map(wordsOf)))
    for (const graph of GRAPHS)
      for (const id of graph.byId.keys())
        for (const { style, role = '', text } of stepTexts(graph, id, null, words).text.flatMap(parse)) {
          if (style !== 'role') continue;
          const word = plain(text);
          const isTerm = termOf(word, words) !== null;
          if (role === 'term') assert.ok(isTerm, `${words.level}, ${id}: ${word}`);
          else
            assert.ok(
              nodesOfWord(graph, id, { role, word }, (name) => name, []).length > 0 || isTerm,
              `${words.level}, ${id}: ${word}`,
            );
          linked++;
        }
  assert.ok(linked > 200);
});

test('texts that came for another level are not taken', async () => {
  const words = await wordsOf('developer');
  const late = words.change('en', 'simple');
  const last = words.change('en', 'expert');
  await Promise.all([late, last]);
  assert.equal(words.level, 'expert');
  assert.ok(words.table.step.embed.text.length > 0);
  await words.change('en');
  assert.equal(words.level, 'expert', 'a language leaves the level');
});
