/** Entry point of an attendee's page. */
import { begin } from '../page/app.js';
import * as way from '../page/room.js';

begin({ way, texts: ['room'] });
