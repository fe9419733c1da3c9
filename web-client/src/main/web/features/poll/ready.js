/** The server's ready polls, for those who may drive a room. */
import { request } from '../../live/http.js';
import { read } from '../../live/identity.js';
import { words } from '../../ui/words.js';

/** Asked once a page: they do not change while the server runs. @type {Promise<import('./feature.js').Asking[]> | null} */
let asked = null;

/** @param {string} code of the room @returns {Promise<import('./feature.js').Asking[]>} as fields of the command `poll`; none if they cannot be had */
export function readyPolls(code) {
  return (asked ??= fetchPolls(code).catch(() => {
    asked = null;
    return [];
  }));
}

/** @param {string} code */
async function fetchPolls(code) {
  const Authorization = `Bearer ${read(`orrery.key.${code}`, window) ?? ''}`;
  const response = await request(`/api/rooms/${encodeURIComponent(code)}/polls`, { headers: { Authorization } });
  /** @type {{polls: import('./feature.js').Asking[]}} */
  const { polls } = await response.json();
  return polls.map(({ kind, question, options = [], right = [], words: others }) => ({
    kind,
    question,
    options,
    right: right.map((number) => number - 1),
    ...(others && { words: others }),
  }));
}

/** A ready poll's question in the page's language, or else in its first. @param {import('./feature.js').Asking} poll */
export const questionOf = (poll) => (poll.words?.[words.language] ?? poll).question;
