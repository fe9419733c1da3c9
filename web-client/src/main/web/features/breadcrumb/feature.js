/** The breadcrumb with its small map, and the keys that move the focus. */

const WALKS = ['solo', 'presenter', 'attendee'];

/** @type {import('../../ui/features.js').Feature} */
export const breadcrumb = {
  name: 'breadcrumb',
  keys: [
    { action: 'overview', keys: ['e', 'E'], who: WALKS },
    { action: 'follow', keys: ['s', 'S'], who: WALKS },
    { action: 'headBefore', keys: ['[', 'j', 'J'], who: WALKS },
    { action: 'headAfter', keys: [']', 'k', 'K'], who: WALKS },
  ],
};
