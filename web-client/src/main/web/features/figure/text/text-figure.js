/** The text as the model gets it: tokens, and each one's number in the vocabulary. */
import { svg } from 'lit';
import { css, mix } from '../../../scene/render/colour.js';
import { plain } from '../../../ui/rich-text.js';
import { wordOf } from '../../../ui/running-word.js';
import { words } from '../../../ui/words.js';
import { formOf, framed } from '../strips/frame.js';
import { brokenLines } from '../strips/said-lines.js';

/**
 * A text in tokens, each with its number below, in lines of one size. Pure.
 *
 * @typedef {{x: number, width: number, at: number}} Place  px; `at`: the token's position
 * @typedef {{px: number, small: number, lines: Place[][], first: number}} TextLines  font sizes of tokens and numbers, px;
 *   `first`: the first position that is shown
 */

/** Heights of a line, of tokens and of the sentence, as a multiple of the font's size, and space for the numbers, as a multiple of theirs. */
const LINE = 1.35;
const SMALL = 1.5;
/** Tokens may be this much smaller to save a line. */
const SAVING = 0.75;
/** Space between two tokens, px. */
const GAP = 14;

/**
 * @param {string[]} tokens
 * @param {string[]} numbers
 * @param {{width: number, height: number}} box px
 * @param {(text: string, px: number) => number} measure
 * @param {{most: number, least: number, small: number}} sizes font sizes, px
 * @returns {TextLines} the last lines, if not all fit at the least size
 */
export function textLines(tokens, numbers, { width, height }, measure, { most, least, small }) {
  const broken = (/** @type {number} */ px) => {
    /** @type {Place[][]} */
    const lines = [[]];
    let x = 0;
    tokens.forEach((token, at) => {
      const wide = Math.max(measure(token, px), measure(numbers[at], small));
      if (x > 0 && x + wide > width) {
        lines.push([]);
        x = 0;
      }
      /** @type {Place[]} */ (lines.at(-1)).push({ x, width: wide, at });
      x += wide + GAP;
    });
    return lines;
  };
  const high = (/** @type {number} */ px) => px * LINE + small * SMALL;
  let px = most;
  while (px > least && broken(px).length * high(px) > height) px -= 2;
  // a little smaller, if that saves a line
  for (let smaller = px - 2; smaller >= Math.max(least, px * SAVING); smaller -= 2)
    if (broken(smaller).length < broken(px).length) px = smaller;
  const lines = broken(px).slice(-Math.max(1, Math.floor(height / high(px))));
  return { px, small, lines, first: lines[0][0]?.at ?? 0 };
}

const SIZES = {
  normal: { most: 72, least: 18, small: 17 },
  hall: { most: 88, least: 30, small: 28 },
  narrow: { most: 40, least: 16, small: 13 },
};

/** @param {import('../figure.js').FigureContext} context */
export function textFigure(context) {
  const { trace, graph, area, palette, measure, running } = context;
  const form = formOf(area);
  const tokens = trace.text.map(wordOf);
  const ids = trace.info.tokens.map((id) => words.number(id, 0));
  const values = { count: tokens.length, vocabulary: graph.sizes.d_vocab };
  const said = words.text('figure.textSaid', values);
  return framed(context, {
    title: words.text('figure.textTitle', values),
    said,
    spoken: tokens.join(' '),
    node: null,
    draw: ({ width, height }) => {
      const { px, small, lines } = textLines(tokens, ids, { width, height: height - 20 }, measure, SIZES[form]);
      const each = px * 1.35 + small * 1.5;
      const from = Math.max(0, (height - lines.length * each) * 0.38);
      // where the frame has no room for the sentence, it stands below the numbers that it explains
      const below =
        form === 'normal' ? [] : brokenLines(plain(said), width, (text) => measure(text, small, running.weight));
      const end = from + lines.length * each;
      const fits = end + below.length * small * LINE <= height;
      const sentence = svg`<g class="sentence" fill=${css(mix(palette.ink, palette.background, 0.25))} font-size=${small}>${below.map((text, i) => svg`<text x="0" y=${end + (i + 1) * small * LINE}>${text}</text>`)}</g>`;
      const drawn = lines.map((line, l) =>
        line.map(({ x, width: wide, at }) => {
          const colour =
            at === tokens.length - 1
              ? palette.accent
              : at % 2 === 0
                ? palette.ink
                : mix(palette.ink, palette.roles.activation, 0.55);
          const base = from + l * each + px;
          return svg`<g class="token" data-position=${at}><text x=${x} y=${base} font-size=${px} font-weight="600" fill=${css(colour)}>${tokens[at]}</text>
            <rect x=${x} y=${base + px * 0.16} width=${Math.max(wide, measure(tokens[at], px))} height="3" rx="1.5" fill=${css(colour)} opacity="0.6" />
            <text x=${x} y=${base + px * 0.2 + small * 1.15} font-size=${small} fill=${css(mix(palette.ink, palette.background, 0.25))}>${ids[at]}</text></g>`;
        }),
      );
      return fits ? [...drawn, sentence] : drawn;
    },
  });
}
