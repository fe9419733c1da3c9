/** Colours on a text are rules of a style sheet: those of a chip and of a word of running text, by its position. */
import { assert, test } from '/test/harness.js';
import { runningRules, stripRules } from '/web/features/tokens/text-colours.js';

/** @type {import('/web/features/tokens/text-colours.js').Tint[]} */
const TINTS = [
  { from: 0, to: 1, kind: 'kept', share: 0, figure: '' },
  { from: 1, to: 3, kind: 'for', share: 1, figure: '+2.50' },
  { from: 3, to: 4, kind: 'against', share: 0.5, figure: '−1.25' },
  { from: 4, to: 5, kind: 'later', share: 0, figure: '' },
];

/** The colours that the rules name are the page's; a rule of which one is missing would not count. */
const COLOURS = ['--p', '--weight', '--bg', '--ink', '--ink-2', '--surface-2', '--line-strong'];

/** @param {string} rules @param {string} html @param {(root: ShadowRoot) => void} check */
function dressed(rules, html, check) {
  const host = document.createElement('div');
  for (const colour of COLOURS) host.style.setProperty(colour, 'black');
  document.body.append(host);
  const root = host.attachShadow({ mode: 'open' });
  root.innerHTML = html;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(rules);
  root.adoptedStyleSheets = [sheet];
  check(root);
  host.remove();
}

const chip = '<li><span class="n">1</span><span class="token">a</span></li>';

test('a chip has the bar and the figure of its position, also behind the arrow before generated tokens', () => {
  dressed(stripRules(TINTS, 3), `<ol>${chip}${chip}${chip}<li class="arrow"></li>${chip}${chip}</ol>`, (root) => {
    const [kept, first, second, against, later] = [...root.querySelectorAll('li:not(.arrow)')].map((li) => ({
      bar: getComputedStyle(/** @type {Element} */ (li.querySelector('.token')), '::after'),
      figure: getComputedStyle(/** @type {Element} */ (li.querySelector('.n')), '::after').content,
      token: getComputedStyle(/** @type {Element} */ (li.querySelector('.token'))),
    }));
    assert.equal(kept.bar.content, 'none');
    assert.equal(kept.token.borderStyle, 'dashed');
    assert.equal(first.figure, '"+2.50"');
    assert.equal(second.figure, '""');
    assert.equal(first.bar.content, '""');
    assert.equal(second.bar.content, '""');
    assert.equal(against.figure, '"−1.25"');
    assert.equal(against.bar.right, '0px');
    assert.equal(against.bar.backgroundImage.includes('repeating-linear-gradient'), true);
    assert.equal(first.bar.backgroundImage, 'none');
    assert.equal(later.bar.content, 'none');
    assert.equal(later.token.opacity, '0.45');
  });
});

test('a word of running text is underlined as thick as its share, with dots against the answer', () => {
  const words = TINTS.map(({ from }) => `<span class="word" data-at="${from}">a</span>`).join('');
  dressed(runningRules(TINTS), `<p style="font-size:100px">${words}</p>`, (root) => {
    const [kept, positive, against, later] = [...root.querySelectorAll('.word')].map((word) => getComputedStyle(word));
    assert.equal(kept.textDecorationLine, 'none');
    assert.equal([positive.textDecorationStyle, positive.textDecorationThickness].join(), 'solid,22px');
    assert.equal([against.textDecorationStyle, against.textDecorationThickness].join(), 'dotted,13.5px');
    assert.equal(later.opacity, '0.45');
  });
});
