/**
 * The shader of the blocks: one box per instance, whose cells are drawn by the fragment shader. `px` is the size of a cell in
 * pixels; `far` is the share of effects for cells that are too small to be told apart.
 *
 * The output is sRGB, without tone mapping or conversion. In the middle of a cell of at least 14 px, on a block in focus,
 * the colour is exactly that of colour.js.
 *
 * There are three variants for different distances of the camera. In software rendering a branch costs time even if it is
 * not taken, so each variant has the code for its distance only.
 */
import { WIDTH_BITS } from './cell-store.js';
import { FACE_LIGHT, FALL } from './colour.js';

/** Number of texels of a ramp; the middle one is the zero stop. */
export const RAMP_WIDTH = 2047;

/** A number as a GLSL literal. */
const glsl = (/** @type {number} */ number) => number.toFixed(4);

/** The background behind a point of the canvas: a glow behind the machine, centred at 42% of the height. */
export const BACKGROUND = `
  uniform vec3 uBackground;
  uniform vec3 uGlow;
  vec3 backgroundAt(vec2 ndc) {
    vec2 from = (ndc * .5 - vec2(0., .08)) * vec2(1.25, 1.5);
    return mix(uGlow, uBackground, smoothstep(0., .85, length(from)));
  }`;

/** The light of the face with a normal. */
const LIGHT = `normal.z > .5 ? ${glsl(FACE_LIGHT.front)} : normal.z < -.5 ? ${glsl(FACE_LIGHT.back)}
  : normal.y > .5 ? ${glsl(FACE_LIGHT.top)} : normal.y < -.5 ? ${glsl(FACE_LIGHT.bottom)} : ${glsl(FACE_LIGHT.side)}`;

export const blockVertex = `
  precision highp float;
  precision highp int;
  ${BACKGROUND}
  in vec3 position;   // corner of a unit box, y up
  in vec3 normal;
  in vec4 aPlace;     // x, y (downwards) of the top left cell's outer corner, z of the middle, angle of the arm
  in vec4 aSize;      // columns, rows, border, x of the column's axis
  in ivec4 aCells;    // first texel, column stride, row stride, ground role + 8 · frame role + 64 · reach of a causal block
  in ivec4 aPool;     // columns and rows that share a number, first column and row relative to the part's
  in vec3 aState;     // contrast, filled columns (−1: the block has no numbers), 1 / colour scale (negative: of shares)
  in vec4 aInUse;     // cells in use: columns from, to; rows from, to
  in vec4 aAlsoInUse; // a second rectangle of cells in use
  in float aSink;     // how far the other cells fade
  in float aTint;     // the part's vote, −1 … 1: how much of the colour is replaced by that of its side
  uniform mat4 viewMatrix, projectionMatrix;
  uniform vec4 uModel; // the model's origin in the world, and its scale
  uniform vec3 uCalm[7], uGap[7], uEmpty[7], uBare[7], uMasked[7], uHatch[7];
  uniform vec2 uFog;  // depth at which it begins, 1 / depth over which it grows to full
  out vec2 vCell;
  out vec4 vBehind;       // background, opacity of the block before it
  flat out vec3 vSize;    // columns, rows, light of this face; negative for faces without cells
  flat out vec4 vState;   // filled columns, 1 / colour scale (negative: of shares), how far other cells fade, tint
  flat out ivec4 vCells, vPool;
  flat out vec3 vCalm, vGap, vFrame, vEmpty, vMasked, vHatch;
  flat out vec4 vInUse, vAlsoInUse;

  void main() {
    float border = aSize.z;
    vec2 size = aSize.xy + 2. * border;
    vec2 cell = vec2(position.x, 1. - position.y) * size - border;
    vec3 local = vec3(aPlace.x + cell.x, -(aPlace.y + cell.y), aPlace.z + position.z - .5);
    float c = cos(aPlace.w), s = sin(aPlace.w);
    vec3 world = vec3(c * local.x + s * local.z + aSize.w, local.y, c * local.z - s * local.x);
    vec4 view = viewMatrix * vec4(uModel.xyz + uModel.w * world, 1.);
    gl_Position = projectionMatrix * view;
    // a block without contrast is not drawn
    if (aState.x <= 0.) gl_Position = vec4(2., 2., 2., 1.);
    vCell = cell;
    float kept = aState.x;
    kept *= 1. - .5 * clamp((-view.z - uFog.x) * uFog.y, 0., 1.) * (1. - kept);
    vBehind = vec4(backgroundAt(gl_Position.xy / max(gl_Position.w, 1.)), kept);
    float light = ${LIGHT};
    vSize = vec3(aSize.xy, abs(normal.z) > .5 ? light : -light);
    vState = vec4(aState.yz, aSink, aTint);
    vCells = aCells;
    vPool = aPool;
    int ground = aCells.w & 7, rim = (aCells.w >> 3) & 7;
    vCalm = uCalm[ground];
    vGap = uGap[rim];
    vFrame = mix(uGap[rim], uGap[ground], .15);
    vEmpty = aState.y < 0. ? uBare[ground] : uEmpty[ground];
    vMasked = uMasked[ground];
    vHatch = uHatch[ground];
    vInUse = aInUse;
    vAlsoInUse = aAlsoInUse;
  }`;

/** The variants: cells are drawn as specks, as small squares, or as tiles. */
export const DISTANCES = /** @type {const} */ (['far', 'middle', 'near']);

/** @param {number} px size of a cell at the camera's target */
export const distanceOf = (px) => (px < 1.9 ? 'far' : px < 7 ? 'middle' : 'near');

const SAMPLE = {
  far: `
    if (px > .8) {
      // the mean of the colours, not of the numbers, of the cells under the pixel
      vec2 q = w * clamp(1.7 - px, 0., .25);
      colour = .25 * (tap(vCell + q) + tap(vCell - q) + tap(vCell + vec2(q.x, -q.y)) + tap(vCell + vec2(-q.x, q.y)));
    } else {
      colour = vec3(0.);
      for (int i = -1; i <= 1; i++) for (int j = -1; j <= 1; j++) colour += tap(vCell + vec2(i, j) * w / 3.) / 9.;
    }`,
  middle: 'colour = causal ? hatched(px) : colourOf(cell, value);',
  near: 'colour = causal ? hatched(px) : colourOf(cell, value);',
};

/** Weights are many and never change, so they are muted until the camera is near. */
const CALM = `
    float far = 1. - smoothstep(1.2, 6., px);
    bool isWeight = (vCells.w & 7) == 0;
    float hush = isWeight ? 1. - smoothstep(5., 14., px) : 0.;
    if (!causal) colour = mix(colour, vCalm, isWeight ? uHush.x * hush + .32 * far * far : .34 * far);
    vec3 groove = mix(vGap, vCalm, uHush.y * hush);`;

const BOX_GRID = `${CALM}
    vec2 cover = covered(vCell, w);
    float gap = (1. - cover.x * cover.y) * (.35 + .65 * smoothstep(1.2, 4.5, px));`;

const GRID = {
  far: BOX_GRID,
  middle: BOX_GRID,
  near: `${CALM}
    vec2 local = fract(vCell) - .5, q = abs(local) - (.37 - .5 * GAP);
    float d = length(max(q, 0.)) + min(max(q.x, q.y), 0.) - .13;
    float gap = clamp(.5 + d * px, 0., 1.);
    // positive cells are raised and negative ones lowered, lit from the upper left
    float side = abs(local.x) > abs(local.y) ? .7 * sign(local.x) : sign(local.y);
    float relief = causal ? 0. : clamp((px - 10.) / 12., 0., 1.) * clamp((d + .11) / .09, 0., 1.);
    colour *= 1. - .15 * relief * side * clamp(value * abs(vState.y) * 24., -1., 1.);`,
};

/** @param {'far' | 'middle' | 'near'} distance */
export const blockFragment = (distance) => `
  precision highp float;
  precision highp int;
  precision highp sampler2D;
  uniform sampler2D uCells;
  uniform sampler2D uRamps;
  uniform vec2 uHush;   // how far distant weights are muted: their cells, and the gaps between them
  uniform vec2 uSunk;   // the colour to which cells fade that are not in use: its brightness, its share of background
  uniform vec3 uFor, uAgainst; // the colours of votes
  in vec2 vCell;
  in vec4 vBehind;
  flat in vec3 vSize;
  flat in vec4 vState;
  flat in ivec4 vCells, vPool;
  flat in vec3 vCalm, vGap, vFrame, vEmpty, vMasked, vHatch;
  flat in vec4 vInUse, vAlsoInUse;
  out vec4 outColour;

  const float GAP = .13;

  float valueAt(ivec2 cell) {
    ivec2 at = (vPool.zw + cell) / vPool.xy;
    int i = vCells.x + at.x * vCells.y + at.y * vCells.z;
    return texelFetch(uCells, ivec2(i & ${(1 << WIDTH_BITS) - 1}, i >> ${WIDTH_BITS}), 0).r;
  }
  // a query does not see later keys, nor those beyond its reach: such a cell is masked, whatever the texture has there
  bool isMasked(ivec2 cell, float value) {
    int reach = vCells.w >> 6, apart = cell.x - cell.y;
    return value < -3.e38 || (reach > 0 && (apart < 0 || apart >= reach));
  }
  vec3 colourOf(ivec2 cell, float value) {
    float t = vState.y < 0. ? 2. * sqrt(clamp(-value * vState.y, 0., 1.)) - 1. : clamp(value * vState.y, -1., 1.);
    vec3 colour = texelFetch(uRamps, ivec2(int(t * ${(RAMP_WIDTH - 1) / 2}. + ${RAMP_WIDTH / 2}), vCells.w & 7), 0).rgb;
    return isMasked(cell, value) ? vMasked : colour;
  }
  // Lines across masked cells at a distance of about 9 px, which run on from cell to cell. They are in the cells, not on the
  // screen, so they move with the block. There is none in the middle of a cell.
  vec3 hatched(float px) {
    float lines = exp2(max(-6., floor(log2(px / 9.) + .5)));
    float away = abs(fract((vCell.x + vCell.y) * lines) - .5) / lines * px * .7;
    return mix(vMasked, vHatch, clamp(1.2 - away, 0., 1.));
  }
  ivec2 inside(vec2 at) { return ivec2(clamp(at, vec2(0.), vSize.xy - 1.)); }
  vec3 tap(vec2 at) { ivec2 cell = inside(at); return colourOf(cell, valueAt(cell)); }
  // the share of the pixel that is cell, not gap: a box filter over the pixel's width, which causes no moiré
  vec2 covered(vec2 at, vec2 w) {
    vec2 a = at - .5 * w, b = at + .5 * w;
    return (floor(b) * (1. - GAP) + clamp(fract(b) - .5 * GAP, 0., 1. - GAP)
      - floor(a) * (1. - GAP) - clamp(fract(a) - .5 * GAP, 0., 1. - GAP)) / w;
  }

  void main() {
    vec2 w = max(fwidth(vCell), 1e-5);
    float px = 1. / max(w.x, w.y);
    ivec2 cell = inside(floor(vCell));
    float value = valueAt(cell);
    bool causal = isMasked(cell, value);
    vec3 colour;
    ${SAMPLE[distance]}
    ${GRID[distance]}
    // masked cells are one hatched surface
    if (!causal) colour = mix(colour, groove, gap);
    colour = mix(vEmpty, colour, clamp(vState.x - float(cell.x), 0., 1.));
    // the border; fainter where it is thin, since thin borders shimmer
    vec2 beyond = max(-vCell, vCell - vSize.xy) / w;
    colour = mix(colour, vFrame, clamp(max(beyond.x, beyond.y) + .5, 0., 1.) * (.45 + .55 * clamp((px - .8) / 1.6, 0., 1.)));
    vec2 outside = max(vInUse.xz - vCell, vCell - vInUse.yw);
    vec2 alsoOutside = max(vAlsoInUse.xz - vCell, vCell - vAlsoInUse.yw);
    if (min(max(outside.x, outside.y), max(alsoOutside.x, alsoOutside.y)) > 0.) colour = mix(colour, mix(vGap * uSunk.x, vBehind.rgb, uSunk.y), vState.z);
    colour = mix(colour, vState.w > 0. ? uFor : uAgainst, abs(vState.w));
    // lighter at the top edge, darker at the bottom edge
    colour *= vSize.z * (1. + ${glsl(FALL)} * (1. - 2. * clamp(vCell.y / vSize.y, 0., 1.)));
    if (vSize.z < 0.) colour = vFrame * -vSize.z;
    outColour = vec4(mix(vBehind.rgb, colour, vBehind.a), 1.);
  }`;

/*
 * Fans replace many blocks that are alike. Each instance is one box that is bent about the spine's axis, extended backwards, or cut into a row; the
 * fragment shader draws its slices, without numbers. The attributes are those of blocks.
 */

/** Number of pieces of a fan's arc. */
export const ARC_PIECES = 8;
export const KINDS = ['arc', 'stack', 'row'];

export const fanVertex = `
  precision highp float;
  precision highp int;
  ${BACKGROUND}
  in vec3 position;   // corner of a unit box, y up, z from the last slice to the first
  in vec3 normal;
  in vec4 aPlace;     // x, y (downwards) of the top left corner, z of the first slice, angle of the arm
  in vec4 aSize;      // columns, rows, –, x of the column's axis
  in ivec4 aCells;    // first texel, column stride, row stride, ground role + 8 · frame role
  in vec3 aState;     // contrast
  in vec4 aFan;       // kind, reach, slices, cells from one slice to the next (row)
  uniform mat4 viewMatrix, projectionMatrix;
  uniform vec4 uModel; // the model's origin in the world, and its scale
  uniform vec3 uGap[7], uBare[7];
  uniform vec2 uFog;
  out vec2 vCell;
  out float vAlong;       // through the slices, 0 at the first
  out vec4 vBehind;
  flat out vec2 vFan;     // slices, pitch (0: no row)
  flat out vec3 vRim, vBare;
  flat out vec2 vFace;    // light; 1 where the face shows the edges of slices
  flat out vec2 vSize;

  void main() {
    vec2 cell = vec2(position.x, 1. - position.y) * aSize.xy;
    vec3 local = vec3(aPlace.x + cell.x, -(aPlace.y + cell.y), aPlace.z);
    float angle = aPlace.w;
    if (aFan.x < .5) angle += aFan.y * (2. * position.z - 1.);
    else if (aFan.x < 1.5) local.z += aFan.y * (position.z - 1.) + (position.z - .5);
    else local.z += position.z - .5;
    float c = cos(angle), s = sin(angle);
    vec3 world = vec3(c * local.x + s * local.z + aSize.w, local.y, c * local.z - s * local.x);
    vec4 view = viewMatrix * vec4(uModel.xyz + uModel.w * world, 1.);
    gl_Position = projectionMatrix * view;
    vCell = cell;
    vAlong = 1. - position.z;
    float kept = aState.x;
    vBehind = vec4(backgroundAt(gl_Position.xy / max(gl_Position.w, 1.)), kept);
    float light = ${LIGHT};
    vFace = vec2(light, abs(normal.z) < .5 && aFan.x < 1.5 ? 1. : 0.);
    vFan = vec2(aFan.z, aFan.x > 1.5 ? aFan.w : 0.);
    vSize = aSize.xy;
    int ground = aCells.w & 7, rim = (aCells.w >> 3) & 7;
    vRim = uGap[rim];
    vBare = uBare[ground];
  }`;

export const fanFragment = `
  precision highp float;
  precision highp int;
  in vec2 vCell;
  in float vAlong;
  in vec4 vBehind;
  flat in vec2 vFan;
  flat in vec3 vRim, vBare;
  flat in vec2 vFace;
  flat in vec2 vSize;
  out vec4 outColour;

  // thickness of a slice as a share of the distance to the next one
  const float SLICE = .74;

  // the share of a pixel that is slice: a box filter over its width
  float sliced(float at, float w) {
    float a = at - .5 * w, b = at + .5 * w;
    return clamp((floor(b) * SLICE + min(fract(b), SLICE) - floor(a) * SLICE - min(fract(a), SLICE)) / w, 0., 1.);
  }

  void main() {
    float cover = 1.;
    if (vFan.y > 0.) {
      // heads side by side, the first one on the right, with open space between them
      float from = vSize.x - vCell.x, w = max(fwidth(from) / vFan.y, 1e-5);
      float own = from - clamp(floor(from / vFan.y), 0., vFan.x - 1.) * vFan.y;
      float head = vSize.x - (vFan.x - 1.) * vFan.y;
      if (w < .5 && own > head) discard;
      cover = w < .5 ? 1. : head / vFan.y;
    }
    if (vFace.y > .5 && vFan.x > 1.) {
      float along = vAlong * vFan.x;
      cover = sliced(along, max(fwidth(along), 1e-5));
    }
    // the space between heads is transparent; that between slices is in their shadow
    vec3 between = vFan.y > 0. ? vBehind.rgb : mix(vRim, vBehind.rgb, .45);
    vec3 colour = mix(between, vBare * vFace.x, cover);
    outColour = vec4(mix(vBehind.rgb, colour, vBehind.a), 1.);
  }`;
