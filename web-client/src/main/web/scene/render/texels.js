/**
 * A first-fit allocator of ranges of texels.
 */
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
