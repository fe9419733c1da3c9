/**
 * All blocks of a model as one instanced draw. What changes from frame to frame (contrast, filled columns, marks, the
 * arms' angles) is written into the instances' arrays in place.
 */
import * as THREE from 'three';
import { MASKED_SINK, ROLES, mix, rampColour } from './colour.js';
import { DISTANCES, RAMP_WIDTH, blockFragment, blockVertex, distanceOf } from './block-shader.js';
import { FRAME } from './frame.js';

export class Blocks {
  #plan = null;
  #store = null;
  #cells;
  #pool;
  /** One for each distance, of the same uniforms. */
  #materials;

  /** @param {Object<string, {value: any}>} shared uniforms of the background and the fog */
  constructor(shared) {
    const stops = () => ({ value: ROLES.map(() => new THREE.Vector3()) });
    this.uniforms = {
      ...shared,
      uCells: { value: null },
      uRamps: { value: null },
      uCalm: stops(),
      uGap: stops(),
      uEmpty: stops(),
      uBare: stops(),
      uMasked: stops(),
      uSunk: { value: 1 },
    };
    this.#materials = Object.fromEntries(
      DISTANCES.map((distance) => [
        distance,
        new THREE.RawShaderMaterial({
          glslVersion: THREE.GLSL3,
          vertexShader: blockVertex,
          fragmentShader: blockFragment(distance),
          uniforms: this.uniforms,
        }),
      ]),
    );
    this.mesh = new THREE.Mesh(new THREE.InstancedBufferGeometry(), this.#materials.far);
    this.mesh.frustumCulled = false;
  }

  /**
   * @param {import('./layout.js').Layout} plan
   * @param {import('./cell-store.js').CellStore} store where the blocks' numbers are
   */
  setPlan(plan, store) {
    this.#plan = plan;
    this.#store = store;
    const box = new THREE.BoxGeometry(1, 1, 1).translate(0.5, 0.5, 0.5);
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
    const place = new Float32Array(4 * n),
      size = new Float32Array(4 * n);
    plan.blocks.forEach((block, i) => {
      place.set([block.x, block.y, block.z, block.arm < 0 ? 0 : plan.arms[block.arm].angle], 4 * i);
      size.set([block.cols, block.rows, FRAME, plan.columns[block.column].x], 4 * i);
    });
    this.place = attribute('aPlace', 4, place);
    this.size = attribute('aSize', 4, size);
    this.#cells = attribute('aCells', 4, new Int32Array(4 * n));
    this.#pool = attribute('aPool', 4, new Int32Array(4 * n).fill(1));
    this.#seat(null);
    this.state = attribute('aState', 3, new Float32Array(3 * n));
    this.mark = attribute('aMark', 4, new Float32Array(4 * n));
    this.also = attribute('aAlso', 4, new Float32Array(4 * n));
    this.sink = attribute('aSink', 1, new Float32Array(n));
    geometry.instanceCount = n;
    this.mesh.geometry.dispose();
    this.mesh.geometry = geometry;
  }

  /** Reads from where the numbers are now. To be called before drawing. */
  seat() {
    const moved = this.#store.takeMoved();
    if (moved === null || moved.size > 0) this.#seat(moved);
    this.uniforms.uCells.value = this.#store.texture;
  }

  /** @param {Set<string> | null} names of the tensors whose blocks read from elsewhere; null: all */
  #seat(names) {
    const cells = this.#cells.array,
      pool = this.#pool.array;
    this.#plan.blocks.forEach((block, i) => {
      if (names && !names.has(block.node)) return;
      const seat = this.#store.seatOf(block);
      cells[4 * i + 3] = ROLES.indexOf(block.role) + 8 * ROLES.indexOf(block.frame) + (block.causal ? 64 : 0);
      if (!seat) return;
      cells[4 * i] = seat.base;
      cells[4 * i + 1] = seat.colStride;
      cells[4 * i + 2] = seat.rowStride;
      pool[4 * i] = seat.colPool;
      pool[4 * i + 1] = seat.rowPool;
      pool[4 * i + 2] = seat.colFrom;
      pool[4 * i + 3] = seat.rowFrom;
    });
    this.#cells.needsUpdate = this.#pool.needsUpdate = true;
  }

  get count() {
    return this.mesh.geometry.instanceCount;
  }

  /** Chooses the program for a camera that sees cells of so many pixels at its target. */
  set pixelsPerCell(px) {
    this.mesh.material = this.#materials[distanceOf(px)];
  }

  /** @param {import('./colour.js').Palette} palette */
  setPalette(palette) {
    const { uniforms } = this;
    const data = new Uint8Array(RAMP_WIDTH * 8 * 4),
      half = (RAMP_WIDTH - 1) / 2;
    ROLES.forEach((role, row) => {
      const stops = palette.cells[role];
      for (let i = 0; i < RAMP_WIDTH; i++) {
        const colour = rampColour(i / half - 1, stops);
        for (let c = 0; c < 3; c++) data[4 * (row * RAMP_WIDTH + i) + c] = Math.round(colour[c] * 255);
        data[4 * (row * RAMP_WIDTH + i) + 3] = 255;
      }
      uniforms.uGap.value[row].fromArray(stops.gap);
      uniforms.uMasked.value[row].fromArray(mix(stops.gap, palette.background, MASKED_SINK));
      // in the light, weights are calmed towards the paper, or they would weigh more than all else
      uniforms.uCalm.value[row].fromArray(
        role === 'weight' && !palette.dark ? mix(stops.zero, palette.background, 0.3) : stops.zero,
      );
      const quiet = mix(stops.zero, palette.neutral, 0.34);
      uniforms.uBare.value[row].fromArray(quiet);
      uniforms.uEmpty.value[row].fromArray(mix(palette.background, quiet, palette.dark ? 0.3 : 0.34));
    });
    uniforms.uSunk.value = palette.dark ? 0.7 : 1;
    uniforms.uRamps.value?.dispose();
    const ramps = new THREE.DataTexture(data, RAMP_WIDTH, 8);
    ramps.needsUpdate = true;
    uniforms.uRamps.value = ramps;
  }

  dispose() {
    this.uniforms.uRamps.value?.dispose();
    for (const material of Object.values(this.#materials)) material.dispose();
    this.mesh.geometry.dispose();
  }
}
