/** What concerns this page alone. */
import { toggleFullScreen } from '../../ui/full-screen.js';

/** @type {import('../../ui/features.js').Feature} */
export const topBar = {
  name: 'top-bar',
  actions: {
    theme: (page) => page.changeTheme(),
    fullscreen: () => toggleFullScreen(),
  },
};
