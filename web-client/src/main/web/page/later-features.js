/**
 * The deferred declarations of features that no first input needs: also pages that load the page controller at once get them
 * with page/rest.js, so that their first text comes earlier.
 */
import { level } from '../features/level/deferred.js';
import { prediction } from '../features/prediction/deferred.js';
import { texts } from '../features/texts/deferred.js';
import { tour } from '../features/tour/deferred.js';

export const LATER = [level, texts, prediction, tour];
