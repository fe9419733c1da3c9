/**
 * A beat's scene on a page without a room: everything of it is shown at one moment, so that a jump shows what playing shows. What a
 * scene leaves out is as at its step without a tour.
 *
 * @typedef {import('./tours.js').Scene} Scene
 * @typedef {import('../../ui/features.js').Page} Page
 */
import { postJson } from '../../live/http.js';
import { changesOf, choiceOf } from './choice-of.js';

/** Tokens by model and text: a beat is entered again and again. @type {Map<string, number>} */
const TOKENS = new Map();
/** What is compared with instead of a token. */
const COMPARED = ['all', 'second', 'rival'];

/**
 * @param {Page} page
 * @param {Scene} scene
 * @param {{at: number, text: {prompt: string} | {tokens: number[]}, startAt: number | null}} how  `at`: which step of the range;
 *   `startAt`: when its motion begins, ms of performance.now()
 * @returns {Promise<boolean>} false if something newer has overtaken it
 */
export async function showAlone(page, scene, { at, text, startAt }) {
  const step = scene.steps[at] ?? scene.steps[0];
  const { model, generated, sampling, written = [], compare } = scene;
  const changes = (/** @type {number} */ length) => changesOf(scene, length);
  const added =
    written.length > 0
      ? (/** @type {any} */ graph) => Promise.all(written.map((word) => tokenOf(word, graph)))
      : undefined;
  const { conductor } = page;
  if (!conductor || !('bring' in conductor)) return false;
  return conductor.bring(
    {
      model,
      text,
      generated,
      added,
      changes,
      sampling,
      step,
      fixed: scene.text !== undefined,
      ...(compare && { compare }),
    },
    startAt,
    async (info, graph) => {
      const [question] = await Promise.all([
        questionOf(scene, info, graph),
        scene.gallery ? page.ports.gallery?.show(scene.gallery) : null,
      ]);
      return () => {
        if (!scene.gallery) page.ports.gallery?.leave();
        const place = { model: graph.model.id, trace: info.id, step };
        page.ports.focus?.prepare(choiceOf(scene, info, graph), place);
        page.ports.why?.prepare(question, { step, graph, tokens: info.tokens });
      };
    },
  );
}

/** The question of why with tokens by number. @param {Scene} scene @param {any} info @param {any} graph */
async function questionOf({ why }, info, graph) {
  if (!why) return null;
  const [a, b] = await Promise.all([tokenOf(why.a, graph), tokenOf(why.b, graph)]);
  const position = why.position === 'last' ? info.tokens.length - 1 : why.position;
  const view =
    typeof why.view === 'object' && why.view !== null
      ? new URLSearchParams(Object.entries(why.view).map(([name, value]) => [name, String(value)])).toString()
      : why.view;
  return {
    tool: why.tool,
    ...(position !== undefined && { position }),
    ...(a !== undefined && { a }),
    ...(b !== undefined && { b: String(b) }),
    ...(view && { view }),
  };
}

/** @param {string | number | undefined} text `all`, `second`, a number, or a token's text @param {any} graph @returns {Promise<any>} */
async function tokenOf(text, graph) {
  if (text === undefined || typeof text === 'number' || COMPARED.includes(text)) return text;
  const inList = graph.vocabulary?.indexOf(text) ?? -1;
  if (inList >= 0) return inList;
  const key = `${graph.model.id} ${text}`;
  if (!TOKENS.has(key)) {
    const { tokens } = await postJson('/api/tokens', { model: graph.model.id, text });
    if (tokens.length === 0) return undefined;
    // a text may begin with a token of its own, such as <s>
    TOKENS.set(key, tokens[tokens.length - 1]);
  }
  return TOKENS.get(key);
}
