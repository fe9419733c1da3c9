/** The hall's elements that its first text does not need. */
import './hall-answer.js';
import './hall-cell.js';
import './hall-compared.js';
