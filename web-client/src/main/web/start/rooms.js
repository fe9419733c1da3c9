/** Entry point of the rooms page. */
import features from 'manifests/onRooms.js';
import { begin } from '../page/app.js';
import { listenToKeys as listen } from '../page/key-listener.js';

begin({ features, listen, texts: ['rooms'] });
