import { assert, test } from '/test/harness.js';
import { cellColour, frontLight, fromOklab, luminance, rgb, toOklab, wantsWhiteInk } from '/web/scene/render/colour.js';

const stops = { negative: rgb('#300003'), zero: rgb('#a51623'), positive: rgb('#ffc8c4'), gap: rgb('#63000b') };
const palette = { background: rgb('#0a0e18'), cells: { key: stops } };
const close = (actual, expected, tolerance) => actual.forEach((x, i) => assert.close(x, expected[i], tolerance));

test('OKLab of white and of red are its author’s', () => {
  close(toOklab([1, 1, 1]), [1, 0, 0], 1e-4);
  close(toOklab([1, 0, 0]), [0.62796, 0.22486, 0.12585], 1e-4);
});

test('conversion to OKLab and back returns the colour', () => {
  for (const hex of ['#1665c8', '#93620b', '#014e51']) close(fromOklab(toOklab(rgb(hex))), rgb(hex), 1e-4);
});

test('zero, the scale and its negative have the colours of the three stops', () => {
  close(cellColour(0, 2, 'key', palette), stops.zero, 1e-4);
  close(cellColour(2, 2, 'key', palette), stops.positive, 1e-4);
  close(cellColour(-2, 2, 'key', palette), stops.negative, 1e-4);
});

test('values beyond the scale have the colour of the scale', () => {
  close(cellColour(9, 2, 'key', palette), stops.positive, 1e-4);
});

test('between the stops the share is |t| to the power of 0.8, in OKLab', () => {
  const zero = toOklab(stops.zero),
    positive = toOklab(stops.positive),
    share = 0.5 ** 0.8;
  close(
    toOklab(cellColour(1, 2, 'key', palette)),
    zero.map((x, i) => x + (positive[i] - x) * share),
    2e-3,
  );
});

test('shares take the whole ramp: none is the negative stop, a quarter of the scale is the zero stop', () => {
  const share = (value) => cellColour(value, 0.8, 'key', palette, 1, true);
  close(share(0), stops.negative, 1e-4);
  close(share(0.2), stops.zero, 1e-4);
  close(share(0.8), stops.positive, 1e-4);
  // 2 √(0.45 / 0.8) − 1 = 0.5
  close(share(0.45), cellColour(0.5, 1, 'key', palette), 1e-4);
});

test('a larger number is always lighter', () => {
  const values = [-2, -1, -0.5, -0.1, 0, 0.1, 0.5, 1, 2].map((value) =>
    luminance(cellColour(value, 2, 'key', palette)),
  );
  values.slice(1).forEach((light, i) => assert.ok(light > values[i]));
});

test('the ground of a masked cell is 85% background and 15% gap colour', () => {
  close(
    cellColour(-Infinity, 2, 'key', palette),
    stops.gap.map((x, i) => x * 0.15 + palette.background[i] * 0.85),
    1e-6,
  );
});

test('light multiplies the channels and is clipped at 1', () => {
  const dark = cellColour(0, 1, 'key', palette),
    lit = cellColour(0, 1, 'key', palette, 1.02);
  lit.forEach((c, i) => assert.close(c, dark[i] * 1.02, 1e-9));
  assert.equal(cellColour(1, 1, 'key', palette, 1.5)[0], 1);
});

test('the front of a block is 2.5% lighter at its top edge than in its middle, and darker at its bottom', () => {
  assert.close(frontLight(-0.5, 10), 1.025, 1e-9);
  assert.close(frontLight(4.5, 10), 1, 1e-9);
  assert.close(frontLight(9.5, 10), 0.975, 1e-9);
});

test('ink is white on dark cells and black on light ones', () => {
  assert.ok(wantsWhiteInk(stops.negative));
  assert.ok(!wantsWhiteInk(stops.positive));
});

test('an invalid colour is refused with its text', () => {
  assert.throws(() => rgb('teal'), /"teal"/);
});
