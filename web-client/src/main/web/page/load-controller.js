/** On pages that move the walk: their keys work although the other deferred modules are slow, or lost on the way. */
import { insist } from '../live/retry.js';

/** Loads the page controller ahead of the other deferred modules. @param {{control: (PageController: typeof import('./page-controller.js').PageController) => void}} page */
export function loadController(page) {
  insist(() => import('./page-controller.js')).then(({ PageController }) => page.control(PageController));
}
