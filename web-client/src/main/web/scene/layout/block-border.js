/** Width of the border around a block's grid, in cells. */
export const BORDER = 0.28;
