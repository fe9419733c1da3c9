/** The hall's screen. */
import { begin } from '../page/app.js';
import * as way from '../page/driven-room.js';
import '../features/hall/projector.js';

begin({ way });
