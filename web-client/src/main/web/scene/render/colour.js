/**
 * The colour of a cell: one formula for the shader (which reads it from ramps made here), the legend, and the choice of
 * black or white for figures on cells.
 *
 * t = clamp(value / scale, −1, 1); the cell is the role's zero stop mixed in OKLab by |t|^0.8 towards its positive stop
 * where t > 0, its negative stop where t < 0; the light of its face then multiplies the sRGB channels (clamped to 1). Shares
 * (probabilities, attention) are never negative, so they take the whole ramp: t = 2 √(value / scale) − 1. Small ones, of which there
 * are many, then differ visibly. Masked cells, which hold no number, are hatched.
 * OKLab: Björn Ottosson, https://bottosson.github.io/posts/oklab/.
 *
 * A colour is `[r, g, b]`, sRGB, each 0…1.
 * @typedef {[number, number, number]} Rgb
 * @typedef {{negative: Rgb, zero: Rgb, positive: Rgb, gap: Rgb}} Stops
 * @typedef {{background: Rgb, glow: Rgb, neutral: Rgb, ink: Rgb, accent: Rgb, line: Rgb, dim: number, dimDeep: number, dark: boolean,
 *   hall: boolean, cells: Record<string, Stops>, roles: Record<string, Rgb>}} Palette
 */

/** Roles in the order of the ramps' rows. */
export const ROLES = ['weight', 'activation', 'aggregate', 'query', 'key', 'value', 'prediction'];

/** Brightness of each face of a block. */
export const FACE_LIGHT = { front: 1, back: 0.86, top: 1.07, side: 0.8, bottom: 0.66 };

/** The front of a block is lighter at its top edge, darker at its bottom edge, by this much. */
export const FALL = 0.025;

const EXPONENT = 0.8;

/**
 * Share of the background in the ground of a masked cell, and of the zero stop in the lines of its hatching; the rest is the gap colour. The
 * ground is dark on a light background, too: the largest numbers are the lightest cells, and nothing beside them may be as light.
 */
const MASKED = { onDark: { sink: 0.85, lift: 0.3 }, onLight: { sink: 0, lift: 1 } };

/** @param {string} hex @returns {Rgb} of `#rrggbb` or `#rgb` */
export function rgb(hex) {
  const digits = hex.trim().replace('#', '');
  const full = digits.length === 3 ? [...digits].map((d) => d + d).join('') : digits;
  if (!/^[0-9a-f]{6}$/i.test(full)) throw new Error(`not a colour: "${hex}"`);
  const channel = (/** @type {number} */ i) => parseInt(full.slice(i, i + 2), 16) / 255;
  return [channel(0), channel(2), channel(4)];
}

const toLinear = (/** @type {number} */ c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
const toGamma = (/** @type {number} */ c) => (c <= 0.0031308 ? 12.92 * c : 1.055 * Math.max(0, c) ** (1 / 2.4) - 0.055);
const clamp = (/** @type {number} */ x, /** @type {number} */ low, /** @type {number} */ high) =>
  Math.min(high, Math.max(low, x));

/** @param {Rgb} colour @returns {[number, number, number]} L, a, b */
export function toOklab(colour) {
  const [r, g, b] = colour.map(toLinear);
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

/** @param {[number, number, number]} oklab @returns {Rgb} clipped to the gamut */
export function fromOklab([L, a, b]) {
  const l = (L + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (L - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (L - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const channel = (/** @type {number} */ c) => clamp(toGamma(c), 0, 1);
  return [
    channel(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    channel(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    channel(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

/** Mixed in OKLab; `amount` 0 is `from`, 1 is `to`. @param {Rgb} from @param {Rgb} to @param {number} amount */
function mixOklab(from, to, amount) {
  const a = toOklab(from),
    b = toOklab(to);
  const at = (/** @type {number} */ i) => a[i] + (b[i] - a[i]) * amount;
  return fromOklab([at(0), at(1), at(2)]);
}

/**
 * Mixed channel by channel, as the shader mixes towards the background.
 * @param {Rgb} from @param {Rgb} to @param {number} amount
 * @returns {Rgb}
 */
export function mix(from, to, amount) {
  const at = (/** @type {number} */ i) => from[i] + (to[i] - from[i]) * amount;
  return [at(0), at(1), at(2)];
}

/** The place of a number on the ramp, −1…1. @param {number} value @param {number} scale @param {boolean} isShare whether it is a share of a whole */
export const rampPlace = (value, scale, isShare) =>
  isShare ? 2 * Math.sqrt(clamp(value / scale, 0, 1)) - 1 : clamp(value / scale, -1, 1);

/** @param {number} t place on the ramp, −1…1 @param {Stops} stops */
export function rampColour(t, stops) {
  const share = clamp(t, -1, 1);
  return mixOklab(stops.zero, share < 0 ? stops.negative : stops.positive, Math.abs(share) ** EXPONENT);
}

/**
 * The colours of masked cells: their ground, and the lines across it.
 * @param {Stops} stops @param {Rgb} background
 */
export function maskedColours({ gap, zero }, background) {
  const { sink, lift } = luminance(background) < luminance(zero) ? MASKED.onDark : MASKED.onLight;
  return { ground: mix(gap, background, sink), line: mix(gap, zero, lift) };
}

/** Brightness of the front of a block in the middle of a row; rows count from 0, downwards. @param {number} row @param {number} rows */
export const frontLight = (row, rows) => FACE_LIGHT.front * (1 + FALL * (1 - (2 * (row + 0.5)) / rows));

/**
 * @param {number} value −∞ is masked
 * @param {number} scale the tensor's colour scale: the absolute value that is drawn as a full stop
 * @param {string} role of the cell's tensor
 * @param {Palette} palette of the theme
 * @param {number} [light] factor of the face, see `frontLight`
 * @param {boolean} [isShare] whether the cell is a share of a whole
 * @returns {Rgb}
 */
export function cellColour(value, scale, role, palette, light = 1, isShare = false) {
  const stops = palette.cells[role];
  const colour =
    value === -Infinity
      ? maskedColours(stops, palette.background).ground
      : rampColour(rampPlace(value, scale, isShare), stops);
  const at = (/** @type {number} */ i) => clamp(colour[i] * light, 0, 1);
  return [at(0), at(1), at(2)];
}

/** Relative luminance as WCAG 2 defines it. @param {Rgb} colour */
export function luminance(colour) {
  const [r, g, b] = colour.map(toLinear);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Whether white is easier to read on the colour than black. @param {Rgb} colour */
export const wantsWhiteInk = (colour) => 1.05 / (luminance(colour) + 0.05) > (luminance(colour) + 0.05) / 0.05;

/** CSS texts of colours, cached since those of the palette are needed in every animation frame. @type {WeakMap<Rgb, string>} */
const texts = new WeakMap();

/** @param {Rgb} colour that does not change @returns {string} for CSS */
export function css(colour) {
  let text = texts.get(colour);
  if (text === undefined) texts.set(colour, (text = `rgb(${colour.map((c) => Math.round(c * 255)).join(' ')})`));
  return text;
}
