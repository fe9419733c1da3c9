/** The page of all rooms. */
import { begin } from '../app.js';
import '../panels/rooms-page.js';

begin({});
