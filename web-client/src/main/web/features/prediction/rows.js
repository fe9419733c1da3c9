/**
 * A question in words, and its options as rows: their names, how many chose each, and what the model gives to each. Pure.
 *
 * @typedef {import('./asked.js').Poll} Poll
 * @typedef {{index: number, token?: number, name: string, other: boolean, count: number, of: number, p: number | null, bits: number | null, first?: number}} Row
 *   `token`: of a word that was typed; `of`: the share of those who answered, from 0 to 1; `p` and `bits` are null without the model; `first`: how many
 *   chose it in the first round
 */
import { css, html, nothing } from 'lit';
import { titleOf } from '../../ui/model-words.js';
import { plainToken, word } from '../../ui/plain-token.js';
import { shareText } from '../../ui/rounding.js';
import { words } from '../../ui/words.js';
import { askedOf } from './asked.js';

/** How many tokens are offered at first. */
const OFFERED = 4;
/** Probabilities that miss 1 by no more than this are all there are. */
const WHOLE = 1e-3;

/**
 * @param {Poll} question
 * @param {(option: import('./asked.js').Option, all: import('./asked.js').Option[]) => string} nameOf
 * @param {string} otherName name of "something else"
 * @returns {Row[]} in the order of the options; behind them what was typed
 */
export function rowsOf({ options, other, counts = [], model, answers, typed = [], first }, nameOf, otherName) {
  const named = [...options, ...typed];
  const rowOf = (
    /** @type {string} */ name,
    /** @type {number} */ index,
    count = 0,
    /** @type {number | null} */ p,
  ) => ({
    index,
    name,
    other: other && index === options.length,
    count,
    of: answers === 0 ? 0 : count / answers,
    p,
    bits: p !== null && p > 0 ? -Math.log2(p) : null,
    ...(first?.[index] !== undefined && { first: first[index] }),
  });
  const names = [...options.map((option) => nameOf(option, named)), ...(other ? [otherName] : [])];
  return [
    ...names.map((name, i) => rowOf(name, i, counts[i], model ? model[i] : null)),
    ...typed.map((word, i) => ({
      ...rowOf(nameOf(word, named), names.length + i, word.count, word.p),
      token: word.token,
    })),
  ];
}

/** The row of an answer: what was typed may be one, or among "something else". @param {Row[]} rows @param {import('./asked.js').Answer | null} own @returns {Row | null} */
export const rowOfAnswer = (rows, own) =>
  own && (rows.find(({ token }) => token !== undefined && token === own.token) ?? rows[own.option] ?? null);

/** The rows of a reveal: what most people chose comes first, "something else" last. @param {Row[]} rows */
export const byCount = (rows) => [...rows].sort((a, b) => Number(a.other) - Number(b.other) || b.count - a.count);

/** The rows that most people chose; none if nobody answered. @param {Row[]} rows */
export function favourites(rows) {
  const most = Math.max(...rows.map(({ count }) => count));
  return most === 0 ? [] : rows.filter(({ count }) => count === most);
}

/**
 * By how much the room's answers surprise the model on average, and by how much its own would, bits. Null if nobody answered, if not
 * every token is in some row, or if the model holds an answer for impossible.
 *
 * @param {Row[]} rows
 * @returns {{room: number, own: number} | null}
 */
export function surprises(rows) {
  const total = rows.reduce((sum, { p }) => sum + (p ?? 0), 0);
  const answers = rows.reduce((sum, { count }) => sum + count, 0);
  if (answers === 0 || Math.abs(total - 1) >= WHOLE || rows.some(({ count, bits }) => count > 0 && bits === null))
    return null;
  const room = rows.reduce((sum, { count, bits }) => sum + count * (bits ?? 0), 0) / answers;
  const own = rows.reduce((sum, { p, bits }) => sum + (p ?? 0) * (bits ?? 0), 0);
  return { room, own };
}

/**
 * The tokens that are offered at first: the most probable ones, and among them the answer's rival.
 * @param {Pick<import('../../model/trace.js').TraceInfo, 'next' | 'rival'>} info
 */
export function offered({ next, rival }) {
  const most = next.slice(0, OFFERED);
  return !rival || most.some(({ token }) => token === rival.token) ? most : [...most.slice(0, OFFERED - 1), rival];
}

/** Options in the order of their names. @template {{name: string}} Named @param {Named[]} options @param {string} locale @returns {Named[]} */
export function alphabetical(options, locale) {
  const { compare } = new Intl.Collator(locale, { numeric: true });
  return [...options].sort((a, b) => compare(a.name, b.name));
}

/** The name of an option among all; a mark, such as a comma, is in quotes, since it is hardly seen alone. @param {import('./asked.js').Option} option @param {import('./asked.js').Option[]} all */
function nameOf({ text, token }, all) {
  if (token === undefined) return text;
  const name = plainToken(
    text,
    all.filter((each) => each.token !== undefined),
  );
  return /^[\p{P}\p{S}]+$/u.test(name) ? words.text('prediction.mark', { name }) : name;
}

/** @param {Poll} question @param {boolean} [brief] whether "something else" is one word */
export const rows = (question, brief = false) =>
  rowsOf(question, nameOf, words.text(brief ? 'prediction.otherShort' : 'prediction.other'));

/** @param {number | null} share */
export const percent = (share) => (share === null ? '' : shareText(share, words));

/** As part of a sentence: "less than 0.1 %". @param {number | null} share */
export function percentInWords(share) {
  const [, sign, p] = /** @type {RegExpExecArray} */ (/^([<>]?)(.*)$/.exec(percent(share)));
  return share === null ? '' : words.text('prediction.share', { sign: { '<': 'less', '>': 'more' }[sign] ?? '', p });
}

/** The question: the text with a gap after it, or the presenter's own words. @param {Poll} question @param {unknown} [gap] what stands in the gap */
export function sentence({ about, question }, gap = nothing) {
  if (!about) return html`<p class="own"><bdi>${question}</bdi></p>`;
  const { text, cut } = about;
  return html`<p translate="no">${cut ? '… ' : nothing}${text.map((each, i) => word(each, i === text.length - 1 ? 'current' : '', i === 0))}${gap}</p>`;
}

/** The question as plain text. @param {Poll} question */
export function plainQuestion({ about, question }) {
  if (!about) return question ?? '';
  const text = about.text
    .map((each) => (/^ +$/.test(each) ? each : `${/^\s/.test(each) ? ' ' : ''}${plainToken(each)}`))
    .join('');
  return `${question ?? words.text('prediction.next')} ${about.cut ? '… ' : ''}${text.trim()} …`;
}

/** What stands beside the right answer: it is the model's own where the question is what comes next. @param {Poll} question @param {string} model its name */
export const rightText = ({ about }, model) =>
  words.text('prediction.isModels', { model, of: about ? 'next' : 'fact' });

/** The model that was asked, in a sentence: by its title where another one is shown. @param {import('../../ui/view.js').View | null} view */
export function modelName(view) {
  const { model, preset, title } = askedOf(view)?.reader ?? {};
  return title && view?.graph && view.graph.model.id !== model
    ? titleOf({ preset, title })
    : words.text('prediction.model');
}

/** A row as screen readers say it. @param {Row} row @param {string} model its name @param {(string | false)[]} marks what is said after its numbers */
export const spokenRow = ({ name, count, of, p, first }, model, ...marks) =>
  [
    words.text(p === null ? 'prediction.row' : 'prediction.rowModel', {
      name,
      people: count,
      share: percent(of),
      p: percent(p),
      model,
    }),
    first !== undefined && words.text('game.firstRound', { people: first }),
    ...marks,
  ]
    .filter(Boolean)
    .join(', ');

/** Styles of a question and its rows. What the room chose has the colour of text, what the model says its own. */
export const rowsStyle = css`
  .current {
    color: var(--accent);
  }
  .legend i {
    display: inline-block;
    background: var(--ink);
  }
  .legend .p i,
  .line.p i {
    background: var(--p);
  }
  .other .name {
    font-weight: var(--w-regular);
    color: var(--ink-2);
  }
  .models .name {
    color: var(--p);
  }
`;
