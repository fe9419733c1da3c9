import { assert, test } from '/test/harness.js';
import { withMachine as proposals } from '/web/features/proposals/feature.js';
import { withMachine as questions } from '/web/features/qa/feature.js';
import '/web/page/side-panels.js';
import { Features } from '/web/ui/features.js';

/** A presenter's page, wide, of a room in which there is a question, and a text that somebody proposes. */
const VIEW = {
  page: 'presenter',
  room: { mayDrive: true, parts: { qa: { round: 1, version: '1' }, proposals: { texts: [{ id: '1', text: 'A' }] } } },
};

test('what comes into the column on the right loads its elements though the page is not drawn again', async () => {
  const column = /** @type {any} */ (document.createElement('orrery-side'));
  column.layout = { form: 'wide', features: new Features(/** @type {any} */ ([questions, proposals])), tight: false };
  column.view = VIEW;
  document.body.append(column);
  for (const tag of ['orrery-qa-desk', 'orrery-proposed']) {
    const Element = await customElements.whenDefined(tag);
    assert.ok(column.querySelector(tag) instanceof Element);
  }
});
