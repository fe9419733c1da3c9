/** The key that adds a token, for pages that may. */

/** @type {import('../../ui/features.js').Feature} */
export const nextTokenDriving = {
  name: 'next-token-driving',
  keys: [{ action: 'generate', keys: ['g', 'G'], who: ['solo', 'presenter'] }],
};
