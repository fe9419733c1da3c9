/** The scores of the most probable next tokens, and what softmax makes of them. */
import { css } from '../../../scene/render/colour.js';
import { wordOf } from '../../../ui/running-word.js';
import { amountText, percentage } from '../../../ui/rounding.js';
import { words } from '../../../ui/words.js';
import { framed, positionOf, wordAt } from '../strips/frame.js';
import { shortNameOf } from '../strips/short-name.js';
import { barColumns, linesIn } from './bar-columns.js';
import { highest } from './logits-figure.js';

/**
 * @param {import('../figure.js').FigureContext} context
 * @param {import('../figure-of.js').ProbabilitiesKind} kind
 * @returns {unknown} null until the numbers have arrived
 */
export function probabilitiesFigure(context, { node, logits, input }) {
  const { graph, area, palette, isAnswerHidden } = context;
  const next = isAnswerHidden ? [] : highest(context, positionOf(context));
  if (!next) return null;
  const values = { word: wordAt(context), count: graph.sizes.d_vocab };
  const said = words.text(isAnswerHidden ? 'vectors.answerHidden' : 'vectors.probabilitiesSaid', values);
  const colour = css(palette.roles[node.role]);
  return framed(context, {
    title: words.text('vectors.probabilitiesTitle', values),
    said,
    spoken: said,
    node: input,
    draw: ({ width, height }) => {
      if (isAnswerHidden) return null;
      const shown = next.slice(0, linesIn(area, height));
      const columns = [
        { title: shortNameOf(graph, logits), colour, sign: '', values: shown.map(({ logit }) => logit) },
        {
          title: words.text('vectors.percent'),
          colour,
          sign: '→',
          values: shown.map(({ p }) => p[0]),
          text: (/** @type {number} */ p) => amountText(percentage(p), words),
        },
      ];
      return barColumns(
        context,
        shown.map(({ text }) => wordOf(text)),
        columns,
        { width, height, y: 0 },
        { areUnitsDifferent: true },
      );
    },
  });
}
