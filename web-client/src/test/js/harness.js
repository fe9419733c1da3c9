/**
 * The harness of the client's unit tests: `test(name, fn)` in a file `*.test.js`, and `assert`. Node runs the files
 * (src/test/node/run.js), except those that need a browser (`*.browser.test.js`), which JavaScriptTest opens in a page each.
 * A test that asserts nothing fails.
 */

/** @type {{name: string, fn: () => void | Promise<void>}[]} */
const tests = [];

/** Number of assertions of the running test. */
let asserted = 0;

/**
 * @param {string} name a sentence about behaviour
 * @param {() => void | Promise<void>} fn
 */
export function test(name, fn) {
  tests.push({ name, fn });
}

/** The names of the declared tests, in order. @returns {string[]} */
export function names() {
  return tests.map(({ name }) => name);
}

/**
 * Runs the n-th test.
 *
 * @param {number} n
 * @returns {Promise<string | null>} the failure with its stack, or null
 */
export async function run(n) {
  asserted = 0;
  try {
    await tests[n].fn();
    return asserted > 0 ? null : 'The test asserts nothing.';
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}

export const assert = {
  /** @param {unknown} condition @param {string} [why] */
  ok(condition, why = 'expected something true') {
    asserted++;
    if (!condition) throw new Error(`${why}, got ${show(condition)}`);
  },

  /** The same value or the same object (Object.is). @param {unknown} actual @param {unknown} expected @param {string} [why] */
  equal(actual, expected, why = '') {
    asserted++;
    if (!Object.is(actual, expected)) throw new Error(`${prefix(why)}expected ${show(expected)}, got ${show(actual)}`);
  },

  /** @param {number} actual @param {number} expected @param {number} tolerance absolute @param {string} [why] */
  close(actual, expected, tolerance, why = '') {
    asserted++;
    if (!(Math.abs(actual - expected) <= tolerance)) {
      throw new Error(`${prefix(why)}expected ${expected} ± ${tolerance}, got ${actual}`);
    }
  },

  /** Equal in structure: plain objects, arrays, typed arrays, maps, sets. @param {unknown} actual @param {unknown} expected */
  deepEqual(actual, expected, why = '') {
    asserted++;
    if (!same(actual, expected)) throw new Error(`${prefix(why)}expected ${show(expected)}, got ${show(actual)}`);
  },

  /**
   * @param {() => unknown} fn
   * @param {RegExp} message that the error must match
   */
  throws(fn, message = /(?:)/) {
    asserted++;
    let error;
    try {
      fn();
    } catch (caught) {
      error = caught;
    }
    if (error === undefined) throw new Error(`expected an error like ${message}, got none`);
    checkMessage(error, message);
  },

  /**
   * @param {() => Promise<unknown>} fn
   * @param {RegExp} message what the error must say
   */
  async rejects(fn, message = /(?:)/) {
    asserted++;
    let error;
    try {
      await fn();
    } catch (caught) {
      error = caught;
    }
    if (error === undefined) throw new Error(`expected an error like ${message}, got none`);
    checkMessage(error, message);
  },
};

function checkMessage(error, message) {
  const said = error instanceof Error ? error.message : String(error);
  if (!message.test(said)) throw new Error(`expected an error like ${message}, got "${said}"`);
}

function prefix(why) {
  return why ? `${why}: ` : '';
}

function same(a, b) {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
  if (a instanceof Map || a instanceof Set) return same([...a], [...b]);
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && same(a[key], b[key]));
}

function show(value) {
  if (typeof value === 'string') return JSON.stringify(value);
  if (ArrayBuffer.isView(value))
    return `${value.constructor.name}[${Array.from(/** @type {any} */ (value)).join(', ')}]`;
  if (value instanceof Set || value instanceof Map) return `${value.constructor.name}(${JSON.stringify([...value])})`;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
