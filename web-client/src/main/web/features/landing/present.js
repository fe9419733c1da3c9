/** Reads a presenter's link. A module of its own, loaded when a link is submitted. */
export { presenterPath } from '../../live/presenter-key.js';
