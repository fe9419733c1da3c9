/**
 * The captions of a step: first what it computes, then what it reads, its tables, its layer and the sizes of its result. Pure.
 *
 * @typedef {import('./caption-list.js').CaptionList} CaptionList
 * @typedef {import('./captions.js').Side} Side
 * @typedef {import('../layout/board.js').Block} Block
 */

/** Where the name of a result of several plates is tried if a bias beside it has a name, too. @type {Side[]} */
const BESIDE_BIAS = ['below-before', 'below', 'above'];

/** Where large names of what each head computes in several columns are tried: beside the first head, not on the other columns; of the upper ones over all. @type {{upper: Side[], lower: Side[]}} */
const OFF_COLUMNS = { upper: ['above-upper', 'right', 'near'], lower: ['right', 'below', 'near'] };

/** @param {CaptionList} list */
export function addStep(list) {
  const { target, nodes } = list,
    reads = [...target.reads].filter((name) => list.front(name).length > 0),
    tables = reads.filter((name) => nodes.get(name)?.traits.table),
    inputs = reads.filter((name) => !tables.includes(name)),
    fan = armsOfFan(list);
  if (tables.some((name) => isDivided(list.front(name)[0]))) addSumOfHeads(list, inputs, tables);
  else addUsual(list, inputs, tables, fan);
  const { layer } = list.node(target.computes[0]);
  if (layer !== null && !target.close) list.addLayer(layer);
  const [main] = list.front(target.computes[target.computes.length - 1]);
  // a head that is seen close is surrounded by lines and letters, and a fan has no room between its arms
  if (main && !target.close && fan === null) list.addEdges(main);
}

/** The arms of the heads of which the step computes each its own; null if they are not several. @param {CaptionList} list @returns {Set<number> | null} */
function armsOfFan(list) {
  const blocks = list.target.computes.flatMap((name) => list.front(name)),
    arms = new Set(
      blocks.filter(({ head, arm }) => head >= 0 && arm >= 0 && list.plan.arms[arm].heads === 1).map(({ arm }) => arm),
    );
  return arms.size > 1 ? arms : null;
}

/** Whether a table stands in one place, but each head has a part of it: heads are added up with it. @param {Block} block */
const isDivided = ({ arm, head }) => arm < 0 && head >= 0;

/** @param {CaptionList} list @param {string[]} inputs @param {string[]} tables @param {Set<number> | null} fan */
function addUsual(list, inputs, tables, fan) {
  const { naming } = list;
  const vectors = vectorsOf(list, tables),
    fills = fan !== null && list.isBrief && isInColumns(list),
    top = Math.min(
      ...list.target.computes.flatMap((name) => list.front(name)).map(({ y, rows }) => (rows > 1 ? y : Infinity)),
    );
  // large names leave room for that of the bias beside the result
  const sidesOf = (/** @type {Block} */ block) =>
    fills
      ? OFF_COLUMNS[block.y === top ? 'upper' : 'lower']
      : list.isBrief && block.plates > 1 && vectors.length > 0
        ? BESIDE_BIAS
        : list.sidesOf(block);
  // large names of what each head computes on the way would cover the heads
  addResults(
    list,
    sidesOf,
    (block) => (fan ? '' : naming.folds(block) || naming.shape(block)),
    fan !== null && list.isBrief,
  );
  if (fan)
    list.addHeads(
      list.plan.blocks.filter((block) => list.faces(block)),
      fan,
    );
  if (!fills) addInputs(list, inputs);
  for (const name of largeOf(list, tables)) addTable(list, name, fan ? '' : shapeOfTable(list, name));
  if (fan) return;
  if ((list.isBrief || list.isNarrow) && addPair(list, vectors)) return;
  // two of them stand side by side, and so do their names
  vectors.forEach((name, i) =>
    list.addNode(
      name,
      i % 2 === 0
        ? ['above-before', 'above', 'below-before', 'below', 'below-after', 'below-lower']
        : ['above-after', 'below-after', 'below', 'below-lower'],
      { note: '' },
    ),
  );
}

/** Whether each head computes a result of its own in several columns, as in a norm. @param {CaptionList} list */
const isInColumns = ({ target, nodes }) =>
  target.computes.some((name) => target.computes.some((other) => nodes.get(other)?.inputs.includes(name)));

/**
 * Where heads are added up, what each of them gives comes down through its part of the table. Names are therefore below everything, and
 * each part has the name of its head.
 * @param {CaptionList} list @param {string[]} inputs @param {string[]} tables
 */
function addSumOfHeads(list, inputs, tables) {
  const { naming, isBrief, isNarrow } = list,
    isShort = isBrief || isNarrow;
  addResults(
    list,
    () => ['below-after', 'right', 'below', 'above'],
    () => '',
  );
  addInputs(list, inputs);
  for (const name of largeOf(list, tables)) {
    const parts = list.front(name);
    addTable(
      list,
      name,
      isShort ? list.strings('scene.heads', { heads: parts.length }) : shapeOfTable(list, name),
      isShort,
    );
    for (const part of parts)
      list.add(
        isShort ? String(part.head + 1) : naming.head(part.head),
        [part],
        isNarrow ? ['below', 'inside'] : ['below'],
        { role: naming.role(name), focus: list.focusOf(part) },
      );
  }
  for (const name of vectorsOf(list, tables))
    list.addNode(name, ['below-before', 'below', 'below-lower'], { note: '' });
}

/**
 * What the step computes: first what it makes, then what it needs on the way, such as a norm's average.
 * @param {CaptionList} list
 * @param {(block: Block) => Side[]} sidesOf
 * @param {(block: Block) => string} noteOf
 * @param {boolean} [madeAlone] whether what it needs on the way is left out
 */
function addResults(list, sidesOf, noteOf, madeAlone = false) {
  const { computes } = list.target,
    isOnTheWay = (/** @type {string} */ name) => computes.some((other) => list.node(other).inputs.includes(name));
  const made = computes.filter((each) => !isOnTheWay(each)),
    onTheWay = madeAlone ? [] : computes.filter(isOnTheWay);
  for (const name of [...made, ...onTheWay]) {
    const [block] = list.front(name);
    if (block) list.addNode(name, sidesOf(block), { note: noteOf(block) });
  }
}

/**
 * Two columns side by side have one label where names are large, with their names in the order of the columns.
 * @param {CaptionList} list @param {string[]} vectors from left to right
 * @returns {boolean} whether there are two with names
 */
function addPair(list, vectors) {
  const { naming } = list;
  if (vectors.length !== 2 || !vectors.every((name) => naming.isNamed(name))) return false;
  const blocks = vectors.map((name) => list.front(name)[0]);
  list.add(vectors.map((name) => naming.name(name)).join(' '), blocks, ['above', 'below', 'below-lower'], {
    role: naming.role(vectors[0]),
    focus: list.focusOf(blocks[0]),
  });
  return true;
}

/** What the step reads apart from tables. @param {CaptionList} list @param {string[]} inputs */
function addInputs(list, inputs) {
  for (const name of inputs)
    list.addNode(name, list.sidesOf(list.front(name)[0]), list.target.close ? { stacked: true } : { note: '' });
}

/** @param {CaptionList} list @param {string} name @param {string} note @param {boolean} [stacked] */
function addTable(list, name, note, stacked = false) {
  const blocks = list.front(name),
    role = list.naming.role(name);
  list.add(list.naming.name(name), blocks, blocks[0].x < 0 ? ['left', 'below', 'above'] : ['right', 'below', 'above'], {
    role,
    note,
    stacked,
    focus: list.focusOf(blocks[0]),
  });
}

/** The shape of a table, unless plates say it. @param {CaptionList} list @param {string} name */
function shapeOfTable(list, name) {
  const [block] = list.front(name);
  return block.plates > 1 ? '' : list.naming.shape(block);
}

/** @param {CaptionList} list @param {string} name */
const isLarge = (list, name) => list.node(name).axes.filter((axis) => axis.name !== 'head').length > 1;

/** The tables of several rows. @param {CaptionList} list @param {string[]} tables */
const largeOf = (list, tables) => tables.filter((name) => isLarge(list, name));

/** The tables of one row, such as biases, from left to right. @param {CaptionList} list @param {string[]} tables */
const vectorsOf = (list, tables) =>
  tables.filter((name) => !isLarge(list, name)).sort((a, b) => list.front(a)[0].x - list.front(b)[0].x);
