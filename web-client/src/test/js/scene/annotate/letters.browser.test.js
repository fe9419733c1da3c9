import { assert, test } from '/test/harness.js';
import { Letters } from '/web/scene/annotate/letters.js';
import { OverlayCanvas } from '/web/scene/render/overlay-canvas.js';

const TEXT = ['When', 'Lily', 'went', 'to', 'Lily'];
const PX = 18;
const TOP = 200;
const WHITE = [1, 1, 1];

/**
 * The texts over the columns of one block, whose attention pair is that of the last token.
 * @param {import('/web/scene/annotate/placement.js').Box[]} taken boxes that panels cover @param {{hall?: boolean, apart?: number}} [how] `apart`: columns from one token to the next
 */
function lettersOver(taken, { hall = false, apart = 1 } = {}) {
  const overlay = document.createElement('div');
  document.body.append(overlay);
  const letters = new Letters(new OverlayCanvas(overlay), overlay);
  const projection = {
    x: 0,
    y: 0,
    depth: 1,
    cell(_, column, row) {
      this.x = 100 + column * PX;
      this.y = TOP + row * PX;
      return this;
    },
    cellSize: () => PX,
  };
  const block = { index: 0, z: 0, cols: TEXT.length, rows: TEXT.length, sequence: true, causal: false, role: 'query', node: 'scores' };
  const view = {
    plan: { blocks: [block] },
    projection,
    contrast: [1],
    spread: () => apart,
    isSeen: () => true,
    palette: { accent: WHITE, ink: WHITE, background: WHITE, roles: { key: WHITE, prediction: WHITE }, hall },
    viewport: { width: 800, height: 600, top: 0, bottom: 0, left: 0, right: 0 },
    text: TEXT,
    vocabulary: null,
    current: TEXT.length - 1,
    currentKey: 0,
  };
  letters.choose(/** @type {any} */ (view), taken);
  overlay.remove();
  return letters.placed.map(({ text }) => text);
}

test('each column has its token over it', () => {
  assert.deepEqual(lettersOver([]), TEXT);
});

test('a token under a panel is left out', () => {
  assert.deepEqual(lettersOver([{ x: 0, y: 0, width: 110, height: TOP }]), TEXT.slice(1));
});

test('where the token of the attention pair has no room, no other stands beside its column', () => {
  // over the last column alone, higher than the short word before it reaches
  assert.deepEqual(lettersOver([{ x: 100 + 4.6 * PX, y: 0, width: 300, height: TOP }]), []);
});

test('in the hall, where not every token has room, both ends of the strongest arc are named', () => {
  assert.deepEqual(lettersOver([], { hall: true, apart: 1.2 }), ['Lily', 'When']);
  assert.deepEqual(lettersOver([], { hall: true }), ['Lily'], 'without arcs spread over the block, there is one column alone');
});
