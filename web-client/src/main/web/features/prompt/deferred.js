/** Actions that open the prompt editor and the sheet of ready prompts. */
import { driving, moving } from '../../ui/acting.js';

/** @type {import('../../ui/features.js').Feature} */
export const prompt = {
  name: 'prompt',
  actions: {
    prompt: moving((_, __, page) => page.element('orrery-prompt')?.show()),
    ready: driving((_, __, page) => page.element('orrery-ready')?.toggle()),
  },
};
