/** Entry point of the page for walking alone. */
import { begin } from '../page/app.js';
import { DRIVING_FEATURES as features } from '../page/driving-features.js';
import { listenToKeys as listen } from '../page/key-listener.js';
import { loadController as afterText } from '../page/load-controller.js';
import * as way from '../page/solo.js';

begin({ features, way, afterText, listen });
