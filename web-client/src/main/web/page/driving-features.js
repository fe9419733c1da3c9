/** The features of pages that move the walk, solo and in a room. */
import { audience } from '../features/audience/feature.js';
import { driver } from '../features/driver/feature.js';
import { hall } from '../features/hall/feature.js';
import { lobby } from '../features/lobby/presenter.js';
import { presenterTools } from '../features/presenter-tools/feature.js';
import { prompt } from '../features/prompt/feature.js';
import { timer } from '../features/timer/feature.js';
import { undo } from '../features/undo/feature.js';
import '../features/presenter-tools/tools.js';
import { stepDriving } from '../features/step/driving.js';
import '../features/step/go-buttons.js';
import '../features/timer/timer.js';
import { FEATURES } from './features.js';

const [step, cell, , ...others] = FEATURES;

export const DRIVING_FEATURES = [
  ...[step, stepDriving, cell, presenterTools, prompt, undo, lobby],
  ...others,
  ...[audience, timer, driver, hall],
];
