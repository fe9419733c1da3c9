/** The circuit: which parts contribute to which, directly, down to the answer. */
import { html, nothing, svg } from 'lit';
import { rich } from '../../../ui/rich-text.js';
import { wordOf } from '../../../ui/running-word.js';
import { download } from '../../../ui/download.js';
import { words } from '../../../ui/words.js';
import { ALL } from '../question.js';
import { circuitStyles } from './circuit-styles.js';
import { foundPaths } from '../findings-of.js';
import {
  apart,
  COUNTS,
  countOf,
  fileOf,
  graphAsked,
  heldOf,
  intoNode,
  partOf,
  placed,
  placeOf,
  pruned,
} from './graph.js';
import { forAndAgainst, signed, swatches, ToolElement } from '../../../ui/tool-element.js';

/**
 * @typedef {import('../tools.js').ToolContext<'circuit'>} Context
 * @typedef {import('./graph.js').Answer} Answer
 * @typedef {import('./graph.js').Edge} Edge
 * @typedef {ReturnType<typeof pruned>} Shown
 * @typedef {keyof typeof SIZE} Kind  of area
 * @typedef {{x: number, y: number}} Point
 */

const WIDEST = 11;
/** Sizes by area, px: a node, left of the columns, above them. */
const SIZE = {
  wide: { size: 24, left: 64, top: 34 },
  narrow: { size: 20, left: 26, top: 30 },
  hall: { size: 36, left: 40, top: 48 },
};
/** Height of the graph, px: at most on a narrow page, which scrolls, with what stands above it; and at least. */
const HEIGHT = { narrow: 300, above: 62, least: 160 };
/** Height of a layer's name, px. */
const LINE = { wide: 16, narrow: 16, hall: 32 };
/** A name above the hall's columns is written up to so many letters if there is room. */
const LONGEST = 9;
/** Width of a character in a layer's name, px. */
const CHARACTER = 7.5;
/** From this size on, a node has its head's number, px; and how far that is below its middle. */
const LEGIBLE = { wide: 14, narrow: 14, hall: 28 },
  BASELINE = { wide: 4, narrow: 4, hall: 10 };
/** Width of what stands beside the graph, with the gap, px. */
const DETAILS = { wide: 300, hall: 412 };
/** Rows of edges that are listed: at most, at least. */
const ROWS = { wide: 12, narrow: 8, hall: 3, least: 4 };
/** Height of such a row, and of all else beside the graph, px. */
const EDGE = 30,
  AROUND = 215;

const side = (/** @type {number} */ value) => (value > 0 ? 'for' : 'against');

/** @extends {ToolElement<Context>} */
class WhyCircuit extends ToolElement {
  static properties = { sliding: { state: true }, room: { state: true } };

  static styles = [ToolElement.styles, swatches, forAndAgainst, circuitStyles];

  constructor() {
    super();
    /** The number of edges while the slider moves. @type {number | null} */
    this.sliding = null;
    /** Height that the texts leave for the graph, px; 0 until it is known. */
    this.room = 0;
    this.resized = new ResizeObserver(([{ contentRect }]) => {
      this.room = Math.floor(contentRect.height);
    });
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.resized.disconnect();
  }

  updated() {
    const room = this.renderRoot.querySelector('.room');
    this.resized.disconnect();
    if (room) this.resized.observe(room);
  }

  render() {
    const { context } = this;
    const answer = /** @type {Answer | null | undefined} */ (context?.ask(graphAsked()));
    if (!context || !answer) return nothing;
    const { area, opened } = context;
    const count = this.sliding ?? countOf(opened);
    const shown = pruned(answer, count);
    if (context.inMachine) {
      context.show(foundPaths(answer, shown.edges));
      return html`${area.hall ? nothing : this.#slider(context, answer, shown, count)}
        <p class="said">${rich(words.text('whyMachine.paths', { kept: shown.edges.length, a: context.word(answer.a) }))}</p>`;
    }
    const kind = area.hall ? 'hall' : area.narrow ? 'narrow' : 'wide';
    const chosen = shown.nodes.find((node) => placeOf(answer.nodes[node]) === opened.node) ?? answer.nodes.length - 1;
    const says = words.text('why.circuit.carry', {
      kept: shown.edges.length,
      all: answer.all_edges,
      raises: signed(shown.raises),
      lowers: signed(shown.lowers),
      of: signed(answer.logit_difference),
    });
    const holds = heldOf(answer);
    const held = html`<span class="holds" data-held=${holds.held} data-all=${holds.all} data-rest=${holds.rest}>${words.text('why.circuit.holds', { ...holds, others: holds.all - holds.held, rest: signed(holds.rest) })}</span>`;
    // on a phone, followers see the whole graph first
    const follows = kind === 'narrow' && !context.mayAsk;
    return html`<div class=${kind}>
      <div class="picture">
        ${kind === 'hall' || follows ? nothing : this.#slider(context, answer, shown, count)}
        <p class="said">${rich(says)} ${kind === 'hall' || follows ? nothing : held}</p>
        <div class="room">${kind === 'narrow' || this.room > 0 ? drawing(context, answer, shown, chosen, kind, this.room) : nothing}</div>
      </div>
      ${details(context, answer, shown, chosen, kind)} ${follows ? html`<p class="said">${held}</p>${this.#slider(context, answer, shown, count)}` : nothing}
    </div>`;
  }

  /** @param {Context} context @param {Answer} answer @param {Shown} shown @param {number} count */
  #slider(context, answer, shown, count) {
    const moved = (/** @type {Event} */ event) => COUNTS[Number(/** @type {HTMLInputElement} */ (event.target).value)];
    return html`<div class="controls">
      ${
        context.mayAsk
          ? html`<label
            >${words.text('why.circuit.edges')}
            <input
              type="range"
              min="0"
              max=${COUNTS.length - 1}
              .value=${String(COUNTS.indexOf(count))}
              aria-valuetext=${words.text('why.circuit.strongest', { count })}
              @input=${(/** @type {Event} */ event) => (this.sliding = moved(event))}
              @change=${(/** @type {Event} */ event) => {
                this.sliding = null;
                context.open({ edges: moved(event), from: null, to: null });
              }}
            />
            <span>${Math.min(count, answer.edges.length)}</span></label
          >`
          : nothing
      }
      <button class="save plain" @click=${() => save(fileOf(answer, shown))}>${words.text('why.circuit.save')}</button>
    </div>`;
  }
}

/** @param {object} content */
function save(content) {
  const name = `${words.text('brand')} ${words.text('why.tool.circuit.title')}.json`.toLowerCase().replaceAll(' ', '-');
  download(name, new Blob([JSON.stringify(content)], { type: 'application/json' }));
}

/** @param {Context} context @param {import('./graph.js').Node} node */
function nameOf({ trace, word, about }, { part, position }) {
  const { kind, layer, head } = partOf(part);
  const b = about.b === ALL ? words.text('why.all') : word(about.b);
  if (kind === 'answer') return words.text('why.votes.sum', { a: word(about.a), b });
  return words.text(`why.circuit.part.${kind}`, {
    layer: Number(layer) + 1,
    head: Number(head) + 1,
    word: position === null ? '' : wordOf(trace.text[position]),
    place: Number(position) + 1,
  });
}

/** @param {Context} context @param {Answer} answer @param {Shown} shown @param {number} chosen node @param {Kind} kind @param {number} room height, px */
function drawing(context, answer, shown, chosen, kind, room) {
  const { area, opened, trace, mayAsk, open } = context;
  const { size: usual, left: least, top } = SIZE[kind];
  const layerName = (/** @type {number} */ layer) =>
    kind === 'wide' ? words.text('why.circuit.layer', { layer: layer + 1 }) : String(layer + 1);
  const left =
    kind === 'wide' ? Math.max(least, CHARACTER * layerName(context.graph.sizes.n_layers - 1).length + 8) : least;
  const width = Math.max(300, area.width - (kind === 'narrow' ? 8 : DETAILS[kind]));
  const height = Math.max(HEIGHT.least, kind === 'narrow' ? Math.min(HEIGHT.narrow, area.height - HEIGHT.above) : room);
  const { at, columns, rows, size } = placed(answer, shown.nodes, {
    ...{ width, height, left, top, size: usual },
    // the hall writes names only where something is
    ...(kind === 'hall' && {
      most: 0,
      nameOf: (/** @type {number} */ position) =>
        letter(kind) * Math.min(LONGEST, wordOf(trace.text[position]).length + 1),
    }),
  });
  const line = LINE[kind];
  // the later layers are nearer to the answer: of names that would touch, theirs is written
  const named = apart(rows, line);
  const strongest = Math.max(...shown.edges.map(({ value }) => Math.abs(value)), 1e-9);
  const isAnswer = chosen === answer.nodes.length - 1;
  // weak ones first, so that strong ones lie on them
  const edges = [...shown.edges].sort((a, b) => Math.abs(a.value) - Math.abs(b.value));
  const path = (/** @type {Edge} */ { from, to }) => {
    const one = /** @type {Point} */ (at.get(from)),
      other = /** @type {Point} */ (at.get(to));
    const middle = (one.y + other.y) / 2;
    return `M${one.x},${one.y} C${one.x},${middle} ${other.x},${middle} ${other.x},${other.y}`;
  };
  const press = (/** @type {Edge} */ edge) =>
    mayAsk && kind !== 'hall'
      ? () =>
          open({
            node: placeOf(answer.nodes[edge.to]),
            from: placeOf(answer.nodes[edge.from]),
            to: placeOf(answer.nodes[edge.to]),
          })
      : nothing;
  return html`<svg class="graph" style=${`width:${width}px;height:${height}px`} role="group" aria-label=${words.text('why.tool.circuit.title')}>
    ${named.map(({ layer, y }) => svg`<text class="layer" x=${left - 8} y=${y + line / 4}>${layerName(layer)}</text>`)}
    ${columns.map(({ position, x, width: space }) => svg`<text class="word" x=${x} y=${top * 0.6}><title>${wordOf(trace.text[position])}</title>${fitting(wordOf(trace.text[position]), space, kind)}</text>`)}
    ${edges.map((edge) => {
      const isOf = edge.to === chosen && !isAnswer;
      const isChecked =
        opened.from === placeOf(answer.nodes[edge.from]) && opened.to === placeOf(answer.nodes[edge.to]);
      return svg`<g class=${`edge ${side(edge.value)} ${isAnswer || isOf ? '' : 'aside'} ${isChecked ? 'checked' : ''}`} data-value=${edge.value} @click=${press(edge)}>
        <title>${`${nameOf(context, answer.nodes[edge.from])} → ${nameOf(context, answer.nodes[edge.to])}: ${signed(edge.value)}`}</title>
        <path class="hit" d=${path(edge)}></path>
        <path d=${path(edge)} stroke-width=${Math.max(1, (WIDEST * Math.abs(edge.value)) / strongest)}></path>
      </g>`;
    })}
    ${shown.nodes.map((node) => nodeOf(context, answer, node, /** @type {Point} */ (at.get(node)), node === chosen, size, kind))}
  </svg>`;
}

/** The width of a letter above a column, px. @param {Kind} kind */
const letter = (kind) => (kind === 'hall' ? 16 : 8);

/** A word that fits its column. @param {string} word @param {number} width px @param {Kind} kind */
function fitting(word, width, kind) {
  const most = Math.max(1, Math.floor(width / letter(kind)));
  return word.length <= most ? word : most < 3 ? '' : `${word.slice(0, most - 1)}…`;
}

/**
 * @param {Context} context @param {Answer} answer @param {number} node @param {Point} at @param {boolean} isChosen @param {number} size
 * @param {Kind} kind
 */
function nodeOf(context, answer, node, { x, y }, isChosen, size, kind) {
  const { mayAsk, open } = context;
  const { part, position, value } = answer.nodes[node];
  const { kind: of, head } = partOf(part);
  const name = nameOf(context, answer.nodes[node]);
  const label = size < LEGIBLE[kind] ? '' : of === 'head' ? String(Number(head) + 1) : of === 'constant' ? '1' : '';
  const half = size / 2;
  const shape =
    of === 'head'
      ? svg`<circle cx=${x} cy=${y} r=${half}></circle>`
      : svg`<rect x=${x - half} y=${y - half * 0.8} width=${size} height=${size * 0.8} rx=${of === 'mlp' ? 2 : half * 0.8}></rect>`;
  const press = () => open({ node: of === 'answer' ? null : placeOf({ part, position, value }), from: null, to: null });
  const may = mayAsk && kind !== 'hall';
  return svg`<g class=${`node ${of} ${isChosen ? 'chosen' : ''}`} data-node=${placeOf({ part, position, value })} role=${may ? 'button' : 'img'} tabindex=${may ? 0 : nothing}
    aria-label=${`${name}: ${signed(value)}`} aria-pressed=${may ? String(isChosen) : nothing}
    @click=${may ? press : nothing}>
    <title>${`${name}: ${signed(value)}`}</title>
    ${shape}<text x=${x} y=${y + BASELINE[kind]}>${label}</text>
  </g>`;
}

/** The edges into a node; they add up to its value. @param {Context} context @param {Answer} answer @param {Shown} shown @param {number} chosen node @param {Kind} kind */
function details(context, answer, shown, chosen, kind) {
  const { mayAsk, open, opened, area } = context;
  const node = answer.nodes[chosen];
  const fit = kind === 'wide' ? Math.max(ROWS.least, Math.floor((area.height - AROUND) / EDGE)) : Infinity;
  const most = Math.min(fit, ROWS[kind]);
  const { edges } = intoNode(answer, shown.edges, chosen);
  const isOpened = (/** @type {Edge} */ { from, to }) =>
    opened.from === placeOf(answer.nodes[from]) && opened.to === placeOf(answer.nodes[to]);
  // the strongest, and the one that is checked
  const listed = edges.filter((edge, i) => i < most || (isOpened(edge) && kind !== 'hall'));
  const rest = node.value - listed.reduce((sum, { value }) => sum + value, 0);
  const strongest = Math.max(...listed.map(({ value }) => Math.abs(value)), 1e-9);
  const isSource = partOf(node.part).layer === null && partOf(node.part).kind !== 'answer';
  const rows = listed.map((edge) => {
    const from = answer.nodes[edge.from];
    const isOpen = isOpened(edge);
    const content = html`<span class="name">${nameOf(context, from)}</span><span class="track"><i class=${side(edge.value)} style=${`width:${(100 * Math.abs(edge.value)) / strongest}%`}></i></span>
      <span class="value ${side(edge.value)}">${signed(edge.value)}</span>`;
    const mayCheck = mayAsk && kind !== 'hall' && from.position !== null;
    return html`<li class=${isOpen ? 'open' : ''} data-from=${placeOf(from)} data-value=${edge.value}>
      ${
        mayCheck
          ? html`<button aria-expanded=${String(isOpen)} title=${words.text('why.circuit.check')} @click=${() => open(isOpen ? { from: null, to: null } : { node: placeOf(node), from: placeOf(from), to: placeOf(node) })}>${content}</button>`
          : html`<div title=${from.position === null ? words.text('why.circuit.noCheck') : ''}>${content}</div>`
      }
      ${isOpen && kind !== 'hall' ? (from.position === null ? html`<p class="check">${words.text('why.circuit.noCheck')}</p>` : checkOf(context, edge)) : nothing}
    </li>`;
  });
  return html`<section class="details" data-node=${placeOf(node)}>
    <h3>${nameOf(context, node)}</h3>
    ${
      isSource
        ? html`<p>${words.text('why.circuit.source', { value: signed(node.value) })}</p>`
        : html`<p class="by">${words.text('why.circuit.by')}</p>
          <ol>
            ${rows}
            <li class="rest" data-value=${rest}><div><span class="name">${words.text('why.circuit.rest')}</span><span></span><span class="value">${signed(rest)}</span></div></li>
          </ol>
          <p class="total"><span>${words.text('why.votes.together')}</span> <b data-value=${node.value}>${signed(node.value)}</b></p>`
    }
    ${
      kind === 'hall'
        ? nothing
        : html`<p class="key">
          <span><i class="circle"></i>${words.text('why.circuit.head')}</span> <span><i class="square"></i>${words.text('why.votes.mlpColumn')}</span>
          <span><i class="for"></i>${words.text('why.circuit.for')}</span> <span><i class="against"></i>${words.text('why.circuit.against')}</span>
        </p>`
    }
  </section>`;
}

/** What taking the part out of what the reader reads did, beside minus the edge. @param {Context} context @param {Edge} edge */
function checkOf({ measure, opened, saysErrors }, edge) {
  const { answer, failure } = /** @type {import('../measured.js').Measuring<import('./graph.js').Check>} */ (
    measure({ from: opened.from, to: opened.to })
  );
  if (failure && saysErrors) return html`<p class="check" role="alert">${words.problem(failure)}</p>`;
  if (!answer) return html`<p class="check" role="status">${words.text('why.measuring')}</p>`;
  return html`<p class="check" data-change=${answer.change}>
    ${rich(words.text('why.circuit.checked', { forecast: signed(-edge.value, 4), result: signed(answer.change, 4) }))}
  </p>`;
}

customElements.define('orrery-why-circuit', WhyCircuit);
