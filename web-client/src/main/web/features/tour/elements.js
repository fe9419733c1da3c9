/** The elements of a tour, which load when there is one. */
import './act/act.js';
import './act/explanation.js';
import './check/check.js';
import './film/film-bar.js';
import './tour-card.js';
import './tour-line.js';
import './tour-notes.js';
