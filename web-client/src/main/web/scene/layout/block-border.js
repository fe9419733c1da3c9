/** Width of the frame round a block's grid, in cells. */
export const BORDER = 0.28;
