/**
 * The tours on offer.
 *
 * @typedef {{id: string, title: string, question: string, languages: string[], model: string | null, insteadOf?: string, routes: {minutes: number, seconds: number,
 *   beats: number, alone: Record<string, number>}[], chapters: number}} Offered  `insteadOf`: id of the tour that it replaces where its model's language is
 *   the page's; `alone`: estimated minutes of somebody who walks alone, by level
 */
import { getJson } from '../../../live/http.js';
import { words } from '../../../ui/words.js';

/** @param {string} language @param {string} [model] content id of the one on screen @returns {Promise<Offered[]>} in the order of the server; of a tour without routes there is none */
export async function offeredTours(language, model) {
  const shown = model ? `&model=${encodeURIComponent(model)}` : '';
  const { tours } = await getJson(`/api/tours?lang=${encodeURIComponent(language)}${shown}`);
  return tours.filter((/** @type {Offered} */ { routes }) => routes.length > 0);
}

/**
 * The tour that a link opens on a page that shows no model yet: another one if that is about the story model of the page's language.
 * @param {string} id that the link names @param {string} language @param {typeof offeredTours} [fetch] @returns {Promise<string>}
 */
export async function linkedTour(id, language, fetch = offeredTours) {
  try {
    return (await fetch(language)).find(({ insteadOf }) => insteadOf === id)?.id ?? id;
  } catch {
    // the tour itself says why it cannot be had
    return id;
  }
}

/** The tours for an element that shows them: asked for again when the page's language has changed, while the old ones stay. */
export class OfferedTours {
  #host;
  #fetch;
  /** Of the newest request; empty before the first. */
  #language = '';
  /** Content id of the model on screen. @type {string | undefined} */
  #model;
  /** Null until they have arrived. @type {Offered[] | null} */
  list = null;
  failed = '';

  /** @param {import('lit').ReactiveControllerHost} host @param {typeof offeredTours} [fetch] */
  constructor(host, fetch = offeredTours) {
    this.#host = host;
    this.#fetch = fetch;
    host.addController(this);
  }

  /** @param {string} [model] content id of the one on screen, if there is one yet */
  async load(model = this.#model) {
    this.#model = model;
    const language = (this.#language = words.language);
    this.failed = '';
    try {
      const list = await this.#fetch(language, model);
      if (language === this.#language) this.list = list;
    } catch (problem) {
      if (language === this.#language) this.failed = words.problem(/** @type {any} */ (problem));
    }
    this.#host.requestUpdate();
  }

  hostUpdate() {
    if (this.#language !== '' && this.#language !== words.language) this.load();
  }
}

/** The address of a walk of a tour. @param {string} tour @param {number} [route] minutes @param {string} [beat] chapter/beat */
export function tourAddress(tour, route, beat) {
  const members = Object.entries({ tour, route, beat }).filter(([, value]) => value !== undefined && value !== '');
  return `/solo#${members.map(([name, value]) => `${name}=${encodeURIComponent(String(value)).replaceAll('%2F', '/')}`).join('&')}`;
}

/**
 * How far a tour is: the beats of its walked route that were shown.
 * @param {Offered} tour @param {import('../progress.js').Walked} walked
 * @returns {{seen: number, of: number, begun: boolean}}
 */
export function tourProgress({ routes }, { beats, route, last }) {
  const { beats: of = 0 } = routes.find(({ minutes }) => minutes === route) ?? routes[routes.length - 1] ?? {};
  return { seen: Math.min(beats.length, of), of, begun: last !== '' };
}
