/**
 * A cell's arithmetic in one line for the hall: "0.0455 = (0.335 × 0.231 + 0.194 × 0.326 + 14 more: 0.0417) ÷ √16". The
 * largest terms are written out, and all others are one number, so that the line adds up. Pure.
 *
 * @typedef {import('./card-arithmetic.js').Arithmetic} Arithmetic
 * @typedef {Pick<import('../../ui/words.js').Words, 'text' | 'number' | 'value'>} Numbers
 * @typedef {{text: string, role?: string, style?: 'sup' | 'more'}} Piece  `role` is a class that colours text; `more`: all the
 *   terms that are not written out
 * @typedef {import('./card-arithmetic.js').Line} Line
 * @typedef {import('./card-arithmetic.js').Row} Row
 */
import { arithmeticOf } from './card-arithmetic.js';

/** Operands that are written out. In a line for the last row of seats there is no room for more. */
const MOST_OPERANDS = 6,
  MOST_POWERS = 3;

/**
 * @param {import('../../ui/view.js').Explanation} explanation
 * @param {import('../../model/graph.js').Graph} graph
 * @param {Numbers} words
 * @returns {Piece[]} what stands after "="; empty for a masked cell, a weight, or an unchanged number
 */
export function sumLine(explanation, graph, words) {
  const arithmetic = arithmeticOf(explanation, graph);
  if (!arithmetic) return [];
  const { rows, lines } = arithmetic;
  switch (explanation.kind) {
    case 'sum':
      return lines.length === 0 ? [] : ofSum(arithmetic, words);
    case 'share':
      return lines.some(({ key }) => key === 'share') ? ofShare(arithmetic, words) : [];
    case 'softmax':
      return ofSoftmax(arithmetic, words);
    case 'deviation':
    case 'rms':
      return [
        plain('√( '),
        ...ofSum({ ...arithmetic, lines: lines.filter(({ key }) => key === 'over' || key === 'epsilon') }, words),
        plain(' )'),
      ];
    case 'normalized':
      return [
        plain(`(${words.value(lines[0].value)} ${minus(lines[1].value, words)}) ÷ ${words.value(lines[2].value)}`),
      ];
    case 'quotient':
      return [plain(`${words.value(lines[0].value)} ÷ ${words.value(lines[1].value)}`)];
    case 'activation':
      return [plain(`${explanation.form === 'silu' ? 'SiLU' : 'GELU'}(${words.value(lines[0].value)})`)];
    case 'rotation':
      return rows.flatMap((row, i) => [
        ...(i === 0 ? [] : [plain(' + ')]),
        ...operand(row.operands[0], i > 0, words),
        plain(
          ` × ${words.text('cell.degrees', { of: row.angle?.of, degrees: words.number(row.angle?.degrees ?? 0, 1) })}`,
        ),
      ]);
    default:
      return [];
  }
}

/** @param {string} text @returns {Piece} */
const plain = (text) => ({ text });

/**
 * Terms with the sum of the others, the bias, and what divides them.
 * @param {Arithmetic | {lines: Line[], lead: {key: string, values?: Record<string, string | number>} | null, rows: Row[], decimals: number, smaller: {count: number, value: number} | null, curve: {form: string, x: number, y: number} | null}} of @param {Numbers} words
 */
function ofSum({ rows, smaller, lines, decimals }, words) {
  const perRow = Math.max(1, rows[0]?.operands.length ?? 1),
    count = Math.max(1, Math.floor(MOST_OPERANDS / perRow)),
    written = rows.length - count <= 1 && !smaller ? rows : rows.slice(0, count),
    others = rows.slice(written.length),
    more = (smaller?.count ?? 0) + others.length;
  const pieces = written.flatMap((row, i) => [...(i === 0 ? [] : [plain(' + ')]), ...term(row, i > 0, words)]);
  if (more > 0) {
    const rest = others.reduce((so, row) => so + row.value, smaller?.value ?? 0);
    pieces.push(plain(' + '), {
      text: words.text('cell.others', { count: more, value: figures(rest, decimals, words) }),
      style: 'more',
    });
  }
  const bias = lines.find(({ key }) => key === 'bias' || key === 'input'),
    over = lines.find(({ key }) => key === 'over' || key === 'overRoot' || key === 'timesRoot'),
    epsilon = lines.find(({ key }) => key === 'epsilon');
  if (bias) pieces.push(plain(` ${plus(bias.value, words)}`));
  const divided = over
    ? [plain('('), ...pieces, plain(`) ${words.text(`cell.${over.key}`, { n: whole(over.values?.n, words) })}`)]
    : pieces;
  return epsilon ? [...divided, plain(` ${words.text('cell.epsilon')}`)] : divided;
}

/**
 * A whole number, or a text, stays as it is.
 * @param {string | number | undefined} n @param {Numbers} words
 */
const whole = (n, words) => (typeof n !== 'number' || Number.isInteger(n) ? n : words.value(n));

/**
 * A power over the sum of all powers, of which the largest are written out.
 * @param {Arithmetic} arithmetic @param {Numbers} words
 */
function ofSoftmax({ rows, smaller, lines }, words) {
  const own = rows.find((row) => row.own),
    all = lines.find(({ key }) => key === 'sum');
  if (!own || !all) return [];
  const shown = rows.length - MOST_POWERS <= 1 && !smaller ? rows : rows.slice(0, MOST_POWERS),
    more = rows.length - shown.length + (smaller?.count ?? 0);
  const pieces = [
    ...power(own, words),
    plain(' ÷ ('),
    ...shown.flatMap((row, i) => [...(i === 0 ? [] : [plain(' + ')]), ...power(row, words)]),
  ];
  if (more > 0) {
    const rest = shown.reduce((so, row) => so - row.value, all.value);
    pieces.push(plain(' + '), {
      text: words.text('cell.others', { count: more, value: words.value(rest) }),
      style: 'more',
    });
  }
  return [...pieces, plain(')')];
}

/** A probability over the sum of those that are taken. @param {Arithmetic} arithmetic @param {Numbers} words */
function ofShare({ rows, ...rest }, words) {
  const own = rows.find((row) => row.own);
  return own
    ? [...term(own, false, words), plain(' ÷ ('), ...ofSum({ rows, ...rest, lines: [] }, words), plain(')')]
    : [];
}

/**
 * @param {Row} row @param {Numbers} words
 * @returns {Piece[]}
 */
function power(row, words) {
  const { value, decimals, role } = row.operands[0];
  return [plain('e'), { text: figures(value, decimals, words), style: 'sup', role }];
}

/**
 * @param {Row} row @param {boolean} follows @param {Numbers} words
 * @returns {Piece[]}
 */
function term(row, follows, words) {
  const [first, second] = row.operands;
  if (row.form === 'square') return [plain('('), ...operand(first, false, words), plain(')²')];
  const written = operand(first, follows, words);
  return second ? [...written, plain(' × '), ...operand(second, true, words)] : written;
}

/**
 * A number in its colour; a negative one that follows a sign is in brackets.
 * @param {{value: number, decimals: number, role: string}} of @param {boolean} follows @param {Numbers} words
 * @returns {Piece[]}
 */
function operand({ value, decimals, role }, follows, words) {
  const number = { text: figures(value, decimals, words), role };
  return follows && value < 0 ? [plain('('), number, plain(')')] : [number];
}

/**
 * A number that would round to zero is written in scientific notation.
 * @param {number} value @param {number} decimals @param {Numbers} words
 */
const figures = (value, decimals, words) =>
  value !== 0 && Math.abs(value) < 0.5 * 10 ** -decimals ? words.value(value) : words.number(value, decimals);

/** @param {number} value @param {Numbers} words */
const plus = (value, words) => (value < 0 ? `− ${words.value(-value)}` : `+ ${words.value(value)}`);
/**
 * @param {number} value
 * @param {Numbers} words
 */
const minus = (value, words) => (value < 0 ? `+ ${words.value(-value)}` : `− ${words.value(value)}`);
