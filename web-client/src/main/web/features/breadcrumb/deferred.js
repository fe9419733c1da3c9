/** Actions that choose the part of the machine to look at. */
import { html } from 'lit';
import { EVERYTHING, STEP } from '../../scene/layout/focus.js';

/**
 * Moves the focus and stops following the presenter, unless the new focus is just another head of the current step.
 * @param {import('../../ui/features.js').Page} page @param {import('../../scene/layout/focus.js').Focus} focus
 */
function choose(page, focus) {
  if (!page.machine) return;
  page.machine.focus = focus;
  if (page.machine.focus.kind !== 'step') page.lookAround(true);
}

/** @type {import('../../ui/features.js').Feature} */
export const breadcrumb = {
  name: 'breadcrumb',
  panels: [{ place: 'map', render: (view) => html`<orrery-breadcrumb class="breadcrumb" .view=${view}></orrery-breadcrumb>` }],
  actions: {
    overview: (page) => choose(page, EVERYTHING),
    focus: choose,
    point(page, names) {
      if (page.machine) page.machine.named = names;
    },
    headBefore: (page) => page.machine && choose(page, page.machine.nextHead(-1)),
    headAfter: (page) => page.machine && choose(page, page.machine.nextHead(1)),
    follow(page) {
      if (page.machine) page.machine.focus = STEP;
      page.machine?.follow();
      page.modelGallery?.follow(page.attached('gallery').exhibition?.startAt ?? 0);
      page.lookAround(false);
    },
  },
};
