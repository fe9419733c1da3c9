/** Sizes of the two grids in the free area, px. Pure. */

const GAP = 2;
/** Above a grid: its name and the words. */
const ABOVE = 24;
const LABEL = 24;
/** Beside the grids on wide areas: the result. */
export const RESULT = 272;
/** Width of an MLP's column. */
const MLP = { usual: 28, hall: 68 };
/** Width of a letter, for its size. */
export const LETTER = 0.62;
/** Height of a letter of a turned word, for its size: capitals are wide. */
const TURNED = 0.72;
/** Height of the line above the heads' numbers, for its size. */
const HEADS = 1.25;
/** For the gaps at the sides. */
const SPARE = 10;
const MOST = { stream: 84, head: 34, hallHead: 56, height: 40 };
const LEAST = { stream: 14, head: 12, height: 7, hall: 3 };
/** In the hall, the height of the sentence above the grid, px. */
const SAID = 130;

/**
 * @param {{width: number, height: number, narrow: boolean, hall: boolean}} area
 * @param {{layers: number, columns: number, others: number, both: boolean, heads: {text: string, kind: string}[]}} content  columns of
 *   words, and others: heads and MLPs; what stands above them, in both grids if the words differ
 */
export function layoutOf(area, { layers, columns, others, both, heads }) {
  const isWide = !area.narrow && !area.hall;
  const width = area.width - (isWide ? RESULT + 16 : 0);
  // the line that says how far "try all" is has its place, too
  const height = area.height - (isWide ? 172 : area.hall ? SAID : 0);
  // few layers: one grid above the other, with long rows
  const beside = both && isWide && layers > 9;
  const mlp = area.hall ? MLP.hall : MLP.usual;
  const mlps = heads.filter(({ kind }) => kind === 'mlp').length;
  const across = (beside ? (width - 16) / 2 : width) - SPARE - mlps * (mlp + GAP);
  const label = area.hall ? 56 : LABEL;
  const text = area.hall ? 28 : 13;
  const figures = 2 * LETTER * text + 1;
  const left = (across - label - (others - mlps) * (figures + GAP)) / Math.max(1, columns) - GAP;
  // a head's figure of two digits has room where a word's has
  const least = area.hall && left >= figures ? figures : LEAST.head;
  const head = Math.max(
    least,
    Math.min(area.hall ? MOST.hallHead : MOST.head, (across - label) / (columns * 1.6 + others - mlps) - GAP),
  );
  const stream = Math.max(
    LEAST.stream,
    Math.min(
      area.hall ? 140 : MOST.stream,
      (across - label - (others - mlps) * (head + GAP)) / Math.max(1, columns) - GAP,
    ),
  );
  const longest = Math.max(...heads.filter(({ kind }) => kind === 'stream').map(({ text }) => text.length), 1);
  const turned = stream < Math.min(longest, 6) * text * LETTER;
  const names = turned ? Math.min(longest, 8) * text * TURNED + 8 : 20;
  const down =
    (isWide ? height : area.narrow ? 420 : height) / (both && !beside ? 2 : 1) - ABOVE - names - HEADS * text;
  const tall = Math.max(
    area.hall ? LEAST.hall : LEAST.height,
    Math.min(MOST.height, Math.floor(down / Math.max(1, layers)) - 1),
  );
  return {
    both,
    beside,
    label,
    stream,
    head,
    height: tall,
    turned,
    mlp,
    names,
    text: area.hall ? 28 : Math.min(13, Math.max(10, tall)),
  };
}
