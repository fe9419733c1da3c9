/**
 * The scene target of a step or of a chosen focus: which blocks are in focus, which arm of the fan faces the camera, how much
 * everything else is dimmed, and the view. A pure function of the layout, the step and the focus; it depends on kinds of
 * branches and traits of ops, not on names.
 *
 * @typedef {{azimuth: number, elevation: number, nearest: number, blocks: number[], over: number,
 *   room: Room, inHall?: Room, exact?: boolean, named?: {above: number, below: number}, around?: [number, Rect][],
 *   cut?: Map<number, Rect>}} View
 *   angles in radians; `nearest`: greatest size of a cell, px; `blocks` must be visible, with `over` cells above them;
 *   `room` for labels around them, px on a wide screen, or `exact` ones on every screen; `inHall`: the room on the hall's;
 *   `named`: what a name above and below them needs at least, px on any screen; `around`: what must be visible around a
 *   block, such as words that are spread over it; of the blocks of `cut` only a part must be visible
 * @typedef {{left: number, top: number, right: number, bottom: number}} Room
 * @typedef {import('../layout/lit-cells.js').Rect} Rect
 * @typedef {{step: string | null, computes: string[], reads: Set<string>, turned: {branch: number, head: number} | null,
 *   contrast: Float32Array, angles: Float32Array, lines: (wire: import('../layout/wiring.js').Wire) => number, view: View,
 *   branch: number, close: boolean, whole: boolean, focus: Focus}} SceneTarget
 *   `computes` and `reads` are the step's;
 *   `contrast` of each block against the background; `angles` of each arm; `close`: a close view of a single head;
 *   `whole`: the whole machine is shown, whatever the step computes
 */
import { seenTogether } from '../layout/board.js';
import { turnedAngle } from '../layout/fan.js';
import { spreadOf } from '../layout/spread.js';
import { EVERYTHING, STEP, blocksIn, branchOf } from '../layout/focus.js';

/**
 * @typedef {import('../layout/anatomy.js').GraphNode} GraphNode
 * @typedef {import('../layout/board.js').Block} Block
 * @typedef {import('../layout/focus.js').Focus} Focus
 * @typedef {import('../layout/layout.js').Layout} Layout
 * @typedef {import('../layout/wiring.js').Wire} Wire
 * @typedef {Map<string, GraphNode>} Nodes
 * @typedef {Pick<import('../../model/graph.js').Step, 'id' | 'nodes' | 'layer'> & {closed?: boolean}} Step
 * @typedef {{dim: number, dimDeep: number, hall: boolean}} Dimming
 */

const degrees = (/** @type {number} */ azimuth, /** @type {number} */ elevation) => ({
  azimuth: (azimuth * Math.PI) / 180,
  elevation: (elevation * Math.PI) / 180,
});
const SEEN = {
  whole: { ...degrees(-20, 15), nearest: 6, over: 0, room: { left: 90, top: 12, right: 70, bottom: 12 } },
  // text is twice as large there
  wholeInHall: { ...degrees(-20, 15), nearest: 6, over: 0, room: { left: 150, top: 12, right: 130, bottom: 12 } },
  layer: {
    ...degrees(-24, 17),
    nearest: 6,
    over: 9,
    room: { left: 120, top: 12, right: 230, bottom: 12 },
    inHall: { left: 210, top: 12, right: 230, bottom: 12 },
  },
  attention: { ...degrees(-22, 15), nearest: 9, over: 3, room: { left: 60, top: 30, right: 30, bottom: 16 } },
  mlp: { ...degrees(18, 13), nearest: 9, over: 2, room: { left: 6, top: 24, right: 12, bottom: 28 } },
  plates: { ...degrees(9, 8), nearest: 12, over: 4, room: { left: 60, top: 20, right: 90, bottom: 28 } },
  scores: { ...degrees(-5, 4), nearest: 26, over: 5, room: { left: 120, top: 34, right: 110, bottom: 24 } },
  pattern: {
    ...degrees(-5, 4),
    nearest: 40,
    over: 0.5,
    room: { left: 20, top: 34, right: 20, bottom: 4 },
    inHall: { left: 20, top: 8, right: 20, bottom: 4 },
  },
  mix: { ...degrees(-5, 4), nearest: 40, over: 2.5, room: { left: 4, top: 4, right: 10, bottom: 50 } },
  head: { ...degrees(-5, 4), nearest: 26, over: 3, room: { left: 110, top: 24, right: 110, bottom: 24 } },
  block: {
    ...degrees(-5, 4),
    nearest: 34,
    over: 3,
    room: { left: 130, top: 40, right: 130, bottom: 40 },
    // names go above or beside first, and words beside rows need every pixel of them
    inHall: { left: 130, top: 32, right: 130, bottom: 4 },
  },
  fan: { ...degrees(-5, 4), nearest: 60, over: 3, room: { left: 60, top: 60, right: 60, bottom: 60 } },
  ends: { ...degrees(-10, 7), nearest: 44, over: 3, room: { left: 110, top: 20, right: 140, bottom: 24 } },
};
/** A fan whose blocks stand beside each other: the angle at which the first is seen, the cosine of the last one's, and cells between them. */
const FIRST_IN_FAN = (10 * Math.PI) / 180,
  LEAST_IN_FAN = 0.17,
  GAP_IN_FAN = 1.5;
/** Room around the whole machine before any step, when it has no labels: its dials extend further than its blocks. */
const BARE = { left: 24, top: 0, right: 48, bottom: 0 };
/** Below this share of the width and of the height of what a step shows, its result is too small to be seen from afar. */
const LEAST_RESULT = 0.25;
/** Text is twice as large in the hall: of a few blocks seen from near, cells may be so large that they have room for figures (annotate/figures.js), px. */
const NEAREST_IN_HALL = 84;
/** Room on the side of blocks that are cut off, and the greatest size of a cell beside them, px. */
const CUT_ROOM = 20,
  CUT_NEAREST = 60;
/** What names above and below blocks need besides the distance from panels, px; in the hall, where text is twice as large, above, too. */
const NAMED = { above: 0, below: 22 },
  NAMED_IN_HALL = { above: 38, below: 38 };
/** The same if there are two rows of names below, px. */
const NAMED_TWICE_IN_HALL = { above: 38, below: 80 };
/** Contrast of blocks of the same branch that the step does not use. */
const RELATED = 0.55;

/** Contrast of weights in views of the whole machine: they are most of it, and never change. */
const QUIET = 0.8;

/**
 * The whole machine: everything at full contrast, weights a little less, nothing turned. Without a step it has no labels.
 * @param {Layout} plan @param {string | null} [step]
 * @param {string[]} [plays] nodes that the step computes
 * @param {boolean} [hall] whether it is for the hall's screen
 * @returns {SceneTarget}
 */
export function wholeTarget(plan, step = null, plays = [], hall = false) {
  return {
    step,
    computes: plays.filter((name) => plan.byNode.has(name)),
    whole: true,
    reads: new Set(),
    turned: null,
    branch: -1,
    close: false,
    contrast: Float32Array.from(plan.blocks, (block) => (block.role === 'weight' ? QUIET : 1)),
    angles: Float32Array.from(plan.arms, (arm) => arm.angle),
    lines: () => 1,
    focus: EVERYTHING,
    view: {
      ...(hall ? SEEN.wholeInHall : SEEN.whole),
      ...(step === null && { room: BARE }),
      blocks: plan.blocks.map((_, i) => i),
    },
  };
}

/**
 * The drawn nodes that a step computes and reads.
 * @param {Layout} plan @param {Nodes} nodes @param {Pick<Step, 'nodes'>} step
 * @returns {{computes: string[], reads: Set<string>}}
 */
function usedBy(plan, nodes, step) {
  const computes = step.nodes.filter((name) => plan.byNode.has(name));
  const reads = computes
    .flatMap((name) => nodes.get(name)?.inputs ?? [])
    .filter((name) => plan.byNode.has(name) && !computes.includes(name));
  return { computes, reads: new Set(reads) };
}

/**
 * Whether a step is about a single head: everything that it computes is computed within one head.
 * @param {Nodes} nodes
 * @param {Pick<Step, 'nodes' | 'closed'>} step
 */
export function isAboutOneHead(nodes, step) {
  const isInner = (/** @type {GraphNode} */ { traits }) => traits.attention !== undefined;
  const drawn = step.nodes.flatMap((name) => nodes.get(name) ?? []).filter((node) => !node.derived);
  return !step.closed && drawn.length > 0 && drawn.every(isInner);
}

/**
 * @param {Layout} plan
 * @param {Nodes} nodes
 * @param {Step | null} step
 * @param {Dimming} palette
 * @param {Focus} focus
 * @returns {SceneTarget}
 */
export function targetFor(plan, nodes, step, palette, focus) {
  const target = usualTarget(plan, nodes, step, palette, focus),
    { view } = target;
  if (!palette.hall || target.whole) return target;
  const room = view.inHall ?? view.room;
  if (view.nearest < SEEN.block.nearest) return { ...target, view: { ...view, room } };
  // the cells above a block of few rows would take as much room as the block
  const over = Math.min(view.over, Math.max(...view.blocks.map((i) => plan.blocks[i].rows)) / 2);
  return { ...target, view: { ...view, room, over, nearest: Math.max(view.nearest, NEAREST_IN_HALL), exact: true } };
}

/** @param {Layout} plan @param {Nodes} nodes @param {Step | null} step @param {Dimming} palette @param {Focus} focus @returns {SceneTarget} */
function usualTarget(plan, nodes, step, palette, focus) {
  if (focus.kind === 'everything' || (focus.kind === 'step' && step === null))
    return wholeTarget(plan, step?.id, step?.nodes, palette.hall);
  if (focus.kind === 'step') return targetOfStep(plan, nodes, /** @type {Step} */ (step), palette, focus.head);
  // if the step is about a single head, a head of the same layer is the step's head
  if (focus.kind === 'head' && step?.layer === focus.layer && isAboutOneHead(nodes, step))
    return { ...targetOfStep(plan, nodes, step, palette, focus.head), focus };
  const subject = blocksIn(plan, focus);
  return subject.size === 0
    ? wholeTarget(plan, step?.id, step?.nodes, palette.hall)
    : chosenTarget(plan, nodes, step, palette, focus, subject);
}

/**
 * The target of a chosen focus, whatever the step; the parts of the step that it shows play there.
 * @param {Layout} plan @param {Nodes} nodes @param {Step | null} step @param {Dimming} palette @param {Focus} focus
 * @param {Set<number>} subject blocks in focus
 * @returns {SceneTarget}
 */
function chosenTarget(plan, nodes, step, { dim, dimDeep }, focus, subject) {
  const { computes, reads } = step
    ? usedBy(plan, nodes, step)
    : { computes: [], reads: /** @type {Set<string>} */ (new Set()) };
  const names = new Set(blocksOf(plan, subject).map(({ node }) => node));
  const [first] = blocksOf(plan, subject);
  const branch = focus.kind === 'head' ? branchOf(plan, focus.layer, 'attention') : first.branch;
  const head = focus.kind === 'head' || (focus.kind === 'block' && first.arm >= 0) ? focus.head : null;
  const turned = head === null ? null : { branch, head };
  const fan = isFan(plan, focus, subject) ? besideEachOther(plan, subject) : null;
  const angles = Float32Array.from(
    plan.arms,
    (arm, i) =>
      fan?.get(i) ??
      (turned && arm.branch === branch && arm.kind === 'head' ? turnedAngle(arm, turned.head) : arm.angle),
  );
  const isNear = (/** @type {Block} */ block) =>
    focus.kind === 'block' &&
    (nodes.get(focus.node)?.inputs.includes(block.node) || nodes.get(block.node)?.inputs.includes(focus.node)) &&
    (head === null || block.head < 0 || Math.abs(angles[block.arm] ?? 0) < 1e-6);
  const contrast = Float32Array.from(plan.blocks, (block) =>
    subject.has(block.index) ? 1 : isNear(block) ? RELATED : turned && block.branch === branch ? dimDeep : dim,
  );
  const faces = (/** @type {Wire} */ wire) =>
    turned === null || wire.arm < 0 || (plan.arms[wire.arm].branch === branch && angles[wire.arm] === 0);
  const lines = (/** @type {Wire} */ wire) => {
    const [from, to] = [names.has(wire.from), names.has(wire.to)];
    if (!faces(wire)) return dimDeep;
    return from && to ? 1 : from || to ? RELATED : dim;
  };
  return {
    step: step?.id ?? null,
    computes,
    reads,
    turned,
    branch,
    close: false,
    contrast,
    angles,
    lines,
    whole: false,
    focus,
    view: { ...viewOfChosen(plan, focus, subject, angles), blocks: inOneColumn(plan, subject) },
  };
}

/** @param {Layout} plan @param {Iterable<number>} indices */
const blocksOf = (plan, indices) => [...indices].map((i) => plan.blocks[i]);

/** The indices of blocks, of a tensor that is in two columns those of one. @param {Layout} plan @param {Iterable<number>} blocks */
const inOneColumn = (plan, blocks) => seenTogether(plan, blocksOf(plan, blocks)).map(({ index }) => index);

/** @param {Layout} plan @param {Focus} focus @param {Set<number>} subject @param {Float32Array} angles @returns {Omit<View, 'blocks'>} */
function viewOfChosen(plan, focus, subject, angles) {
  const [first] = blocksOf(plan, subject);
  switch (focus.kind) {
    case 'section':
      return SEEN.ends;
    case 'part':
      return SEEN[focus.part];
    case 'head':
      return SEEN.head;
    case 'layer':
      return SEEN.layer;
    default:
      if (isFan(plan, focus, subject)) return SEEN.fan;
      // a block is seen from the front, whatever its arm's angle
      return { ...SEEN.block, azimuth: (first.arm < 0 ? 0 : angles[first.arm]) + SEEN.block.azimuth };
  }
}

/**
 * Whether a focus is one tensor of several heads, each on an arm of its own.
 * @param {Layout} plan @param {Focus} focus @param {Iterable<number>} subject its blocks
 */
export function isFan(plan, focus, subject) {
  const arms = new Set(blocksOf(plan, subject).map(({ arm }) => arm));
  return (
    focus.kind === 'block' &&
    focus.head === null &&
    arms.size > 1 &&
    [...arms].every((arm) => arm >= 0 && plan.arms[arm].kind === 'head' && plan.arms[arm].heads === 1)
  );
}

/**
 * The angles of arms at which their blocks stand beside each other in {@link SEEN}.fan: each ends where the one before begins.
 * @param {Layout} plan @param {Iterable<number>} subject one block on each arm, all at the same distance from the axis
 * @returns {Map<number, number>} by arm
 */
function besideEachOther(plan, subject) {
  /** @type {Map<number, number>} */
  const angles = new Map();
  let seen = Math.cos(FIRST_IN_FAN);
  for (const { arm, x, cols } of blocksOf(plan, subject).sort((a, b) => a.arm - b.arm)) {
    const [near, far] = [Math.abs(x), Math.abs(x + cols)].sort((a, b) => a - b);
    angles.set(arm, SEEN.fan.azimuth + plan.arms[arm].side * Math.acos(seen));
    seen = Math.max(LEAST_IN_FAN, (near * seen - GAP_IN_FAN) / far);
  }
  return angles;
}

/**
 * @param {Layout} plan
 * @param {Nodes} nodes
 * @param {Omit<Step, 'layer'>} step
 * @param {Omit<Dimming, 'hall'> & Partial<Dimming>} palette
 * @param {number} [head] the head that faces the camera, if the step is about a single head
 * @returns {SceneTarget}
 */
export function targetOfStep(plan, nodes, step, { dim, dimDeep, hall = false }, head = 0) {
  const { computes, reads } = usedBy(plan, nodes, step);
  if (computes.length === 0) return wholeTarget(plan, step.id, [], hall);
  const inUse = new Set([...computes, ...reads]);
  const of = (/** @type {string} */ name) => plan.byNode.get(name) ?? [];
  const branch = Math.max(...computes.flatMap(of).map((block) => block.branch));
  const kind = branch < 0 ? null : plan.anatomy.branches[branch].kind;
  const ends = branch < 0 ? [] : [plan.anatomy.branches[branch].from, plan.anatomy.branches[branch].to];
  const close = isAboutOneHead(nodes, step);
  const turned = close ? { branch, head } : null;

  const angles = Float32Array.from(plan.arms, (arm) =>
    turned && arm.branch === branch ? turnedAngle(arm, head) : arm.angle,
  );
  const faces = (/** @type {Block} */ block) =>
    !turned || block.arm < 0 || (plan.arms[block.arm].branch === branch && angles[block.arm] === 0);
  const shown = inOneColumn(
    plan,
    plan.blocks.filter((block) => inUse.has(block.node) && faces(block)).map((block) => block.index),
  );
  const isShown = new Set(shown);
  const contrast = Float32Array.from(plan.blocks, (block) => {
    if (isShown.has(block.index)) return 1;
    if (step.closed) return dim;
    if (close) return faces(block) && block.branch === branch && block.arm >= 0 ? dim : dimDeep;
    return branch >= 0 && (block.branch === branch || ends.includes(block.node)) ? RELATED : dim;
  });
  const armOf = (/** @type {Wire} */ wire) =>
    wire.arm < 0 || (angles[wire.arm] === 0 && plan.arms[wire.arm].branch === branch);
  const lines = (/** @type {Wire} */ wire) => {
    // in a close view the attention pair's lines show what is read; other lines would only cross them
    if (close)
      return armOf(wire) &&
        wire.arm >= 0 &&
        computes.includes(wire.to) &&
        nodes.get(wire.to)?.traits.attention === 'values'
        ? 1
        : 0;
    if (computes.includes(wire.to)) return 1;
    return inUse.has(wire.to) || inUse.has(wire.from) ? RELATED : dim;
  };
  const results = new Set(shown.filter((i) => computes.includes(plan.blocks[i].node)));
  // the parts of the table are named, and the bias beside them
  const addsHeads = [...reads].some(
    (name) => nodes.get(name)?.traits.table && of(name).some(({ arm, head: part }) => arm < 0 && part >= 0),
  );
  const cut = branch < 0 && !step.closed ? cutToResult(plan, shown, results) : null;
  const viewed = viewOf(
      step,
      close,
      kind,
      computes.flatMap((name) => nodes.get(name) ?? []),
      computes.flatMap(of),
    ),
    seen = SEEN[viewed];
  return {
    step: step.id,
    computes,
    reads,
    turned,
    branch,
    close,
    contrast,
    angles,
    lines,
    whole: false,
    focus: head === 0 ? STEP : { kind: 'step', head },
    view: cut
      ? {
          ...seen,
          nearest: CUT_NEAREST,
          room: { ...seen.room, left: CUT_ROOM },
          blocks: [...results, ...cut.keys()],
          cut,
        }
      : {
          ...seen,
          ...(!close && { named: hall ? (addsHeads ? NAMED_TWICE_IN_HALL : NAMED_IN_HALL) : NAMED }),
          blocks: shown,
          around: close ? spreadWords(plan, nodes, results) : [],
        },
  };
}

/** What the words of a pattern that is computed take, which are spread wider than its columns. @param {Layout} plan @param {Nodes} nodes @param {Iterable<number>} results @returns {[number, Rect][]} */
function spreadWords(plan, nodes, results) {
  return [...results]
    .filter((i) => nodes.get(plan.blocks[i].node)?.traits.attention === 'pattern')
    .map((i) => {
      const { cols, rows } = plan.blocks[i],
        beside = (cols * (spreadOf(cols) - 1)) / 2;
      return [i, { from: -beside, to: cols + beside, top: 0, bottom: rows }];
    });
}

/**
 * The parts of the other blocks that are next to a result much smaller than they are: if all of them were shown, the result
 * of a small vocabulary would be a speck. Blocks that are neither beside nor above or below it are left out.
 * @param {Layout} plan
 * @param {number[]} shown
 * @param {Set<number>} results those of them that are the result
 * @returns {Map<number, Rect> | null} null if the result is large enough
 */
function cutToResult(plan, shown, results) {
  const result = extentOf(plan, results),
    all = extentOf(plan, shown),
    wide = result.right - result.left,
    high = result.bottom - result.top;
  if (wide >= LEAST_RESULT * (all.right - all.left) || high >= LEAST_RESULT * (all.bottom - all.top)) return null;
  /** @type {Map<number, Rect>} */
  const cut = new Map();
  for (const i of shown) {
    if (results.has(i)) continue;
    const { x, y, cols, rows } = plan.blocks[i];
    const isBeside = y < result.bottom && y + rows > result.top,
      isOver = x < result.right && x + cols > result.left;
    if (!isBeside && !isOver) continue;
    const [from, to] = isBeside ? nearest(cols, wide, x < result.left) : [0, cols],
      [top, bottom] = isBeside ? [0, rows] : nearest(rows, high, y < result.top);
    cut.set(i, { from, to, top, bottom });
  }
  return cut;
}

/** The range of the cells next to the result. @param {number} count @param {number} reach @param {boolean} isBefore whether the block is before the result @returns {[number, number]} */
const nearest = (count, reach, isBefore) =>
  isBefore ? [Math.max(0, count - reach), count] : [0, Math.min(count, reach)];

/** @param {Layout} plan @param {Iterable<number>} blocks on no arm */
function extentOf(plan, blocks) {
  const all = blocksOf(plan, blocks);
  return {
    left: Math.min(...all.map(({ x }) => x)),
    right: Math.max(...all.map(({ x, cols }) => x + cols)),
    top: Math.min(...all.map(({ y }) => y)),
    bottom: Math.max(...all.map(({ y, rows }) => y + rows)),
  };
}

/**
 * @param {Omit<Step, 'layer'>} step @param {boolean} close @param {import('../layout/anatomy.js').BranchKind | null} kind @param {GraphNode[]} computed
 * @param {Block[]} blocks
 */
function viewOf(step, close, kind, computed, blocks) {
  if (step.closed) return 'layer';
  if (close)
    return computed.some((node) => node.traits.attention === 'values')
      ? 'mix'
      : computed.some((node) => node.traits.attention === 'pattern')
        ? 'pattern'
        : 'scores';
  if (kind === null) return 'ends';
  // blocks that are not in a fan are seen from the side on which no arm hides them
  const inFan = blocks.some((block) => block.arm >= 0) || computed.some((node) => node.traits.product);
  return inFan ? kind : 'plates';
}
