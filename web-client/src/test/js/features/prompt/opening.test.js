import { assert, test } from '/test/harness.js';
import { afterText as prompt } from '/web/features/prompt/feature.js';

test('the editor and the list that are asked for while the page still loads them open as soon as they have loaded', async () => {
  for (const [action, tag, method] of [
    ['prompt', 'orrery-prompt', 'show'],
    ['ready', 'orrery-ready', 'toggle'],
  ]) {
    /** @type {string[]} */
    const opened = [];
    /** @type {any} */
    const element = {};
    const page = /** @type {any} */ ({
      conductor: { mayDrive: true },
      ports: {},
      element: (/** @type {string} */ asked) => (asked === tag ? element : null),
      loadDeferred: async () => {
        element[method] = () => opened.push(tag);
      },
    });
    prompt.actions?.[action](page, undefined);
    for (let turns = 0; opened.length === 0 && turns < 1000; turns++) await new Promise((soon) => setTimeout(soon));
    assert.deepEqual(opened, [tag]);
  }
});
