/** Entry point of the hall's screen. */
import features from 'manifests/onHall.js';
import { begin } from '../page/app.js';
import * as way from '../page/driven-room.js';

begin({ features, way, texts: ['room'] });
