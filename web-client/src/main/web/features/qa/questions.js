/**
 * The list of the audience's questions: fetched when the room says that it is another one, in an order, and what in it is like a text.
 *
 * @typedef {import('./feature.js').Row} Row
 * @typedef {import('../../ui/view.js').View} View
 */
import { hasStep } from '../../model/graph.js';
import { request } from '../../live/http.js';
import { me } from '../../live/identity.js';
import { stepTexts } from '../../ui/step-texts.js';
import { words } from '../../ui/words.js';

/** The least time between two requests of an attendee's page, and of one that moderates, ms. */
const EVERY_MS = 3000,
  DESK_MS = 500;
/** How long to wait after a request that failed, ms. */
const AGAIN_MS = 4000;
/** A share of the letters of what is typed: from this on a question is like it. */
const LIKE = 0.5;
/** The most that are offered as similar. */
const MOST_LIKE = 3;
const SHORT = 3;

/** Keeps the list of the page that its host shows. A controller of Lit. */
export class Questions {
  /** @type {Row[]} */
  rows = [];
  #host;
  #version = '';
  #asks = false;
  #isThere = false;

  /** @param {import('lit').ReactiveControllerHost & {view: View | null}} host */
  constructor(host) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected() {
    this.#isThere = true;
  }

  hostDisconnected() {
    this.#isThere = false;
  }

  hostUpdate() {
    const { version = '' } = this.#host.view?.room?.parts.qa ?? {};
    if (version === this.#version || this.#asks) return;
    if (version === '') {
      this.rows = [];
      this.#version = '';
    } else {
      this.#ask();
    }
  }

  async #ask() {
    const { code, page, room } = /** @type {View} */ (this.#host.view);
    const Authorization = `Bearer ${me(code, page) ?? ''}`;
    let wait = room?.mayDrive || room?.role === 'moderator' ? DESK_MS : EVERY_MS;
    this.#asks = true;
    try {
      const response = await request(`/api/rooms/${encodeURIComponent(code)}/lists/qa`, {
        headers: { Authorization },
        cache: 'no-store',
      });
      const list = await response.json();
      this.rows = list.questions ?? [];
      this.#version = list.version ?? '';
      this.#host.requestUpdate();
    } catch {
      // what was there stays until the list can be had
      wait = AGAIN_MS;
    }
    setTimeout(() => {
      this.#asks = false;
      if (this.#isThere) this.#host.requestUpdate();
    }, wait);
  }
}

/** @param {Row[]} rows @param {'people' | 'at'} by */
export const sorted = (rows, by) =>
  [...rows].sort((a, b) => (by === 'people' ? b.people - a.people || a.number - b.number : b.number - a.number));

/** The words of a text that tell it from others: those of a few letters are in every question. @param {string} text */
const wordsOf = (text) =>
  new Set(
    (
      text
        .normalize('NFKC')
        .toLowerCase()
        .match(/[\p{L}\p{N}]+/gu) ?? []
    ).filter((word) => [...word].length >= SHORT || /[^\p{Script=Latin}\p{N}]/u.test(word)),
  );

const letters = (/** @type {Iterable<string>} */ some) => [...some].reduce((sum, word) => sum + word.length, 0);

/**
 * The questions that are like a text, the most alike first: most of what is typed is in them. Pure.
 * @param {Row[]} rows @param {string} text @returns {Row[]}
 */
export function similar(rows, text) {
  const typed = wordsOf(text),
    all = letters(typed);
  if (all === 0) return [];
  return rows
    .map((row) => {
      const theirs = wordsOf(row.text);
      return { row, like: letters([...typed].filter((word) => theirs.has(word))) / all };
    })
    .filter(({ like }) => like >= LIKE)
    .sort((a, b) => b.like - a.like || b.row.people - a.row.people)
    .slice(0, MOST_LIKE)
    .map(({ row }) => row);
}

/** Where a question was asked, in words. @param {View} view @param {string} step */
export function placeOf({ graph, trace }, step) {
  return graph && trace && hasStep(graph, step)
    ? stepTexts(graph, step, trace, words).title
    : words.text('qa.elsewhere');
}

/** @param {Row} row */
export const nameOn = ({ name, nameless }) =>
  nameless ? words.text('qa.nameHidden') : name || words.text('qa.nobody');
