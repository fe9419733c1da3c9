/** The prompt editor, the sheet of ready prompts, and the prompts that are kept for the room. */
import { html } from 'lit';
import { insist } from '../../live/retry.js';
import { inRoom, moving } from '../../ui/guards.js';
import { server } from '../../live/model-source.js';
import { titleOf } from '../../ui/model-words.js';
import { readyPrompts } from './ready-prompts.js';

/**
 * @typedef {import('../../ui/features.js').Manifest} Manifest
 * @typedef {import('../../ui/features.js').Page} Page
 * @typedef {import('./ready-prompts.js').Kept} Kept
 *
 * @typedef {object} Parts
 * @property {{kept: Kept[]}} [prompts]  for those who may drive
 *
 * @typedef {object} Commands
 * @property {Kept} keep-prompt
 * @property {Kept} drop-prompt
 */

/** Runs a model over a text. @param {import('../../ui/features.js').AnyConductor | null} conductor @returns {import('./prompt-editor.js').Run} */
const run = (conductor) => async (text, model, chat) => conductor?.prompt(text, model, chat);

/** Loads the elements, whose texts are there then. @param {Page} page */
const load = (page) =>
  page.loadDeferred().then(() => insist(() => Promise.all([import('./prompt-editor.js'), import('./ready-sheet.js')])));

/** @type {Manifest} */
export const forDriving = {
  dialogs: ['orrery-prompt', 'orrery-ready'],
  panels: [
    {
      place: 'over',
      order: 40,
      pages: ['solo', 'presenter', 'attendee'],
      when: (view) => view.mayDrive,
      render: (view, { conductor }) => html`<orrery-ready .view=${view} .run=${run(conductor)}></orrery-ready>`,
    },
    {
      place: 'over',
      order: 50,
      pages: ['solo', 'presenter', 'attendee'],
      when: (view) => view.mayDrive,
      render: (view, { conductor }) => html`<orrery-prompt .view=${view} .run=${run(conductor)}></orrery-prompt>`,
    },
  ],
};

/** @type {Manifest} */
export const afterText = {
  attach(page) {
    // before somebody asks for them
    if (['solo', 'presenter'].includes(page.page)) load(page);
    return null;
  },
  actions: {
    prompt: moving(async (_, __, page) => {
      // The weights of a running training are forgotten after some seconds: nobody could type a text for them.
      const { training } = page.ports;
      if (training?.course?.running) await training.pause();
      // the page has actions before it has these elements
      await load(page);
      page.element('orrery-prompt')?.show();
    }),
    keepPrompt: inRoom((conductor, prompt) => conductor.command({ do: 'keep-prompt', ...fields(prompt) })),
    dropPrompt: inRoom((conductor, prompt) => conductor.command({ do: 'drop-prompt', ...fields(prompt) })),
    /** Shows a text with a model, as pressing it in the list of ready prompts does. */
    showPrompt: moving(async (conductor, { text, model, chat }, page) => {
      try {
        await conductor.prompt(text, model, chat);
      } catch (problem) {
        page.say({ problem });
      }
    }),
    readyKey: (page, key) => page.element('orrery-ready')?.press(key),
    ready: moving(async (_, __, page) => {
      await load(page);
      page.element('orrery-ready')?.toggle();
    }),
  },
};

const fields = (/** @type {import('./ready-prompts.js').Kept} */ { model, text, chat }) => ({ model, text, chat });

/** @param {import('../../ui/view.js').View} view @returns {import('./ready-prompts.js').Kept[]} */
const keptIn = ({ room }) => room?.parts.prompts?.kept ?? [];

/** @type {Manifest} */
export const whenFinding = {
  finds: {
    prompt: {},
    ready: {},
    readyKey: null,
    keepPrompt: null,
    dropPrompt: ({ view, words }) =>
      (view.room?.mayDrive ? keptIn(view) : []).map((prompt) => ({
        kind: 'text',
        name: words.text('ready.drop', { text: prompt.text }),
        value: prompt,
      })),
    async showPrompt({ view, words }) {
      const presets = await server.withPrompts();
      const texts = readyPrompts(presets, keptIn(view)).flatMap(({ preset, prompts }) =>
        prompts.map(({ text, model, chat, key }) => ({
          kind: /** @type {const} */ ('text'),
          name: text,
          more: titleOf(preset, words),
          keys: key === '' ? [] : ['R', key.toUpperCase()],
          value: { text, model, chat },
          // a turn of a conversation is not the text that the model reads
          ...(!chat && { keeps: { model: preset.id, text } }),
        })),
      );
      const { text = [], promptLength = 0 } = view.trace?.info ?? {};
      const models = presets.map((preset) => {
        // a model without a prompt of its own reads what is shown
        const prompt = preset.prompt || preset.prompts?.[0] || text.slice(0, promptLength).join('');
        return {
          kind: /** @type {const} */ ('model'),
          name: titleOf(preset, words),
          more: words.text('model', { ...preset, title: '' }).replace(/^[\s·]+/, ''),
          id: preset.id,
          value: { text: prompt, model: preset.model, chat: false },
          keeps: { model: preset.id, text: prompt },
        };
      });
      return [...texts, ...models];
    },
  },
};
