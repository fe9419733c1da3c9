/**
 * What comes behind the text and its controls: what is looked at beside it, what somebody must reach for first, and what
 * is said in its place when it cannot go on.
 */
import '../features/hall/hall-copy.js';
import '../features/help/help-sheet.js';
import '../features/cell/inspector.js';
import '../features/legend/legend.js';
import '../features/link/link-sheet.js';
import '../features/next-token/next-panel.js';
import '../features/top-bar/page-tools.js';
import './scene-host.js';
import '../features/breadcrumb/breadcrumb.js';

export { standIn } from '../features/messages/ended-page.js';
export { PageController } from './page-controller.js';
