/** The hall's screen. */
import { begin } from '../page/app.js';
import * as way from '../page/driven-room.js';
import * as panels from '../features/hall/projector.js';

begin({ panels, way });
