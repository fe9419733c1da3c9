import { assert, test } from '/test/harness.js';
import { PollAnswer } from '/web/features/poll/answer.js';
import { words } from '/web/ui/words.js';

const POLL = { kind: 'one', question: 'Which?', options: ['This', 'That'], phase: 'open', answers: 0 };

/** What somebody in a room that is asked is shown. @param {object} own what the room has confirmed @param {number} refusals */
const asked = (own = {}, refusals = 0) => ({
  page: 'attendee',
  status: 'open',
  code: 'ABCDEF',
  refusals,
  room: { lobby: false, own, parts: { poll: { number: 1, question: POLL } } },
});

async function show(/** @type {PollAnswer} */ page, /** @type {object} */ view) {
  page.view = /** @type {any} */ (view);
  await page.updateComplete;
}

const says = (/** @type {PollAnswer} */ page, /** @type {string} */ key) =>
  page.renderRoot.querySelector('.after')?.textContent?.includes(words.text(`prediction.${key}`));

const chosen = (/** @type {PollAnswer} */ page) => page.renderRoot.querySelector('.chosen bdi')?.textContent;

const answer = (/** @type {PollAnswer} */ page, /** @type {number} */ option) => {
  /** @type {HTMLElement} */ (page.renderRoot.querySelectorAll('.option input')[option]).click();
  return page.updateComplete;
};

test('an answer is on its way until the room has confirmed it, and is as before if the room refuses it', async () => {
  const page = new PollAnswer();
  document.body.append(page);
  await show(page, asked());
  assert.ok(says(page, 'hidden'));
  await answer(page, 1);
  assert.ok(says(page, 'sent'));

  const confirmed = { poll: { number: 1, options: [1] } };
  await show(page, asked(confirmed));
  assert.ok(says(page, 'chosen'));
  await answer(page, 0);
  assert.ok(says(page, 'sent'));
  assert.equal(chosen(page), 'This');

  await show(page, asked(confirmed, 1));
  assert.ok(says(page, 'chosen'));
  assert.equal(chosen(page), 'That');
  page.remove();
});
