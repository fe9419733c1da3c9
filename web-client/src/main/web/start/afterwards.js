/** Entry point of the page with what is kept of a room. */
import features from 'manifests/onAfterwards.js';
import { begin } from '../page/app.js';
import { listenToKeys as listen } from '../page/key-listener.js';

begin({ features, listen });
