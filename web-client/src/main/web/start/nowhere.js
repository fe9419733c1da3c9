/** In the place of a page that is not there. */
import { begin } from '../page/app.js';

begin({});
