/** Compares the model with a second one. */
import { moving } from '../../ui/guards.js';
import { server } from '../../live/model-source.js';
import { titleOf } from '../../ui/model-words.js';

/** @typedef {import('../../ui/features.js').Manifest} Manifest */

/** @type {Manifest} */
export const afterText = {
  actions: { compare: moving((conductor, model) => conductor.compare(model)) },
};

/** @type {Manifest} */
export const whenFinding = {
  finds: {
    compare: async ({ view: { graph, second }, words }) => {
      const presets = await server.presets();
      const own = presets.find(({ model }) => model === graph?.model.id);
      const others = presets.filter(({ tokenizer, model }) => tokenizer === own?.tokenizer && model !== own?.model);
      const none = { kind: /** @type {const} */ ('model'), name: words.text('compare.none'), value: null };
      const named = others.map((other) => ({
        kind: /** @type {const} */ ('model'),
        name: titleOf(other, words),
        more: words.text('compare.label'),
        value: other.model,
        keeps: { compare: other.id },
      }));
      if (named.length === 0)
        return [{ kind: 'action', name: words.text('compare.label'), not: words.text('find.not.second') }];
      return second ? [...named, none] : named;
    },
  },
};
