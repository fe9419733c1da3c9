/** Keeps the presenter's key that was typed. Loaded by itself, for few pages ask for a key. */
export { keepPresenterKey } from '../../live/presenter-key.js';
