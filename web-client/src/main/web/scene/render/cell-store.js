/**
 * Every number that is drawn, in one float texture: one texel a number, parts of tensors one after the other, each
 * row-major. What the shader reads here is what a reader is shown, and what `readBack` reads.
 *
 * The texture grows as far as its limit. Beyond, what was not looked at for longest makes room, so that a model of any
 * size can be walked through: of what is far away an overview is enough, and what one comes near to is fetched.
 *
 * @typedef {import('../layout/tensor-parts.js').Part} Part
 * @typedef {import('../layout/tensor-parts.js').Seat} Seat
 * @typedef {Part & {at: number, cells: number, looked: number}} Held
 */
import * as THREE from 'three';
import { cellsOf, coarseness, covers, numberOf, partOf, seatIn } from '../layout/tensor-parts.js';
import { shapeOf } from '../layout/slice.js';
import { Texels } from './texels.js';

/** Texels in a row of the texture; the shader splits an index by shifting. */
export const WIDTH_BITS = 11;
const WIDTH = 1 << WIDTH_BITS;
/** Rows to begin with, and at most: 32 MiB on the graphics card, and as much in this page. */
const FEW_ROWS = 64,
  MOST_ROWS = 4096;
export const STORE_BYTES = MOST_ROWS * WIDTH * 4;

export class CellStore {
  /** @type {THREE.DataTexture} */
  texture;
  #nodes;
  #texels;
  /** Parts by the tensor's name. @type {Map<string, Held[]>} */
  #parts = new Map();
  /** Where the blocks of a tensor read, by the block's index; of those asked for since its parts changed. */
  #seats = new Map();
  #T = 1;
  #look = 1;
  /** Tensors whose blocks read from elsewhere than before. @type {Set<string>} */
  #moved = new Set();
  #allMoved = true;
  /** The texture has not been sent to the graphics card yet. */
  #fresh = true;

  /** @param {Map<string, import('../layout/anatomy.js').GraphNode>} nodes @param {number} [limit] texels */
  constructor(nodes, limit = MOST_ROWS * WIDTH) {
    this.#nodes = nodes;
    this.#texels = new Texels(limit);
    this.#texture(Math.min(FEW_ROWS, Math.ceil(limit / WIDTH)));
  }

  /** Texels that hold numbers, and how many may. */
  get used() {
    return this.#texels.used;
  }

  get limit() {
    return this.#texels.length;
  }

  /** For a layout of T positions: what depends on the text is forgotten. */
  begin(T) {
    this.#T = T;
    for (const [name, parts] of this.#parts) {
      if (!this.#nodes.get(name).traits.table) this.#drop(name, parts);
    }
    this.#seats.clear();
    this.#allMoved = true;
  }

  /** A new look: what is not touched from here on is the first to make room. */
  look() {
    this.#look++;
  }

  /** Keeps what a block reads. */
  touch(block) {
    const seat = this.seatOf(block);
    if (seat) seat.part.looked = this.#look;
  }

  /**
   * Takes the numbers of a part, if there is room for them beside what is looked at.
   * @param {string} name
   * @param {Part} part
   * @param {Float32Array} data row-major; −∞ is masked
   * @returns {boolean}
   */
  write(name, part, data) {
    const cells = cellsOf(part);
    const known = this.#parts.get(name) ?? [];
    // what it covers at its own resolution or a finer one is not needed any more
    this.#drop(
      name,
      known.filter((each) => covers(part, each) && coarseness(part) <= coarseness(each)),
    );
    const at = this.#room(cells);
    if (at === null) return false;
    const rows = Math.ceil((at + cells) / WIDTH);
    if (rows > this.texture.image.height) this.#texture(rows);
    this.texture.image.data.set(data, at);
    this.#upload(at, cells);
    const held = { ...part, at, cells, looked: this.#look };
    this.#parts.set(name, [...(this.#parts.get(name) ?? []), held]);
    this.#forgetSeats(name);
    return true;
  }

  /** Whether a tensor is here whole, each cell its own number. */
  has(name) {
    return this.#whole(name) !== undefined;
  }

  /** Whether there is a part of a tensor that covers this one, and is no coarser. @param {Part} part */
  holds(name, part) {
    return (this.#parts.get(name) ?? []).some((each) => covers(each, part) && coarseness(each) <= coarseness(part));
  }

  /** The number as this page holds it, of a tensor that is here whole. @param {number} index row-major in the tensor */
  value(name, index) {
    return this.texture.image.data[this.#whole(name).at + index];
  }

  /**
   * Where a block reads its numbers: from the finest part that covers it. Null where there is none.
   * @param {import('../layout/board.js').Block} block
   * @returns {(Seat & {part: Held}) | null}
   */
  seatOf(block) {
    let seats = this.#seats.get(block.node);
    if (!seats) this.#seats.set(block.node, (seats = new Map()));
    const known = seats.get(block.index);
    if (known !== undefined) return known;
    const node = this.#nodes.get(block.node);
    const wanted = partOf(block, node, shapeOf(node, this.#T));
    let finest = null;
    for (const part of this.#parts.get(block.node) ?? [])
      if (covers(part, wanted) && (!finest || coarseness(part) < coarseness(finest))) finest = part;
    const seat = finest && { ...seatIn(block, node, finest), part: finest };
    if (seat) seat.base += finest.at;
    seats.set(block.index, seat);
    return seat;
  }

  /** The number seen in a cell of a block, and whether it is that cell's own; NaN where there is none. */
  valueIn(block, column, row) {
    const seat = this.seatOf(block);
    return seat ? this.texture.image.data[numberOf(seat, column, row)] : NaN;
  }

  /** Names of the tensors whose blocks read from elsewhere than when this was asked last; null: all of them. */
  takeMoved() {
    const moved = this.#allMoved ? null : this.#moved;
    this.#moved = new Set();
    this.#allMoved = false;
    return moved;
  }

  /** Free texels for so many numbers, others' where nobody looks at those; null where there are not enough. */
  #room(cells) {
    for (;;) {
      const at = this.#texels.take(cells);
      if (at !== null) return at;
      let oldest = null,
        owner = '';
      for (const [name, parts] of this.#parts)
        for (const part of parts)
          if (part.looked < this.#look && (!oldest || part.looked < oldest.looked)) [oldest, owner] = [part, name];
      if (!oldest) return null;
      this.#drop(owner, [oldest]);
    }
  }

  /** @param {Held[]} gone */
  #drop(name, gone) {
    if (gone.length === 0) return;
    const left = this.#parts.get(name).filter((part) => !gone.includes(part));
    for (const part of gone) this.#texels.give(part.at, part.cells);
    if (left.length > 0) this.#parts.set(name, left);
    else this.#parts.delete(name);
    this.#forgetSeats(name);
  }

  #forgetSeats(name) {
    this.#moved.add(name);
    this.#seats.delete(name);
  }

  #whole(name) {
    return this.#parts
      .get(name)
      ?.find((part) => coarseness(part) === 1 && part.cells === this.#size(name));
  }

  #size(name) {
    return shapeOf(this.#nodes.get(name), this.#T).reduce((a, b) => a * b, 1);
  }

  /** Sends what was written to the graphics card, row by row of the texture. */
  #upload(at, cells) {
    this.texture.needsUpdate = true;
    // what a texture was made with goes there whole, or all but the ranges would be missing
    if (this.#fresh) return;
    for (let from = at; from < at + cells; ) {
      const to = Math.min(at + cells, (Math.floor(from / WIDTH) + 1) * WIDTH);
      // three.js counts ranges in fours, as if each texel had four numbers
      this.texture.addUpdateRange(4 * from, 4 * (to - from));
      from = to;
    }
  }

  /** The graphics card has forgotten all that it was sent. */
  sendWhole() {
    this.texture.clearUpdateRanges();
    this.texture.needsUpdate = true;
    this.#fresh = true;
  }

  /** A texture of at least so many rows, with what the former one held. */
  #texture(rows) {
    const former = this.texture;
    const height = Math.min(
      Math.ceil(this.#texels.length / WIDTH),
      Math.max(rows, former ? 2 * former.image.height : 0),
    );
    const data = new Float32Array(height * WIDTH);
    if (former) data.set(former.image.data);
    former?.dispose();
    this.texture = new THREE.DataTexture(data, WIDTH, height, THREE.RedFormat, THREE.FloatType);
    this.texture.needsUpdate = true;
    this.#fresh = true;
    this.texture.onUpdate = () => (this.#fresh = false);
  }

  /**
   * A tensor that is here whole as the graphics card holds it, row-major.
   * @param {THREE.WebGLRenderer} renderer
   * @returns {Float32Array}
   * @throws {Error} where float textures cannot be read back, or the tensor is not here whole
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
      /** @type {any} */ (renderer.properties.get(this.texture)).__webglTexture,
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
