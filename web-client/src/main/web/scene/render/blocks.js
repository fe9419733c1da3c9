/**
 * All blocks of a model as one instanced draw, and all of its fans as another. State that changes between animation frames
 * (contrast, filled columns, cells in use, the arms' angles) is written into the instances' arrays in place.
 */
import * as THREE from 'three';
import { ROLES, maskedColours, mix, rampColour } from './colour.js';
import {
  ARC_PIECES,
  DISTANCES,
  KINDS,
  RAMP_WIDTH,
  blockFragment,
  blockVertex,
  distanceOf,
  fanFragment,
  fanVertex,
} from './block-shader.js';
import { BORDER } from '../layout/board.js';
import { EMPTY } from '../layout/layout.js';
import { ColourUniforms } from './colour-uniforms.js';

/**
 * @typedef {import('../layout/layout.js').Layout} Layout
 * @typedef {import('./cell-store.js').CellStore} CellStore
 */

/** Longer than any text. It stands for an infinite reach, which must fit the shader's bits. */
const LONGEST_REACH = 1 << 20;

/**
 * An array with numbers of all blocks, and the attributes of the two draws that read parts of it.
 * @template {Float32Array | Int32Array} [Numbers=Float32Array]
 */
class BlockArray {
  /** @type {THREE.InstancedBufferAttribute[]} */
  parts = [];

  /** @param {Numbers} array @param {number} size numbers per block */
  constructor(array, size) {
    this.array = array;
    this.size = size;
  }

  /** The blocks from `from` to `to` as an attribute. @param {number} from @param {number} to */
  part(from, to) {
    const made = new THREE.InstancedBufferAttribute(this.array.subarray(from * this.size, to * this.size), this.size);
    made.setUsage(THREE.DynamicDrawUsage);
    this.parts.push(made);
    return made;
  }

  /** @param {boolean} on */
  set needsUpdate(on) {
    for (const part of this.parts) part.needsUpdate = on;
  }
}

/** @param {number} size numbers per block @param {number} count of blocks */
const floats = (size, count) => new BlockArray(new Float32Array(size * count), size);
/** @param {number} size numbers per block @param {number} count of blocks */
const integers = (size, count) => new BlockArray(new Int32Array(size * count), size);

export class Blocks {
  place = floats(4, 0);
  size = floats(4, 0);
  state = floats(3, 0);
  inUse = floats(4, 0);
  alsoInUse = floats(4, 0);
  sink = floats(1, 0);
  tint = floats(1, 0);
  #plan = EMPTY;
  /** @type {CellStore | null} */
  #store = null;
  #cells = integers(4, 0);
  #pool = integers(4, 0);
  /** A material for each distance; they share their uniforms. */
  #materials;
  #uniforms;

  /** @param {import('./scene-renderer.js').Shared} shared */
  constructor(shared) {
    const stops = () => ROLES.map(() => new THREE.Vector3());
    this.#uniforms = new ColourUniforms({
      uCalm: stops(),
      uGap: stops(),
      uEmpty: stops(),
      uBare: stops(),
      uMasked: stops(),
      uHatch: stops(),
    });
    this.uniforms = {
      ...shared,
      uCells: { value: /** @type {THREE.DataTexture | null} */ (null) },
      uRamps: { value: /** @type {THREE.DataTexture | null} */ (null) },
      uHush: { value: new THREE.Vector2(0.3, 0) },
      uSunk: { value: new THREE.Vector2(1, 0) },
      uFor: { value: new THREE.Vector3() },
      uAgainst: { value: new THREE.Vector3() },
    };
    this.#materials = /** @type {Record<typeof DISTANCES[number], THREE.RawShaderMaterial>} */ (
      Object.fromEntries(DISTANCES.map((distance) => [distance, this.#material(blockVertex, blockFragment(distance))]))
    );
    this.mesh = new THREE.Mesh(new THREE.InstancedBufferGeometry(), this.#materials.far);
    this.fans = new THREE.Mesh(new THREE.InstancedBufferGeometry(), this.#material(fanVertex, fanFragment));
    this.mesh.frustumCulled = this.fans.frustumCulled = false;
    this.mesh.onAfterRender = this.fans.onAfterRender = this.#uniforms.sent;
    this.mesh.add(this.fans);
  }

  /** @param {string} vertexShader @param {string} fragmentShader */
  #material(vertexShader, fragmentShader) {
    const made = new THREE.RawShaderMaterial({
      glslVersion: THREE.GLSL3,
      vertexShader,
      fragmentShader,
      uniforms: { ...this.uniforms },
    });
    this.#uniforms.fill(made);
    return made;
  }

  /**
   * @param {Layout} plan
   * @param {CellStore | null} store of the blocks' numbers; null: shapes without numbers
   */
  setPlan(plan, store) {
    this.#plan = plan;
    this.#store = store;
    const n = plan.blocks.length,
      flat = n - plan.blocks.filter((block) => block.fan).length;
    this.place = floats(4, n);
    this.size = floats(4, n);
    this.state = floats(3, n);
    this.inUse = floats(4, n);
    this.alsoInUse = floats(4, n);
    this.sink = floats(1, n);
    this.tint = floats(1, n);
    this.#cells = integers(4, n);
    this.#pool = integers(4, n);
    this.#pool.array.fill(1);
    const fan = floats(4, n);
    plan.blocks.forEach((block, i) => {
      const angle = block.arm < 0 ? 0 : plan.arms[block.arm].angle;
      this.place.array.set([block.x, block.y, block.z, angle], 4 * i);
      this.size.array.set([block.cols, block.rows, BORDER, plan.columns[block.column].x], 4 * i);
      if (block.fan)
        fan.array.set([KINDS.indexOf(block.fan.kind), block.fan.reach, block.fan.count, block.fan.pitch], 4 * i);
    });
    const both = { aPlace: this.place, aSize: this.size, aCells: this.#cells, aState: this.state };
    this.#fill(this.mesh, 1, 0, flat, {
      ...both,
      aPool: this.#pool,
      aInUse: this.inUse,
      aAlsoInUse: this.alsoInUse,
      aSink: this.sink,
      aTint: this.tint,
    });
    this.#fill(this.fans, ARC_PIECES, flat, n, { ...both, aFan: fan });
    this.#mapNumbers(null);
  }

  /**
   * Makes a mesh draw the blocks from `from` to `to`, as boxes that are cut into pieces from front to back.
   * @param {THREE.Mesh<THREE.InstancedBufferGeometry>} mesh @param {number} pieces @param {number} from @param {number} to
   * @param {Record<string, BlockArray<Float32Array | Int32Array>>} attributes
   */
  #fill(mesh, pieces, from, to, attributes) {
    const box = new THREE.BoxGeometry(1, 1, 1, 1, 1, pieces).translate(0.5, 0.5, 0.5);
    const geometry = new THREE.InstancedBufferGeometry();
    geometry.index = box.index;
    geometry.setAttribute('position', box.getAttribute('position'));
    geometry.setAttribute('normal', box.getAttribute('normal'));
    for (const [name, array] of Object.entries(attributes)) geometry.setAttribute(name, array.part(from, to));
    geometry.instanceCount = to - from;
    mesh.geometry.dispose();
    mesh.geometry = geometry;
    mesh.visible = mesh === this.mesh || to > from;
  }

  /** Follows numbers that have moved in the store. To be called before drawing. */
  followNumbers() {
    const store = /** @type {CellStore} */ (this.#store),
      moved = store.takeMoved();
    if (moved === null || moved.size > 0) this.#mapNumbers(moved);
    this.uniforms.uCells.value = store.texture;
  }

  /** @param {Set<string> | null} names of the tensors whose numbers have moved; null: all */
  #mapNumbers(names) {
    const cells = this.#cells.array,
      pool = this.#pool.array;
    this.#plan.blocks.forEach((block, i) => {
      if (names && !names.has(block.node)) return;
      const mapping = this.#store?.mappingOf(block);
      cells[4 * i + 3] =
        ROLES.indexOf(block.role) +
        8 * ROLES.indexOf(block.frame) +
        (block.causal ? 64 * Math.min(block.reach, LONGEST_REACH) : 0);
      if (!mapping) return;
      cells[4 * i] = mapping.base;
      cells[4 * i + 1] = mapping.colStride;
      cells[4 * i + 2] = mapping.rowStride;
      pool[4 * i] = mapping.colPool;
      pool[4 * i + 1] = mapping.rowPool;
      pool[4 * i + 2] = mapping.colFrom;
      pool[4 * i + 3] = mapping.rowFrom;
    });
    this.#cells.needsUpdate = this.#pool.needsUpdate = true;
  }

  get count() {
    return this.mesh.geometry.instanceCount + this.fans.geometry.instanceCount;
  }

  /** Chooses the shader by the size of a cell at the camera's target, px. @param {number} px */
  set pixelsPerCell(px) {
    this.mesh.material = this.#materials[distanceOf(px)];
  }

  /** @param {import('./colour.js').Palette} palette */
  setPalette(palette) {
    const { uniforms } = this,
      { uCalm, uGap, uEmpty, uBare, uMasked, uHatch } = this.#uniforms.colours;
    const data = new Uint8Array(RAMP_WIDTH * 8 * 4),
      half = (RAMP_WIDTH - 1) / 2;
    ROLES.forEach((role, row) => {
      const stops = palette.cells[role];
      for (let i = 0; i < RAMP_WIDTH; i++) {
        const colour = rampColour(i / half - 1, stops);
        for (let c = 0; c < 3; c++) data[4 * (row * RAMP_WIDTH + i) + c] = Math.round(colour[c] * 255);
        data[4 * (row * RAMP_WIDTH + i) + 3] = 255;
      }
      uGap[row].fromArray(stops.gap);
      const masked = maskedColours(stops, palette.background);
      uMasked[row].fromArray(masked.ground);
      uHatch[row].fromArray(masked.line);
      // in the light theme weights are muted towards the background, or they would dominate
      uCalm[row].fromArray(role === 'weight' && !palette.dark ? mix(stops.zero, palette.background, 0.5) : stops.zero);
      const quiet = mix(stops.zero, palette.neutral, 0.34);
      uBare[row].fromArray(quiet);
      uEmpty[row].fromArray(mix(palette.background, quiet, palette.dark ? 0.3 : 0.34));
    });
    this.#uniforms.changed();
    uniforms.uHush.value.set(palette.dark ? 0.3 : 0.55, palette.dark ? 0 : 0.7);
    // in the light theme cells fade to pale: darker ones would stand out more than those in use
    if (palette.dark) uniforms.uSunk.value.set(0.7, 0);
    else uniforms.uSunk.value.set(1, 0.5);
    uniforms.uFor.value.fromArray(palette.roles.prediction);
    uniforms.uAgainst.value.fromArray(palette.roles.weight);
    uniforms.uRamps.value?.dispose();
    const ramps = new THREE.DataTexture(data, RAMP_WIDTH, 8);
    ramps.needsUpdate = true;
    uniforms.uRamps.value = ramps;
  }

  dispose() {
    this.uniforms.uRamps.value?.dispose();
    for (const material of Object.values(this.#materials)) material.dispose();
    this.fans.material.dispose();
    this.fans.geometry.dispose();
    this.mesh.geometry.dispose();
  }
}
