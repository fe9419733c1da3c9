/** A page that says what this is; the machine walks behind it by itself. */
import { begin } from '../page/app.js';
import * as way from '../page/solo.js';
import '../features/landing/landing.js';

begin({ way });
