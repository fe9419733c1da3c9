/** A walk alone. */
import { begin } from '../page/app.js';
import '../page/driving.js';
import { PageController } from '../page/page-controller.js';
import * as way from '../page/solo.js';

begin({ way, PageController });
