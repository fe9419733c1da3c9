/** An attendee's page in a room. */
import { begin } from '../page/app.js';
import * as way from '../page/room.js';

begin({ way });
