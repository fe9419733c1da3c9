/** Saves a picture of the scene with its labels. */
import { titleOf } from '../../ui/model-words.js';
import { stepTexts } from '../../ui/step-texts.js';
import { words } from '../../ui/words.js';

/** @typedef {import('../../ui/features.js').Manifest} Manifest */

/** How long the file's object URL is kept: by then the browser has begun the download, ms. */
const DOWNLOAD_MS = 10_000;

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
      const link = document.createElement('a');
      link.href = URL.createObjectURL(blob);
      link.download = `${words.text('brand')} ${conductor.step}.png`.toLowerCase().replaceAll(' ', '-');
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), DOWNLOAD_MS);
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
