/** Stores the presenter's key that was typed. A module of its own, since few pages ask for a key. */
export { keepPresenterKey } from '../../live/presenter-key.js';
