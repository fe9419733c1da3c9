/** Entry point of the rooms page. */
import { begin } from '../page/app.js';
import '../features/rooms/rooms-page.js';

begin({});
