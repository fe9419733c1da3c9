import { assert, test } from '/test/harness.js';
import '/web/features/tokens/text-view.js';
import '/web/features/tokens/token-strip.js';
import { words } from '/web/ui/words.js';

words.use({ strip: { space: [0, '', ['spaces', { one: 'space', other: [0, '', 0, ' spaces'] }], ''] } });

/** The text of a page in a place of a width, px. */
async function shown(text, promptLength, width, traits = {}) {
  const info = { tokens: Array(text.length).fill(0), text, promptLength, nCtx: 64, next: [{ text: 'x' }] };
  const graph = {
    vocabulary: null,
    nodes: new Map([['node', { traits }]]),
    byId: new Map([['step', { nodes: ['node'], closed: false }]]),
  };
  const place = document.createElement('div');
  place.style.cssText = `display: grid; width: ${width}px; --running-size: 20px; --ink: #fff; --p: #c07de8; --accent: #e3bd70; --accent-ink: #1d1406`;
  const strip = Object.assign(document.createElement('orrery-token-strip'), {
    view: { trace: { info, next: info.next }, sampling: { temperature: 0 } },
  });
  const view = Object.assign(document.createElement('orrery-text'), {
    still: true,
    lines: 3,
    view: { trace: { id: text.join(), info, positions: text.length }, graph, step: 'step' },
  });
  view.append(strip);
  place.append(view);
  document.body.append(place);
  await drawn();
  return {
    place,
    view,
    strip,
    list: strip.renderRoot.querySelector('ol'),
    running: () => view.renderRoot.querySelector('orrery-running-text'),
  };
}

/** Sizes are observed after the next animation frame; what they change is rendered before the one after it. */
const drawn = async () => {
  for (let frame = 0; frame < 2; frame++) await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
};

test('at a step about positions the chips stay, and the newest ones are visible', async () => {
  const { place, list, running } = await shown(Array(24).fill('word'), 20, 2000, { attention: 'scores' });
  const isAtEnd = () => list.scrollLeft + list.clientWidth >= list.scrollWidth - 1;
  assert.ok(isAtEnd() && list.scrollWidth <= 2000, 'all of it is visible');
  place.style.width = '300px';
  await drawn();
  assert.ok(running() === null && list.scrollWidth > 300 && isAtEnd());
  place.remove();
});

test('chips that do not fit show the token that a tour is about', async () => {
  const { place, view, list } = await shown(Array(24).fill('word'), 20, 300, { attention: 'scores' });
  const chips = [...list.querySelectorAll('li:not(.arrow)')];
  const visible = () => {
    const { left, right } = list.getBoundingClientRect();
    const isIn = (chip) => chip.getBoundingClientRect().left >= left && chip.getBoundingClientRect().right <= right;
    return chips.map((chip, i) => (isIn(chip) ? i : -1)).filter((i) => i >= 0);
  };
  const about = async (position) => {
    view.view = { ...view.view, tour: { about: position } };
    await drawn();
    return visible();
  };
  assert.ok((await about(23)).includes(23), 'it is among the newest');
  assert.equal((await about(23)).at(-1), 24);
  const early = await about(2);
  assert.ok(early.includes(0) && early.includes(2), `from the beginning: ${early}`);
  const middle = await about(12);
  assert.equal(middle[0], 12);
  assert.equal((await about(null)).at(-1), 24, 'the newest ones again');
  place.remove();
});

test('words that are spoken of are all seen, however far apart they are', async () => {
  for (const [traits, width] of [
    [{ attention: 'scores' }, 300],
    [{}, 300],
    [{}, 900],
  ]) {
    const { place, view, running } = await shown(
      Array.from({ length: 200 }, (_, i) => ` word${i}`),
      200,
      width,
      traits,
    );
    for (const spoken of [[0, 199], [3, 90, 160], [190, 199], [20]]) {
      view.view = { ...view.view, whyWords: spoken };
      await drawn();
      const root = (running() ?? view.firstElementChild).renderRoot,
        box = root.querySelector('div, ol').getBoundingClientRect();
      const shownNow = [...root.querySelectorAll('.word, li')].filter((word) => {
        const { left, right, top, bottom } = word.getBoundingClientRect();
        return left >= box.left - 1 && right <= box.right + 1 && top >= box.top - 3 && bottom <= box.bottom + 3;
      });
      const texts = shownNow.map((word) => (word.querySelector('bdi') ?? word).textContent.replace(/^[␣ ]+/, ''));
      for (const at of spoken)
        assert.ok(texts.includes(`word${at}`), `${width} px, ${spoken}: word ${at} among ${texts}`);
    }
    place.remove();
  }
});

test('chips that do not fit become running text, and come back where they fit', async () => {
  const { place, list, running } = await shown(Array(12).fill('word'), 12, 1600);
  assert.ok(running() === null && list.scrollWidth <= 1600);
  place.style.width = '200px';
  await drawn();
  assert.ok(running() !== null && list.offsetWidth === 0);
  place.style.width = '1600px';
  await drawn();
  assert.ok(running() === null && list.offsetWidth > 0);
  place.remove();
});

test('a text that was added to wraps, keeps its spaces, and shows its last lines', async () => {
  const text = Array.from({ length: 60 }, (_, i) => (i === 0 ? 'Once' : i === 30 ? ' ' : ` word${i}`));
  const { place, running } = await shown(text, 5, 500);
  const { renderRoot } = running();
  const [lines, words] = [renderRoot.querySelector('div'), [...renderRoot.querySelectorAll('.word')]];
  assert.equal(renderRoot.querySelector('p').textContent, text.join(''));
  const box = lines.getBoundingClientRect();
  assert.ok(lines.firstElementChild.clientHeight > 5 * 28, 'it wraps');
  assert.ok(Math.abs(box.height - 3 * 28) < 2, 'three lines are visible');
  const last = words.at(-1).getBoundingClientRect();
  assert.ok(last.bottom <= box.bottom + 3 && last.right <= box.right + 1, 'the last word is among them');
  const ground = (word) => getComputedStyle(word).backgroundColor;
  for (let i = 1; i < words.length; i++)
    assert.ok(ground(words[i]) !== ground(words[i - 1]), `tints of the words ${i} and ${i + 1}`);
  const accent = Object.assign(document.createElement('i'), {
    style: 'background: var(--accent); color: var(--accent-ink)',
  });
  place.append(accent);
  const current = getComputedStyle(words.at(-1)),
    brass = getComputedStyle(accent);
  assert.deepEqual([current.backgroundColor, current.color], [brass.backgroundColor, brass.color]);
  assert.ok(
    words.at(-1).classList.contains('current') &&
      words.filter((word) => word.classList.contains('generated')).length === 55,
  );
  place.remove();
});

test('a chip has a faint mark for its space; one that is only a space says so', async () => {
  const { place, strip } = await shown(['The', ' cat', ' ', '  '], 4, 900);
  assert.deepEqual(
    [...strip.renderRoot.querySelectorAll('.prompt .token')].map((token) => token.textContent),
    ['The', '␣cat', 'space', '2 spaces'],
  );
  place.remove();
});
