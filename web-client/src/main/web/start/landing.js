/** Entry point of the landing page. */
import features from 'manifests/onLanding.js';
import { begin } from '../page/app.js';
import * as way from '../page/solo.js';

begin({ features, way });
