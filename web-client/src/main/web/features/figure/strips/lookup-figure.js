/**
 * A token or a position looks up its row in a table: the word, its number, its row among the others, and its column in the stream.
 *
 * @typedef {import('../figure.js').FigureContext} FigureContext
 */
import { nothing, svg } from 'lit';
import { css, mix } from '../../../scene/render/colour.js';
import { nameOf } from '../../../ui/cell-words.js';
import { wordOf } from '../../../ui/running-word.js';
import { words } from '../../../ui/words.js';
import { equation } from './equation.js';
import { formOf, framed, positionOf } from './frame.js';
import { columnNote } from './sum-figure.js';
import { rowOf, vectorAt } from './vectors.js';

/** Font sizes of the word and of its number, the height of their line, px. */
const HEAD = {
  normal: { word: 44, small: 14, high: 132 },
  hall: { word: 56, small: 28, high: 150 },
  narrow: { word: 30, small: 12, high: 92 },
};
/** The widest word, as a share of the width. */
const WORD = 0.34;
/** Lines that stand for the table's rows. */
const ROWS = 24;

/**
 * @param {import('../figure.js').FigureContext} context
 * @param {import('../figure-of.js').LookupKind} kind
 * @returns {unknown} null until the numbers have arrived
 */
export function lookupFigure(context, { node, table, by }) {
  const { trace } = context;
  const position = positionOf(context);
  const axis = table.axes[0];
  const row = by === 'token' ? trace.info.tokens[position] : position;
  const looked = rowOf(context, table, axis.name, row);
  const column = vectorAt(context, node, position);
  if (!looked || !column) return null;
  const word = wordOf(trace.text[position]);
  const size = column.data.length;
  const rows = Number(axis.size);
  const number = by === 'token' ? row : row + 1;
  const values = { word, size, row: number, rows, position: position + 1 };
  const lines = [
    { sign: '', name: nameOf(table, words), note: words.text(`vectors.${by}Row`, values), vector: looked },
    { sign: '=', name: nameOf(node, words), note: columnNote(context, position, size), vector: column },
  ];
  const said = words.text(`vectors.${by}Said`, values);
  return framed(context, {
    title: words.text(`vectors.${by}Title`, values),
    said,
    spoken: said,
    node,
    draw: ({ width, height }) => {
      const { high } = HEAD[formOf(context.area)];
      const known = by === 'token' ? word : words.text('vectors.position', values);
      return svg`${head(context, { known, number: words.number(number, 0), share: (row + 0.5) / rows, values, by, width })} ${equation(context, lines, { width, height: height - high, y: high })}`;
    },
  });
}

/**
 * The word, its number, and where its row stands in the table.
 * @param {FigureContext} context @param {{known: string, number: string, share: number, values: {word: string, size: number, row: number, rows: number, position: number}, by: 'position' | 'token', width: number}} of
 */
function head(context, { known, number, share, values, by, width }) {
  const { palette, measure, area } = context;
  const { word, small, high } = HEAD[formOf(area)];
  const px = Math.min(word, (word * width * WORD) / measure(known, word));
  const base = high * 0.62;
  const wide = measure(known, px);
  const idAt = Math.max(wide + width * 0.09, width * 0.3);
  const idWide = measure(number, word * 0.8);
  const tableAt = Math.max(idAt + idWide + width * 0.09, width * 0.56);
  const tableWide = width - tableAt - (area.narrow ? 4 : 8);
  const top = 6,
    tall = high - 22;
  const y = top + share * tall;
  const weight = palette.roles.weight;
  const line = css(palette.accent);
  return svg`<text x="0" y=${base} font-size=${px} font-weight="600" fill=${line}>${known}</text>
    ${by === 'token' ? arrow(wide + 12, idAt - 12, base - px * 0.3, css(palette.ink)) : nothing}
    ${
      by === 'token'
        ? svg`<text x=${idAt} y=${base} font-size=${word * 0.8} font-weight="600" fill=${css(palette.ink)}>${number}</text>
    <text class="note" x=${idAt} y=${base + small * 1.5} font-size=${small}>${words.text('vectors.itsNumber')}</text>`
        : nothing
    }
    ${arrow((by === 'token' ? idAt + idWide : wide) + 12, tableAt - 12, base - px * 0.3, css(palette.ink))}
    <g class="table">${Array.from({ length: ROWS }, (_, i) => svg`<rect x=${tableAt} y=${top + (i * tall) / ROWS} width=${tableWide} height=${tall / ROWS - 1} fill=${css(mix(weight, palette.background, 0.72))} />`)}
      <rect class="row" x=${tableAt - 6} y=${y - 3} width=${tableWide + 12} height="6" rx="2" fill=${line} />
      ${tableNote(context, { values, by, x: tableAt + tableWide / 2, y: share < 0.5 ? top + tall * 0.78 : top + tall * 0.3, width: tableWide, small })}
    </g>`;
}

/**
 * The table's size, in its free half.
 * @param {FigureContext} context
 * @param {{values: import('../../../ui/words.js').Values, by: 'position' | 'token', x: number, y: number, width: number, small: number}} of
 */
function tableNote({ palette, measure }, { values, by, x, y, width, small }) {
  const text = words.text(`vectors.${by}Table`, values);
  if (measure(text, small) > width - 8) return nothing;
  return svg`<text x=${x} y=${y} text-anchor="middle" font-size=${small} fill=${css(palette.ink)} stroke=${css(palette.background)} stroke-width="4" paint-order="stroke">${text}</text>`;
}

/** @param {number} from @param {number} to @param {number} y @param {string} colour */
export function arrow(from, to, y, colour) {
  if (to - from < 12) return nothing;
  return svg`<path d=${`M${from} ${y}H${to}m-8 -6l8 6l-8 6`} fill="none" stroke=${colour} stroke-width="2" opacity="0.7" />`;
}
