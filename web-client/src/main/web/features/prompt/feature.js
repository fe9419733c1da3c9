/** The prompt editor, and the sheet of ready prompts. */
import { html } from 'lit';

/** @type {import('../../ui/features.js').Feature} */
export const prompt = {
  name: 'prompt',
  dialogs: ['orrery-prompt', 'orrery-ready'],
  panels: [
    {
      place: 'over',
      order: 40,
      pages: ['solo', 'presenter', 'attendee'],
      when: (view) => view.mayDrive,
      render: (view, { conductor }) =>
        html`<orrery-ready .view=${view} .run=${(text, model, chat) => conductor.prompt(text, model, chat)}></orrery-ready>`,
    },
    {
      place: 'over',
      order: 50,
      pages: ['solo', 'presenter', 'attendee'],
      when: (view) => view.mayDrive,
      render: (view, { conductor }) =>
        html`<orrery-prompt .view=${view} .run=${(text, model, chat) => conductor.prompt(text, model, chat)}></orrery-prompt>`,
    },
  ],
};
