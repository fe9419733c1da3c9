/** The controls of who moves the walk: alone, and who presents. */
import './go-buttons.js';
import './timer.js';
import './tools.js';
