/**
 * What is said about a stage, and by which blocks it stands: a pure function of the stage. Words come from the strings
 * file; priorities follow the look: value in question, queries keys values, heads, weights, sections, shapes.
 *
 * @typedef {'left' | 'right' | 'above' | 'below' | 'corner' | 'near'} Side  `corner` is the upper left one; `near` is above what is
 *   wide enough to carry the label, else beside it on the left
 * @typedef {{text: string, note: string, role: string | null, strong: boolean, blocks: number[], sides: Side[],
 *   dial: number}} Caption
 *   `note` is the fainter part (a shape); `role` colours the name, null is the text's ink; `dial` is the dial that it
 *   stands at, −1 for none, else `blocks` are those it belongs to
 */

/** A node's name without the layer that it stands in, as the strings file knows it. */
const plainName = (node) =>
  node.layer === null ? node.name.replace(/^blocks\.\d+\./, '') : node.name.replace(`blocks.${node.layer}.`, '');

/** At most so many in the view of the whole machine. */
const WHOLE_LIMIT = 10;

/**
 * @param {import('./stage.js').Stage} stage
 * @param {import('./layout.js').Layout} plan
 * @param {Map<string, import('./anatomy.js').GraphNode>} nodes
 * @param {(key: string, values?: object) => string} strings
 * @returns {Caption[]} most important first
 */
export function captionsOf(stage, plan, nodes, strings) {
  const found = [];
  const say = (text, blocks, sides, more = {}) =>
    found.push({
      text,
      note: '',
      role: null,
      strong: true,
      blocks: blocks.map((block) => block.index),
      sides,
      dial: -1,
      ...more,
    });
  // some nodes are called after what they do: what one family bends, another multiplies by a gate
  const nameOf = (name) => {
    const node = nodes.get(name),
      plain = plainName(node);
    for (const key of [`scene.byOp.${node.op}.${plain}`, `scene.node.${plain}`]) {
      const text = strings(key);
      if (text !== key) return text;
    }
    return plain.split('.').at(-1);
  };
  const roleOf = (node) =>
    node.op === 'weight' || node.op === 'transpose' ? (node.frame === 'weight' ? 'weight' : node.frame) : node.role;
  const shape = (block) => strings('scene.shape', { columns: String(block.cols), rows: String(block.rows) });
  const folded = (
    block,
    key = block.rowAxis === 'd_vocab' || block.colAxis === 'd_vocab' ? 'scene.foldedTokens' : 'scene.folded',
  ) =>
    strings(key, {
      rows: plan.byNode
        .get(block.node)
        .reduce((sum, each) => sum + (block.colAxis === 'd_vocab' ? each.cols : each.rows), 0),
      plates: block.plates,
      each: block.colAxis === 'd_vocab' ? plan.byNode.get(block.node)[0].cols : plan.byNode.get(block.node)[0].rows,
    });
  const layerName = (layer) => strings('scene.layer', { layer: String(layer + 1) });

  if (stage.whole) {
    plan.dials.forEach((dial, i) => say(layerName(dial.layer), [], ['left'], { dial: i }));
    const first = plan.anatomy.branches.filter((branch) => branch.layer === plan.dials[0]?.layer);
    for (const branch of first) {
      const blocks = plan.blocks.filter((block) => block.branch === plan.anatomy.branches.indexOf(branch));
      const arms = plan.arms.filter((arm) => arm.branch === plan.anatomy.branches.indexOf(branch));
      if (branch.kind === 'attention') {
        say(
          strings('scene.attention'),
          blocks.filter((block) => block.rowAxis === 'd_model' && block.colAxis === 'd_head'),
          ['left'],
          { note: strings('scene.heads', { heads: arms[0]?.count ?? 0 }) },
        );
      } else {
        const plates = blocks.filter((block) => block.plate >= 0 && block.colAxis === 'd_model');
        say(strings('scene.mlp'), plates, ['right'], {
          note: plates.length > 0 ? folded(plates[0], 'scene.foldedShort') : '',
        });
      }
    }
    const stream = plan.byNode.get(plan.anatomy.spine[0]);
    say(strings('scene.stream'), stream, ['right'], { role: 'activation', note: shape(stream[0]) });
    const vocabulary = plan.anatomy.output.filter((node) => node.axes.some((axis) => axis.name === 'd_vocab'));
    for (const node of [...plan.anatomy.embedding, ...vocabulary.slice(-1)].filter((each) =>
      plan.byNode.has(each.name),
    )) {
      const blocks = plan.byNode.get(node.name),
        tables = node.inputs
          .flatMap((name) => plan.byNode.get(name) ?? [])
          .filter((block) => nodes.get(block.node).op === 'weight');
      say(nameOf(node.name), [...blocks, ...tables], blocks[0].x < -plan.T / 2 - 1 ? ['left'] : ['right'], {
        role: node.role,
        note: shape(blocks[0]),
      });
    }
    return found.slice(0, WHOLE_LIMIT);
  }

  const kind = stage.branch < 0 ? null : plan.anatomy.branches[stage.branch].kind;
  const faces = (block) => stage.contrast[block.index] >= 1;
  const front = (name) => plan.byNode.get(name).filter(faces);
  const fanOut = [
    ...new Set(
      stage.computes
        .flatMap((name) => front(name))
        .filter((block) => block.head >= 0)
        .map((block) => block.arm),
    ),
  ].filter((arm) => arm >= 0 && plan.arms[arm].heads === 1);
  const sidesOf = (block, node) => {
    if (node.axes.some((axis) => axis.name === 'one')) return ['right', 'left'];
    // seen close, letters stand above the blocks
    if (stage.close) return block.causal || node.op === 'mix' ? ['right', 'below'] : ['left', 'below'];
    if (block.plate >= 0 && block.plates > 1) return ['below', 'above'];
    if (block.head >= 0) return ['near', 'below', 'right'];
    if (block.rowAxis === 'd_vocab') return ['right', 'below', 'above'];
    // the stream is named on the side where the step's branch is not
    if (plan.anatomy.spine.includes(node.name)) return kind === 'mlp' ? ['left', 'below'] : ['right', 'below'];
    return ['below', 'above'];
  };
  const note = (block, node) =>
    block.plate >= 0 && block.plates > 1
      ? folded(block)
      : node.axes.some((axis) => axis.name === 'one')
        ? ''
        : shape(block);

  if (stage.computes.length > 6) {
    // a whole layer at once: its parts rather than its nodes
    const layer = nodes.get(stage.computes[0]).layer;
    const dial = plan.dials.findIndex((each) => each.layer === layer);
    say(layerName(layer), [], ['left'], { dial });
    plan.anatomy.branches.forEach((branch, index) => {
      if (branch.layer !== layer) return;
      const blocks = plan.blocks.filter((block) => block.branch === index);
      if (branch.kind === 'attention') {
        say(
          strings('scene.attention'),
          blocks.filter((block) => block.rowAxis === 'd_model' && block.colAxis === 'd_head'),
          ['left'],
          { note: strings('scene.heads', { heads: plan.arms.find((arm) => arm.branch === index)?.count ?? 0 }) },
        );
      } else {
        const plates = blocks.filter((block) => block.plate >= 0 && block.colAxis === 'd_model');
        if (plates.length > 0)
          say(strings('scene.mlp'), plates, ['right'], { note: folded(plates[0], 'scene.foldedShort') });
      }
      if (branch.kind === 'mlp') say(nameOf(branch.to), plan.byNode.get(branch.to), ['below'], { role: 'activation' });
    });
    return found;
  }

  for (const name of stage.computes) {
    const blocks = front(name);
    if (blocks.length > 0)
      say(nameOf(name), blocks.slice(0, 1), sidesOf(blocks[0], nodes.get(name)), {
        role: roleOf(nodes.get(name)),
        note: fanOut.length > 1 ? '' : note(blocks[0], nodes.get(name)),
      });
  }
  const reads = [...stage.reads].filter((name) => front(name).length > 0);
  const tables = reads.filter((name) => nodes.get(name).op === 'weight' || nodes.get(name).op === 'transpose');
  const isBig = (name) => nodes.get(name).axes.filter((axis) => axis.name !== 'head').length > 1;
  const big = tables.filter(isBig),
    small = tables.filter((name) => !isBig(name));
  if (fanOut.length > 1)
    for (const arm of fanOut) {
      const own = plan.blocks.filter((block) => block.arm === arm && faces(block));
      const top = own.reduce((best, block) =>
        block.y < best.y || (block.y === best.y && block.x < best.x) ? block : best,
      );
      say(strings('scene.head', { head: String(plan.arms[arm].index + 1) }), [top], ['corner']);
    }
  for (const name of reads.filter((each) => !tables.includes(each))) {
    const blocks = front(name);
    say(nameOf(name), blocks.slice(0, 1), sidesOf(blocks[0], nodes.get(name)), {
      role: nodes.get(name).role,
      note: stage.close ? note(blocks[0], nodes.get(name)) : '',
    });
  }
  for (const name of big) {
    const blocks = front(name),
      left = blocks[0].x < 0;
    say(
      nameOf(name),
      blocks,
      blocks[0].arm < 0 && blocks[0].head >= 0 ? ['below', 'left'] : left ? ['left', 'below'] : ['right', 'below'],
      { role: roleOf(nodes.get(name)), note: fanOut.length > 1 ? '' : blocks[0].plates > 1 ? '' : shape(blocks[0]) },
    );
  }
  if (fanOut.length < 2)
    small.forEach((name, i) =>
      say(nameOf(name), front(name).slice(0, 1), i % 2 === 0 ? ['above', 'below'] : ['below', 'above'], {
        role: roleOf(nodes.get(name)),
      }),
    );
  const layer = nodes.get(stage.computes[0]).layer;
  if (layer !== null && !stage.close) {
    const dial = plan.dials.findIndex((each) => each.layer === layer);
    say(layerName(layer), [], ['left'], { dial });
  }
  return found;
}
