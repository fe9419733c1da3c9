/** The key that shows the room what may come next, or hides it. */

/** @type {import('../../ui/features.js').Feature} */
export const answerDriving = {
  name: 'answer-driving',
  keys: [{ action: 'answer', keys: ['a', 'A'], who: ['presenter'] }],
};
