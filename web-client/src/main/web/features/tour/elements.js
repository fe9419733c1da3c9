/** The elements of a tour, which load when there is one. */
import './tour-card.js';
import './tour-line.js';
import './tour-notes.js';
