/** The machine of an embedded page, which loads once the page's text and figure are there. */
import './scene-host.js';

export { sceneOf } from './scene-element.js';
