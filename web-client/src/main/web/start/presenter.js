/** Entry point of the presenter's page. */
import { begin } from '../page/app.js';
import * as way from '../page/driven-room.js';
import { DRIVING_FEATURES as features } from '../page/driving-features.js';
import { listenToKeys as listen } from '../page/key-listener.js';
import { loadController as afterText } from '../page/load-controller.js';

begin({ features, way, afterText, listen });
