/** Entry point of the page that replays a recording. */
import features from 'manifests/onReplay.js';
import { begin } from '../page/app.js';
import { listenToKeys as listen } from '../page/key-listener.js';
import * as way from '../page/replay.js';

begin({ features, way, listen, texts: ['room'] });
