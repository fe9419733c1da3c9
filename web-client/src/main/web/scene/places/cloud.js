/**
 * Many points as one draw call. A point has a place, a colour, a sign of the same index (signs.js; a disc if there is none), and a look: how
 * large it is, and whether it stands out. Its edge and its distance are mixed with the background, so that points need no order and near
 * ones stand before far ones.
 */
import * as THREE from 'three';
import { BACKGROUND } from '../render/block-shader.js';
import { SIGN_REACH, SIGNS } from './signs.js';

/** The looks of points. */
export const HIDDEN = 0,
  FAINT = 1,
  PLAIN = 2,
  IN_TEXT = 3,
  NEAR = 4,
  CHOSEN = 5;
/** Their diameters at the target's distance, CSS px; and how much larger or smaller they get nearer and farther. */
const SIZES = [0, 3, 4.5, 8, 10, 15],
  FEW = 1.6;
/** A cloud of fewer points has larger ones. */
export const MANY = 2000;
/** The greatest number of colours. */
export const COLOURS = 12;

export class Cloud {
  #count;

  /** @param {import('../render/scene-renderer.js').Shared} shared @param {number} count of points */
  constructor(shared, count) {
    this.#count = count;
    const geometry = new THREE.BufferGeometry();
    this.places = new THREE.BufferAttribute(new Float32Array(3 * count), 3);
    /** Of each point its colour and its look. */
    this.looks = new THREE.BufferAttribute(new Uint8Array(2 * count), 2);
    geometry.setAttribute('position', this.places);
    geometry.setAttribute('aLook', this.looks);
    this.material = new THREE.RawShaderMaterial({
      glslVersion: THREE.GLSL3,
      uniforms: {
        ...shared,
        uColours: { value: Array.from({ length: COLOURS }, () => new THREE.Vector3()) },
        uSizes: { value: SIZES },
        uScale: { value: 1 },
        uTarget: { value: 1 },
        uReach: { value: 100 },
      },
      vertexShader: `precision highp float; ${BACKGROUND}
        in vec3 position;
        in vec2 aLook;
        uniform mat4 viewMatrix, projectionMatrix;
        uniform vec3 uColours[${COLOURS}];
        uniform float uSizes[${SIZES.length}];
        uniform float uScale, uTarget, uReach;
        out vec3 vColour, vGround;
        out float vSize;
        flat out int vSign;
        void main() {
          int look = int(aLook.y + .5);
          vec4 seen = viewMatrix * vec4(position, 1.);
          gl_Position = projectionMatrix * seen;
          vGround = backgroundAt(gl_Position.xy / gl_Position.w);
          float depth = max(1., -seen.z);
          vSize = uSizes[look] * uScale * clamp(uTarget / depth, .55, 2.);
          gl_PointSize = ${SIGN_REACH} * vSize + 1.;
          vSign = int(aLook.x + .5);
          // what stands out is before all others, in its own order
          if (look >= ${IN_TEXT}) gl_Position.z = .1 * gl_Position.z - .9 * gl_Position.w;
          if (look == ${HIDDEN}) gl_Position = vec4(2., 2., 2., 1.);
          // what stands out keeps its colour at any distance
          float far = look >= ${IN_TEXT} ? 0. : smoothstep(-.6, 1.6, (depth - uTarget) / uReach) * .62;
          vColour = mix(uColours[vSign], vGround, max(far, look == ${FAINT} ? .6 : 0.));
        }`,
      fragmentShader: `precision highp float;
        in vec3 vColour, vGround;
        in float vSize;
        flat in int vSign;
        out vec4 outColour;
        float signAt(vec2 p) {
          switch (vSign) {
            ${SIGNS.map(({ distance }, sign) => `case ${sign}: return ${distance};`).join('\n            ')}
            default: return length(p) - 1.;
          }
        }
        void main() {
          float radius = .5 * vSize;
          float inside = clamp(.5 - radius * signAt((gl_PointCoord - .5) * (${SIGN_REACH} * vSize + 1.) / radius), 0., 1.);
          if (inside < .3) discard;
          outColour = vec4(mix(vGround, vColour, inside), 1.);
        }`,
    });
    this.mesh = new THREE.Points(geometry, this.material);
    this.mesh.frustumCulled = false;
  }

  /** @param {number[][]} colours r, g, b of each, 0…1 @param {number} scale drawn pixels for each CSS px */
  paint(colours, scale) {
    const { uColours, uScale } = this.material.uniforms;
    colours.slice(0, COLOURS).forEach((colour, i) => uColours.value[i].fromArray(colour));
    uScale.value = scale * (this.#count > MANY ? 1 : FEW);
  }

  /** @param {number} distance of the camera from its target @param {number} reach of the cloud, in cells */
  aim(distance, reach) {
    this.material.uniforms.uTarget.value = distance;
    this.material.uniforms.uReach.value = reach;
  }

  dispose() {
    this.mesh.geometry.dispose();
    this.material.dispose();
  }
}
