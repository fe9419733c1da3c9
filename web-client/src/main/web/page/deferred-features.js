/**
 * The deferred declarations of features: actions, and parts that they attach to the page. The Escape key asks their parts in
 * this order for something to close.
 */
import { answer } from '../features/answer/deferred.js';
import { audience } from '../features/audience/deferred.js';
import { breadcrumb } from '../features/breadcrumb/deferred.js';
import { cell } from '../features/cell/deferred.js';
import { compare } from '../features/compare/deferred.js';
import { driver } from '../features/driver/deferred.js';
import { figure } from '../features/figure/deferred.js';
import { focus } from '../features/focus/deferred.js';
import { gallery } from '../features/gallery/deferred.js';
import { glossary } from '../features/glossary/deferred.js';
import { hall } from '../features/hall/deferred.js';
import { help } from '../features/help/deferred.js';
import { legend } from '../features/legend/deferred.js';
import { link } from '../features/link/deferred.js';
import { lobby } from '../features/lobby/deferred.js';
import { messages } from '../features/messages/deferred.js';
import { draw, nextToken } from '../features/next-token/deferred.js';
import { presenterTools } from '../features/presenter-tools/deferred.js';
import { prompt } from '../features/prompt/deferred.js';
import { sharedScene } from '../features/shared-scene/deferred.js';
import { step } from '../features/step/deferred.js';
import { tokens } from '../features/tokens/deferred.js';
import { topBar } from '../features/top-bar/deferred.js';
import { undo } from '../features/undo/deferred.js';
import { whatIf } from '../features/what-if/deferred.js';
import { why } from '../features/why/deferred.js';

export const DEFERRED = [
  glossary,
  undo,
  sharedScene,
  cell,
  why,
  whatIf,
  focus,
  gallery,
  step,
  messages,
  answer,
  audience,
  breadcrumb,
  compare,
  driver,
  figure,
  hall,
  help,
  legend,
  link,
  lobby,
  nextToken,
  draw,
  presenterTools,
  prompt,
  tokens,
  topBar,
];
