import { assert, test } from '/test/harness.js';
import { MOST_CHARACTERS, MOST_TOKENS, readAddress as readAll, readMembers } from '/web/page/address.js';
import { name, whole } from '/web/ui/address-members.js';
import { fragmentOf } from '/web/page/address-bar.js';

/** @param {string} fragment */
const readAddress = (fragment) => {
  const { shown, wrong } = readAll(fragment);
  return { shown, wrong };
};

const FULL = {
  preset: 'nano-sort',
  tokens: [2, 1, 0],
  given: 2,
  step: 'blocks.0.attn.scores',
  theme: /** @type {const} */ ('light'),
  camera: [1.5, -20, 3, 0.25, -0.1, 440],
};

test('an address is read back as it was written', () => {
  assert.deepEqual(readAddress(fragmentOf(FULL)), { shown: FULL, wrong: [] });
});

test('an address is legible', () => {
  assert.equal(
    fragmentOf(FULL),
    '#preset=nano-sort&tokens=2,1,0&given=2&step=blocks.0.attn.scores&theme=light&camera=1.5,-20,3,0.25,-0.1,440',
  );
});

test('a run without generated tokens leaves `given` out', () => {
  assert.equal(fragmentOf({ tokens: [2, 1], given: 2 }), '#tokens=2,1');
});

test('a prompt may contain any characters', () => {
  const prompt = 'a&b=c #%+ 文 \n';
  assert.equal(readAddress(`#prompt=${encodeURIComponent(prompt)}`).shown.prompt, prompt);
});

for (const [what, fragment, part] of [
  ['tokens that are no numbers', '#tokens=2,x', 'tokens'],
  ['a negative token', '#tokens=-1', 'tokens'],
  ['no tokens at all', '#tokens=', 'tokens'],
  ['more tokens than an address holds', `#tokens=${Array(MOST_TOKENS + 1).fill(1)}`, 'tokens'],
  ['an empty prompt', '#prompt=', 'prompt'],
  ['more given than there are', '#tokens=1,2&given=3', 'given'],
  ['none given', '#tokens=1,2&given=0', 'given'],
  ['a theme that there is not', '#theme=pink', 'theme'],
  ['a camera of two numbers', '#camera=1,2', 'camera'],
  ['a camera that is nowhere', '#camera=1,2,3,4,5,Infinity', 'camera'],
  ['a camera with a gap', '#camera=1,,3,4,5,6', 'camera'],
  ['a camera behind itself', '#camera=1,2,3,4,5,-6', 'camera'],
  ['a name without end', `#step=${'x'.repeat(201)}`, 'step'],
]) {
  test(`${what} is reported and left out`, () => {
    const { shown, wrong } = readAddress(fragment);
    assert.deepEqual(wrong, [part]);
    assert.ok(!(part in shown));
  });
}

test('an invalid member leaves the others valid', () => {
  assert.deepEqual(readAddress('#theme=pink&step=embed').shown, { step: 'embed' });
});

test('an address that is too long is not read', () => {
  assert.deepEqual(readAddress(`#prompt=${'x'.repeat(MOST_CHARACTERS)}`), { shown: {}, wrong: ['all'] });
});

test('unknown members, keys and names of an object’s own members are neither read nor written', () => {
  assert.deepEqual(readAddress('#key=secret&__proto__=x&constructor=y'), { shown: {}, wrong: [] });
  assert.equal(fragmentOf(/** @type {any} */ ({ key: 'secret', step: 'embed' })), '#step=embed');
});

test('broken escapes are read as plain characters', () => {
  assert.equal(readAddress('#step=%E0%A4%A').wrong.length, 0);
});

test('a run too long for an address is left out, together with `given`', () => {
  assert.equal(fragmentOf({ tokens: Array(MOST_TOKENS + 1).fill(0), given: 3, step: 'embed' }), '#step=embed');
});

test('members of features are read by their own readers, and written before theme, language, level and camera', () => {
  const readers = { why: name, route: whole };
  const { shown, others } = readAll('#step=embed&why=lens&route=x&theme=dark&else=1');
  assert.deepEqual(shown, { step: 'embed', theme: 'dark' });
  assert.deepEqual(readMembers(others, readers), { shown: { why: 'lens' }, wrong: ['route'] });
  assert.equal(
    fragmentOf(
      /** @type {any} */ ({ theme: 'dark', route: 5, why: 'lens', step: 'embed', else: 1 }),
      Object.keys(readers),
    ),
    '#step=embed&why=lens&route=5&theme=dark',
  );
});
