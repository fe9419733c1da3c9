/**
 * Talks go from here to elsewhere as files, and to other rooms that this browser has presented: the text waits on the device until that room's
 * presenter's page is open. No key leaves its tab.
 *
 * @typedef {import('./talks.js').Talks} Talks
 * @typedef {import('../../ui/features.js').Page} Page
 */
import { read, write } from '../../live/identity.js';
import { words } from '../../ui/words.js';
import { idOf } from './keep.js';
import { chooseFile, openFile } from './talk-file.js';
import { download } from '../../ui/download.js';
import { writeTalk } from './yaml.js';

const ROOMS = 'orrery.presented';
const MOST_ROOMS = 8;

/** @param {Talks} talks the open one becomes a file */
export function save(talks) {
  const { talk, cover } = talks.shown;
  if (!talk) return;
  const text = writeTalk({ ...talk, title: cover?.title ?? '' });
  download(`${idOf(cover?.title ?? '') || 'talk'}.yaml`, new Blob([text], { type: 'application/yaml' }));
}

/** Opens a file as a new talk; what keeps it from being one is said with its line. @param {Talks} talks @param {Page} page */
export async function open(talks, page) {
  const text = await chooseFile();
  if (text !== null) await openText(talks, page, text);
}

/** @param {Talks} talks @param {Page} page @param {string} text of a file */
export async function openText(talks, page, text) {
  try {
    const { problems, tour, talk } = await openFile(text, words.language);
    if (!talk) {
      const [{ line, reason } = { line: 1, reason: '' }] = problems;
      page.say({ key: 'talk.broken', values: { line: String(line), reason } });
      return;
    }
    talks.take({ title: tour.title, speaker: tour.speaker, date: tour.date }, talk);
  } catch (/** @type {any} */ problem) {
    page.say({ problem });
  }
}

/** @param {string} place @param {Window & typeof globalThis} page @returns {string[]} what is kept there; empty for anything else */
function listIn(place, page) {
  try {
    const list = JSON.parse(read(place, page, 'localStorage') ?? '[]');
    return Array.isArray(list) ? list.filter((each) => typeof each === 'string') : [];
  } catch {
    return [];
  }
}

/** The rooms that this browser has presented, newest first: their codes. */
export const presented = (page = window) => listIn(ROOMS, page);

/** Where talks wait for a room's presenter's page. @param {string} code */
const placeOf = (code) => `orrery.talk.${code}`;

/** Talks that pages of other rooms leave on this device for a room that is presented here, now or later. */
export class Arrivals {
  #code;
  #page;
  #mayWait = true;

  /** @param {string} code @param {() => void} changed something has been left @param {Window & typeof globalThis} [page] */
  constructor(code, changed, page = window) {
    this.#code = code;
    this.#page = page;
    const codes = [code, ...presented(page).filter((each) => each !== code)];
    write(ROOMS, JSON.stringify(codes.slice(0, MOST_ROOMS)), page, 'localStorage');
    page.addEventListener('storage', ({ key }) => {
      if (key !== placeOf(code)) return;
      this.#mayWait = true;
      changed();
    });
  }

  /** @returns {string | null} the text of a file, the oldest first; null if there is none */
  take() {
    if (!this.#mayWait) return null;
    const place = placeOf(this.#code),
      [text = null, ...others] = listIn(place, this.#page);
    this.#mayWait = others.length > 0;
    if (text !== null) write(place, this.#mayWait ? JSON.stringify(others) : null, this.#page, 'localStorage');
    return text;
  }
}

/**
 * Leaves the open talk on this device for another room that it presents.
 * @param {Talks} talks @param {string} room code @returns {boolean} whether the device had room for it
 */
export function send(talks, room, page = window) {
  const { talk, cover } = talks.shown;
  if (!talk) return false;
  try {
    const texts = [...listIn(placeOf(room), page), writeTalk({ ...talk, title: cover?.title ?? '' })];
    page.localStorage.setItem(placeOf(room), JSON.stringify(texts));
    return true;
  } catch {
    return false;
  }
}
