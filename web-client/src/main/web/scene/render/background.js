/** The background: a glow that is computed at the points of a grid only, since most pixels show nothing else. */
import * as THREE from 'three';
import { BACKGROUND } from './block-shader.js';

const COLUMNS = 12,
  ROWS = 8;

export class Background {
  /** @param {import('./scene-renderer.js').Shared} shared */
  constructor(shared) {
    const geometry = new THREE.PlaneGeometry(2, 2, COLUMNS, ROWS);
    const material = new THREE.RawShaderMaterial({
      glslVersion: THREE.GLSL3,
      uniforms: shared,
      depthTest: false,
      depthWrite: false,
      vertexShader: `precision highp float; ${BACKGROUND}
        in vec3 position;
        out vec3 vColour;
        void main() { gl_Position = vec4(position.xy, 1., 1.); vColour = backgroundAt(position.xy); }`,
      // half a step of noise, so that the gradient has no visible bands
      fragmentShader: `precision highp float;
        in vec3 vColour;
        out vec4 outColour;
        void main() {
          float noise = fract(52.9829189 * fract(dot(gl_FragCoord.xy, vec2(.06711056, .00583715)))) - .5;
          outColour = vec4(vColour + noise / 255., 1.);
        }`,
    });
    this.mesh = new THREE.Mesh(geometry, material);
    this.mesh.frustumCulled = false;
    this.mesh.renderOrder = -1;
  }

  dispose() {
    this.mesh.geometry.dispose();
    this.mesh.material.dispose();
  }
}
