/**
 * Every number that is drawn, in one float texture: one texel a cell, tensors one after the other, each row-major.
 * What the shader reads here is what a reader is shown, and what `readBack` reads.
 */
import * as THREE from 'three';
import { shapeOf } from './slice.js';

/** Texels in a row of the texture; the shader splits an index by shifting. */
export const WIDTH_BITS = 11;
const WIDTH = 1 << WIDTH_BITS;
/** Texels at most: 32 MiB of numbers, within what every graphics card takes. */
const CAPACITY = WIDTH * 4096;

export class CellStore {
  /** Element offset of each tensor. @type {Map<string, number>} */
  offsets = new Map();
  /** Names of tensors whose numbers are here. @type {Set<string>} */
  present = new Set();
  /** @type {THREE.DataTexture} */
  texture;

  /**
   * Makes room for the tensors of these nodes in a trace of T positions; what was here is forgotten. What no longer
   * fits is left out, and stands there without numbers: weights first, for a large model has many.
   * @param {import('./anatomy.js').GraphNode[]} nodes
   */
  allocate(nodes, T) {
    this.offsets.clear();
    this.present.clear();
    let end = 0;
    for (const node of [...nodes].sort((a, b) => Number(a.role === 'weight') - Number(b.role === 'weight'))) {
      const cells = shapeOf(node, T).reduce((a, b) => a * b, 1);
      if (end + cells > CAPACITY) continue;
      this.offsets.set(node.name, end);
      end += cells;
    }
    const rows = Math.max(1, Math.ceil(end / WIDTH));
    if (!this.texture || this.texture.image.height < rows) {
      this.texture?.dispose();
      this.texture = new THREE.DataTexture(
        new Float32Array(rows * WIDTH),
        WIDTH,
        rows,
        THREE.RedFormat,
        THREE.FloatType,
      );
      this.texture.needsUpdate = true;
    }
  }

  /** @param {Float32Array} data the whole tensor, row-major; −∞ is masked */
  write(name, data) {
    const offset = this.offsets.get(name);
    if (offset === undefined) return;
    this.texture.image.data.set(data, offset);
    this.texture.needsUpdate = true;
    this.present.add(name);
  }

  has(name) {
    return this.present.has(name);
  }

  /** The number as this page holds it. @param {number} index row-major within the tensor */
  value(name, index) {
    return this.texture.image.data[this.offsets.get(name) + index];
  }

  /**
   * A tensor as the graphics card holds it, row-major.
   * @param {THREE.WebGLRenderer} renderer
   * @param {number} cells how many numbers the tensor has
   * @returns {Float32Array}
   * @throws {Error} where float textures cannot be read back
   */
  readBack(renderer, name, cells) {
    const gl = renderer.getContext();
    if (!gl.getExtension('EXT_color_buffer_float'))
      throw new Error('this graphics driver cannot read float textures back');
    const start = this.offsets.get(name),
      firstRow = start >> WIDTH_BITS,
      rows = ((start + cells - 1) >> WIDTH_BITS) - firstRow + 1;
    const out = new Float32Array(4 * WIDTH * rows);
    renderer.initTexture(this.texture);
    const framebuffer = gl.createFramebuffer();
    gl.bindFramebuffer(gl.FRAMEBUFFER, framebuffer);
    gl.framebufferTexture2D(
      gl.FRAMEBUFFER,
      gl.COLOR_ATTACHMENT0,
      gl.TEXTURE_2D,
      renderer.properties.get(this.texture).__webglTexture,
      0,
    );
    gl.readPixels(0, firstRow, WIDTH, rows, gl.RGBA, gl.FLOAT, out);
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    gl.deleteFramebuffer(framebuffer);
    renderer.resetState();
    const skip = start - firstRow * WIDTH;
    return Float32Array.from({ length: cells }, (_, i) => out[4 * (skip + i)]);
  }

  dispose() {
    this.texture?.dispose();
  }
}
