/**
 * All drawn numbers in one float texture: one texel per number, parts of tensors one after the other, each row-major. The
 * shader, the figures and `readBack` read the same numbers.
 *
 * The texture grows up to its limit. Beyond it, the part that has not been seen for longest is evicted, so that a model of
 * any size can be walked through: overviews are enough for distant blocks, and the numbers of near ones are fetched.
 *
 * @typedef {import('../layout/anatomy.js').GraphNode} GraphNode
 * @typedef {import('../layout/board.js').Block} Block
 * @typedef {import('../layout/tensor-parts.js').TensorPart} TensorPart
 * @typedef {import('../layout/tensor-parts.js').Mapping} Mapping
 * @typedef {TensorPart & {at: number, cells: number, seen: number}} StoredPart  `at`: first texel; `seen`: the last look that needed it
 */
import * as THREE from 'three';
import { cellsOf, coarseness, covers, numberOf, partOf, mappingIn } from '../layout/tensor-parts.js';
import { shapeOf } from '../layout/slice.js';

/** Binary logarithm of the texture's width, by which the shader splits an index into column and row. */
export const WIDTH_BITS = 11;
const WIDTH = 1 << WIDTH_BITS;
/** Height of the texture at the beginning, and at most: 32 MiB on the graphics card, and as much in the page. */
const FEW_ROWS = 64,
  MOST_ROWS = 4096;

export class CellStore {
  /** @type {THREE.DataTexture} */
  texture;
  /** The numbers of the texture's texels. */
  data = new Float32Array();
  #nodes;
  #texels;
  /** Parts by the tensor's name. @type {Map<string, StoredPart[]>} */
  #parts = new Map();
  /** Mappings of blocks, by the tensor's name and the block's index; cleared when the tensor's parts change. @type {Map<string, Map<number, (Mapping & {part: StoredPart}) | null>>} */
  #mappings = new Map();
  #T = 1;
  #look = 1;
  /** Names of the tensors whose numbers have moved. @type {Set<string>} */
  #moved = new Set();
  #allMoved = true;
  /** Whether the texture has not been sent to the graphics card yet. */
  #fresh = true;

  /** @param {Map<string, GraphNode>} nodes @param {number} [limit] texels */
  constructor(nodes, limit = MOST_ROWS * WIDTH) {
    this.#nodes = nodes;
    this.#texels = new Texels(limit);
    this.texture = this.#grown(Math.min(FEW_ROWS, Math.ceil(limit / WIDTH)));
  }

  /** The number of texels in use. */
  get used() {
    return this.#texels.used;
  }

  get limit() {
    return this.#texels.length;
  }

  /** Begins a layout of T positions: drops all tensors that depend on the text. @param {number} T */
  begin(T) {
    this.#T = T;
    for (const [name, parts] of this.#parts) {
      if (!this.#node(name).traits.table) this.#drop(name, parts);
    }
    this.#mappings.clear();
    this.#allMoved = true;
  }

  /** Begins a new look at the scene: parts that it does not touch are the first to be evicted. */
  look() {
    this.#look++;
  }

  /** Keeps the part that a block reads from being evicted. @param {Block} block */
  touch(block) {
    const mapping = this.mappingOf(block);
    if (mapping) mapping.part.seen = this.#look;
  }

  /**
   * Stores the numbers of a part, if there is room for them without evicting parts that are seen now.
   * @param {string} name
   * @param {TensorPart} part
   * @param {Float32Array} data row-major; −∞ is masked
   * @returns {boolean} whether there was room
   */
  write(name, part, data) {
    const cells = cellsOf(part);
    const known = this.#parts.get(name) ?? [];
    // parts that it covers are not needed any more, unless they are finer
    this.#drop(
      name,
      known.filter((each) => covers(part, each) && coarseness(part) <= coarseness(each)),
    );
    const at = this.#room(cells);
    if (at === null) return false;
    const rows = Math.ceil((at + cells) / WIDTH);
    if (rows > this.texture.image.height) {
      this.texture.dispose();
      this.texture = this.#grown(rows);
    }
    this.data.set(data, at);
    this.#upload(at, cells);
    const held = { ...part, at, cells, seen: this.#look };
    this.#parts.set(name, [...(this.#parts.get(name) ?? []), held]);
    this.#forgetMappings(name);
    return true;
  }

  /** Drops all numbers of a tensor. @param {string} name */
  forget(name) {
    this.#drop(name, this.#parts.get(name) ?? []);
  }

  /** Whether a whole tensor is here at full resolution. @param {string} name */
  has(name) {
    return this.#whole(name) !== undefined;
  }

  /** Whether a part of a tensor is here, at this resolution or a finer one. @param {string} name @param {TensorPart} part */
  holds(name, part) {
    return (this.#parts.get(name) ?? []).some((each) => covers(each, part) && coarseness(each) <= coarseness(part));
  }

  /** A number of a tensor that is here whole. @param {string} name @param {number} index row-major in the tensor */
  value(name, index) {
    return this.data[/** @type {StoredPart} */ (this.#whole(name)).at + index];
  }

  /**
   * The mapping of a block to the texture, by the finest part that covers the block; null if there is none.
   * @param {Block} block
   * @returns {(Mapping & {part: StoredPart}) | null}
   */
  mappingOf(block) {
    let mappings = this.#mappings.get(block.node);
    if (!mappings) this.#mappings.set(block.node, (mappings = new Map()));
    const known = mappings.get(block.index);
    if (known !== undefined) return known;
    const node = this.#node(block.node);
    const wanted = partOf(block, node, shapeOf(node, this.#T));
    /** @type {StoredPart | null} */
    let finest = null;
    for (const part of this.#parts.get(block.node) ?? [])
      if (covers(part, wanted) && (!finest || coarseness(part) < coarseness(finest))) finest = part;
    const mapping = finest && { ...mappingIn(block, node, finest), part: finest };
    if (mapping) mapping.base += mapping.part.at;
    mappings.set(block.index, mapping);
    return mapping;
  }

  /** The number shown in a cell of a block, which may be pooled; NaN if there is none. @param {Block} block @param {number} column @param {number} row */
  valueIn(block, column, row) {
    const mapping = this.mappingOf(block);
    return mapping ? this.data[numberOf(mapping, column, row)] : NaN;
  }

  /** Names of the tensors whose numbers have moved since the last call; null: all. */
  takeMoved() {
    const moved = this.#allMoved ? null : this.#moved;
    this.#moved = new Set();
    this.#allMoved = false;
    return moved;
  }

  /** Index of enough free texels, after evicting parts that are not seen now if necessary; null if there is no room. @param {number} cells */
  #room(cells) {
    for (;;) {
      const at = this.#texels.take(cells);
      if (at !== null) return at;
      /** @type {StoredPart | null} */
      let oldest = null;
      let owner = '';
      for (const [name, parts] of this.#parts)
        for (const part of parts)
          if (part.seen < this.#look && (!oldest || part.seen < oldest.seen)) [oldest, owner] = [part, name];
      if (!oldest) return null;
      this.#drop(owner, [oldest]);
    }
  }

  /** @param {string} name @param {StoredPart[]} gone */
  #drop(name, gone) {
    if (gone.length === 0) return;
    const left = (this.#parts.get(name) ?? []).filter((part) => !gone.includes(part));
    for (const part of gone) this.#texels.give(part.at, part.cells);
    if (left.length > 0) this.#parts.set(name, left);
    else this.#parts.delete(name);
    this.#forgetMappings(name);
  }

  /** @param {string} name */
  #forgetMappings(name) {
    this.#moved.add(name);
    this.#mappings.delete(name);
  }

  /** @param {string} name */
  #whole(name) {
    return this.#parts.get(name)?.find((part) => coarseness(part) === 1 && part.cells === this.#size(name));
  }

  /** @param {string} name @returns {GraphNode} */
  #node(name) {
    return /** @type {GraphNode} */ (this.#nodes.get(name));
  }

  /** @param {string} name */
  #size(name) {
    return shapeOf(this.#node(name), this.#T).reduce((a, b) => a * b, 1);
  }

  /** Schedules the upload of the written texels, row by row of the texture. @param {number} at @param {number} cells */
  #upload(at, cells) {
    this.texture.needsUpdate = true;
    // a new texture is uploaded whole; with ranges, everything outside of them would be missing
    if (this.#fresh) return;
    for (let from = at; from < at + cells;) {
      const to = Math.min(at + cells, (Math.floor(from / WIDTH) + 1) * WIDTH);
      // three.js counts ranges as if each texel had four numbers
      this.texture.addUpdateRange(4 * from, 4 * (to - from));
      from = to;
    }
  }

  /** Uploads the whole texture again after the graphics context was lost. */
  sendWhole() {
    this.texture.clearUpdateRanges();
    this.texture.needsUpdate = true;
    this.#fresh = true;
  }

  /** Makes a texture of at least this many rows, with the numbers of the former one. @param {number} rows */
  #grown(rows) {
    const height = Math.min(Math.ceil(this.#texels.length / WIDTH), Math.max(rows, (2 * this.data.length) / WIDTH));
    const data = new Float32Array(height * WIDTH);
    data.set(this.data);
    this.data = data;
    const texture = new THREE.DataTexture(data, WIDTH, height, THREE.RedFormat, THREE.FloatType);
    texture.needsUpdate = true;
    this.#fresh = true;
    texture.onUpdate = () => (this.#fresh = false);
    return texture;
  }

  /**
   * Reads a tensor that is here whole back from the graphics card, row-major.
   * @param {THREE.WebGLRenderer} renderer @param {string} name
   * @returns {Float32Array}
   * @throws {Error} if float textures cannot be read back, or the tensor is not here whole
   */
  readBack(renderer, name) {
    const gl = renderer.getContext();
    if (!gl.getExtension('EXT_color_buffer_float'))
      throw new Error('this graphics driver cannot read float textures back');
    const part = this.#whole(name);
    if (!part) throw new Error(`${name} is not here whole`);
    const firstRow = part.at >> WIDTH_BITS,
      rows = ((part.at + part.cells - 1) >> WIDTH_BITS) - firstRow + 1;
    const out = new Float32Array(4 * WIDTH * rows);
    renderer.initTexture(this.texture);
    const framebuffer = gl.createFramebuffer();
    gl.bindFramebuffer(gl.FRAMEBUFFER, framebuffer);
    gl.framebufferTexture2D(
      gl.FRAMEBUFFER,
      gl.COLOR_ATTACHMENT0,
      gl.TEXTURE_2D,
      /** @type {{__webglTexture: WebGLTexture}} */ (renderer.properties.get(this.texture)).__webglTexture,
      0,
    );
    gl.readPixels(0, firstRow, WIDTH, rows, gl.RGBA, gl.FLOAT, out);
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    gl.deleteFramebuffer(framebuffer);
    renderer.resetState();
    const skip = part.at - firstRow * WIDTH;
    return Float32Array.from({ length: part.cells }, (_, i) => out[4 * (skip + i)]);
  }

  dispose() {
    this.texture.dispose();
  }
}

/** A first-fit allocator of ranges of texels. */
export class Texels {
  /** Free ranges in ascending order, none adjacent to another. @type {{at: number, length: number}[]} */
  #free;

  /** @param {number} length number of all texels */
  constructor(length) {
    this.length = length;
    this.used = 0;
    this.#free = [{ at: 0, length }];
  }

  /** @param {number} length @returns {number | null} start of the range; null if no free range is long enough */
  take(length) {
    const i = this.#free.findIndex((range) => range.length >= length);
    if (i < 0) return null;
    const range = this.#free[i];
    const { at } = range;
    range.at += length;
    range.length -= length;
    if (range.length === 0) this.#free.splice(i, 1);
    this.used += length;
    return at;
  }

  /** Frees a range. @param {number} at @param {number} length */
  give(at, length) {
    this.used -= length;
    let i = this.#free.findIndex((range) => range.at > at);
    if (i < 0) i = this.#free.length;
    this.#free.splice(i, 0, { at, length });
    this.#join(i);
    if (i > 0) this.#join(i - 1);
  }

  /** Joins a free range with the next one if they are adjacent. @param {number} i */
  #join(i) {
    const range = this.#free[i],
      next = this.#free[i + 1];
    if (!next || range.at + range.length !== next.at) return;
    range.length += next.length;
    this.#free.splice(i + 1, 1);
  }
}
