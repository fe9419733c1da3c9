/** Entry point of the page for walking alone. */
import features from 'manifests/forDriving.js';
import { begin } from '../page/app.js';
import { listenToKeys as listen } from '../page/key-listener.js';
import { loadController as afterText } from '../page/load-controller.js';
import * as way from '../page/solo.js';

begin({ features, way, afterText, listen });
