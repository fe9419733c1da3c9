/** Models to walk past. While they stand there, keys that move the walk bring it back first. */

/** What keys may do meanwhile. */
const KEYS = ['theme', 'fullscreen', 'link', 'help', 'blank', 'undo', 'gather'];

/** @type {import('../../ui/features.js').Feature} */
export const gallery = {
  name: 'gallery',
  viewOf: (page) => ({ exhibition: page.attached('gallery')?.exhibition ?? null }),
  instead(page, view) {
    const { exhibition = null, panel = null } = page.attached('gallery') ?? {};
    return exhibition && (panel?.(exhibition, view) ?? '');
  },
  intercept(page, action, key) {
    if (!page.attached('gallery')?.exhibition) return false;
    if (key === 'Escape' || action === 'next' || action === 'back') page.act('leaveGiants');
    return action === null || !KEYS.includes(action);
  },
};
