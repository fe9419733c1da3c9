/**
 * Rich text with its forms chosen: of `{if …}…{else}…{end}` that part whose condition holds. Pure.
 *
 * @typedef {{fact: string, kind?: string, value?: any, text?: string, token?: number, position?: number, part?: any, before?: number, after?: number, error?: any}} Answer  of `GET facts`
 * @typedef {Map<string, Answer> | null} Facts  null until they have arrived
 */

/** The blocks of a rich text in a level. @param {any} rich @param {string} level @returns {any[] | null} null if it has none in that level */
export function blocksOf(rich, level) {
  if (!rich) return null;
  return Array.isArray(rich) ? rich : (rich[level] ?? null);
}

/**
 * The text about an answer without its first reply ("Yes."), for people who have not answered.
 * @param {any[] | null} blocks @param {string} reply @returns {any[] | null}
 */
export function withoutReply(blocks, reply) {
  const [first, ...others] = blocks ?? [];
  const [said, ...inlines] = first?.p ?? [];
  if (typeof said !== 'string' || !said.startsWith(reply)) return blocks;
  return [{ ...first, p: [said.slice(reply.length).trimStart(), ...inlines] }, ...others];
}

/**
 * All facts that a text shows or depends on, each once.
 * @param {any} rich blocks, inlines or conditions @returns {string[]}
 */
export function factsIn(rich) {
  const found = new Set();
  look(rich, (part) => {
    if (typeof part.fact === 'string') found.add(part.fact);
    if (typeof part.not === 'string') found.add(part.not);
  });
  return [...found];
}

/**
 * The positions of the tokens that words of a text lead to, each once.
 * @param {any} rich blocks or inlines @param {number} length of the text, in tokens
 * @returns {number[]} from 0
 */
export function tokensIn(rich, length) {
  const found = new Set();
  look(rich, ({ link }) => {
    if (link?.token !== undefined) found.add(link.token === 'last' ? length - 1 : link.token);
  });
  return [...found].filter((token) => token >= 0 && token < length);
}

/** Visits all parts of a text. @param {any} part @param {(part: any) => void} visit */
function look(part, visit) {
  if (Array.isArray(part)) part.forEach((each) => look(each, visit));
  else if (part && typeof part === 'object') {
    visit(part);
    for (const [name, inner] of Object.entries(part)) if (name !== 'link') look(inner, visit);
  }
}

/**
 * Whether a condition holds.
 * @param {any} condition @param {Facts} facts @param {Answer | null} answer the person's, for `{answer}`
 * @returns {boolean | null} null if a fact is missing or has no value
 */
export function holds(condition, facts, answer = null) {
  if (condition.not) {
    const inner = holds(typeof condition.not === 'string' ? { fact: condition.not } : condition.not, facts, answer);
    return inner === null ? null : !inner;
  }
  const left = valueOf(condition, facts, answer);
  if (left === null) return null;
  if (!condition.op) return Boolean(left);
  const isAsked = condition.value?.fact !== undefined || condition.value?.answer;
  const right = isAsked ? valueOf(condition.value, facts, answer) : condition.value;
  if (right === null || right === undefined) return null;
  const places = isAsked ? [condition, condition.value].map((named) => answerOf(named, facts, answer)?.position) : [];
  return places.length === 2 && !places.includes(undefined)
    ? compare(places[0], condition.op, places[1])
    : compare(left, condition.op, right);
}

/** @param {any} named a fact, or the answer @param {Facts} facts @param {Answer | null} answer */
const answerOf = (named, facts, answer) => (named.answer ? answer : (facts?.get(named.fact) ?? null));

/** @param {any} named a fact, or the answer @param {Facts} facts @param {Answer | null} answer */
function valueOf(named, facts, answer) {
  const known = answerOf(named, facts, answer);
  if (!known || known.error) return null;
  return known.value ?? known.text ?? (known.part ? JSON.stringify(known.part) : null);
}

/** @type {Record<string, (left: number, right: number) => boolean>} */
const ORDERS = {
  '<': (left, right) => left < right,
  '>': (left, right) => left > right,
  '<=': (left, right) => left <= right,
  '>=': (left, right) => left >= right,
};

/** @param {any} left @param {string} sign @param {any} right @returns {boolean | null} null if they have no order */
function compare(left, sign, right) {
  if (sign === '=' || sign === '!=') return (left === right) === (sign === '=');
  return typeof left === 'number' && typeof right === 'number' && ORDERS[sign] ? ORDERS[sign](left, right) : null;
}

/**
 * Inlines without forms: each form is replaced by the part whose condition holds; one whose facts are not known by nothing.
 * @param {any[]} inlines @param {Facts} facts @param {Answer | null} [answer]
 * @returns {any[]}
 */
export function chosen(inlines, facts, answer = null) {
  return inlines.flatMap((inline) => {
    if (!inline?.if) return [inline];
    const held = holds(inline.if, facts, answer);
    return held === null ? [] : chosen((held ? inline.then : inline.else) ?? [], facts, answer);
  });
}
