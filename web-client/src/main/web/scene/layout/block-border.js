/** Width of the frame round a block's grid, in cells. */
export const FRAME = 0.28;
