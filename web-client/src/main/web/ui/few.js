/** A vocabulary of at most this many tokens is shown whole; its shares are rounded together (shares.js). */
export const FEW = 4;
