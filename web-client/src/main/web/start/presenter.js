/** The page of who presents in a room. */
import { begin } from '../page/app.js';
import { PageController } from '../page/page-controller.js';
import * as way from '../page/driven-room.js';
import '../page/driving.js';
import * as panels from '../page/room-page.js';

begin({ panels, way, PageController });
