import { render } from 'lit';
import { assert, test } from '/test/harness.js';
import { endedPageOf } from '/web/features/messages/ended-page.js';
import { MessagePage } from '/web/features/messages/message-page.js';
import { words } from '/web/ui/words.js';

/** @param {'code' | 'key' | 'link'} field @param {string} typed */
async function submitted(field, typed) {
  await Promise.all([words.load(), words.loadRest()]);
  const page = new MessagePage();
  page.field = field;
  const asked = [];
  page.addEventListener('ask', (event) => asked.push(/** @type {CustomEvent} */ (event).detail));
  document.body.append(page);
  await page.updateComplete;
  const input = /** @type {HTMLInputElement} */ (page.renderRoot.querySelector('input'));
  input.value = typed;
  page.renderRoot.querySelector('form')?.requestSubmit();
  await page.updateComplete;
  const objects = page.renderRoot.querySelector('.wrong')?.hasAttribute('hidden') === false;
  page.remove();
  return { asked, objects };
}

test('a typed code or key is passed to the page', async () => {
  assert.deepEqual((await submitted('code', ' k7m 4qx ')).asked, [{ action: 'code', value: 'k7m 4qx' }]);
  assert.deepEqual((await submitted('key', 'abc')).asked, [{ action: 'key', value: 'abc' }]);
});

test('an empty input does nothing', async () => {
  assert.deepEqual(await submitted('code', '  '), { asked: [], objects: false });
});

test('an input that is not a presenter’s link is refused', async () => {
  assert.deepEqual(await submitted('link', 'K7M 4QX'), { asked: [], objects: true });
});

test('whoever presents a room that cannot be opened now gets to what is kept of it, and nobody else does', async () => {
  await Promise.all([words.load(), words.loadRest()]);
  const links = async (/** @type {string} */ page, /** @type {number} */ endedBy) => {
    const host = document.createElement('div');
    document.body.append(host);
    render(endedPageOf(/** @type {any} */ ({ page, code: 'K7M4QX', conductor: { endedBy }, failure: null })), host);
    const message = /** @type {MessagePage} */ (host.querySelector('orrery-message'));
    await message.updateComplete;
    const found = [...message.renderRoot.querySelectorAll('a')].map((link) => link.getAttribute('href'));
    host.remove();
    return found;
  };
  assert.deepEqual(await links('presenter', 4426), ['/', '/r/K7M4QX/afterwards']);
  assert.deepEqual(await links('attendee', 4426), ['/']);
  assert.deepEqual(await links('presenter', 4404), ['/']);
});
