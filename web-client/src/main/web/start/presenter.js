/** The page of who presents in a room. */
import { begin } from '../app.js';
import { Beside } from '../page/beside.js';
import * as way from '../page/driven-room.js';
import '../panels/driving.js';
import * as panels from '../panels/room-page.js';

begin({ panels, way, Beside });
