/** Entry point of the hall's screen. */
import { hallScreen } from '../features/hall/screen.js';
import '../features/hall/projector.js';
import { lobby } from '../features/lobby/screen.js';
import { begin } from '../page/app.js';
import * as way from '../page/driven-room.js';
import { FEATURES } from '../page/features.js';

begin({ features: [hallScreen, lobby, ...FEATURES.filter(({ name }) => name !== 'lobby')], way });
