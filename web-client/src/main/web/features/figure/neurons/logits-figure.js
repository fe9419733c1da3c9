/** The scores of the most probable next tokens, as bars: each the product of the vector above and of the token's column of W_U. */
import { css } from '../../../scene/render/colour.js';
import { nameOf } from '../../../ui/cell-words.js';
import { wordOf } from '../../../ui/running-word.js';
import { words } from '../../../ui/words.js';
import { equation } from '../strips/equation.js';
import { formOf, framed, positionOf, wordAt } from '../strips/frame.js';
import { columnNote } from '../strips/sum-figure.js';
import { shortNameOf } from '../strips/short-name.js';
import { gridOf } from '../strips/strip-grid.js';
import { rowOf, vectorAt } from '../strips/vectors.js';
import { barColumns, linesIn } from './bar-columns.js';

/** The most tokens with bars. */
const MOST = 8;
const STRIP = { normal: 0.32, hall: 0.3, narrow: 0.32 };

/**
 * @param {import('../figure.js').FigureContext} context
 * @param {import('../figure-of.js').LogitsKind} kind
 * @returns {unknown} null until the numbers have arrived
 */
export function logitsFigure(context, { input, table }) {
  const { graph, area, palette } = context;
  const position = positionOf(context);
  const from = vectorAt(context, input, position);
  const isHidden = context.isAnswerHidden;
  const next = isHidden ? [] : highest(context, position);
  if (!from || !next) return null;
  const factors = next.map(({ token }) => rowOf(context, table, table.axes[1].name, token));
  if (factors.includes(null)) return null;
  const values = {
    word: wordAt(context),
    count: graph.sizes.d_vocab,
    size: from.data.length,
    table: shortNameOf(graph, table),
  };
  const said = words.text(isHidden ? 'vectors.logitsHidden' : 'vectors.logitsSaid', values);
  return framed(context, {
    title: words.text('vectors.logitsTitle', values),
    said,
    spoken: said,
    node: input,
    draw: ({ width, height }) => {
      const above = isHidden ? height * 0.6 : height * STRIP[formOf(area)];
      // the vectors that are multiplied are folded alike
      const { columns } = gridOf(from.data.length, width, above);
      const strip = equation(
        context,
        [
          {
            sign: '',
            name: nameOf(input, words),
            note: columnNote(context, position, from.data.length),
            columns,
            vector: from,
          },
        ],
        { width, height: above },
      );
      if (isHidden) return strip;
      const shown = next.slice(0, linesIn(area, height - above - 12));
      const column = {
        title: words.text(area.narrow ? 'vectors.logitsShort' : 'vectors.logitsColumn', {
          ...values,
          shown: shown.length,
        }),
        colour: css(palette.roles.prediction),
        sign: '=',
        values: shown.map(({ logit }) => logit),
      };
      const strips = {
        title: words.text('vectors.logitsTable', { ...values, shown: shown.length }),
        colour: css(palette.roles[table.role]),
        sign: '×',
        columns,
        vectors: /** @type {import('../strips/strip.js').Vector[]} */ (factors.slice(0, shown.length)),
      };
      return [
        strip,
        barColumns(
          context,
          shown.map(({ text }) => wordOf(text)),
          [column],
          { width, height: height - above - 12, y: above + 12 },
          { strips },
        ),
      ];
    },
  });
}

/**
 * The most probable tokens after a position.
 *
 * @param {import('../figure.js').FigureContext} context
 * @param {number} position
 * @returns {{token: number, text: string, logit: number, p: number[]}[] | null} null until they have arrived
 */
export function highest({ numbers, trace }, position) {
  return (
    numbers.json(`/api/traces/${encodeURIComponent(trace.id)}/distribution?position=${position}&count=${MOST}`)?.top ??
    null
  );
}
