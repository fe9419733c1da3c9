/** A walk alone. */
import { begin } from '../page/app.js';
import { PageController } from '../page/page-controller.js';
import * as way from '../page/solo.js';
import '../page/driving.js';
import * as panels from '../page/room-page.js';

begin({ panels, way, PageController });
