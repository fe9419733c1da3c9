/** What a page shows, as the scene of a beat. */
import { getJson, postJson } from '../../live/http.js';
import { server } from '../../live/model-source.js';
import { STEP } from '../../scene/layout/focus.js';
import { blocksOf, keep, openQuestion } from './keep.js';

export class ShownScene {
  #page;
  /** Presets by content id. @type {Map<string, string>} */
  #presets = new Map();
  /** Whether a text reads as it was cut, by run. @type {Map<string, string | null>} */
  #texts = new Map();

  /** @param {import('../../ui/features.js').WalkPage} page */
  constructor(page) {
    this.#page = page;
  }

  /** What is shown as a beat's scene; null if it cannot be kept, which is said. @param {boolean} [bare] without focus, tool, question and camera */
  async keep(bare = false) {
    const { conductor, machine, ports } = this.#page,
      { graph, trace, step, sampling, second, room } = conductor;
    if (!graph || !trace || step === null) return null;
    const choice = (!bare && ports.focus?.chosen) || { on: bare ? STEP : conductor.focus, cell: null, tensors: [] };
    const chosen = {
      focus: choice.on,
      held: choice.cell,
      tensors: choice.tensors,
      marks: bare ? [] : room ? (room.parts.marks ?? []) : (ports.tour?.part?.marks ?? []),
    };
    // All is read at the moment of the press: what follows waits for the server, and the next key may come meanwhile.
    const shown = {
      ...chosen,
      graph,
      info: trace.info,
      step,
      sampling,
      compares: Boolean(second),
      texts: room ? (room.parts.texts ?? {}) : null,
      ...(!bare && {
        answer: answerOf(room?.parts.answer, step),
        why: ports.why?.question ?? null,
        exhibit: room ? (room.parts.exhibit?.subject ?? null) : (ports.gallery?.exhibit ?? null),
        asked: openQuestion(room),
        place: openPlace(room),
        camera: machine?.isTaken ? machine.camera : null,
      }),
      training: Boolean((room ? room.parts.training?.course : ports.training?.course)?.running),
      textOf: (/** @type {number} */ token) => tokenText(token, trace.info, graph),
    };
    const [text, compared, blocks] = await Promise.all([
      this.#textOf(graph, trace.info),
      this.#presetOf(second?.model),
      blockWords(graph.model.id, step, blocksOf(chosen)),
    ]);
    const made = keep({ ...shown, text, second: compared, blocks });
    if (made.whole) return made;
    this.#page.say({ key: `talk.cannot.${made.lost[0]}` });
    return null;
  }

  /**
   * The prompt as a text from which the model's tokenizer makes the same tokens; null if there is none.
   * @param {import('../../model/graph.js').Graph} graph @param {import('../../model/trace.js').TraceInfo} info
   */
  async #textOf(graph, info) {
    const known = this.#texts.get(info.id);
    if (known !== undefined) return known;
    const said = info.text.slice(0, info.promptLength),
      wanted = info.tokens.slice(0, info.promptLength).join();
    let found = null;
    // a tokenizer may begin each text with a token of its own, or with a space
    for (const text of new Set([said.join(''), said.join('').trimStart(), said.slice(1).join('')])) {
      if (text.trim() === '') continue;
      try {
        const { tokens } = await postJson('/api/tokens', { model: graph.model.id, text });
        if (tokens.join() !== wanted) continue;
        found = text;
        break;
      } catch {
        // it is no text of this model
      }
    }
    this.#texts.set(info.id, found);
    return found;
  }

  /** @param {string | undefined} model content id @returns {Promise<string | null>} */
  async #presetOf(model) {
    if (model === undefined) return null;
    if (!this.#presets.has(model))
      for (const { id, model: content } of await server.presets().catch(() => [])) this.#presets.set(content, id);
    return this.#presets.get(model) ?? null;
  }
}

/**
 * The words of tours for blocks; a block that has none, or that the server cannot name now, keeps its hook name, which tours read, too.
 * @param {string} model content id @param {string} step @param {string[]} names @returns {Promise<import('./keep.js').BlockWords>}
 */
async function blockWords(model, step, names) {
  if (names.length === 0) return {};
  const asked = new URLSearchParams(names.map((name) => ['block', name]));
  const path = [model, 'steps', step, 'words'].map(encodeURIComponent).join('/');
  return getJson(`/api/models/${path}?${asked}`).catch(() => ({}));
}

/** @param {any} answer the room's part @param {string} step @returns {'shown' | 'hidden' | null} */
function answerOf(answer, step) {
  if (answer?.hidden || answer?.fresh === step) return 'hidden';
  return answer?.about?.step === step ? 'shown' : null;
}

/** The question for a place that has not been revealed. @param {import('../../live/room-conductor.js').Room | null} room */
function openPlace(room) {
  const asked = room?.parts.place?.question;
  return asked && asked.phase !== 'revealed' ? asked : null;
}

/** A token's text, if this page knows it. @param {number} token @param {import('../../model/trace.js').TraceInfo} info @param {import('../../model/graph.js').Graph} graph */
function tokenText(token, info, graph) {
  const known = [...info.next, ...(info.rival ? [info.rival] : [])].find((each) => each.token === token);
  if (known) return known.text;
  const at = info.tokens.indexOf(token);
  return graph.vocabulary?.[token] ?? (at >= 0 ? info.text[at] : null);
}
