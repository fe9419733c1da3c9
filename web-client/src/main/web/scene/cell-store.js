/**
 * Every number that is drawn, in one float texture: one texel a cell, tensors one after the other, each row-major.
 * What the shader reads here is what a reader is shown, and what `readCell` reads back.
 */
import * as THREE from 'three';
import {shapeOf} from './slice.js';

/** Texels in a row of the texture; the shader splits an index by shifting. */
export const WIDTH_BITS = 11;
const WIDTH = 1 << WIDTH_BITS;

export class CellStore {
  /** Element offset of each tensor. @type {Map<string, number>} */
  offsets = new Map();
  /** Names of tensors whose numbers are here. @type {Set<string>} */
  present = new Set();
  /** @type {THREE.DataTexture} */
  texture;

  /**
   * Makes room for the tensors of these nodes in a trace of T positions; what was here is forgotten.
   * @param {Iterable<import('./anatomy.js').GraphNode>} nodes
   */
  allocate(nodes, T) {
    this.offsets.clear();
    this.present.clear();
    let end = 0;
    for (const node of nodes) {
      this.offsets.set(node.name, end);
      end += shapeOf(node, T).reduce((a, b) => a * b, 1);
    }
    const rows = Math.max(1, Math.ceil(end / WIDTH));
    if (!this.texture || this.texture.image.height < rows) {
      this.texture?.dispose();
      this.texture = new THREE.DataTexture(new Float32Array(rows * WIDTH), WIDTH, rows, THREE.RedFormat, THREE.FloatType);
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
   * The number as the graphics card holds it.
   * @param {THREE.WebGLRenderer} renderer
   * @param {number} index row-major within the tensor
   * @throws {Error} where float textures cannot be read back
   */
  readBack(renderer, name, index) {
    const gl = renderer.getContext();
    if (!gl.getExtension('EXT_color_buffer_float')) throw new Error('this graphics driver cannot read float textures back');
    const at = this.offsets.get(name) + index, out = new Float32Array(4);
    renderer.initTexture(this.texture);
    const framebuffer = gl.createFramebuffer();
    gl.bindFramebuffer(gl.FRAMEBUFFER, framebuffer);
    gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D,
      renderer.properties.get(this.texture).__webglTexture, 0);
    gl.readPixels(at & (WIDTH - 1), at >> WIDTH_BITS, 1, 1, gl.RGBA, gl.FLOAT, out);
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    gl.deleteFramebuffer(framebuffer);
    renderer.resetState();
    return out[0];
  }

  dispose() {
    this.texture?.dispose();
  }
}
