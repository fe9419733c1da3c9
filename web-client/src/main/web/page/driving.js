/** The controls of who moves the walk: alone, and who presents. */
import '../features/step/go-buttons.js';
import '../features/timer/timer.js';
import '../features/presenter-tools/tools.js';
