import { assert, test } from '/test/harness.js';
import { TextOverlay } from '/web/scene/annotate/text-overlay.js';

const WHITE = [1, 1, 1];
const TEXT = ['When', 'Lily', 'went'];
const KEPT = { letters: true, labels: true };
const CHOSEN = { letters: false, labels: false };
/** Cells too small for figures, and large enough for them, px. */
const SMALL = 18,
  LARGE = 60;

const cells = (/** @type {number} */ count) => new Float32Array(4 * count);

/**
 * An overlay over one block of three columns and two rows, and what is done on its canvas.
 * @param {number} px size of a cell
 */
function overlayOf(px) {
  const element = document.createElement('div');
  document.body.append(element);
  const done = { images: 0, texts: [] };
  const contrast = [1],
    block = { index: 0, z: 0, cols: TEXT.length, rows: 2, sequence: true, causal: false, role: 'query', node: 'q' };
  const blocks = {
    state: { array: new Float32Array(3) },
    inUse: { array: cells(1) },
    alsoInUse: { array: cells(1) },
    sink: { array: [0] },
  };
  blocks.state.array[1] = TEXT.length;
  const projection = {
    x: 0,
    y: 0,
    depth: 1,
    cell(_, column, row) {
      this.x = 100 + column * px;
      this.y = 200 + row * px;
      return this;
    },
    cellSize: () => px,
    reaches: () => true,
  };
  const numbers = { text: TEXT, valueIn: (_, column, row) => 1 + column + 3 * row, scaleOf: () => 6 };
  const overlay = new TextOverlay(
    element,
    'normal',
    /** @type {any} */ ({ projection, isSeen: () => true }),
    /** @type {any} */ (numbers),
    null,
  );
  const { prototype } = CanvasRenderingContext2D,
    { clearRect, fillText } = prototype;
  const write = (placed) => {
    prototype.clearRect = function (...box) {
      done.images++;
      done.texts = [];
      clearRect.apply(this, box);
    };
    prototype.fillText = function (text, ...place) {
      done.texts.push(text);
      fillText.call(this, text, ...place);
    };
    const colours = { zero: WHITE, positive: WHITE, negative: WHITE, low: WHITE, high: WHITE, gap: WHITE };
    try {
      overlay.write(
        /** @type {any} */ ({
          plan: { blocks: [block] },
          palette: {
            accent: WHITE,
            ink: WHITE,
            background: WHITE,
            roles: { query: WHITE, prediction: WHITE },
            cells: { query: colours },
            hall: false,
          },
          viewport: { width: 800, height: 900, top: 0, bottom: 0, left: 0, right: 0 },
          blocks,
          contrast,
          pair: null,
          spread: () => 1,
          marked: () => -1,
          spoken: [],
          motion: { flying: false, exploring: false, turning: false },
        }),
        placed,
      );
    } finally {
      Object.assign(prototype, { clearRect, fillText });
    }
  };
  const isShown = () => element.querySelector('canvas').style.display !== 'none';
  return { write, done, contrast, blocks, isShown, remove: () => element.remove() };
}

test('where letters and labels keep their places and no cell has a figure, the image stays', () => {
  const { write, done, remove } = overlayOf(SMALL);
  write(CHOSEN);
  assert.equal(done.images, 1);
  assert.deepEqual(done.texts, TEXT);
  write(KEPT);
  assert.equal(done.images, 1, 'nothing has changed');
  write({ letters: true, labels: false });
  assert.equal(done.images, 2, 'labels have other places');
  assert.deepEqual(done.texts, TEXT);
  remove();
});

test('figures follow the lit cells although letters and labels keep their places', () => {
  const { write, done, contrast, blocks, isShown, remove } = overlayOf(LARGE);
  contrast[0] = 0.5;
  write(CHOSEN);
  assert.ok(!isShown(), 'the block is dimmed');
  contrast[0] = 1;
  write(KEPT);
  const figures = done.texts.filter((text) => /^\d/.test(text));
  assert.equal(figures.length, 2 * TEXT.length, 'the block is in focus now');
  blocks.sink.array[0] = 1;
  blocks.inUse.array.set([1, 2, 0, 2]);
  write(KEPT);
  assert.equal(done.texts.filter((text) => /^\d/.test(text)).length, 2, 'one column is lit, the other cells fade');
  contrast[0] = 0.5;
  write(KEPT);
  assert.ok(!isShown(), 'the block is dimmed again');
  remove();
});
