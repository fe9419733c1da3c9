/** Addresses that no other computer reaches. Apart, as no page needs them for its first text. Pure. */

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\]|0\.0\.0\.0)$/;

/** Whether an address always leads to the computer that opens it. @param {string} address scheme, host and port */
export const isLoopback = (address) => LOOPBACK.test(new URL(address).hostname);
