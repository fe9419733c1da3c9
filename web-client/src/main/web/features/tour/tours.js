/**
 * Tours as the server sends them, and the beats of a route. Pure but for the requests.
 *
 * @typedef {object} Scene
 * @property {string} model     a model's name, `name@update` for a checkpoint
 * @property {string} [text]    the beat's own text; absent: the tour's, or what the person has typed during the tour
 * @property {number} [generated]  how many tokens the model has added
 * @property {Partial<import('../../live/conductor.js').Sampling>} [sampling]
 * @property {string[]} [changes]  of the model while it runs; `last` stands for the text's last position
 * @property {string[]} steps   the steps of the beat, at least one
 * @property {any} [on]         the part in focus, of scene/layout/focus.js
 * @property {{name: string, index: (number | 'last')[]}} [held]  the held cell; with −1 in its index a row of cells, which is marked
 * @property {string[]} [tensors]  that are lit
 * @property {{tool: string, position?: number | 'last', a?: string, b?: string, view?: any}} [why]  the open tool; tokens as text
 * @property {boolean} [answer] whether what comes next is shown; absent: as at that step without a tour
 * @property {string} [gallery] the model gallery's exhibit
 * @property {number[]} [camera]  as in the page's address
 * @property {string[]} [written]  the tokens that the model has added, as texts, in place of `generated`
 * @property {{name: string, index: (number | 'last')[]}[]} [marks]  further cells and rows of cells that are marked
 * @property {string} [compare]  the name of a second model
 *
 * @typedef {any} Rich  blocks for all levels, or blocks by level
 * @typedef {{id: string, key: string, chapter: Chapter, route: number, planned: number, scene: Scene, title: string, texts: Record<string, any[]>,
 *   act?: any, notes?: any[]}} Beat  `key`: chapter/beat; `planned`: its seconds on the chosen route
 * @typedef {{id: string, title: string, beats: any[], check?: any[]}} Chapter
 * @typedef {{id: string, version: string, watched: boolean, title: string, question: string, language: string, model: string | null, text: string,
 *   routes: {minutes: number, seconds: number, beats: number, alone?: Record<string, number>}[], chapters: Chapter[], problems?: FileProblem[]}} Served
 * @typedef {{file: string, line: number, reason: string, advice: boolean}} FileProblem  of the newest version of a tour that is being written; unless it is advice, an older one is shown
 */
import { request } from '../../live/http.js';
import { takePresenterKey } from '../../live/presenter-key.js';
import { words } from '../../ui/words.js';

/** In whose turns a page asks the server. @param {{page: string, code: string}} page @returns {Turns} */
export function turnsOf({ page, code }) {
  const key = page === 'presenter' ? takePresenterKey(code) : null;
  return key === null ? null : { room: code, headers: { Authorization: `Bearer ${key}` } };
}

/** Whether a tour is somebody's talk. @param {string} id */
export const isTalk = (id) => id.startsWith('talk-');

/**
 * The beats of a route, in order. Their chapters have the questions about beats that the route has: what it leaves out is not asked.
 * @param {Served} tour @param {number} minutes of the route @param {string} [alone] the level of somebody who walks alone, at a reader's pace
 * @returns {Beat[]}
 */
export function beatsOf(tour, minutes, alone = '') {
  return tour.chapters.flatMap((whole) => {
    const beats = whole.beats.filter(({ route }) => route <= minutes);
    const chapter = {
      ...whole,
      check: (whole.check ?? []).filter(({ again }) => beats.some(({ id }) => id === again)),
    };
    return beats.map((beat) => ({
      ...beat,
      key: `${chapter.id}/${beat.id}`,
      chapter,
      planned: Math.max(1, Number(beat.alone?.[alone] ?? beat.seconds?.[minutes] ?? 30)),
    }));
  });
}

/** How long a route takes, in words: a talk as planned, somebody alone by the estimate for the level that they read. @param {{minutes: number, alone?: Record<string, number>}} route @param {boolean} isAlone */
export function lengthName({ minutes, alone }, isAlone) {
  const about = isAlone ? alone?.[words.level] : undefined;
  return about === undefined ? words.text('tours.minutes', { minutes }) : words.text('tours.about', { minutes: about });
}

/** The route of so many minutes; of an unknown number the next shorter one, or the shortest. @param {Served} tour @param {number} [minutes] the longest by default @returns {number} its minutes */
export function routeOf(tour, minutes = Infinity) {
  const all = tour.routes.map((route) => route.minutes).sort((a, b) => a - b);
  return all.findLast((each) => each <= minutes) ?? all[0];
}

/**
 * The place of a beat on a route: of one that the route leaves out, the next that it has.
 * @param {Served} tour @param {Beat[]} beats of the route @param {string} key chapter/beat
 * @returns {number} −1 if the tour has no such beat
 */
export function indexOf(tour, beats, key) {
  const order = tour.chapters.flatMap(({ id, beats: all }) => all.map((/** @type {any} */ beat) => `${id}/${beat.id}`));
  const at = order.indexOf(key);
  if (at < 0) return -1;
  const next = beats.findIndex((beat) => order.indexOf(beat.key) >= at);
  return next < 0 ? beats.length - 1 : next;
}

/** @typedef {{room: string, headers: Record<string, string>} | null} Turns  of somebody who drives a room */

/**
 * @param {string} id @param {{language: string, version?: string, model?: string, turns?: Turns, room?: string, signal?: AbortSignal}} asked `version`: the one
 *   that is known; `room`: the code of the room whose talk it may be
 * @returns {Promise<Served | null>} null if that version is still the newest
 */
export async function fetchTour(id, { language, version, model, turns = null, room = '', signal }) {
  const query = new URLSearchParams({
    lang: language,
    ...(model && { model }),
    ...((turns?.room || room) && { room: turns?.room ?? room }),
  });
  const headers = { ...turns?.headers, ...(version && { 'If-None-Match': `"${version}"` }) };
  const response = await fetchOr304(`/api/tours/${encodeURIComponent(id)}?${query}`, { headers, signal });
  return response && response.json();
}

const UNCHANGED = 304;

/** @param {string} path @param {RequestInit} init */
async function fetchOr304(path, init) {
  try {
    return await request(path, init);
  } catch (/** @type {any} */ problem) {
    if (problem.status === UNCHANGED) return null;
    throw problem;
  }
}
