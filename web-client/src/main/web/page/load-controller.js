/** On pages that move the walk: their keys work although the other deferred modules are slow, or lost on the way. */
import { insist } from '../live/retry.js';

/** Loads the page controller ahead of the other deferred modules. @param {{control: (PageController: typeof import('./page-controller.js').PageController) => void}} page */
export async function loadController(page) {
  const { PageController } = await insist(() => import('./page-controller.js'));
  page.control(PageController);
}
