/**
 * A line of texels that is let out in pieces: each is the first free one that is long enough.
 */
export class Texels {
  /** Free pieces in their order, no two of them neighbours. @type {{at: number, length: number}[]} */
  #free;

  /** @param {number} length of the line */
  constructor(length) {
    this.length = length;
    this.used = 0;
    this.#free = [{ at: 0, length }];
  }

  /** @param {number} length @returns {number | null} where it begins; null where no free piece is long enough */
  take(length) {
    const i = this.#free.findIndex((piece) => piece.length >= length);
    if (i < 0) return null;
    const piece = this.#free[i];
    const { at } = piece;
    piece.at += length;
    piece.length -= length;
    if (piece.length === 0) this.#free.splice(i, 1);
    this.used += length;
    return at;
  }

  /** Takes back a piece that was let out. */
  give(at, length) {
    this.used -= length;
    let i = this.#free.findIndex((piece) => piece.at > at);
    if (i < 0) i = this.#free.length;
    this.#free.splice(i, 0, { at, length });
    this.#join(i);
    if (i > 0) this.#join(i - 1);
  }

  /** Makes one of a free piece and the next where they touch. */
  #join(i) {
    const piece = this.#free[i],
      next = this.#free[i + 1];
    if (!next || piece.at + piece.length !== next.at) return;
    piece.length += next.length;
    this.#free.splice(i + 1, 1);
  }
}
