/**
 * One light for each attendee on the dials of the layers. The top dial fills first; each light is a golden angle from the one
 * before, so that any number of them is spread evenly.
 */
import * as THREE from 'three';
import { BACKGROUND } from './block-shader.js';

/** The number of lights on a dial before the next dial below is used. */
export const PER_DIAL = 48;
const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));
/** The greatest number of lights: more than the seats of a hall, and more could not be told apart. */
const MOST = 2000;
/** Diameter of a light, CSS px. */
const SIZE = 7;

/**
 * The positions of the lights. Pure.
 * @param {number} count
 * @param {{column: number, y: number, radius: number}[]} dials from the top down
 * @param {{x: number}[]} columns
 * @returns {{x: number, y: number, z: number, dial: number}[]} world, y up
 */
export function lightsOn(count, dials, columns) {
  /** @type {ReturnType<typeof lightsOn>} */
  const lights = [];
  for (let i = 0; i < Math.min(count, MOST) && dials.length > 0; i++) {
    // once every dial is full, continue with the top one
    const dial = Math.floor(i / PER_DIAL) % dials.length,
      round = Math.floor(i / (PER_DIAL * dials.length)),
      angle = (round * PER_DIAL + (i % PER_DIAL)) * GOLDEN_ANGLE;
    const { column, y, radius } = dials[dial];
    lights.push({
      x: columns[column].x + radius * Math.cos(angle),
      y: -y,
      z: radius * Math.sin(angle),
      dial,
    });
  }
  return lights;
}

export class AudienceLights {
  /** @param {import('./scene-renderer.js').Shared} shared */
  constructor(shared) {
    const geometry = new THREE.BufferGeometry();
    geometry.setAttribute('position', new THREE.BufferAttribute(new Float32Array(3 * MOST), 3));
    geometry.setDrawRange(0, 0);
    this.material = new THREE.RawShaderMaterial({
      glslVersion: THREE.GLSL3,
      transparent: true,
      depthWrite: false,
      uniforms: { ...shared, uInk: { value: new THREE.Vector3() }, uSize: { value: SIZE } },
      vertexShader: `precision highp float; ${BACKGROUND}
        in vec3 position;
        uniform mat4 viewMatrix, projectionMatrix;
        uniform float uSize;
        void main() { gl_Position = projectionMatrix * viewMatrix * vec4(position, 1.); gl_PointSize = uSize; }`,
      fragmentShader: `precision highp float;
        uniform vec3 uInk;
        uniform float uSize;
        out vec4 outColour;
        void main() {
          float from = length(gl_PointCoord - .5) * uSize;
          float disc = clamp(.5 * uSize - from, 0., 1.);
          if (disc <= 0.) discard;
          outColour = vec4(uInk, disc);
        }`,
    });
    this.mesh = new THREE.Points(geometry, this.material);
    this.mesh.frustumCulled = false;
    this.mesh.renderOrder = 1;
    this.mesh.visible = false;
  }

  /** @param {number} count @param {import('../layout/layout.js').Layout} plan */
  set(count, plan) {
    const lights = lightsOn(count, plan.dials, plan.columns),
      position = this.mesh.geometry.getAttribute('position');
    lights.forEach(({ x, y, z }, i) => position.setXYZ(i, x, y, z));
    position.needsUpdate = true;
    this.mesh.geometry.setDrawRange(0, lights.length);
    this.mesh.visible = lights.length > 0;
  }

  /** @param {import('./colour.js').Palette} palette @param {number} scale of sizes */
  setPalette(palette, scale) {
    this.material.uniforms.uInk.value.fromArray(palette.accent);
    this.material.uniforms.uSize.value = SIZE * scale;
  }

  dispose() {
    this.mesh.geometry.dispose();
    this.material.dispose();
  }
}
