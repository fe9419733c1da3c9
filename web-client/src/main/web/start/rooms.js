/** The page of all rooms. */
import { begin } from '../page/app.js';
import '../features/rooms/rooms-page.js';

begin({});
