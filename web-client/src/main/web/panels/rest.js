/**
 * What comes behind the text and its controls: what is looked at beside it, what somebody must reach for first, and what
 * is said in its place when it cannot go on.
 */
import './hall-copy.js';
import './help-sheet.js';
import './inspector.js';
import './legend.js';
import './link-sheet.js';
import './next-panel.js';
import './page-tools.js';
import './scene-host.js';
import './where.js';

export { endedPage, failurePage, keyPage, nowherePage, WRONG_KEY } from './ended-page.js';
export { Beside } from '../page/beside.js';
