/** Actions that open the prompt editor and the sheet of ready prompts, and keep prompts for the room. */
import { inRoom, moving } from '../../ui/acting.js';

/** @type {import('../../ui/features.js').Feature} */
export const prompt = {
  name: 'prompt',
  actions: {
    prompt: moving(async (_, __, page) => {
      // The weights of a running training are forgotten after some seconds: nobody could type a text for them.
      const training = page.attached('training');
      if (training?.course?.running) await training.pause();
      // the page has actions before it has these elements
      await page.loadDeferred();
      page.element('orrery-prompt')?.show();
    }),
    keepPrompt: inRoom((conductor, prompt) => conductor.command?.({ do: 'keep-prompt', ...fields(prompt) })),
    dropPrompt: inRoom((conductor, prompt) => conductor.command?.({ do: 'drop-prompt', ...fields(prompt) })),
    readyKey: (page, key) => page.element('orrery-ready')?.press(key),
    ready: moving(async (_, __, page) => {
      await page.loadDeferred();
      page.element('orrery-ready')?.toggle();
    }),
  },
};

const fields = (/** @type {import('./ready-prompts.js').Kept} */ { model, text, chat }) => ({ model, text, chat });
