/**
 * The ready prompts of a room, by model: those that its description or the server's file of prompts gives, then those that
 * presenters have kept. Pure.
 *
 * @typedef {import('../../live/model-source.js').Preset} Preset
 * @typedef {{model: string, text: string, chat: boolean}} Kept  `model`: content id
 * @typedef {Kept & {key: string, kept: boolean}} Ready  `key`: of the keyboard; empty if there are more prompts than keys
 */

/** The keys of the first prompts, in order. */
export const KEYS = '123456789abcdefghijklmnopqrstuvwxyz';

/** Of a kept prompt, in characters; the server refuses longer ones. */
export const LONGEST_KEPT = 500;

/**
 * @param {Preset[]} presets
 * @param {Kept[]} kept those of models that are not offered are left out
 * @returns {{preset: Preset, prompts: Ready[]}[]}
 */
export function readyPrompts(presets, kept) {
  let n = 0;
  return presets.map((preset) => {
    const given = new Set([preset.prompt, ...(preset.prompts ?? [])].filter((text) => text !== ''));
    const own = kept.filter(({ model, text, chat }) => model === preset.model && (chat || !given.has(text)));
    const prompts = [
      ...[...given].map((text) => ({ model: preset.model, text, chat: false, kept: false })),
      ...own.map((prompt) => ({ ...prompt, kept: true })),
    ];
    return { preset, prompts: prompts.map((prompt) => ({ ...prompt, key: KEYS[n++] ?? '' })) };
  });
}

/** Whether a prompt has been kept, as the server writes it. @param {Kept[]} kept @param {Kept} prompt */
export const isKept = (kept, { model, text, chat }) =>
  kept.some((each) => each.model === model && each.text === text.normalize() && each.chat === chat);
