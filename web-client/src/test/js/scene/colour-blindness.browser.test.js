import { assert, test } from '/test/harness.js';
import { cellColour, luminance, maskedColours, rgb, toOklab } from '/web/scene/render/colour.js';
import { readPalette } from '/web/scene/render/palette.js';

/**
 * Simulation of colour blindness at full severity, as matrices on linear sRGB: Machado, Oliveira and Fernandes 2009,
 * "A Physiologically-based Model for Simulation of Color Vision Deficiency", table of severity 1.0.
 */
const SIGHT = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
};
const BLIND = ['deuteranopia', 'protanopia'];

for (const href of ['/web/tokens.css', '/web/start/projector.css']) {
  const sheet = Object.assign(document.createElement('link'), { rel: 'stylesheet', href });
  await new Promise((done, failed) => {
    sheet.onload = done;
    sheet.onerror = failed;
    document.head.append(sheet);
  });
}
/** The colours as the scene reads them. */
const palettes = Object.fromEntries(
  ['dark', 'light', 'hall', 'hall-light'].map((theme) => [theme, readPalette(theme, document.body)]),
);

const linear = (c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
const gamma = (c) => (c <= 0.0031308 ? 12.92 * c : 1.055 * c ** (1 / 2.4) - 0.055);
const seen = (colour, sight) =>
  SIGHT[sight].map((row) =>
    gamma(
      Math.min(
        1,
        Math.max(
          0,
          row.reduce((sum, share, i) => sum + share * linear(colour[i]), 0),
        ),
      ),
    ),
  );
const distance = (a, b) => Math.hypot(...toOklab(a).map((x, i) => x - toOklab(b)[i]));
const contrast = (a, b) => {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
};
/** Rounds to the decimals of the bounds. */
const rounded = (value, decimals) => Math.round(value * 10 ** decimals) / 10 ** decimals;

/** Distances of all pairs of colours, in ascending order. @param {Record<string, number[]>} colours by role */
function distances(colours, sight) {
  const roles = Object.keys(colours);
  return roles
    .flatMap((a, i) =>
      roles
        .slice(i + 1)
        .map((b) => ({ pair: `${a}/${b}`, apart: distance(seen(colours[a], sight), seen(colours[b], sight)) })),
    )
    .sort((x, y) => x.apart - y.apart);
}

const grounds = (theme) =>
  Object.fromEntries(Object.entries(palettes[theme].cells).map(([role, { zero }]) => [role, zero]));

test('the simulation leaves white unchanged, and makes red and green indistinguishable', () => {
  for (const sight of BLIND) {
    seen([1, 1, 1], sight).forEach((c) => assert.close(c, 1, 1e-3));
    assert.ok(
      distance(seen([0.8, 0, 0], sight), seen([0.35, 0.35, 0], sight)) < 0.5 * distance([0.8, 0, 0], [0.35, 0.35, 0]),
    );
  }
});

for (const [theme, least] of Object.entries({ dark: 0.077, light: 0.063, hall: 0.065, 'hall-light': 0.084 })) {
  test(`in the ${theme} theme a deuteranope can distinguish the text colours of any two roles`, () => {
    const [{ pair, apart }] = distances(palettes[theme].roles, 'deuteranopia');
    assert.ok(rounded(apart, 3) >= least, `${pair}: ${apart}`);
  });
}

for (const theme of ['dark', 'light', 'hall', 'hall-light']) {
  test(`in the ${theme} theme a deuteranope can distinguish the colours of cells, values from activations least`, () => {
    const [nearest, next] = distances(grounds(theme), 'deuteranopia');
    assert.equal(nearest.pair, 'activation/value');
    assert.ok(rounded(nearest.apart, 3) >= 0.054, `${nearest.pair}: ${nearest.apart}`);
    assert.ok(rounded(next.apart, 3) >= 0.081, `${next.pair}: ${next.apart}`);
  });

  test(`in the ${theme} theme a protanope can distinguish the colours of text and of cells`, () => {
    for (const colours of [palettes[theme].roles, grounds(theme)]) {
      const [{ pair, apart }] = distances(colours, 'protanopia');
      assert.ok(rounded(apart, 3) >= 0.057, `${pair}: ${apart}`);
    }
  });
}

for (const [theme, least] of Object.entries({ dark: 12.6, light: 12.3, hall: 14.8, 'hall-light': 12.3 })) {
  test(`in the ${theme} theme positive and negative differ in lightness for everyone`, () => {
    for (const [role, { negative, zero, positive }] of Object.entries(palettes[theme].cells)) {
      const ratio = contrast(negative, positive);
      assert.ok(rounded(ratio, 1) >= least, `${role}: ${ratio}`);
      for (const sight of BLIND) {
        const [low, middle, high] = [negative, zero, positive].map((stop) => seen(stop, sight));
        assert.ok(rounded(contrast(low, high), 1) >= 12.2, `${role}, ${sight}: ${contrast(low, high)}`);
        assert.ok(
          luminance(low) < luminance(middle) && luminance(middle) < luminance(high),
          `${role}, ${sight}: in order`,
        );
      }
    }
  });
}

for (const theme of ['dark', 'light', 'hall', 'hall-light'])
  test(`in the ${theme} theme the cell of the largest share stands out from the masked cells, the gaps and the shares near 0 beside it`, () => {
    const palette = palettes[theme];
    for (const [role, stops] of Object.entries(palette.cells)) {
      const largest = cellColour(1, 1, role, palette, 1, true);
      const beside = {
        ...maskedColours(stops, palette.background),
        gap: stops.gap,
        little: cellColour(0.01, 1, role, palette, 1, true),
      };
      for (const [what, colour] of Object.entries(beside)) {
        assert.ok(luminance(colour) < luminance(largest), `${role}, ${what}: lighter`);
        // the lines of the hatching are thin
        assert.ok(
          contrast(colour, largest) >= (what === 'line' ? 2 : 4.5),
          `${role}, ${what}: ${contrast(colour, largest)}`,
        );
      }
    }
  });

/** Colours at this distance differ at a glance: 15 times the just noticeable one, 0.02 in OKLab. */
const CLEARLY = 0.3;

for (const theme of ['dark', 'light', 'hall', 'hall-light'])
  for (const sight of Object.keys(SIGHT))
    test(`in the ${theme} theme, with ${sight} vision: shares of 0.44 and 0.04 differ clearly, and masked cells are told by their hatching`, () => {
      const palette = palettes[theme];
      for (const [role, stops] of Object.entries(palette.cells)) {
        const [much, little] = [0.44, 0.04].map((share) => seen(cellColour(share, 1, role, palette, 1, true), sight));
        assert.ok(distance(much, little) >= CLEARLY, `${role}: ${distance(much, little)}`);
        // no other cell has lines: they must stand out from their ground
        const [ground, line] = Object.values(maskedColours(stops, palette.background)).map((colour) =>
          seen(colour, sight),
        );
        assert.ok(distance(ground, line) >= CLEARLY / 3, `${role}: hatching ${distance(ground, line)}`);
      }
    });

for (const theme of ['hall', 'hall-light'])
  test(`in the ${theme} theme all text has a contrast of 7:1 on every surface, for the last row`, () => {
    const probe = Object.assign(document.createElement('div'), { hidden: true });
    probe.dataset.theme = theme;
    document.body.append(probe);
    const style = getComputedStyle(probe),
      colour = (name) => rgb(style.getPropertyValue(`--${name}`));
    const texts = [
      'ink',
      'ink-2',
      'ink-3',
      'accent',
      'good',
      'warn',
      'bad',
      'weight',
      'act',
      'agg',
      'q',
      'k',
      'v',
      'p',
    ];
    for (const text of texts)
      for (const ground of ['bg', 'bg-glow', 'surface', 'surface-2'])
        assert.ok(
          contrast(colour(text), colour(ground)) >= 7,
          `${text} on ${ground}: ${contrast(colour(text), colour(ground))}`,
        );
    assert.ok(contrast(colour('accent-ink'), colour('accent')) >= 7);
    probe.remove();
  });
