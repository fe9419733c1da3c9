/** The message page that replaces a walk that cannot begin or continue: what happened, and what to do. */
import { html } from 'lit';
import { spokenCode } from '../../live/identity.js';
import { forgetPresenterKey } from '../../live/presenter-key.js';
import './message-page.js';
import { words } from '../../ui/words.js';

const WRONG_KEY = 4401;
const KICKED = 4403;
const NO_SUCH_ROOM = 4404;
const TOO_MANY_ROOMS = 4426;

/** @param {import('../../ui/features.js').Page} page @returns {unknown} null if the walk goes on */
export function endedPageOf({ page, code, conductor, failure }) {
  const endedBy = conductor?.endedBy ?? null;
  if (page === 'nowhere') return nowherePage();
  if (failure) return failurePage(failure);
  if (endedBy !== null) return endedPage(endedBy, page, code);
  return page === 'presenter' ? keyPage() : null;
}

/** Asks for the presenter's key. */
function keyPage() {
  return message({ key: 'present.key', field: 'key' });
}

/** For an unknown address. */
function nowherePage() {
  return message({ key: 'nowhere', heading: 'nowhere.title', text: 'nowhere.text', field: 'code' });
}

/** @param {Error & Partial<import('../../live/http.js').Problem>} failure why the walk cannot begin */
function failurePage(failure) {
  return html`<orrery-message heading=${words.text('error.start')} text=${words.problem(failure)} again></orrery-message>`;
}

/**
 * @param {number} closeCode of docs/protocol.md
 * @param {string} page
 * @param {string} code      the room's
 */
function endedPage(closeCode, page, code) {
  if (closeCode === WRONG_KEY) {
    forgetPresenterKey(code);
    return message({ key: 'present.key', text: 'present.wrong', field: 'key' });
  }
  const key = words.has(`ended.${closeCode}.title`) ? `ended.${closeCode}` : 'ended.other';
  const noRoom = closeCode === NO_SUCH_ROOM;
  // Ask the presenter for a link: with a code alone the page would join as an attendee.
  const presents = noRoom && page === 'presenter';
  const asked = presents ? 'link' : 'code';
  return message({
    key,
    heading: `${key}.title`,
    text: presents ? `${key}.presenter` : `${key}.text`,
    field: noRoom ? asked : '',
    again: !noRoom && closeCode !== KICKED,
    againText: words.has(`${key}.again`) ? words.text(`${key}.again`) : '',
    // What is kept of a room can also be read while it is closed.
    kept: closeCode === TOO_MANY_ROOMS && page === 'presenter' ? code : '',
    values: { code: spokenCode(code) },
  });
}

/** @param {{key: string, heading?: string, text?: string, field: string, again?: boolean, againText?: string, kept?: string, values?: Record<string, string>}} what */
function message({
  key,
  heading = `${key}Title`,
  text = `${key}Text`,
  field,
  again = false,
  againText = '',
  kept = '',
  values = {},
}) {
  return html`<orrery-message
    heading=${words.text(heading, values)}
    text=${words.text(text, values)}
    field=${field}
    ?again=${again}
    againText=${againText}
    kept=${kept}
  ></orrery-message>`;
}
