/**
 * Talks go from here to elsewhere as files, and to rooms that are presented in other tabs of this browser. Rooms are found by asking: each
 * presenter's page answers for its own. No key leaves its tab.
 *
 * @typedef {import('./talks.js').Talks} Talks
 * @typedef {import('../../ui/features.js').Page} Page
 */
import { words } from '../../ui/words.js';
import { idOf } from './keep.js';
import { chooseFile, download, openFile } from './talk-file.js';
import { writeTalk } from './yaml.js';

const CHANNEL = 'orrery.talks';

/** @param {Talks} talks the open one becomes a file */
export function save(talks) {
  const { talk, cover } = talks.shown;
  if (talk) download(`${idOf(cover?.title ?? '') || 'talk'}.yaml`, writeTalk({ ...talk, title: cover?.title ?? '' }));
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

/** The rooms that other tabs of this browser present. */
export class OtherRooms {
  #channel = new BroadcastChannel(CHANNEL);
  /** @type {Set<string>} */
  codes = new Set();

  /** @param {string} own code of this page's room; empty without one @param {() => void} changed @param {(text: string) => void} got a talk was sent here */
  constructor(own, changed, got) {
    this.#channel.onmessage = ({ data }) => {
      if (data?.ask && own) this.#channel.postMessage({ here: own });
      else if (typeof data?.here === 'string' && data.here !== own) {
        this.codes.add(data.here);
        changed();
      } else if (data?.to === own && own && typeof data.text === 'string') got(data.text);
    };
    this.ask();
  }

  ask() {
    this.#channel.postMessage({ ask: true });
  }
}

/** @param {Talks} talks @param {string} room code */
export function send(talks, room) {
  const { talk, cover } = talks.shown;
  const channel = new BroadcastChannel(CHANNEL);
  if (talk) channel.postMessage({ to: room, text: writeTalk({ ...talk, title: cover?.title ?? '' }) });
  channel.close();
}
