/** The keys that add tokens, for pages that may. */

/** @type {import('../../ui/features.js').Feature} */
export const nextTokenDriving = {
  name: 'next-token-driving',
  keys: [
    { action: 'generate', keys: ['g', 'G'], who: ['solo', 'presenter'] },
    { action: 'runOn', keys: ['w', 'W'], who: ['solo', 'presenter'] },
  ],
};
