/** The keys and buttons that move the walk, for pages that can drive. */
import { html } from 'lit';
import { SHEET } from '../../ui/window-form.js';

/** @type {import('../../ui/features.js').Feature} */
export const stepDriving = {
  name: 'step-driving',
  keys: [
    { action: 'next', keys: ['ArrowRight', 'PageDown', 'Enter'], who: ['solo', 'presenter'] },
    { action: 'back', keys: ['ArrowLeft', 'PageUp'], who: ['solo', 'presenter'] },
    { action: 'play', keys: [' '], who: ['solo', 'presenter'] },
  ],
  panels: [
    {
      place: 'bar',
      order: -10,
      pages: ['presenter'],
      when: (view) => view.mayDrive && !view.tour && !view.update,
      render: (view) => html`<orrery-go keys .view=${view}></orrery-go>`,
    },
    {
      place: 'under',
      forms: SHEET,
      when: (view, tab) => view.mayDrive && tab !== 'cell' && !view.tour && !view.update,
      render: (view) => html`<orrery-go slot="under" .view=${view}></orrery-go>`,
    },
  ],
};

/** The key that opens the layer of the step, or closes it. @type {import('../../ui/features.js').Feature} */
export const layerDriving = {
  name: 'layer-driving',
  keys: [{ action: 'layer', keys: ['o', 'O'], who: ['solo', 'presenter'] }],
};
