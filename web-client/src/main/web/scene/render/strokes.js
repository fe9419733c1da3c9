/**
 * Lines with widths in pixels, arrow heads and flat ribbons, as one draw of quads that face the camera. Each corner of a quad
 * carries all that is known of it: instances would need a quarter of the bytes, but without a graphics card each costs as much
 * as a draw of its own.
 */
import * as THREE from 'three';
import { BACKGROUND } from './block-shader.js';
import { ROLES } from './colour.js';
import { ColourUniforms } from './colour-uniforms.js';

/** Index of the dials' grey among the colours of strokes, which begin with the roles. */
export const DIAL = ROLES.length;
/** Index of the colour of outlines: white, or black in the light theme. */
export const OUTLINE = ROLES.length + 1;

export const LINE = 0;
const HEAD = 1;
export const RIBBON = 2;

/** The greatest length of an arrow head before scaling, px. */
const HEAD_MAX = 9;

/** Half the width of an arrow head as a share of its length. */
const HEAD_SHARE = 0.42;

/** Vertices of a quad, and the vertices of its two triangles. */
const CORNERS = 4,
  TRIANGLES = [0, 1, 2, 0, 2, 3];

const vertexShader = `
  precision highp float;
  ${BACKGROUND}
  in vec3 aFrom, aTo;
  in vec4 aLook;     // colour, width (px; of a head and a ribbon: world), strength, kind
  uniform mat4 viewMatrix, projectionMatrix;
  uniform vec4 uModel; // the model's origin in the world, and its scale
  uniform vec2 uView;
  uniform float uScale;   // of widths: wider in a hall, times the pixel ratio
  uniform float uHeadMax; // px
  uniform vec3 uInk[${ROLES.length + 2}];
  uniform vec2 uFog;
  flat out vec3 vColour;
  void main() {
    int corner = gl_VertexID & 3;
    vec2 position = vec2(corner == 1 || corner == 2, corner > 1 ? 1. : -1.); // x: 0 at a, 1 at b; y: across
    vec3 from = uModel.xyz + uModel.w * aFrom, to = uModel.xyz + uModel.w * aTo;
    vec4 a = viewMatrix * vec4(from, 1.), b = viewMatrix * vec4(to, 1.);
    // clip a line that passes the camera in front of it
    float near = -.5;
    if (a.z > near && b.z < near) a = mix(a, b, (a.z - near) / (a.z - b.z));
    if (b.z > near && a.z < near) b = mix(b, a, (b.z - near) / (b.z - a.z));
    vec4 ca = projectionMatrix * a, cb = projectionMatrix * b;
    vec2 sa = ca.xy / ca.w * uView * .5, sb = cb.xy / cb.w * uView * .5;
    vec2 along = sb - sa;
    float length_ = max(length(along), 1e-4);
    along /= length_;
    vec2 across = vec2(-along.y, along.x);
    vec4 at = mix(ca, cb, position.x);
    vec2 shift;
    if (aLook.w < .5) {
      float half_ = .5 * aLook.y * uScale;
      // a little longer at both ends, so that corners close
      shift = across * half_ * position.y + along * (position.x * 2. - 1.) * half_ * .4;
    } else if (aLook.w < 1.5) {
      float full = min(length_, uHeadMax * uScale);
      shift = across * position.y * full * aLook.y * (1. - position.x);
      if (position.x < .5) { at = cb; shift -= along * full; }
    } else {
      // a ribbon lies in the plane of the blocks
      at = projectionMatrix * viewMatrix * vec4(mix(from, to, position.x) + vec3(.5 * uModel.w * aLook.y * position.y, 0., 0.), 1.);
      shift = vec2(0.);
    }
    at.xy += shift / uView * 2. * at.w;
    gl_Position = at;
    float kept = aLook.z * (1. - .5 * clamp((at.w - uFog.x) * uFog.y, 0., 1.) * (1. - aLook.z));
    vColour = mix(backgroundAt(at.xy / max(at.w, 1.)), uInk[int(aLook.x + .5)], kept);
  }`;

const fragmentShader = `
  precision highp float;
  flat in vec3 vColour;
  out vec4 outColour;
  void main() { outColour = vec4(vColour, 1.); }`;

export class Strokes {
  #capacity;
  #count = 0;
  /** Of an outline, which ends where it begins. */
  #corners = Array.from({ length: 5 }, () => ({ x: 0, y: 0, z: 0, turn: 1 }));
  #uniforms = new ColourUniforms({ uInk: Array.from({ length: ROLES.length + 2 }, () => new THREE.Vector3()) });

  /** @param {number} capacity quads @param {import('./scene-renderer.js').Shared} shared */
  constructor(capacity, shared) {
    this.#capacity = capacity;
    const geometry = new THREE.BufferGeometry();
    const attribute = (/** @type {string} */ name, /** @type {number} */ size) => {
      const made = new THREE.BufferAttribute(new Float32Array(size * CORNERS * capacity), size);
      made.setUsage(THREE.DynamicDrawUsage);
      geometry.setAttribute(name, made);
      return made;
    };
    this.from = attribute('aFrom', 3);
    this.to = attribute('aTo', 3);
    this.look = attribute('aLook', 4);
    geometry.setIndex(
      Array.from(
        { length: TRIANGLES.length * capacity },
        (_, i) => CORNERS * Math.floor(i / TRIANGLES.length) + TRIANGLES[i % TRIANGLES.length],
      ),
    );
    geometry.setDrawRange(0, 0);
    this.material = new THREE.RawShaderMaterial({
      glslVersion: THREE.GLSL3,
      vertexShader,
      fragmentShader,
      side: THREE.DoubleSide,
      uniforms: {
        ...shared,
        uScale: { value: 1 },
        uHeadMax: { value: HEAD_MAX },
      },
    });
    this.#uniforms.fill(this.material);
    this.mesh = new THREE.Mesh(geometry, this.material);
    this.mesh.onAfterRender = this.#uniforms.sent;
    this.mesh.frustumCulled = false;
  }

  clear() {
    this.#count = 0;
  }

  /**
   * Adds a quad, unless the capacity is used up. World coordinates, y up.
   * @param {number} ax @param {number} ay @param {number} az @param {number} bx @param {number} by @param {number} bz
   * @param {number} colour index @param {number} width @param {number} strength @param {number} kind
   */
  add(ax, ay, az, bx, by, bz, colour, width, strength, kind) {
    if (this.#count >= this.#capacity) return;
    const from = this.from.array,
      to = this.to.array,
      look = this.look.array,
      end = CORNERS * ++this.#count;
    for (let i = end - CORNERS; i < end; i++) {
      from[3 * i] = ax;
      from[3 * i + 1] = ay;
      from[3 * i + 2] = az;
      to[3 * i] = bx;
      to[3 * i + 1] = by;
      to[3 * i + 2] = bz;
      look[4 * i] = colour;
      look[4 * i + 1] = width;
      look[4 * i + 2] = strength;
      look[4 * i + 3] = kind;
    }
  }

  /**
   * Adds a line through points in the coordinates of a column, turned by their shares of an arm's angle.
   * @param {import('../layout/wiring.js').Point[]} points
   * @param {number} angle of the arm @param {number} x0 of the column @param {number} colour index @param {number} width @param {number} strength
   * @param {number} headLength in cells, 0 for a line without a head
   * @param {number} [fromAngle] of the arm from which the line comes, if that is another one
   */
  line(points, angle, x0, colour, width, strength, headLength, fromAngle = 0) {
    let ax = 0,
      ay = 0,
      az = 0;
    for (let i = 0; i < points.length; i++) {
      const p = points[i],
        a = angle * p.turn + fromAngle * (p.lean ?? 0),
        c = Math.cos(a),
        s = Math.sin(a);
      const bx = c * p.x + s * p.z + x0,
        by = -p.y,
        bz = c * p.z - s * p.x;
      if (i > 0) {
        this.add(ax, ay, az, bx, by, bz, colour, width, strength, LINE);
        if (headLength > 0 && i === points.length - 1) {
          const k = headLength / Math.max(1e-6, Math.hypot(bx - ax, by - ay, bz - az));
          this.add(
            bx - (bx - ax) * k,
            by - (by - ay) * k,
            bz - (bz - az) * k,
            bx,
            by,
            bz,
            colour,
            HEAD_SHARE,
            strength,
            HEAD,
          );
        }
      }
      ax = bx;
      ay = by;
      az = bz;
    }
  }

  /**
   * Adds the outline of a rectangle on a block, as {@link Strokes.line}.
   * @param {{x: number, y: number, z: number}} block @param {number} angle @param {number} x0
   * @param {number} left cells from the block's upper left corner @param {number} right @param {number} top @param {number} bottom @param {number} before in front of its middle
   * @param {number} colour @param {number} thick
   */
  outline(block, angle, x0, left, right, top, bottom, before, colour, thick) {
    const corners = this.#corners;
    for (let i = 0; i < corners.length; i++) {
      corners[i].x = block.x + (i === 1 || i === 2 ? right : left);
      corners[i].y = block.y + (i === 2 || i === 3 ? bottom : top);
      corners[i].z = block.z + before;
    }
    this.line(corners, angle, x0, colour, thick, 1, 0);
  }

  /** Schedules the upload of the added quads. */
  commit() {
    for (const attribute of [this.from, this.to, this.look]) {
      attribute.clearUpdateRanges();
      attribute.addUpdateRange(0, attribute.itemSize * CORNERS * this.#count);
      attribute.needsUpdate = true;
    }
    this.mesh.geometry.setDrawRange(0, TRIANGLES.length * this.#count);
    this.mesh.visible = this.#count > 0;
  }

  /** @param {import('./colour.js').Palette} palette @param {number} scale of widths */
  setPalette(palette, scale) {
    this.material.uniforms.uScale.value = scale;
    const { uInk: ink } = this.#uniforms.colours;
    ROLES.forEach((role, i) => ink[i].fromArray(palette.roles[role]));
    ink[DIAL].fromArray(palette.line);
    ink[OUTLINE].fromArray(palette.dark ? [1, 1, 1] : [0, 0, 0]);
    this.#uniforms.changed();
  }

  dispose() {
    this.material.dispose();
    this.mesh.geometry.dispose();
  }
}
