/** A page that says what this is; the machine walks behind it by itself. */
import { begin } from '../app.js';
import * as way from '../page/alone.js';
import * as panels from '../panels/landing.js';

begin({ panels, way });
