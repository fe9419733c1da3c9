/**
 * What figures of strips have in common: a title, the drawing, and below it the words of the text, one of which the figure
 * is about.
 *
 * @typedef {import('../figure.js').FigureContext} FigureContext
 * @typedef {{width: number, height: number}} Box  of the drawing, px
 * @typedef {import('../../../model/graph.js').Node} Node
 */
import { html, nothing, svg } from 'lit';
import { css } from '../../../scene/render/colour.js';
import { rich } from '../../../ui/rich-text.js';
import { wordOf } from '../../../ui/running-word.js';
import { words } from '../../../ui/words.js';
import { withRoom } from '../attention/word-places.js';
import { cellColour } from '../../../scene/render/colour.js';
import { saidLines } from './said-lines.js';
import { pooledTo } from './strip-grid.js';

/** Heights of the title and of the words, px. */
const TITLE = { normal: 62, hall: 50, narrow: 34 };
const INDEX = { normal: 52, hall: 56, narrow: 40 };
/** On a phone, the button that shows the machine is below. */
const BUTTON = 30;
/** The weight of strong words in the sentence. */
export const STRONG = 700;
/** Font sizes of the words, px. */
const WORD = { normal: 17, hall: 28, narrow: 13 };
/** The widest thin strip of a word, px, and the least width of its cells. */
const WIDEST = 130;
const CELL = 5;

/** @param {FigureContext['area']} area @returns {'normal' | 'hall' | 'narrow'} */
export const formOf = (area) => (area.hall ? 'hall' : area.narrow ? 'narrow' : 'normal');

/** The position that a figure is about: the one pointed at, or the last. @param {FigureContext} context */
export const positionOf = ({ reading, trace }) => Math.min(reading ?? trace.positions - 1, trace.positions - 1);

/** The position's word. @param {FigureContext} context @param {number} [position] */
export const wordAt = (context, position = positionOf(context)) => wordOf(context.trace.text[position]);

/**
 * @param {FigureContext} context
 * @param {{title: string, said?: string, spoken: string, heads?: number, node: import('../../../model/graph.js').Node | null, draw: (box: Box) => unknown}} figure
 *   `title`, `said`: with the markup of rich-text.js; `heads`: how many heads one can turn through; `node`: of the words' thin strips
 */
export function framed(context, { title, said, spoken, heads, node, draw }) {
  const { area } = context;
  const form = formOf(area);
  const isSaid = form === 'normal' && Boolean(said);
  const { px, weight, line } = context.running;
  const lines = isSaid
    ? saidLines(said ?? '', area.width, (text, isStrong) => context.measure(text, px, isStrong ? STRONG : weight))
    : 1;
  // the title's height has room for one line of the sentence
  const top = TITLE[form] + (lines - 1) * line,
    below = node ? INDEX[form] : 0;
  const height = area.height - top - (area.narrow ? BUTTON : 0);
  const box = { width: area.width, height: height - below };
  const turn = (/** @type {string} */ action, /** @type {string} */ sign) =>
    html`<button class="turn" aria-label=${words.text(`figure.${action}`)} @click=${() => context.ask(action)}>${sign}</button>`;
  return html`<header>
      <h2>${rich(title)}</h2>
      ${heads === undefined || area.hall ? nothing : html`<span class="turns">${turn('headBefore', '‹')}<span>${words.text('figure.headOf', { head: context.head + 1, heads })}</span>${turn('headAfter', '›')}</span>`}
      ${isSaid ? html`<p>${rich(said ?? '')}</p>` : nothing}
    </header>
    <svg class="strips" viewBox=${`0 0 ${area.width} ${height}`} style=${`top:${top}px;width:${area.width}px;height:${height}px`} role="img" aria-label=${spoken}>
      <g class="result">${draw(box)}</g> ${node ? svg`<g class="index" transform=${`translate(0 ${height - below})`}>${wordIndex(context, node, below)}</g>` : nothing}
    </svg>`;
}

/** The words of the text with thin strips: which part of the whole this is. @param {FigureContext} context @param {Node} node @param {number} height */
function wordIndex(context, node, height) {
  const { trace, area, palette, measure } = context;
  const form = formOf(area);
  const count = trace.positions;
  const at = positionOf(context);
  const all = trace.text.map(wordOf);
  const px = WORD[form];
  const pitch = Math.min(area.width / count, WIDEST + 12);
  const centres = all.map((_, i) => (i + 0.5) * pitch);
  const sizes = all.map((word) => measure(word, px));
  const inside = centres.map((centre, i) => Math.min(Math.max(centre, sizes[i] / 2), area.width - sizes[i] / 2));
  const written = withRoom([at, ...all.map((_, i) => i).filter((i) => i !== at)], inside, sizes, 8);
  const thin = thinStrips(context, node);
  const wide = Math.max(2, Math.min(WIDEST, pitch - 10));
  const high = form === 'hall' ? 12 : 10;
  const top = 8;
  return all.map((word, i) => {
    const cells = thin?.(i, Math.max(1, Math.floor(wide / CELL))) ?? null;
    const left = centres[i] - wide / 2;
    const colour = css(i === at ? palette.accent : palette.ink);
    return svg`<g class=${`word ${i === at ? 'reading' : ''}`} data-position=${i} fill=${colour} opacity=${i === at ? 1 : 0.7}
      @pointerenter=${() => context.read(i)} @pointerleave=${() => context.read(null)} @click=${() => context.hold(i)}>
      <rect x=${centres[i] - pitch / 2} width=${pitch} height=${height} fill="transparent" />
      ${
        cells
          ? cells.map(
              (value, c) =>
                svg`<rect x=${left + (c * wide) / cells.length} y=${top} width=${wide / cells.length - 0.5} height=${high} fill=${css(cellColour(value, thin?.scale ?? 1, node.role, palette))} />`,
            )
          : svg`<rect x=${left} y=${top} width=${wide} height=${high} fill=${colour} opacity="0.3" />`
      }
      ${i === at ? svg`<rect x=${left - 3} y=${top - 3} width=${wide + 6} height=${high + 6} rx="3" fill="none" stroke=${css(palette.accent)} stroke-width="2" />` : nothing}
      ${written.has(i) ? svg`<text x=${inside[i]} y=${top + high + px * 1.1} text-anchor="middle" font-size=${px}>${word}</text>` : nothing}
    </g>`;
  });
}

/** The pooled numbers of each position, if the page has the tensor at any resolution. @param {FigureContext} figureContext @param {Node} node */
function thinStrips({ trace }, node) {
  const exact = trace.tensor(node.name);
  const known = exact ?? trace.overview(node.name);
  if (!known || known.axes[0] !== 'pos') return null;
  const each = known.data.length / known.shape[0];
  const of = (/** @type {number} */ position, /** @type {number} */ pools) =>
    pooledTo(known.data.subarray(position * each, (position + 1) * each), pools);
  return Object.assign(of, { scale: known.colourScale });
}
