/**
 * The modules that load after the first text and controls: the other panels, the page controller, and the message pages.
 */
import '../features/checkpoints/checkpoint-note.js';
import '../features/figure/figure.js';
import '../features/hall/hall-copy.js';
import '../features/help/help-sheet.js';
import '../features/cell/inspector.js';
import '../features/legend/legend.js';
import '../features/level/level-switch.js';
import '../features/link/link-sheet.js';
import '../features/next-token/next-panel.js';
import '../features/step/step-rail.js';
import '../features/tokens/text-sheet.js';
import '../features/tokens/text-view.js';
import '../features/top-bar/page-tools.js';
import '../features/what-if/change-note.js';
import './scene-host.js';
import '../features/breadcrumb/breadcrumb.js';

export { ended } from '../features/messages/ended-page.js';
export { LATER } from './later-features.js';
export { listenToKeys } from './key-listener.js';
export { PageController } from './page-controller.js';
