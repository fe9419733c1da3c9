/**
 * All visible texts by key, and numbers and lists in the page's language. Texts are in ICU MessageFormat; the build compiles
 * them, so nothing is parsed here (pack/Messages.java documents the compiled form).
 *
 * @typedef {string | [0, ...(string | Argument)[]]} Message alternating literals and arguments, a literal first
 * @typedef {string | 0 | [name: string, choices: Record<string, Message>, kind?: 'ordinal' | 'select']} Argument
 *   a name; 0: the number of the surrounding plural; or a plural or selection
 *
 * @typedef {object} Table  all texts that have loaded, by their keys; here are those that are read without {@link Words.text}
 * @property {string} [locale]
 * @property {string} [direction]
 * @property {Record<string, StepTexts>} [step]
 * @property {Record<string, string>} [tensor]
 * @property {Record<string, Record<string, string>>} [tensorOf]
 * @property {Record<string, Message | Record<string, Message>>} [formula]
 * @property {Record<string, string>} [models]
 * @property {{endings?: string[], term?: Record<string, {names: string[], says: Message}>}} [glossary]
 *
 * @typedef {{title: Message, text?: Message[], formula?: Message, caption?: Message}} Telling  without `text` until that has loaded
 * @typedef {Telling & {[Variant in 'unbiased' | 'gated' | 'geglu' | 'rms' | 'together' | 'grouped' | 'tied' | 'windowed' |
 *   'stream' | 'beside' | 'fixed' | 'experts']?: Partial<Telling> | 0}} StepTexts  of a
 *   step, and where those of some architectures differ
 *
 * @typedef {(key: string, values?: Values) => string} Strings  see {@link Words.text}
 * @typedef {Record<string, unknown>} Values  of arguments: texts; numbers and lists, which are formatted for the language
 */
import { source } from '../live/http.js';

export class Words extends EventTarget {
  /** All loaded texts. @type {Table} */
  table = {};
  /** The locale of numbers, lists and plurals. */
  locale = 'en';
  /** The language's folder below strings/. */
  language = 'en';
  /** The level of the texts that teach (level.js). */
  level = 'developer';

  /** The language and level that are loading; this while none are. @type {{language: string, level: string}} */
  coming = this;
  /** Groups of texts that this page needs beside those of every page; the build makes each a file (pack/Parts.java). @type {Set<string>} */
  groups = new Set();
  /** Requests for the texts of steps, by the steps' string keys. @type {Map<string, Promise<void>>} */
  #steps = new Map();
  /** Cached formats of `Intl`, which are slow to create. @type {Map<string, object>} */
  #formats = new Map();

  /** Loads the texts for the page's first rendering. */
  async load() {
    await this.add('first');
  }

  /** Loads all other texts that every page needs, and the groups of this one. */
  async loadRest() {
    await Promise.all(['rest', ...this.groups].map((part) => this.add(part)));
  }

  /**
   * Changes to another language or level once all its texts have loaded, and emits `change`. If they cannot be loaded, it
   * rejects and leaves both unchanged.
   * @param {string} [language] a folder below strings/
   * @param {string} [level]
   */
  async change(language = this.coming.language, level = this.coming.level) {
    const wanted = (this.coming = { language, level });
    try {
      const parts = ['first', 'rest', ...this.groups].map((part) => fetched(language, level, part));
      const table = (await Promise.all(parts)).reduce(joined);
      // change() may have been called again in between.
      if (this.coming !== wanted) return;
      Object.assign(this, wanted);
      this.use(table);
    } finally {
      if (this.coming === wanted) this.coming = this;
    }
    this.dispatchEvent(new Event('change'));
  }

  /** Whether all texts of a step have loaded. @param {string} step its string key */
  saysStep(step) {
    const texts = this.table.step?.[step];
    return !texts || texts.text !== undefined;
  }

  /**
   * Loads the texts of one step, ahead of the rest. It resolves even if that fails, since the rest includes them.
   * @param {string} step its string key
   */
  async loadStep(step) {
    if (this.saysStep(step)) return;
    if (!this.#steps.has(step))
      this.#steps.set(
        step,
        this.add(`step.${step}`).catch(() => {
          this.#steps.delete(step);
        }),
      );
    await this.#steps.get(step);
  }

  /** Loads a part of the texts. @param {string} part as the build divides them */
  async add(part) {
    const { language, level } = this;
    const texts = await fetched(language, level, part);
    // Other parts, or another language, may have loaded in between.
    if (this.language !== language || this.level !== level) return;
    // The other parts have the titles of the level, and may arrive first.
    this.use(part === 'first' ? joined(texts, this.table) : joined(this.table, texts));
  }

  /** @param {Table} table */
  use(table) {
    this.table = table;
    if (table.locale && table.locale !== this.locale) {
      this.locale = table.locale;
      this.#formats.clear();
    }
  }

  /** @param {string} key such as `card.continue` */
  has(key) {
    return isMessage(this.#find(key));
  }

  /**
   * @param {string} key
   * @param {Values} [values]
   * @returns {string} the text; for an unknown key the key itself, so that the gap is visible
   */
  text(key, values = {}) {
    const message = this.#find(key);
    return isMessage(message) ? this.fill(message, values) : key;
  }

  /**
   * The text of an error in the page's language. An error without a code counts as the lack of an answer; a code without a
   * text, as a server's problem.
   *
   * @param {unknown} problem
   */
  problem(problem) {
    const { code = 'unreachable', params } = /** @type {{code?: string, params?: Values}} */ (problem ?? {});
    const key = [`problem.${code}`, `error.${code}`].find((each) => this.has(each));
    return this.text(key ?? 'error.server', params);
  }

  /**
   * @param {Message} message
   * @param {Values} values
   * @param {string} [number] the value of `#`
   * @returns {string} an argument without a value becomes its name in braces, so that the gap is visible
   */
  fill(message, values, number = '') {
    if (typeof message === 'string') return message;
    const [, ...parts] = message;
    return parts
      .map((part, i) => (i % 2 === 0 ? part : this.#argument(/** @type {Argument} */ (part), values, number)))
      .join('');
  }

  /** @param {Argument} argument @param {Values} values @param {string} number */
  #argument(argument, values, number) {
    if (argument === 0) return number;
    const [name, choices, kind] = typeof argument === 'string' ? [argument] : argument;
    const value = values[name];
    if (value === undefined) return `{${name}}`;
    const written =
      typeof value === 'number' ? this.number(value, 0) : Array.isArray(value) ? this.list(value) : String(value);
    if (!choices) return written;
    if (kind === 'select') return this.fill(choices[String(value)] ?? choices.other, values, number);
    const rules = this.#format(`plural ${kind}`, () => new Intl.PluralRules(this.locale, { type: kind ?? 'cardinal' }));
    return this.fill(choices[`=${value}`] ?? choices[rules.select(Number(value))] ?? choices.other, values, written);
  }

  /**
   * @param {number} value
   * @param {number} decimals exact number of decimals
   * @returns {string} with a real minus sign, and none before a zero
   */
  number(value, decimals) {
    /** @type {Intl.NumberFormatOptions} */
    const options = { minimumFractionDigits: decimals, maximumFractionDigits: decimals, signDisplay: 'negative' };
    const format = this.#format(`number ${decimals}`, () => new Intl.NumberFormat(this.locale, options));
    return format.format(value).replace('-', '−');
  }

  /** A cell's value: with four decimals, or in scientific notation if it is very small or large. @param {number} value */
  value(value) {
    const size = Math.abs(value);
    if (size !== 0 && (size < 0.001 || size >= 1e5)) {
      const [mantissa, exponent] = value.toExponential(3).split('e');
      return `${this.number(Number(mantissa), 3)} × 10${superscript(Number(exponent))}`;
    }
    return this.number(value, 4);
  }

  /** Joins a list in the page's language: "A, B and C". @param {string[]} items */
  list(items) {
    return this.#format('list', () => new Intl.ListFormat(this.locale, { type: 'conjunction' })).format(items);
  }

  /** @template {object} Format @param {string} name @param {() => Format} make @returns {Format} */
  #format(name, make) {
    if (!this.#formats.has(name)) this.#formats.set(name, make());
    return /** @type {Format} */ (this.#formats.get(name));
  }

  /** @param {string} key @returns {unknown} */
  #find(key) {
    return key.split('.').reduce(memberOf, this.table);
  }
}

/** The page's texts; app.js loads them before anything is rendered. */
export const words = new Words();

/** @param {unknown} part of a table @param {string} name @returns {unknown} */
const memberOf = (part, name) => (isObject(part) ? Reflect.get(part, name) : undefined);

/** @param {unknown} value @returns {value is object} */
const isObject = (value) => typeof value === 'object' && value !== null;

/** Whether a member of a table is a single text, not a list or a table of texts. @param {unknown} value @returns {value is Message} */
export const isMessage = (value) => typeof value === 'string' || (Array.isArray(value) && value[0] === 0);

/**
 * The first part and groups are the same in every level.
 * @param {string} language @param {string} level @param {string} part @returns {Promise<Table>}
 */
async function fetched(language, level, part) {
  const own = level === 'developer' || !/^(rest|step|tools|vectors)/.test(part) ? '' : `.${level}`;
  const response = await source.ask(new URL(`../strings/${language}${own}.${part}.json`, import.meta.url));
  if (!response.ok) throw new Error(response.url);
  return response.json();
}

function superscript(/** @type {number} */ n) {
  return String(n).replace(/[-\d]/g, (c) => (c === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(c)]));
}

/** Joins two parts of a table, in either order. @template Part @param {Part} one @param {Part} other @returns {Part} */
function joined(one, other) {
  if (!isTable(one)) return other;
  // The build puts 0 in the place of texts that are in the other part.
  if (!isTable(other)) return other === 0 ? one : other;
  const both = Object.entries(other).map(([name, member]) => [name, joined(memberOf(one, name), member)]);
  return { ...one, ...Object.fromEntries(both) };
}

/** @param {unknown} value @returns {value is object} */
const isTable = (value) => isObject(value) && !Array.isArray(value);
