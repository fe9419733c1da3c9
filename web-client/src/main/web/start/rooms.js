/** Entry point of the rooms page. */
import { rooms } from '../features/rooms/feature.js';
import '../features/rooms/rooms-page.js';
import { begin } from '../page/app.js';
import { FEATURES } from '../page/features.js';
import { listenToKeys as listen } from '../page/key-listener.js';

begin({ features: [...FEATURES, rooms], listen });
