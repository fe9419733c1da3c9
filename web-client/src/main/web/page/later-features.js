/**
 * The deferred declarations of features that no first input needs: they come with page/rest.js, also on pages that load the page
 * controller ahead of it.
 */
import { awake } from '../features/awake/deferred.js';
import { checkpoints } from '../features/checkpoints/deferred.js';
import { door } from '../features/door/deferred.js';
import { level } from '../features/level/deferred.js';
import { lost } from '../features/lost/deferred.js';
import { picture } from '../features/picture/deferred.js';
import { prediction } from '../features/prediction/deferred.js';
import { sheet } from '../features/sheet/deferred.js';
import { texts } from '../features/texts/deferred.js';
import { tourAct } from '../features/tour/act/deferred.js';
import { tourCheck, tourProgress } from '../features/tour/check/deferred.js';
import { tour } from '../features/tour/deferred.js';
import { tourList } from '../features/tour/list/deferred.js';
import { training } from '../features/training/deferred.js';
import { update } from '../features/training/update/deferred.js';

// an act takes the key that tells before the tour goes on
export const LATER = [
  awake,
  checkpoints,
  door,
  lost,
  picture,
  training,
  update,
  level,
  texts,
  prediction,
  sheet,
  tourAct,
  tourCheck,
  tourProgress,
  tourList,
  tour,
];
