/** The cards of steps in every language, against the English ones. */
import { assert, test } from '/test/harness.js';
import { SMALL_GRAPH } from '/test/model/small-graph.js';
import { describeAlternating } from '/test/scene/alternating-description.js';
import { SORTING, describe } from '/test/scene/gpt2-description.js';
import { termOf } from '/web/features/glossary/terms.js';
import { nodesOfWord } from '/web/features/step/linked-words.js';
import { expandGraph } from '/web/model/graph.js';
import { Naming } from '/web/scene/annotate/naming.js';
import { LEVELS } from '/web/ui/level.js';
import { parse, plain } from '/web/ui/rich-text.js';
import { stepTexts } from '/web/ui/step-texts.js';
import { endingsOf } from '/web/ui/word-stem.js';
import { Words } from '/web/ui/words.js';

const GRAPHS = [SMALL_GRAPH, describeAlternating(), describe(SORTING)].map(expandGraph);
const OTHERS = ['de'];

const wordsOf = async (language, level) => {
  const words = new Words();
  await words.change(language, level);
  return words;
};

/** What a coloured word lights: a term's key, or the names of blocks. */
function meaningOf(graph, id, { role, text }, words) {
  const word = plain(text);
  if (role === 'term') return `term ${termOf(word, words)}`;
  const naming = new Naming(null, graph.nodes, (key, values) => words.text(key, values));
  const nodes = nodesOfWord(graph, id, { role, word }, (name) => plain(naming.name(name)), endingsOf(words));
  return `${role} ${nodes.sort().join(' ')}`;
}

const meanings = (graph, id, text, words) =>
  parse(text)
    .filter(({ style }) => style === 'role')
    .map((part) => meaningOf(graph, id, part, words))
    .sort();

test('the coloured words of a card light the same blocks in every language, in whatever form and order they stand', async () => {
  let compared = 0;
  for (const level of LEVELS) {
    const english = await wordsOf('en', level);
    for (const language of OTHERS) {
      const words = await wordsOf(language, level);
      for (const graph of GRAPHS)
        for (const id of graph.byId.keys()) {
          const [own, reference] = [words, english].map((each) => stepTexts(graph, id, null, each));
          const texts = ({ text, formula, caption }) => [...text, formula, caption];
          texts(reference).forEach((text, i) => {
            assert.deepEqual(
              meanings(graph, id, texts(own)[i], words),
              meanings(graph, id, text, english),
              `${language}, ${level}, ${id}: ${texts(own)[i]}`,
            );
            compared += meanings(graph, id, text, english).length;
          });
          assert.ok(
            !/(?<![_^])\{|undefined|NaN/.test([own.title, ...texts(own)].join(' ')),
            `${language}, ${level}, ${id}`,
          );
        }
    }
  }
  assert.ok(compared > 1000, String(compared));
});

test('in every language a name of a term means it, and definitions are short and filled in', async () => {
  for (const level of LEVELS)
    for (const language of ['en', ...OTHERS]) {
      const words = await wordsOf(language, level);
      for (const [key, { names, says }] of Object.entries(words.table.glossary.term)) {
        for (const name of names)
          assert.equal(termOf(plain(words.fill(name, {})), words), key, `${language}, ${level}: ${name}`);
        const said = words.fill(says, { ...SMALL_GRAPH.sizes, parameters: 10656 });
        assert.ok(
          said.length <= 180 && said.endsWith('.') && !/(?<![_^])\{/.test(said),
          `${language}, ${level}, ${key}: ${said.length}`,
        );
      }
    }
});
