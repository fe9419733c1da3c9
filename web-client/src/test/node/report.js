/** A reporter for node's test runner: a line of JSON for each test with its file, its name, and its failure or null. */
export default async function* report(/** @type {AsyncIterable<any>} */ events) {
  let file = '';
  for await (const { type, data } of events) {
    if (type === 'test:start' && data.nesting === 0) file = data.name;
    if ((type === 'test:pass' || type === 'test:fail') && data.nesting === 1) {
      const failure = type === 'test:fail' ? String(data.details.error.cause?.message ?? data.details.error) : null;
      yield `${JSON.stringify({ file, name: data.name, failure })}\n`;
    }
  }
}
