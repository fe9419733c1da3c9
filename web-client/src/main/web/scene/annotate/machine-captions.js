/**
 * The captions in the view of the whole machine: its layers, the parts of one layer, embedding, stream and output. Pure.
 *
 * @typedef {import('./caption-list.js').CaptionList} CaptionList
 */
import { layersKey } from './naming.js';

/** The greatest number of captions. */
const WHOLE_LIMIT = 10;
/** If there are more layers, columns of layers are named instead. */
const FEW_LAYERS = 6;

/** @param {CaptionList} list */
export function addWhole(list) {
  const plan = list.plan,
    naming = list.naming;
  const last = plan.columns.length - 1;
  addLayers(list);
  // large names have no room below it: there is the next part
  list.addPart(plan.dials[0]?.layer, 'attention', list.isBrief ? ['left'] : undefined);
  // in machines of several columns the names are on the outer sides
  if (last === 0) list.addPart(plan.dials[0]?.layer, 'mlp');
  else list.addPart(plan.dials[plan.dials.length - 1].layer, 'mlp', ['right', 'below']);
  for (const section of /** @type {const} */ (['embedding', 'output'])) {
    const nodes = plan.anatomy[section],
      // a vocabulary's other plates are behind other columns
      blocks = nodes.flatMap((node) => plan.byNode.get(node.name) ?? []).filter((block) => block.z === 0);
    if (blocks.length > 0)
      list.add(
        list.strings(`scene.${section}`),
        blocks,
        section === 'output' && last > 0 ? ['below', 'left', 'right'] : ['left', 'right'],
        {
          bracket: 'span',
          focus: { kind: 'section', section },
        },
      );
  }
  const stream = /** @type {import('../layout/board.js').Block} */ (
    plan.anatomy.spine
      .flatMap((name) => plan.byNode.get(name)?.slice(0, 1) ?? [])
      .find((block) => block.column === last)
  );
  list.add(list.strings('scene.stream'), [stream], ['right'], {
    role: 'activation',
    note: naming.shape(stream),
    stacked: true,
    focus: { kind: 'block', node: stream.node, head: null },
  });
  const vocabulary = plan.anatomy.output.filter((node) => node.axes.some((axis) => axis.name === 'd_vocab'));
  for (const { name, inputs } of [...plan.anatomy.embedding, ...vocabulary.slice(-1)]) {
    const [block] = plan.byNode.get(name) ?? [];
    if (!block) continue;
    // the name is placed outside of the table that is read
    const tables = inputs.flatMap((input) => plan.byNode.get(input) ?? []).filter((each) => each.y === block.y);
    list.add(naming.name(name), [block, ...tables], block.x < -plan.T / 2 - 1 ? ['left'] : ['right'], {
      role: naming.role(name),
      note: naming.shape(block),
      focus: list.focusOf(block),
    });
  }
  list.captions.length = Math.min(list.captions.length, WHOLE_LIMIT);
}

/** Every layer; or every column of layers, if there are many. @param {CaptionList} list */
function addLayers(list) {
  const { dials, columns } = list.plan,
    last = columns.length - 1;
  if (dials.length <= FEW_LAYERS && last <= 1) {
    dials.forEach(({ layer }, i) => list.addLayer(layer, i));
    return;
  }
  columns.forEach((_, column) => {
    const own = dials.filter((dial) => dial.column === column),
      [first] = own;
    if (own.length === 1) list.addLayer(first.layer, dials.indexOf(first), ['above']);
    else
      list.add(
        list.strings(layersKey(column, last + 1), { from: first.layer + 1, to: own[own.length - 1].layer + 1 }),
        [],
        ['above'],
        {
          dial: dials.indexOf(first),
          focus: { kind: 'layer', layer: first.layer },
        },
      );
  });
}
