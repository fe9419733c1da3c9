/** Entry point of the landing page. */
import { landing } from '../features/landing/feature.js';
import '../features/landing/landing.js';
import { begin } from '../page/app.js';
import { FEATURES } from '../page/features.js';
import * as way from '../page/solo.js';

begin({ features: [...FEATURES, landing], way });
