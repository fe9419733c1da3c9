/**
 * All blocks of a model as one instanced draw. What changes from frame to frame (contrast, filled columns, marks, the
 * arms' angles) is written into the instances' arrays in place.
 */
import * as THREE from 'three';
import {MASKED_SINK, ROLES, mix, rampColour} from './colour.js';
import {RAMP_WIDTH, blockFragment, blockVertex} from './block-shader.js';
import {FRAME} from './frame.js';

export class Blocks {
  /** @param {THREE.Texture} cells @param {Object<string, {value: any}>} shared uniforms of the background and the fog */
  constructor(cells, shared) {
    this.material = new THREE.RawShaderMaterial({
      glslVersion: THREE.GLSL3, vertexShader: blockVertex, fragmentShader: blockFragment,
      uniforms: {
        ...shared,
        uCells: {value: cells}, uRamps: {value: null}, uOutline: {value: new THREE.Vector3()},
        uGap: {value: ROLES.map(() => new THREE.Vector3())}, uEmpty: {value: ROLES.map(() => new THREE.Vector3())},
        uMasked: {value: ROLES.map(() => new THREE.Vector3())}, uHover: {value: new Int32Array([-1, -1, -1])},
      },
    });
    this.mesh = new THREE.Mesh(new THREE.InstancedBufferGeometry(), this.material);
    this.mesh.frustumCulled = false;
  }

  /**
   * @param {ReturnType<import('./layout.js').layout>} plan
   * @param {import('./cell-store.js').CellStore} store
   */
  setPlan(plan, store) {
    const box = new THREE.BoxGeometry(1, 1, 1).translate(.5, .5, .5);
    const geometry = new THREE.InstancedBufferGeometry();
    geometry.index = box.index;
    geometry.setAttribute('position', box.getAttribute('position'));
    geometry.setAttribute('normal', box.getAttribute('normal'));
    const n = plan.blocks.length;
    const attribute = (name, size, array) => {
      const made = new THREE.InstancedBufferAttribute(array, size);
      made.setUsage(THREE.DynamicDrawUsage);
      geometry.setAttribute(name, made);
      return made;
    };
    const place = new Float32Array(4 * n), size = new Float32Array(4 * n), cells = new Int32Array(4 * n);
    plan.blocks.forEach((block, i) => {
      place.set([block.x, block.y, block.z, block.arm < 0 ? 0 : plan.arms[block.arm].angle], 4 * i);
      size.set([block.cols, block.rows, FRAME, plan.columns[block.column].x], 4 * i);
      cells.set([store.offsets.get(block.node) + block.base, block.colStride, block.rowStride,
        ROLES.indexOf(block.role) + 8 * ROLES.indexOf(block.frame) + (block.causal ? 64 : 0)], 4 * i);
    });
    this.place = attribute('aPlace', 4, place);
    attribute('aSize', 4, size);
    attribute('aCells', 4, cells);
    this.state = attribute('aState', 4, new Float32Array(4 * n));
    this.mark = attribute('aMark', 4, new Float32Array(4 * n));
    this.tone = attribute('aTone', 2, new Float32Array(2 * n));
    geometry.instanceCount = n;
    this.mesh.geometry.dispose();
    this.mesh.geometry = geometry;
    this.material.uniforms.uCells.value = store.texture;
  }

  get count() {
    return this.mesh.geometry.instanceCount;
  }

  /** @param {import('./colour.js').Palette} palette */
  setPalette(palette) {
    const {uniforms} = this.material;
    const data = new Uint8Array(RAMP_WIDTH * 8 * 4), half = (RAMP_WIDTH - 1) / 2;
    ROLES.forEach((role, row) => {
      const stops = palette.cells[role];
      for (let i = 0; i < RAMP_WIDTH; i++) {
        const colour = rampColour(i / half - 1, stops);
        for (let c = 0; c < 3; c++) data[4 * (row * RAMP_WIDTH + i) + c] = Math.round(colour[c] * 255);
        data[4 * (row * RAMP_WIDTH + i) + 3] = 255;
      }
      uniforms.uGap.value[row].fromArray(stops.gap);
      uniforms.uMasked.value[row].fromArray(mix(stops.gap, palette.background, MASKED_SINK));
      const quiet = mix(stops.zero, palette.neutral, .34);
      uniforms.uEmpty.value[row].fromArray(mix(palette.background, quiet, palette.dark ? .3 : .34));
    });
    uniforms.uRamps.value?.dispose();
    const ramps = new THREE.DataTexture(data, RAMP_WIDTH, 8);
    ramps.needsUpdate = true;
    uniforms.uRamps.value = ramps;
    uniforms.uOutline.value.fromArray(palette.dark ? [1, 1, 1] : [0, 0, 0]);
  }

  dispose() {
    this.material.uniforms.uRamps.value?.dispose();
    this.material.dispose();
    this.mesh.geometry.dispose();
  }
}
