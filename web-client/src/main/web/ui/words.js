/**
 * Every word that a person reads, looked up by key, and every number, written as the language writes it. A text may
 * hold `{name}`, and `{name|one thing|# things}`, which is chosen by the language's own plural rules.
 */
export class Words {
  /** The whole file; the scene reads its own part. @type {Record<string, any>} */
  table = {};
  /** How numbers, lists and plurals are written. */
  locale = 'en';

  /** What is asked for of steps, by their names. @type {Map<string, Promise<void>>} */
  #steps = new Map();

  /** The words that a page begins with. @param {string} [language] of a file in strings/ */
  async load(language = 'en') {
    await this.#add(language, 'first');
  }

  /** All others. @param {string} [language] */
  async loadRest(language = 'en') {
    await this.#add(language, 'rest');
  }

  /** Whether all is here that there is to say of a step. @param {string} step as the strings file names it */
  saysStep(step) {
    const said = this.table.step?.[step];
    return !said || said.text !== undefined;
  }

  /**
   * What one step says, ahead of the rest. Resolves, too, where it cannot be had: then the rest brings it.
   * @param {string} step as the strings file names it @param {string} [language]
   */
  async loadStep(step, language = 'en') {
    if (this.saysStep(step)) return;
    if (!this.#steps.has(step))
      this.#steps.set(
        step,
        this.#add(language, `step.${step}`).catch(() => {
          this.#steps.delete(step);
        }),
      );
    await this.#steps.get(step);
  }

  /** The build cuts a strings file in parts. @param {string} language @param {string} part */
  async #add(language, part) {
    const response = await fetch(new URL(`../strings/${language}.${part}.json`, import.meta.url));
    if (!response.ok) throw new Error(`The strings file for "${language}" is not there.`);
    const words = await response.json();
    // The other part may have come meanwhile: what is there is read after the wait.
    this.use(joined(this.table, words));
  }

  /** @param {Record<string, any>} table a strings file, which names its `locale` */
  use(table) {
    this.table = table;
    this.locale = table.locale ?? this.locale;
  }

  /** @param {string} key such as `card.continue` */
  has(key) {
    return typeof this.#find(key) === 'string';
  }

  /**
   * @param {string} key
   * @param {Record<string, any>} [values] texts, and numbers, which are written in the language's way
   * @returns {string} the text; the key itself where there is none, so that a gap is seen
   */
  text(key, values = {}) {
    const text = this.#find(key);
    return typeof text === 'string' ? this.fill(text, values) : key;
  }

  /** @param {string} text @param {Record<string, any>} values */
  fill(text, values) {
    return text.replace(/\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g, (whole, name, one, other) => {
      const value = values[name];
      if (value === undefined) return whole;
      const written = typeof value === 'number' ? this.number(value, 0) : value;
      if (one === undefined) return written;
      const single = new Intl.PluralRules(this.locale).select(Number(value)) === 'one';
      return (single ? one : other).replaceAll('#', written);
    });
  }

  /**
   * @param {number} value
   * @param {number} decimals exactly so many
   * @returns {string} with a real minus
   */
  number(value, decimals) {
    const format = new Intl.NumberFormat(this.locale, {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
    });
    // What rounds to zero has no sign.
    const written = format.format(value);
    return (/[1-9]/.test(written) ? written : written.replace('-', '')).replace('-', '−');
  }

  /** A cell's value: four decimals, and powers of ten where those would say too little. @param {number} value */
  value(value) {
    const size = Math.abs(value);
    if (size !== 0 && (size < 0.001 || size >= 1e5)) {
      const [mantissa, exponent] = value.toExponential(3).split('e');
      return `${this.number(Number(mantissa), 3)} × 10${superscript(Number(exponent))}`;
    }
    return this.number(value, 4);
  }

  /** A list as the language writes it: "A, B and C". @param {string[]} items */
  list(items) {
    return new Intl.ListFormat(this.locale, { type: 'conjunction' }).format(items);
  }

  #find(key) {
    return key.split('.').reduce((part, name) => part?.[name], this.table);
  }
}

function superscript(/** @type {number} */ n) {
  return String(n).replace(/[-\d]/g, (c) => (c === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(c)]));
}

/** The page's own words; app.js loads them before anything is drawn. */
export const words = new Words();

/** Two parts of a strings file in one, in whatever order they came. @param {any} one @param {any} other @returns {any} */
function joined(one, other) {
  if (!isTable(one)) return other;
  // The build puts 0 in the place of what is in the other part.
  if (!isTable(other)) return other === 0 ? one : other;
  const all = { ...one };
  for (const [name, member] of Object.entries(other)) all[name] = name in one ? joined(one[name], member) : member;
  return all;
}

const isTable = (/** @type {any} */ value) => typeof value === 'object' && value !== null && !Array.isArray(value);
