/**
 * The shader of the blocks: one box an instance, its cells painted in the fragment. Figures are those of the look:
 * px is the size of a cell in pixels, far = what only happens when cells are too small to be told apart.
 *
 * Output is plain sRGB: no tone mapping, no conversion. In the middle of a cell on a block in focus, from 7 px up, the
 * colour is exactly that of colour.js.
 */
import {WIDTH_BITS} from './cell-store.js';

/** Texels of a ramp; the one in the middle is the zero stop. */
export const RAMP_WIDTH = 2047;

export const BACKGROUND = `
  uniform vec3 uBackground;
  uniform vec3 uGlow;
  uniform vec2 uView; // px
  // a glow behind the machine, centred at 42% of the height
  vec3 backgroundAt(vec2 fragment) {
    vec2 from = (fragment / uView - vec2(.5, .58)) * vec2(1.25, 1.5);
    vec3 colour = mix(uGlow, uBackground, smoothstep(0., .85, length(from)));
    // half a step of noise, so that the gradient shows no bands
    return colour + (fract(52.9829189 * fract(dot(fragment, vec2(.06711056, .00583715)))) - .5) / 255.;
  }`;

export const blockVertex = `
  precision highp float;
  precision highp int;
  in vec3 position;   // corner of a unit box, y up
  in vec3 normal;
  in vec4 aPlace;     // x, y (downwards) of the top left cell's outer corner, z of the middle, angle of the arm
  in vec4 aSize;      // columns, rows, frame, x of the column's axis
  in ivec4 aCells;    // first texel, column stride, row stride, ground role + 8 · frame role + 64 · causal
  in vec4 aState;     // contrast, presence, columns filled, 1 / colour scale
  in vec4 aMark;      // marked cells: columns from, to; rows from, to
  in vec2 aTone;      // how far unmarked cells sink, strength of the outline
  uniform mat4 viewMatrix, projectionMatrix;
  uniform vec3 uGap[7];
  uniform vec3 uEmpty[7];
  uniform vec3 uBackground;
  out vec2 vCell;
  out float vDepth;
  flat out vec3 vSize;    // columns, rows, light of this face; 0 where the face shows no cells
  flat out vec4 vState;
  flat out ivec4 vCells;
  flat out vec3 vGap, vFrame, vEmpty;
  flat out vec4 vMark;
  flat out vec2 vTone;
  flat out int vInstance;

  void main() {
    float frame = aSize.z;
    vec2 size = aSize.xy + 2. * frame;
    vec2 cell = vec2(position.x, 1. - position.y) * size - frame;
    vec3 local = vec3(aPlace.x + cell.x, -(aPlace.y + cell.y), aPlace.z + position.z - .5);
    float c = cos(aPlace.w), s = sin(aPlace.w);
    vec3 world = vec3(c * local.x + s * local.z + aSize.w, local.y, c * local.z - s * local.x);
    vec4 view = viewMatrix * vec4(world, 1.);
    gl_Position = aState.y > 0. ? projectionMatrix * view : vec4(0., 0., 2., 1.);
    vCell = cell;
    vDepth = -view.z;
    float light = normal.z > .5 ? 1. : normal.z < -.5 ? .86 : normal.y > .5 ? 1.07 : normal.y < -.5 ? .66 : .8;
    vSize = vec3(aSize.xy, abs(normal.z) > .5 ? light : -light);
    vState = aState;
    vCells = aCells;
    int ground = aCells.w & 7, rim = (aCells.w >> 3) & 7;
    vGap = uGap[rim];
    vFrame = mix(uGap[rim], uGap[ground], .15);
    vEmpty = uEmpty[ground];
    vMark = aMark;
    vTone = aTone;
    vInstance = gl_InstanceID;
  }`;

export const blockFragment = `
  precision highp float;
  precision highp int;
  precision highp sampler2D;
  ${BACKGROUND}
  uniform sampler2D uCells;
  uniform sampler2D uRamps;
  uniform vec3 uOutline;
  uniform vec3 uMasked[7];
  uniform vec2 uFog;     // depth where it begins, 1 / how long until it is full
  uniform ivec3 uHover;  // instance, column, row; −1: none
  in vec2 vCell;
  in float vDepth;
  flat in vec3 vSize;
  flat in vec4 vState;
  flat in ivec4 vCells;
  flat in vec3 vGap, vFrame, vEmpty;
  flat in vec4 vMark;
  flat in vec2 vTone;
  flat in int vInstance;
  out vec4 outColour;

  const float GAP = .13;

  float valueAt(ivec2 cell) {
    int i = vCells.x + cell.x * vCells.y + cell.y * vCells.z;
    return texelFetch(uCells, ivec2(i & ${(1 << WIDTH_BITS) - 1}, i >> ${WIDTH_BITS}), 0).r;
  }
  // a position cannot look at later ones: what stands there is no number, whatever the texture holds
  bool masked(ivec2 cell, float value) { return value < -3.e38 || (vCells.w >= 64 && cell.y > cell.x); }
  vec3 colourOf(ivec2 cell) {
    int role = vCells.w & 7;
    float value = valueAt(cell);
    if (masked(cell, value)) return uMasked[role];
    float t = clamp(value * vState.w, -1., 1.);
    return texelFetch(uRamps, ivec2(int((t * .5 + .5) * ${RAMP_WIDTH - 1}. + .5), role), 0).rgb;
  }
  vec3 cellColour(ivec2 cell) {
    ivec2 inside = clamp(cell, ivec2(0), ivec2(vSize.xy) - 1);
    float filled = clamp(vState.z - float(inside.x), 0., 1.);
    if (filled <= 0.) return vEmpty;
    return mix(vEmpty, colourOf(inside), filled);
  }
  // how much of the pixel is cell, not gap: a box filter over the pixel's width, which cannot beat with the pixels
  float covered(float x, float w) {
    vec2 at = vec2(x - .5 * w, x + .5 * w);
    vec2 sum = floor(at) * (1. - GAP) + clamp(fract(at) - .5 * GAP, 0., 1. - GAP);
    return (sum.y - sum.x) / w;
  }
  // px from the outline of a rectangle of cells, negative inside
  float fromEdge(vec4 rectangle, vec2 w) {
    vec2 d = max(vec2(rectangle.xz) - vCell, vCell - vec2(rectangle.yw)) / w;
    return max(d.x, d.y);
  }

  void main() {
    vec2 w = max(fwidth(vCell), 1e-5);
    float px = 1. / max(w.x, w.y);
    vec3 colour;
    if (vSize.z < 0.) {
      colour = vFrame * -vSize.z;
    } else {
      ivec2 cell = ivec2(floor(vCell));
      bool inFrame = vCell.x < 0. || vCell.y < 0. || vCell.x > vSize.x || vCell.y > vSize.y;
      int role = vCells.w & 7;
      bool empty = vState.z <= clamp(vCell.x, 0., vSize.x - 1e-3) - fract(vCell.x);
      if (px < 1.7) {
        // the mean of the cells under the pixel: of their colours, not of their numbers
        vec3 sum = vec3(0.);
        for (int i = -1; i <= 1; i++) for (int j = -1; j <= 1; j++)
          sum += cellColour(ivec2(floor(vCell + vec2(i, j) * w / 3.)));
        colour = sum / 9.;
      } else {
        colour = cellColour(cell);
      }
      float far = 1. - smoothstep(1.2, 6., px);
      if (!empty) {
        vec3 zero = texelFetch(uRamps, ivec2(${(RAMP_WIDTH - 1) / 2}, role), 0).rgb;
        colour = mix(colour, zero, role == 0 ? far * (.3 + .32 * far) : .34 * far);
        vec2 local = fract(vCell) - .5;
        float near = smoothstep(7., 12., px);
        float cover = covered(vCell.x, w.x) * covered(vCell.y, w.y);
        float inCell = cover;
        if (px > 7.) {
          vec2 q = abs(local) - (.5 - .5 * GAP - .13);
          float d = length(max(q, 0.)) + min(max(q.x, q.y), 0.) - .13;
          float rounded = clamp(.5 - d * px, 0., 1.);
          inCell = mix(cover, rounded, near);
          // positive cells stand proud of the ground, negative ones are sunk: lit from the upper left
          ivec2 inside = clamp(cell, ivec2(0), ivec2(vSize.xy) - 1);
          float value = valueAt(inside);
          float relief = smoothstep(10., 22., px);
          if (relief > 0. && !masked(inside, value) && vState.z >= float(cell.x) + 1.) {
            float rim = smoothstep(-.11, -.02, d);
            vec2 n = abs(local.x) > abs(local.y) ? vec2(sign(local.x), 0.) : vec2(0., sign(local.y));
            float lit = -(n.x * .7 + n.y);
            colour *= 1. + .15 * relief * rim * lit * clamp(value * vState.w * 24., -1., 1.);
          }
        }
        float fade = .35 + .65 * smoothstep(1.2, 4.5, px);
        colour = mix(colour, vGap, (1. - inCell) * fade);
      }
      if (inFrame) {
        float thin = smoothstep(.8, 2.4, px);
        colour = mix(mix(vFrame, colour, .55), vFrame, thin);
      }
      if (vTone.x + vTone.y > 0.) {
        float edge = fromEdge(vMark, w), thick = max(1.7, .07 * px);
        if (edge > 0.) colour = mix(colour, vGap * .55, vTone.x);
        colour = mix(colour, uOutline, vTone.y * clamp(thick - abs(edge - thick * .5) * 2. + .5, 0., 1.));
      }
      if (vInstance == uHover.x && uHover.y >= 0) {
        float edge = fromEdge(vec4(uHover.y, uHover.y + 1, uHover.z, uHover.z + 1), w), thick = max(1.7, .07 * px);
        colour = mix(colour, uOutline, clamp(thick - abs(edge - thick * .5) * 2. + .5, 0., 1.));
      }
      // lighter at the top edge, darker at the bottom edge
      float down = clamp(vCell.y / vSize.y, 0., 1.);
      colour *= vSize.z * (1. + .025 * (1. - 2. * down));
    }
    float kept = vState.x * vState.y;
    if (kept < 1.) {
      kept *= 1. - .5 * clamp((vDepth - uFog.x) * uFog.y, 0., 1.) * (1. - kept);
      colour = mix(backgroundAt(gl_FragCoord.xy), colour, kept);
    }
    outColour = vec4(colour, 1.);
  }`;
