/**
 * All features, in the order in which the help sheet lists their keys. Every page loads these declarations first, so they
 * hold templates and keys alone; deferred-features.js lists what comes later.
 */
import { audience } from '../features/audience/feature.js';
import { breadcrumb } from '../features/breadcrumb/feature.js';
import { cell } from '../features/cell/feature.js';
import { driver } from '../features/driver/feature.js';
import { gallery } from '../features/gallery/feature.js';
import { hall } from '../features/hall/feature.js';
import { help } from '../features/help/feature.js';
import { landing } from '../features/landing/feature.js';
import { legend } from '../features/legend/feature.js';
import { link } from '../features/link/feature.js';
import { lobby } from '../features/lobby/feature.js';
import { lost } from '../features/lost/feature.js';
import { messages } from '../features/messages/feature.js';
import { nextToken } from '../features/next-token/feature.js';
import { picture } from '../features/picture/feature.js';
import { presenterTools } from '../features/presenter-tools/feature.js';
import { prompt } from '../features/prompt/feature.js';
import { sharedScene } from '../features/shared-scene/feature.js';
import { step } from '../features/step/feature.js';
import { timer } from '../features/timer/feature.js';
import { tokens } from '../features/tokens/feature.js';
import { topBar } from '../features/top-bar/feature.js';
import { undo } from '../features/undo/feature.js';

/** Esc puts away what is nearest at hand. @type {import('../ui/features.js').Feature} */
const escape = {
  name: 'escape',
  keys: [{ action: 'escape', keys: ['Escape'], who: ['solo', 'presenter', 'attendee'] }],
  actions: { escape: (page) => page.features.ask('putAway') },
};

export const FEATURES = [
  step,
  cell,
  breadcrumb,
  presenterTools,
  sharedScene,
  prompt,
  undo,
  lobby,
  escape,
  link,
  picture,
  topBar,
  help,
  tokens,
  nextToken,
  audience,
  lost,
  timer,
  legend,
  driver,
  messages,
  // in the place of the walk's panels
  gallery,
  hall,
  landing,
];
