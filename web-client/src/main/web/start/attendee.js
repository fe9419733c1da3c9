/** An attendee's page in a room. */
import { begin } from '../app.js';
import * as way from '../page/room.js';
import * as panels from '../panels/room-page.js';

begin({ panels, way });
