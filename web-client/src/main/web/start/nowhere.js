/** Entry point of the page for unknown addresses. */
import { begin } from '../page/app.js';

begin({});
