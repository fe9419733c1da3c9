/**
 * The shader of fans, which replace many blocks that are alike. Each instance is one box that is bent about the spine's axis,
 * extended backwards, or cut into a row; the fragment shader draws its slices, without numbers. The attributes are those of
 * block-shader.js.
 */
import { BACKGROUND } from './block-shader.js';
import { FACE_LIGHT } from './colour.js';

/** Number of pieces of a fan's arc. */
export const ARC_PIECES = 8;
export const KINDS = ['arc', 'stack', 'row'];

const glsl = (/** @type {number} */ number) => number.toFixed(4);

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
    float light = normal.z > .5 ? ${glsl(FACE_LIGHT.front)} : normal.z < -.5 ? ${glsl(FACE_LIGHT.back)}
      : normal.y > .5 ? ${glsl(FACE_LIGHT.top)} : normal.y < -.5 ? ${glsl(FACE_LIGHT.bottom)} : ${glsl(FACE_LIGHT.side)};
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
