/** The talk's elements. */
import './talk-list.js';
import './talk-title.js';
