/** What pages need once a training is watched: its panel, and a look at an update. */
import './training-panel.js';
import './update/update-card.js';
import './update/update-line.js';

export { UpdateLook } from './update/update-look.js';
