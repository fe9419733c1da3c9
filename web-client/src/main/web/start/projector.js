/** The hall's screen. */
import { begin } from '../app.js';
import * as way from '../page/driven-room.js';
import * as panels from '../panels/projector.js';

begin({ panels, way });
