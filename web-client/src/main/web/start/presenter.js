/** Entry point of the presenter's page. */
import features from 'manifests/forDriving.js';
import { begin } from '../page/app.js';
import * as way from '../page/driven-room.js';
import { listenToKeys as listen } from '../page/key-listener.js';
import { loadController as afterText } from '../page/load-controller.js';

begin({ features, way, afterText, listen, texts: ['room'] });
