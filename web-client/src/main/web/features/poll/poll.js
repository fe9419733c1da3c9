/**
 * A poll that the room is asked, as pages see it, and its options as rows. Pure.
 *
 * @typedef {'one' | 'several' | 'scale' | 'text'} Kind
 * @typedef {{id: string, text: string, count?: number, first?: number, hidden?: boolean}} Said  what people wrote
 * @typedef {{kind: Kind, question: string, options: string[], right?: number[], words?: Record<string, {question: string, options?: string[]}>,
 *   phase: import('../../ui/asks/asked.js').Phase, answers: number, counts?: number[], said?: Said[], more?: number, beat?: string, first?: number[]}} Question
 *   of the protocol
 * @typedef {{number: number, question: Question}} Poll
 * @typedef {{options?: number[], text?: string}} Answer
 * @typedef {{index: number, name: string, count: number, of: number, first?: number, isRight: boolean}} Row  `of`: the share of those who answered;
 *   `first`: how many in the first round
 */
import { css, html, nothing, svg } from 'lit';
import { shareText } from '../../ui/rounding.js';
import { words } from '../../ui/words.js';

/** The highest value of a scale. */
const HIGHEST = 5;

/** Each option has a letter, a shape and a colour. Paths in a box of 24. */
const SHAPES = [
  'M12 2a10 10 0 1 0 0 20a10 10 0 1 0 0-20z',
  'M3 3h18v18H3z',
  'M12 2 23 21H1z',
  'M12 1 23 12 12 23 1 12z',
  'M7 2h10l5 10-5 10H7L2 12z',
  'M7 1h10v6h6v10h-6v6H7v-6H1V7h6z',
];
const LETTERS = 'ABCDEF';

/** The poll that is shown, in the page's language if it has words in it. @param {Pick<import('../../ui/view.js').View, 'room'> | null} view @returns {Poll | null} null if there is none */
export function pollOf(view) {
  const poll = view?.room?.parts.poll ?? null;
  const own = poll?.question.words?.[words.language];
  return poll && own ? { ...poll, question: { ...poll.question, ...own } } : poll;
}

/** This person's own answer, or null. @param {Pick<import('../../ui/view.js').View, 'room'> | null} view @returns {Answer | null} */
export function ownAnswer(view) {
  const poll = pollOf(view);
  const own = view?.room?.own.poll;
  return poll && own?.number === poll.number ? own : null;
}

/** What can be chosen, by name. @param {Pick<Question, 'kind' | 'options'>} question */
export const names = ({ kind, options }) =>
  kind === 'scale'
    ? Array.from({ length: HIGHEST }, (_, i) =>
        [String(i + 1), i === 0 ? options[0] : i === HIGHEST - 1 ? options[1] : undefined].filter(Boolean).join(' · '),
      )
    : options;

/** The options in their order; what people wrote from the most frequent on. @param {Question} question @returns {Row[]} */
export function rows(question) {
  const { answers, counts = [], right = [], first = [], said = [] } = question;
  const of = (/** @type {number} */ count) => (answers === 0 ? 0 : count / answers);
  if (question.kind === 'text')
    return said.map(({ text, count = 0, first: before = 0 }, index) => ({
      index,
      name: text,
      count,
      of: of(count),
      ...(question.first && { first: before }),
      isRight: false,
    }));
  return names(question).map((name, index) => ({
    index,
    name,
    count: counts[index] ?? 0,
    of: of(counts[index] ?? 0),
    ...(first[index] !== undefined && { first: first[index] }),
    isRight: right.includes(index),
  }));
}

/** The mean of a scale's values; null if nobody answered. @param {number[]} counts of each value from 1 on */
export function mean(counts) {
  const people = counts.reduce((sum, count) => sum + count, 0);
  return people === 0 ? null : counts.reduce((sum, count, i) => sum + count * (i + 1), 0) / people;
}

/** How an answer stands to what is right: null if nobody says what is, or nothing was answered. @param {Question} question @param {Answer | null} own */
export function isRight({ right = [] }, own) {
  if (right.length === 0 || !own?.options) return null;
  return own.options.length === right.length && right.every((index) => own.options?.includes(index));
}

/** A row as screen readers say it. @param {Row} row @param {Question} question @param {(string | false)[]} marks what is said after its numbers */
export const spokenRow = ({ index, name, count, of, first, isRight: right }, { kind }, ...marks) =>
  [
    words.text('prediction.row', {
      name: isMarked(kind) ? `${LETTERS[index]}, ${name}` : name,
      people: count,
      share: shareText(of, words),
    }),
    first !== undefined && words.text('game.firstRound', { people: first }),
    right && words.text('poll.right'),
    ...marks,
  ]
    .filter(Boolean)
    .join(', ');

/** The result in a sentence, with markup. @param {Question} question */
export function result(question) {
  const { kind, answers, counts = [] } = question;
  const average = kind === 'scale' ? mean(counts) : null;
  if (average !== null) return words.text('poll.mean', { mean: words.number(average, 1), people: answers });
  const all = rows(question);
  const most = Math.max(0, ...all.map(({ count }) => count));
  if (most === 0) return words.text('prediction.hall.nobody');
  const best = all.filter(({ count }) => count === most);
  const right = all.filter((row) => row.isRight);
  const favourites = words.text('poll.most', {
    count: best.length,
    names: words.list(best.map(({ name }) => name)),
    most,
    people: answers,
  });
  return right.length === 0
    ? favourites
    : `${favourites} ${words.text('poll.isRight', { count: right.length, names: words.list(right.map(({ name }) => name)) })}`;
}

/** The longest bar of both rounds, which share one scale. @param {Row[]} all */
export const longest = (all) => Math.max(1, ...all.map(({ count, first = 0 }) => Math.max(count, first)));

const isMarked = (/** @type {Kind} */ kind) => kind === 'one' || kind === 'several';

/** Whether no bar has the colour of the room, which a legend shows. @param {Question} question */
export const hasOwnColours = ({ kind }) => isMarked(kind);

/** The class of an option's colour. @param {Kind} kind @param {number} index */
export const colour = (kind, index) => (isMarked(kind) ? `m${index}` : '');

/** The letter of an option in its shape and colour; nothing of a scale or a text. @param {Kind} kind @param {number} index */
export const mark = (kind, index) =>
  isMarked(kind)
    ? html`<span class="mark m${index}" aria-hidden="true">${svg`<svg viewBox="0 0 24 24"><path d=${SHAPES[index]} /></svg>`}<b>${LETTERS[index]}</b></span>`
    : nothing;

/** Styles of letters in their shapes, and of bars in their colours. A mark is as large as its text. */
export const markStyle = css`
  .m0 {
    --option: var(--q);
  }
  .m1 {
    --option: var(--act);
  }
  .m2 {
    --option: var(--v);
  }
  .m3 {
    --option: var(--k);
  }
  .m4 {
    --option: var(--agg);
  }
  .m5 {
    --option: var(--weight);
  }
  .mark {
    flex: none;
    position: relative;
    display: inline-grid;
    place-items: center;
    width: 1.5em;
    height: 1.5em;
    font-weight: var(--w-strong);
  }
  .mark svg {
    grid-area: 1 / 1;
    width: 100%;
    height: 100%;
    fill: var(--option);
    stroke: none;
  }
  .mark b {
    grid-area: 1 / 1;
    position: relative;
    font-size: 0.72em;
    line-height: 1;
    color: var(--bg);
  }
  .m2 b {
    top: 0.25em;
  }
  .chosen .mark svg {
    stroke: var(--accent-ink);
    stroke-width: 1.5;
  }
  .legend i {
    display: inline-block;
    background: var(--ink);
  }
  .right .name {
    color: var(--good);
  }
  .rows i,
  .lines i {
    background: var(--option, var(--ink));
  }
  .lines i.first {
    background: none;
    outline: 2px solid var(--ink-2);
    outline-offset: -2px;
  }
`;
