/** Where a presenter's link leads. Loaded by itself, when one was typed. */
export { presenterPath } from '../../live/presenter-key.js';
