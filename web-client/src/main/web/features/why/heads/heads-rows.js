/**
 * All heads with their scores, sorted. Pure.
 *
 * @typedef {'previous' | 'duplicate' | 'induction' | 'first' | 'copying'} Kind
 * @typedef {Kind | 'answer'} Order  `answer`: by how much a head votes for the answer or against it
 * @typedef {'repeated' | 'text'} On  measured on random tokens that come twice, or on the present text
 *
 * @typedef {(number | null)[][]} Numbers  by layer and head; null where a text has no such place
 * @typedef {Record<Exclude<Kind, 'copying'>, Numbers>} Scores
 * @typedef {import('../measured.js').About & Scores & {repeated?: Scores & {tokens: number[], changed?: boolean}, copying?: Numbers, copied?: number}} Heads
 *   `repeated`: of random tokens that come twice; `copied`: the number of tokens that copying was measured on; `changed`: whether the changed model has read these
 * @typedef {Heads & Required<Pick<Heads, 'repeated'>>} MeasuredHeads  the answer to {@link MEASURED}
 *
 * @typedef {object} Head
 * @property {number} layer  from 0
 * @property {number} head   from 0
 * @property {Record<Kind, Record<On, number | null>>} scores  null where a text has no such place, or while it is not measured; copying
 *   is measured on no text, and is the same for both
 * @property {number | null} vote  what the head itself adds to the lead of the answer; null while it is not known
 */

import { votesOf } from '../attribution/attribution-rows.js';
import { USUAL } from '../question.js';

/** @type {Kind[]} */
export const KINDS = ['previous', 'duplicate', 'induction', 'first', 'copying'];
/** @type {Order[]} */
export const ORDERS = ['answer', ...KINDS];

/** What is measured besides the scores on the text: on random tokens that come twice. */
export const MEASURED = { repeated: USUAL };

/** With up to so many heads, all are large. */
export const FEW_HEADS = 12;

/**
 * The request for copying: it is measured at once where that is quick, elsewhere when heads are sorted by it.
 * @param {Order} sort
 */
export const copyingAsked = (sort) => ({ copying: sort === 'copying' ? USUAL : 'quick' });

/** @typedef {{sort: Order, on: On, dim: boolean}} Chosen */

/** What is chosen within the tool. @param {Record<string, string>} opened @returns {Chosen} */
export function chosenOf({ sort, on, dim }) {
  const order = /** @type {Order} */ (sort);
  return {
    sort: ORDERS.includes(order) ? order : 'answer',
    on: on === 'repeated' ? 'repeated' : 'text',
    dim: dim === '1',
  };
}

/**
 * @param {Heads} answer @param {Heads | null} [copying] the answer that also has copying; null while there is none
 * @param {Pick<import('../attribution/attribution-rows.js').Attribution, 'attribution'> | null} [attribution] each part's vote, likewise
 * @returns {Head[]}
 */
export function headsOf(answer, copying = null, attribution = null) {
  const votes = new Map(
    attribution === null ? [] : votesOf(attribution).map(({ layer, head, value }) => [`${layer} ${head}`, value]),
  );
  const at = (/** @type {Numbers | undefined} */ table, /** @type {number} */ layer, /** @type {number} */ head) =>
    table?.[layer]?.[head] ?? null;
  return answer.previous.flatMap((heads, layer) =>
    heads.map((_, head) => ({
      layer,
      head,
      vote: votes.get(`${layer} ${head}`) ?? null,
      scores: /** @type {Head['scores']} */ (
        Object.fromEntries(
          KINDS.map((kind) => {
            const copied = at(copying?.copying, layer, head);
            const both =
              kind === 'copying'
                ? { repeated: copied, text: copied }
                : { repeated: at(answer.repeated?.[kind], layer, head), text: at(answer[kind], layer, head) };
            return [kind, both];
          }),
        )
      ),
    })),
  );
}

/** What heads are sorted by: a score, or the size of the vote; null without one. @param {Head} head @param {Order} order @param {On} on */
export const sizeOf = ({ scores, vote }, order, on) =>
  order === 'answer' ? vote && Math.abs(vote) : scores[order][on];

/** The highest first; those without a score last; equal ones in the machine's order. @param {Head[]} heads @param {Order} order @param {On} on */
export const sortedBy = (heads, order, on) =>
  [...heads].sort(
    (x, y) => (sizeOf(y, order, on) ?? -1) - (sizeOf(x, order, on) ?? -1) || x.layer - y.layer || x.head - y.head,
  );

/** How many heads rest more than half of their attention on the first token of the text. @param {Head[]} heads */
export const sinksOf = (heads) => heads.filter(({ scores }) => (scores.first.text ?? 0) > 0.5).length;

/**
 * The columns and rows of a map of all heads, the longer side across.
 * @param {number} layers @param {number} heads @param {{width: number, height: number}} box px @param {number} bar height of a cell besides its square, px
 */
export function mapSize(layers, heads, { width, height }, bar) {
  const across = layers > heads;
  const [columns, rows] = across ? [layers, heads] : [heads, layers];
  const square = Math.max(6, Math.floor(Math.min(width / columns, height / rows - bar)) - 2);
  return { across, columns, rows, square };
}
