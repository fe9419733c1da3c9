/** The level of the texts: its action, and other windows' choices. The switch is on the step's card. */
import { changeTexts, keepChoice } from '../../ui/change-texts.js';
import { textSettings } from '../../ui/language.js';
import { decideLevel, keyOf } from '../../ui/level.js';
import { words } from '../../ui/words.js';
import { LevelSwitch } from './level-switch.js';
import { levelAfter, ORDER } from './order.js';

/** @typedef {import('../../ui/features.js').Manifest} Manifest */

/** @type {Manifest} */
export const withMachine = {
  elements: [LevelSwitch],
  actions: {
    /** Without a value, which the key has not, the level after the present one. */
    async level(page, value) {
      if (textSettings.level !== '') {
        page.say({ key: 'texts.levelSet' });
        return;
      }
      const chosen = decideLevel(value ?? levelAfter(words.coming.level));
      try {
        await changeTexts(undefined, chosen);
        keepChoice(keyOf(page.page), 'level', chosen);
        // A button shows by itself what is chosen, and the hall reads on.
        if (value === undefined && page.page !== 'projector')
          page.say({ key: 'level.now', values: { level: words.text(`level.${chosen}`) } });
      } catch (problem) {
        console.error(problem);
        page.say({ problem: {} });
      }
    },
  },
  attach(page) {
    window.addEventListener('storage', ({ key, newValue }) => {
      if (key === keyOf(page.page) && newValue !== null && newValue !== words.level && textSettings.level === '')
        changeTexts(undefined, decideLevel(newValue)).catch(console.error);
    });
    return {};
  },
};

/** @type {Manifest} */
export const whenFinding = {
  finds: {
    level: [
      {},
      ({ words: texts }) =>
        ORDER.map((level) => ({
          kind: 'action',
          name: texts.text(`level.${level}`),
          more: texts.text('level.label'),
          value: level,
        })),
    ],
  },
};
