/** The features of pages that move the walk, solo and in a room, in the order in which the help sheet lists their keys. */
import { answerDriving } from '../features/answer/driving.js';
import { audience } from '../features/audience/feature.js';
import { driver } from '../features/driver/feature.js';
import { hall } from '../features/hall/feature.js';
import { lobby } from '../features/lobby/presenter.js';
import { nextTokenDriving } from '../features/next-token/driving.js';
import { presenterTools } from '../features/presenter-tools/feature.js';
import { prompt } from '../features/prompt/feature.js';
import { sharedScene } from '../features/shared-scene/feature.js';
import { timer } from '../features/timer/feature.js';
import { undo } from '../features/undo/feature.js';
import '../features/presenter-tools/tools.js';
import { layerDriving, stepDriving } from '../features/step/driving.js';
import '../features/step/go-buttons.js';
import '../features/timer/timer.js';
import { FEATURES } from './features.js';

const [step, cell, breadcrumb, , ...others] = FEATURES;

export const DRIVING_FEATURES = [
  ...[step, stepDriving, nextTokenDriving, answerDriving, layerDriving, cell, breadcrumb, presenterTools, sharedScene, prompt, undo, lobby],
  ...others,
  ...[audience, timer, driver, hall],
];
