/** The banner at the top of a page that has lost its connection, or whose presenter has blanked the screens. */
import { html, nothing } from 'lit';
import { words } from '../../ui/words.js';

/** @param {import('../../ui/view.js').View} view */
export function banner(view) {
  let text = '';
  if (view.status === 'lost')
    text = words.text(
      view.page === 'projector' ? 'banner.lostProjector' : view.mayDrive ? 'banner.lostPresenter' : 'banner.lost',
    );
  else if (view.blank && view.mayDrive && view.page === 'presenter') text = words.text('banner.blank');
  return text === '' ? nothing : html`<p class="banner" role="status">${text}</p>`;
}
