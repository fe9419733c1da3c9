/**
 * The state of a page for its address: the run, and the page's view of it.
 *
 * @typedef {import('./address.js').AddressFields} AddressFields
 */
/** @param {import('../live/conductor.js').Conductor | null} conductor @returns {AddressFields} empty without a run */
export function runOf(conductor) {
  const { graph, trace, step } = conductor ?? {};
  if (!graph || !trace) return {};
  const { tokens, promptLength, changes } = trace.info;
  return {
    preset: graph.model.preset,
    tokens: [...tokens],
    given: promptLength,
    changes: changes?.join(';'),
    step: step ?? undefined,
  };
}

/**
 * @param {import('../ui/features.js').Page} page
 * @param {AddressFields} asked the view that the address asked for, used until there is a machine
 * @returns {AddressFields}
 */
export function viewedBy(page, asked) {
  const { machine, theme } = page;
  return {
    camera: machine ? (machine.camera ?? undefined) : asked.camera,
    theme: theme === 'hall' ? undefined : theme === 'hall-light' ? 'light' : theme,
  };
}
