/** In the place of a page that is not there. */
import { begin } from '../app.js';

begin({});
