/**
 * The answers of a page that is one file: what `orrery export` asked the server for, in the server's place (io.orrery.web.file writes
 * the parts). Nothing is computed here. A tensor is put together from its rows, a cell's card from the numbers that it names; what the
 * file does not have is refused.
 *
 * @typedef {import('../model/trace.js').TraceInfo} TraceInfo
 * @typedef {{name: string, axes: string[], shape: number[], colourScale: number}} Described  a weight
 * @typedef {{name: string, axes: string[], shape: (number | 'pos')[], ground: number | '-Infinity'}} Row  a node whose rows are in the
 *   file, one for each position, of a large model only patterns of attention; `ground`: the value of the cells that a query does not see
 * @typedef {{as: string, form: 'cell' | 'cells' | 'products', runs: [name: string, rank: number][][]}} List  cells of a card: runs of evenly spaced ones
 * @typedef {{constants: Record<string, unknown>, ints: string[], lists: List[]}} Form  of a card
 * @typedef {{from: number[], to: number[], form: number, base: number[], by: number[][]}} Box  the cells whose cards have a form; its whole
 *   numbers are `base` plus `by` times the cell's index and, behind that, its row's token
 * @typedef {{id: string, graph: import('../model/graph.js').GraphJson, weights: Described[], rows: Row[]}} FiledModel
 * @typedef {{forms: Form[], nodes: Record<string, Box[]>}} Cards
 * @typedef {{info: TraceInfo, rows: number[], scales: number[], cards: number}} FiledTrace  `rows`: of `records`; `cards`: which of them, −1 for none
 * @typedef {{models: FiledModel[], cards: Cards[], traces: FiledTrace[], records: [model: number, position: number][], prompts: Record<string, string>,
 *   answers: Record<string, unknown>, frames: Record<string, [at: number, bytes: number]>}} Data
 * @typedef {{name: string, axes: string[], shape: number[], colourScale: number, data: Float32Array}} Whole
 * @typedef {{model?: string, prompt?: string, tokens?: number[], trace?: string, append?: number[], generate?: {temperature?: number}, back?: number,
 *   with?: string, changes?: string[]}} Recipe  body of POST /api/traces
 */
import { expandGraph, stepOf } from '../model/graph.js';
import { Problem } from './http.js';

/** The address that the file's modules believe to have. */
const ORIGIN = 'https://file.invalid';
const HEAD = 24;
const NOT_FOUND = 404;
/** Where the file has the whole answer, and by which parameters pages ask for parts of it, which they also find in the whole. */
const PARTS = [
  { of: /\/why\/lens$/, by: ['from', 'to'] },
  { of: /\/compare\/[^/]+$/, by: ['count'] },
];
/** How a token is chosen that the file knows: the most probable one. */
const isGreedy = (/** @type {{temperature?: number}} */ { temperature = 0 }) => temperature === 0;

export class FileAnswers {
  #data;
  #numbers;
  #bytes;
  #texts;
  /** Where each model's weights and each record begin in the numbers. @type {{weights: number[], records: number[], end: number}} */
  #starts;
  /** @type {Map<string, FiledTrace>} */
  #traces;
  /** Tensors that were put together, by trace and name; the newest. @type {Map<string, Whole>} */
  #wholes = new Map();

  /**
   * @param {Data} data
   * @param {Float32Array} numbers the weights of each model, then the rows of each record
   * @param {Uint8Array<ArrayBuffer>} bytes frames as the server sent them
   * @param {Record<string, string>} texts files of the web client
   */
  constructor(data, numbers, bytes, texts) {
    this.#data = data;
    this.#numbers = numbers;
    this.#bytes = bytes;
    this.#texts = texts;
    this.#traces = new Map(data.traces.map((trace) => [trace.info.id, trace]));
    this.#starts = startsOf(data);
    if (this.#starts.end !== numbers.length) throw new Error('The file has another number of numbers than it says.');
  }

  /** @param {string | URL} path @param {RequestInit} [init] @returns {Promise<Response>} */
  async answer(path, init = {}) {
    const { pathname, searchParams } = new URL(path, ORIGIN);
    const file = this.#texts[pathname.replace(/^\/web\//, '')];
    if (file !== undefined) return new Response(file);
    const body = typeof init.body === 'string' ? JSON.parse(init.body) : null;
    const answer =
      body !== null
        ? this.#posted(pathname, body)
        : (this.#made(pathname, searchParams) ?? this.#kept(pathname, searchParams));
    if (answer === null) return refusal();
    return answer instanceof Blob ? new Response(answer) : new Response(JSON.stringify(answer));
  }

  /** @param {string} path @param {Recipe & {text?: string}} body */
  #posted(path, body) {
    if (path === '/api/tokens')
      return this.#kept(path, new URLSearchParams({ model: String(body.model), text: String(body.text) }));
    if (path !== '/api/traces') return null;
    const trace = this.#asked(body);
    if (!trace) return null;
    const of = body.trace === undefined ? null : this.#traces.get(body.trace);
    const promptLength = of ? Math.min(of.info.promptLength, trace.info.tokens.length) : trace.info.tokens.length;
    return { ...trace.info, promptLength };
  }

  /** The trace that a recipe makes; undefined if it is not here. @param {Recipe} recipe */
  #asked(recipe) {
    const { prompt, tokens, trace, append, generate, back, with: other, changes } = recipe;
    if (trace === undefined) {
      const model = this.#modelNamed(recipe.model);
      if (!model) return undefined;
      const written = prompt === undefined ? null : this.#traces.get(this.#data.prompts[`${model.id} ${prompt}`]);
      return this.#withText(model.id, written?.info.tokens ?? tokens ?? [], changes ?? []);
    }
    const of = this.#traces.get(trace)?.info;
    if (!of) return undefined;
    const next = generate && isGreedy(generate) && of.next.length > 0 ? [of.next[0].token] : null;
    const text = append
      ? [...of.tokens, ...append]
      : next
        ? [...of.tokens, ...next]
        : of.tokens.slice(0, back ? -back : undefined);
    if (generate && !next) return undefined;
    return this.#withText(other ? this.#modelNamed(other)?.id : of.model, text, changes ?? of.changes ?? []);
  }

  /** @param {string | undefined} model @param {number[]} tokens @param {string[]} changes */
  #withText(model, tokens, changes) {
    return this.#data.traces.find(
      ({ info }) =>
        info.model === model &&
        info.tokens.join() === tokens.join() &&
        (info.changes ?? []).join(';') === changes.join(';'),
    );
  }

  /** @param {string | undefined} name content id, or a preset's id, with the update of a checkpoint */
  #modelNamed(name) {
    return this.#data.models.find(({ id, graph: { model } }) => {
      const { preset, checkpoint } = model;
      return name === id || name === (checkpoint ? `${checkpoint.preset}@${checkpoint.update}` : preset);
    });
  }

  /** What is put together: graphs, frames, cards, facts. @param {string} path @param {URLSearchParams} asked */
  #made(path, asked) {
    const [, , kind, id, part, ...rest] = path.split('/').map(decodeURIComponent);
    const name = rest.join('/');
    if (kind === 'models') {
      const model = this.#data.models.findIndex((each) => each.id === id);
      if (model < 0) return null;
      if (part === 'graph') return this.#data.models[model].graph;
      if (part !== 'weights') return null;
      const { weights } = this.#data.models[model];
      const wanted = name === '' ? weights : weights.filter((weight) => weight.name === name);
      if (wanted.length === 0) return null;
      return frameOf(
        2,
        { model: id },
        wanted.map((weight) => this.#weight(model, weight.name)),
        asked,
      );
    }
    const trace = kind === 'traces' ? this.#traces.get(id) : undefined;
    if (!trace) return null;
    if (part === undefined) return trace.info;
    if (part === 'facts') return this.#facts(path, asked);
    if (trace.rows.length === 0) return null;
    // of a large model, rows are those of patterns: what else was drawn is kept as the server sent it
    if (trace.cards < 0 && (part !== 'tensors' || asked.has('pool') || asked.has('across'))) return null;
    const { model } = trace.info;
    if (part === 'explain')
      return this.#card(trace, String(asked.get('name')), String(asked.get('cell')).split(',').map(Number));
    const has = (/** @type {string} */ node) => this.#modelOf(trace).rows.some((row) => row.name === node);
    if (part === 'tensors' && has(name)) return frameOf(1, { model, trace: id }, [this.#tensor(trace, name)], asked);
    if (part !== 'steps') return null;
    const nodes = stepOf(expandGraph(this.#modelOf(trace).graph), name).nodes.filter(has);
    return frameOf(
      1,
      { model, trace: id, step: name },
      nodes.map((node) => this.#tensor(trace, node)),
      asked,
    );
  }

  /** The answer that the server gave to this question. @param {string} path @param {URLSearchParams} asked @returns {unknown} */
  #kept(path, asked) {
    const key = keyOf(path, asked);
    const frame = this.#data.frames[key];
    if (frame) return new Blob([this.#bytes.subarray(frame[0], frame[0] + frame[1])]);
    const answer = this.#data.answers[key];
    if (answer !== undefined) return answer;
    const parts = PARTS.find(({ of, by }) => of.test(path) && by.some((name) => asked.has(name)));
    if (parts) return this.#kept(path, parts.by.reduce(without, asked));
    // a tour that has a model of its own is the same for all
    return asked.has('model') ? this.#kept(path, without(asked, 'model')) : null;
  }

  /** Facts stand one by one in the file, since pages ask for them in groups. @param {string} path @param {URLSearchParams} asked */
  #facts(path, asked) {
    const facts = asked.getAll('fact').map((fact) => {
      const one = new URLSearchParams(asked);
      one.set('fact', fact);
      return this.#data.answers[keyOf(path, one)] ?? { fact, error: { type: 'not-in-file' } };
    });
    return { facts };
  }

  /** @param {FiledTrace} trace */
  #modelOf({ info }) {
    return /** @type {FiledModel} */ (this.#data.models.find(({ id }) => id === info.model));
  }

  /** @param {number} model @param {string} name @returns {Whole} */
  #weight(model, name) {
    let at = this.#starts.weights[model];
    for (const { shape, ...weight } of this.#data.models[model].weights) {
      const end = at + product(shape);
      if (weight.name === name) return { ...weight, shape, data: this.#numbers.subarray(at, end) };
      at = end;
    }
    throw new Error(name);
  }

  /** @param {FiledTrace} trace @param {string} name @returns {Whole} */
  #tensor(trace, name) {
    const key = `${trace.info.id} ${name}`;
    const known = this.#wholes.get(key);
    if (known) return known;
    const { rows } = this.#modelOf(trace);
    const at = rows.findIndex((row) => row.name === name);
    const positions = trace.rows.length;
    const row = rows[at];
    const shape = row.shape.map((size) => (size === 'pos' ? positions : size));
    const data = new Float32Array(product(shape)).fill(Number(row.ground));
    const along = rowAxis(row.axes);
    const outer = product(shape.slice(0, along)),
      inner = product(shape.slice(along + 1));
    trace.rows.forEach((record, position) => {
      const start =
        this.#starts.records[record] + rows.slice(0, at).reduce((sum, each) => sum + rowSize(each, position), 0);
      const run = rowSize(row, position) / outer;
      for (let o = 0; o < outer; o++)
        data.set(this.#numbers.subarray(start + o * run, start + (o + 1) * run), (o * positions + position) * inner);
    });
    const whole = { name, axes: row.axes, shape, colourScale: trace.scales[at], data };
    this.#wholes.set(key, whole);
    if (this.#wholes.size > MOST_WHOLE) this.#wholes.delete(/** @type {string} */ (this.#wholes.keys().next().value));
    return whole;
  }

  /** A cell with its value, as the server writes it. @param {FiledTrace} trace @param {string} name @param {number[]} cell */
  #cell(trace, name, cell) {
    const model = this.#data.models.findIndex(({ id }) => id === trace.info.model);
    const isWeight = this.#data.models[model].weights.some((weight) => weight.name === name);
    const { shape, data } = isWeight ? this.#weight(model, name) : this.#tensor(trace, name);
    const value = data[cell.reduce((at, index, axis) => at * shape[axis] + index, 0)];
    return { name, cell, value: Number.isFinite(value) ? value : null };
  }

  /** How a cell was computed. @param {FiledTrace} trace @param {string} name @param {number[]} cell */
  #card(trace, name, cell) {
    const { forms, nodes } = this.#data.cards[trace.cards] ?? { forms: [], nodes: {} };
    const box = nodes[name]?.find(({ from, to }) =>
      cell.every((index, axis) => from[axis] <= index && index < to[axis]),
    );
    if (!box) return null;
    const row = this.#modelOf(trace).rows.find((each) => each.name === name);
    const token = row ? trace.info.tokens[cell[rowAxis(row.axes)]] : 0;
    const numbers = box.base.map((base, i) =>
      [...cell, token].reduce((sum, each, axis) => sum + each * box.by[axis][i], base),
    );
    const { constants, ints, lists } = forms[box.form];
    const take = (/** @type {number} */ count) => numbers.splice(0, count);
    const card = { ...this.#cell(trace, name, cell), ...constants };
    for (const int of ints) Object.assign(card, { [int]: take(1)[0] });
    for (const { as, form, runs } of lists) {
      const items = runs.flatMap((run) => {
        const [count] = take(1);
        const factors = run.map(([of, rank]) => ({ of, start: take(rank), by: take(rank) }));
        return Array.from({ length: count }, (_, k) =>
          factors.map(({ of, start, by }) =>
            this.#cell(
              trace,
              of,
              start.map((index, axis) => index + k * by[axis]),
            ),
          ),
        );
      });
      Object.assign(card, {
        [as]: form === 'cell' ? items[0][0] : form === 'cells' ? items.map(([one]) => one) : items,
      });
    }
    return card;
  }
}

/** How many tensors are kept put together. */
const MOST_WHOLE = 200;

/** @param {Data} data */
function startsOf({ models, records }) {
  let at = 0;
  const weights = models.map((model) => {
    const start = at;
    at += model.weights.reduce((sum, { shape }) => sum + product(shape), 0);
    return start;
  });
  const starts = records.map(([model, position]) => {
    const start = at;
    at += models[model].rows.reduce((sum, row) => sum + rowSize(row, position), 0);
    return start;
  });
  return { weights, records: starts, end: at };
}

/** How many numbers a node's row has; of a pattern, those of the keys up to the query. @param {Row} row @param {number} position */
function rowSize({ axes, shape }, position) {
  const along = rowAxis(axes);
  return shape.reduce((/** @type {number} */ size, each, axis) => {
    if (axis === along) return size;
    return size * (each === 'pos' ? position + 1 : each);
  }, 1);
}

/** The axis of positions. @param {string[]} axes */
const rowAxis = (axes) => axes.findIndex((name) => name === 'pos' || name === 'q_pos');

/** @param {number[]} sizes */
const product = (sizes) => sizes.reduce((all, size) => all * size, 1);

/** The same for the same question: its parameters in order, without whose turns it has. @param {string} path @param {URLSearchParams} asked */
function keyOf(path, asked) {
  const own = without(asked, 'room');
  own.sort();
  return own.size === 0 ? path : `${path}?${own}`;
}

/**
 * A frame as the server sends it, with whole, exact tensors, or with a part of one.
 * @param {1 | 2} type @param {object} head @param {Whole[]} tensors @param {URLSearchParams} asked
 */
function frameOf(type, head, tensors, asked) {
  let offset = 0;
  const cuts = tensors.map((tensor) => cut(tensor, asked));
  const entries = cuts.map(({ data, ranges, ...entry }) => {
    const at = offset;
    offset += Math.ceil(data.byteLength / 8) * 8;
    return { ...entry, dtype: 'f32', ...ranges, offset: at, length: data.byteLength };
  });
  const json = new TextEncoder().encode(JSON.stringify({ ...head, tensors: entries }));
  const start = HEAD + Math.ceil(json.length / 8) * 8;
  const frame = new Uint8Array(start + offset).fill(32, HEAD, start);
  const view = new DataView(frame.buffer);
  view.setUint8(0, 1);
  view.setUint8(1, type);
  view.setUint32(4, start - HEAD, true);
  frame.set(json, HEAD);
  cuts.forEach(({ data }, i) =>
    frame.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), start + entries[i].offset),
  );
  return new Blob([frame]);
}

/** @param {Whole} tensor @param {URLSearchParams} asked */
function cut({ name, axes, shape, colourScale, data }, asked) {
  const last = axes.length - 1,
    rows = Math.max(0, rowAxis(axes));
  const named = new Map([
    [last, 'columns'],
    [rows, 'rows'],
    [axes.indexOf('head'), 'heads'],
  ]);
  /** @type {Record<string, number[]>} */
  const ranges = { rows: [0, shape[rows]] };
  const bounds = shape.map((size, axis) => {
    const range = asked
      .get(named.get(axis) ?? '')
      ?.split(':')
      .map(Number);
    if (range) ranges[String(named.get(axis))] = range;
    return range ?? [0, size];
  });
  if (bounds.every(([from, to], axis) => from === 0 && to === shape[axis]))
    return { name, axes, shape, colourScale, data, ranges };
  const sizes = bounds.map(([from, to]) => to - from);
  const part = new Float32Array(product(sizes));
  for (let i = 0; i < part.length; i++) {
    let left = i,
      at = 0,
      stride = 1;
    for (let axis = last; axis >= 0; axis--) {
      at += (bounds[axis][0] + (left % sizes[axis])) * stride;
      left = Math.floor(left / sizes[axis]);
      stride *= shape[axis];
    }
    part[i] = data[at];
  }
  return { name, axes, shape, colourScale, data: part, ranges };
}

/** @param {URLSearchParams} asked @param {string} name */
function without(asked, name) {
  const others = new URLSearchParams(asked);
  others.delete(name);
  return others;
}

/**
 * A recording that is in the file.
 * @param {{manifest: {voice: {part: number, bytes: number}[]}, stretches: unknown[]}} rows
 * @param {Record<string, string>} captions WebVTT by language @param {ArrayBuffer} voice its pieces, in the manifest's order
 * @returns {import('./recording.js').Source}
 */
export function filedRecording({ manifest, stretches }, captions, voice) {
  /** @type {Map<number, [from: number, to: number]>} */
  const pieces = new Map();
  let at = 0;
  for (const { part, bytes } of manifest.voice) pieces.set(part, [at, (at += bytes)]);
  /** @template Value @param {Value | undefined} value */
  const given = (value) => {
    if (value === undefined) throw new Problem({ status: NOT_FOUND, code: 'not-in-file' });
    return value;
  };
  return {
    // readers may change what they have read
    manifest: async () => structuredClone(manifest),
    stretch: async (n) => structuredClone(given(stretches[n])),
    voice: async (part) => voice.slice(...given(pieces.get(part))),
    captions: async (language) => given(captions[language]),
  };
}

/** What the page is told of what its file does not have. */
function refusal() {
  const { status, code } = new Problem({ status: NOT_FOUND, code: 'not-in-file' });
  return new Response(JSON.stringify({ status, code }), { status });
}
