import { assert, test } from '/test/harness.js';
import { isKept, readyPrompts } from '/web/features/prompt/ready-prompts.js';

const preset = (model, prompt, ...prompts) => ({ model, prompt, prompts });

test('a model’s prompts come first and once, then those that were kept for it', () => {
  const kept = [
    { model: 'b', text: 'Mine', chat: false },
    { model: 'b', text: 'Two', chat: false },
    { model: 'b', text: 'Two', chat: true },
    { model: 'gone', text: 'Nobody reads this', chat: false },
  ];
  const groups = readyPrompts([preset('a', 'ABC', 'ABC', 'CBA'), preset('b', '', 'Two')], kept);
  assert.deepEqual(
    groups.map(({ prompts }) => prompts.map(({ key, text, chat, kept: own }) => [key, text, chat, own])),
    [
      [
        ['1', 'ABC', false, false],
        ['2', 'CBA', false, false],
      ],
      [
        ['3', 'Two', false, false],
        ['4', 'Mine', false, true],
        ['5', 'Two', true, true],
      ],
    ],
  );
});

test('35 prompts have a key', () => {
  const [{ prompts }] = readyPrompts([preset('a', '', ...Array.from({ length: 37 }, (_, i) => `prompt ${i}`))], []);
  assert.deepEqual(
    prompts.slice(8, 11).map(({ key }) => key),
    ['9', 'a', 'b'],
  );
  assert.deepEqual(
    prompts.slice(34).map(({ key }) => key),
    ['z', '', ''],
  );
});

test('a conversation is another prompt than the same text', () => {
  const kept = [{ model: 'a', text: 'Hi', chat: true }];
  assert.ok(isKept(kept, { model: 'a', text: 'Hi', chat: true }));
  assert.ok(!isKept(kept, { model: 'a', text: 'Hi', chat: false }));
});
