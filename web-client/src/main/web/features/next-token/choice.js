/**
 * The rows of the panel "What comes next?", computed from the server's answers. Pure.
 *
 * @typedef {{token: number, text: string, before: number, p: number, drawn: boolean}} Row
 * @typedef {{rows: Row[], rest: {count: number, before: number, p: number}, kept: number}} Choice
 */

/**
 * The distribution after one stage of the sampling, with the probabilities before it for comparison.
 *
 * @param {any} distribution of the protocol
 * @param {number} stage index into the protocol's stages; 0: the model's own distribution
 * @param {number} most rows at most
 * @returns {Choice}
 */
export function choiceAt(distribution, stage, most) {
  const before = Math.max(0, stage - 1);
  const rows = distribution.top.slice(0, most).map((each) => ({
    token: each.token,
    text: each.text,
    before: each.p[before],
    p: each.p[stage],
    drawn: each.token === distribution.drawn?.token,
  }));
  const shown = rows.length;
  const beyond = (/** @type {number} */ at) => {
    const listed = distribution.top.slice(shown);
    const { rest } = distribution.stages[at];
    return {
      count: rest.count + listed.filter((each) => each.p[at] > 0).length,
      p: rest.p + listed.reduce((sum, each) => sum + each.p[at], 0),
    };
  };
  return {
    rows,
    rest: { count: beyond(stage).count, before: beyond(before).p, p: beyond(stage).p },
    kept: distribution.stages[stage].kept,
  };
}

/**
 * The stages that take effect under a sampling. The first is the model's own distribution.
 *
 * @param {import('../../live/conductor.js').Sampling} sampling
 * @returns {number[]} indices into the protocol's stages
 */
export const stagesOf = ({ temperature, topK, topP }) => [
  0,
  1,
  ...(temperature > 0 && topK > 0 ? [2] : []),
  ...(temperature > 0 && topP < 1 ? [3] : []),
];

/**
 * The distributions of two models, token by token.
 *
 * @param {any} comparison of the protocol
 * @param {number} most rows at most
 * @returns {{rows: {token: number, text: string, p: [number, number]}[], rest: {count: number, p: [number, number]}}}
 */
export function comparedRows(comparison, most) {
  const rows = comparison.top.slice(0, most);
  const left = comparison.top.slice(most);
  const sum = (/** @type {0 | 1} */ of) =>
    left.reduce((/** @type {number} */ all, /** @type {any} */ each) => all + each.p[of], comparison.rest.p[of]);
  return {
    rows: rows.map(({ token, text, p }) => ({ token, text, p })),
    rest: { count: comparison.rest.count + left.length, p: [sum(0), sum(1)] },
  };
}
