/** Saves a picture of the scene with its labels. */
import { titleOf } from '../../ui/model-words.js';
import { stepTexts } from '../../ui/step-texts.js';
import { download } from '../../ui/download.js';
import { words } from '../../ui/words.js';

/** @typedef {import('../../ui/features.js').Manifest} Manifest */

/** @type {Manifest} */
export const withMachine = {
  actions: {
    async picture(page) {
      const { machine, conductor } = page;
      const overlay = /** @type {HTMLElement | null} */ (document.querySelector('orrery-scene .overlay'));
      if (!machine || !overlay || !conductor?.graph || conductor.step === null) {
        page.say({ key: 'picture.none' });
        return;
      }
      const { pictureOf } = await import('./scene-image.js');
      const { title } = stepTexts(conductor.graph, conductor.step, conductor.trace, words);
      const model = titleOf(conductor.graph.model);
      const blob = await pictureOf(machine.readback, overlay, {
        title: words.text('picture.title', { model, title }),
        credit: words.text('picture.source'),
      });
      download(`${words.text('brand')} ${conductor.step}.png`.toLowerCase().replaceAll(' ', '-'), blob);
      page.say({ key: 'picture.saved' });
    },
  },
};

/** @type {Manifest} */
export const whenFinding = {
  finds: {
    picture: {},
  },
};
