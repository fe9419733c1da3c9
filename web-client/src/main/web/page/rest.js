/** What loads after the first text and controls: the manifests of the other features, the page controller, the scene, and keys. */
import './scene-host.js';

export { listenToKeys } from './key-listener.js';
export { PageController } from './page-controller.js';
export { sceneOf } from './scene-element.js';
export { default as features } from 'manifests/withMachine.js';
