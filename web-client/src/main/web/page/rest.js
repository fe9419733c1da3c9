/** What loads after the first text and controls: the manifests of the other features, the page controller, the scene, and keys. */
export { listenToKeys } from './key-listener.js';
export { PageController } from './page-controller.js';
export { sceneOf } from './scene-host.js';
export { default as features } from 'manifests/withMachine.js';
