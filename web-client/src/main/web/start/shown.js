/**
 * What a page shows, as plain values: the port for browser tests, for `orrery picture`, and for the curious, to what has no sign in the document, such as the
 * numbers that are drawn, the cells that are lit, and the camera. No page loads it. A test imports it from the folder of the page's scripts
 * and asks `walk().step` or `scene()?.lit`; what features mean by a member stands at its type.
 *
 * Every answer is a copy without functions or elements: who changes it changes nothing on the page. Null stands for what is not there, or not
 * yet. Functions about cells throw while the page has no machine.
 *
 * @typedef {import('../ui/features.js').Page} Page
 * @typedef {import('../scene/layout/focus.js').Focus} Focus
 * @typedef {import('../scene/camera/shared-camera.js').SharedPose} SharedPose
 * @typedef {import('../features/tour/tours.js').Beat} Beat
 *
 * @typedef {object} Walk  the run and the step that the panels show
 * @property {import('../model/graph.js').Graph['model']} model  as its graph describes it
 * @property {Record<string, number>} sizes  of the model
 * @property {string[]} steps  ids of all steps in their order, closed layers included
 * @property {import('../model/trace.js').TraceInfo} run  as the server describes the trace
 * @property {import('../model/trace.js').TraceInfo['next']} next  the most probable next tokens, as far as this page shows them
 * @property {string | null} step
 * @property {Focus} focus  the part of the model in focus
 * @property {import('../features/focus/choice.js').Choice | null} choice  what is chosen: the part in focus, the held cell, and the tensors that a pressed word names
 * @property {string[]} named  the tensors that a pressed word names on this page
 * @property {import('../live/conductor.js').Sampling} sampling
 * @property {import('../model/trace.js').TraceInfo | null} second  the run of a second model
 * @property {boolean} inScene  whether what is shown is a tour's, and not the person's own
 * @property {'none' | 'rounded' | 'exact' | null} weights  those that the page has: null until they have come; `none` where they are too many
 * @property {import('../features/why/question.js').WhyQuestion | null} why  the question of why that is open
 * @property {{update: number, running: boolean, phase: string | null} | null} training  of this page alone, or the room's; `phase`: of the update that is looked at
 *
 * @typedef {object} Scene  the machine, as it is drawn
 * @property {number} machine  counts the page's machines: the number stays while the machine does
 * @property {boolean} busy  whether something moves, or is still to be drawn
 * @property {string | null} step  the step that it shows; the panels of whoever drives are ahead of it
 * @property {Focus} focus
 * @property {string[]} lit  the lit cells, such as `hook_embed[2,30]`: the first is the one that was chosen
 * @property {number[] | null} camera  as in an address; null while it follows the step
 * @property {import('../scene/camera/pose.js').Pose} pose  where the camera is
 * @property {SharedPose | null} sharedPose  the same for windows of any size
 * @property {import('../scene/camera/pose.js').Viewport} viewport  the canvas, and how much of it panels cover, CSS px
 * @property {import('../scene/annotate/findings.js').Finding | null} finding  what has been measured, drawn in the machine
 * @property {Told} told
 * @property {number | null} points  of the map of words in the machine's place; null without one
 * @property {number} frames  drawn so far
 * @property {number} drawCalls  of the last frame
 * @property {{used: number, limit: number, bytes: number, idle: boolean}} memory  of the drawn numbers: texels, their limit, bytes; whether all that the view needs have come
 *
 * @typedef {import('../scene/scene-view.js').Told} Told
 *
 * @typedef {object} Gallery  the models in the machine's place
 * @property {string} subject  the model that was chosen; of a flight, the largest
 * @property {boolean} isFlight
 * @property {number} startAt  when the flight begins, ms of performance.now()
 * @property {number} frames  drawn so far
 * @property {boolean} busy
 * @property {boolean} isFlying
 * @property {number} blocks  drawn, all models together
 * @property {number} drawCalls
 *
 * @typedef {object} Tour
 * @property {boolean} isOn
 * @property {string | null} id  null until it has loaded
 * @property {string | null} language
 * @property {number} route  minutes
 * @property {{key: string, steps: string[], seconds: number, hasNotes: boolean}[]} beats  of the route; `seconds`: as planned
 * @property {Pick<Beat, 'key' | 'title' | 'texts' | 'scene'> | null} beat  the present one, as it was served
 * @property {number} at  which step of the beat's range
 * @property {boolean} moving  whether a scene is on its way
 * @property {boolean} isShown  whether the page's panels show it
 * @property {boolean} hasFacts  whether the beat's facts have arrived
 * @property {boolean} changed  whether the view is another one than the beat's
 * @property {boolean} playing
 * @property {number} speed
 * @property {boolean} checking  whether a chapter's questions are shown
 * @property {boolean} hidesAnswer  whether somebody who walks alone is not shown what comes next
 * @property {boolean} isTold  whether the answer to the beat's act has been told
 * @property {number | null} token  the position, from 0, of the token whose word is pressed
 *
 * @typedef {object} Room
 * @property {Omit<import('../live/room-conductor.js').Room, 'id'>} state  as this page shows it (docs/protocol.md)
 * @property {number} seq  of the newest state that the page was told
 * @property {import('../live/room-conductor.js').People | null} people
 * @property {SharedPose | null} pose  of the driver's camera, as it was received
 * @property {{roundTrip: number | null, origin: number | null}} clock  the smallest recent round trip, ms; and where the server's clock began, ms of performance.now()
 * @property {boolean | null} isAwake  whether the device's screen is kept on; null until the browser has answered
 *
 * @typedef {object} Cell
 * @property {number} x  of its centre on the canvas, CSS px
 * @property {number} y
 * @property {number} pxPerCell
 * @property {number} fromTop  its height in its block: 0 at the upper edge, 1 at the lower
 * @property {boolean} inFocus  whether its block is; the others are dimmed
 */

import { asSvg } from '../page/as-svg.js';

/** A step's tensors of up to this many cells are fetched with it; of larger ones an overview comes first (model/trace.js). */
const FETCHED_WITH_STEP = 1 << 14;

/** @type {WeakMap<object, number>} */
const machines = new WeakMap();
let count = 0;

/** @returns {Page | null} */
const page = () => /** @type {Page | null} */ (document.querySelector('orrery-app'));
/** @template Value @param {Value} value @returns {Value} */
const copied = (value) => (value === undefined ? value : JSON.parse(JSON.stringify(value)));

/** @returns {import('../scene/machine.js').Machine} */
function machineOf() {
  const machine = page()?.machine;
  if (!machine) throw new Error('The page has no machine.');
  return machine;
}

/** The map of words; only this takes the machine's place. @param {import('../scene/machine.js').Machine} machine */
const mapOf = ({ guest }) => /** @type {import('../scene/places/word-places.js').WordPlaces | null} */ (guest);

/** @returns {Walk | null} */
export function walk() {
  const { conductor, trace, ports } = page() ?? {};
  const { graph } = conductor ?? {};
  if (!conductor || !trace || !graph) return null;
  const { step, focus, sampling, second, inScene, weights, room } = conductor;
  const course = room ? room.parts.training?.course : ports?.training?.course;
  return copied({
    model: graph.model,
    sizes: graph.sizes,
    steps: [...graph.byId.keys()],
    run: trace.info,
    next: trace.next,
    step,
    focus,
    choice: ports?.focus?.choice ?? null,
    named: ports?.focus?.tensors ?? [],
    sampling,
    second,
    inScene,
    weights: kindOf(weights),
    why: ports?.why?.question ?? null,
    training: course ? { update: course.update, running: course.running, phase: course.look?.phase ?? null } : null,
  });
}

/** @param {import('../model/frame.js').Tensor[] | null} weights */
function kindOf(weights) {
  if (weights === null) return null;
  if (weights.length === 0) return 'none';
  return weights.every(({ dtype, pool }) => dtype === 'f32' && pool === 1) ? 'exact' : 'rounded';
}

/** @returns {Scene | null} */
export function scene() {
  const { machine, conductor } = page() ?? {};
  if (!machine) return null;
  if (!machines.has(machine)) machines.set(machine, ++count);
  const { busy, focus, camera, pose, sharedPose, viewport, finding, told, draws, drawCalls, memory } = machine;
  return copied({
    machine: machines.get(machine) ?? 0,
    busy,
    step: conductor?.shown?.step ?? null,
    focus,
    lit: machine.litCells.map(({ node, index }) => `${node}[${index}]`),
    camera,
    pose,
    sharedPose,
    viewport,
    finding: finding ?? null,
    told,
    points: mapOf(machine)?.mesh.geometry.getAttribute('position').count ?? null,
    frames: draws,
    drawCalls,
    memory,
  });
}

/** @returns {Gallery | null} */
export function gallery() {
  const { modelGallery = null, ports } = page() ?? {};
  const { exhibition = null } = ports?.gallery ?? {};
  if (!exhibition) return null;
  return {
    subject: exhibition.subject.id,
    isFlight: exhibition.flight,
    startAt: exhibition.startAt,
    frames: modelGallery?.draws ?? 0,
    busy: modelGallery?.busy ?? true,
    isFlying: modelGallery?.flying ?? false,
    blocks: modelGallery?.instances ?? 0,
    drawCalls: modelGallery?.drawCalls ?? 0,
  };
}

/** Pauses the flight past the models at a time, on this page alone. @param {number} seconds */
export function pauseFlight(seconds) {
  page()?.modelGallery?.scrub(seconds);
}

/** Of a page on which no tour has been shown yet: the code of tours loads with the first. */
const NO_TOUR = {
  tour: null,
  route: 0,
  beats: [],
  beat: null,
  at: 0,
  moving: false,
  playing: false,
  speed: 1,
  checking: false,
  hidesAnswer: false,
  token: null,
  shown: null,
};

/** @returns {Tour | null} null until the page can show tours */
export function tour() {
  const { tour: holder, tourAct } = page()?.ports ?? {};
  if (!holder) return null;
  /** @type {Omit<typeof NO_TOUR, 'tour' | 'beats' | 'beat' | 'token' | 'shown'> & Pick<import('../features/tour/tour.js').Tour, 'tour' | 'beats' | 'beat' | 'token' | 'shown'>} */
  const part = holder.part ?? NO_TOUR;
  const { tour: served, route, beats, beat, at, moving, playing, speed, checking, hidesAnswer, token, shown } = part;
  return copied({
    isOn: holder.leads(),
    id: served?.id ?? null,
    language: served?.language ?? null,
    route,
    beats: beats.map(({ key, scene: { steps }, planned, notes }) => ({
      key,
      steps,
      seconds: planned,
      hasNotes: Boolean(notes),
    })),
    beat: beat && { key: beat.key, title: beat.title, texts: beat.texts, scene: beat.scene },
    at,
    moving,
    // the elements load beside the tour
    isShown: shown !== null && customElements.get('orrery-tour-card') !== undefined,
    hasFacts: (shown?.facts ?? null) !== null,
    changed: shown?.changed ?? false,
    playing,
    speed,
    checking,
    hidesAnswer,
    isTold: tourAct?.part?.told ?? false,
    token,
  });
}

/** @returns {Room | null} null without a room, and until its first state */
export function room() {
  const { conductor, connection, ports } = page() ?? {};
  if (!conductor?.room) return null;
  const { id: _, ...state } = conductor.room;
  return copied({
    state,
    seq: connection?.seq ?? 0,
    people: conductor.people,
    pose: 'pointer' in conductor ? conductor.pointer.pose : null,
    clock: { roundTrip: connection?.clock.rtt ?? null, origin: connection?.clock.toLocal(0) ?? null },
    isAwake: ports?.awake?.kept ?? null,
  });
}

/** The playing of a recording: its time, ms, and its speed. @returns {{t: number, rate: number, playing: boolean} | null} null on other pages */
export function replay() {
  const { replay: player } = page()?.ports ?? {};
  return player ? { t: player.t, rate: player.rate, playing: player.playing } : null;
}

/** Whether the scene has been told to show the step and the run of the panels, which are ahead of it on the driver's page. */
export function showsPanels() {
  const { shown, step, trace } = page()?.conductor ?? {};
  return Boolean(shown) && shown?.step === step && shown?.trace === trace;
}

/** All that *Find anything* offers. @returns {{action: string, kind: string, name: string, value?: unknown}[] | null} null until all of it has been gathered */
export function findable() {
  const entries = document.querySelector('orrery-find')?.entries ?? null;
  return entries && copied(entries.map(({ action, kind, name, value }) => ({ action, kind, name, value })));
}

/**
 * Whether the scene shows the step of the panels, all tensors of that step that the room is shown have arrived, and nothing moves. Of a tensor that is too large to
 * be fetched with its step, the overview has arrived. Where the model gallery has taken the machine's place, it has been drawn.
 */
export function isStill() {
  const { conductor, machine, trace, modelGallery } = page() ?? {};
  if (modelGallery) return modelGallery.draws > 0;
  if (!conductor?.graph || !conductor.step || !machine || !trace || machine.busy || !showsPanels()) return false;
  const { graph, step } = conductor;
  return (graph.byId.get(step)?.nodes ?? []).every(
    (name) =>
      trace.has(name) ||
      trace.isWithheld(name) ||
      graph.nodes.get(name)?.derived ||
      cellsOf(trace.overview(name)) > FETCHED_WITH_STEP,
  );
}

/** Whether the figure in front of the machine is that of the step of the panels, or this step has none. */
export function hasFigure() {
  return page()?.element('orrery-figure')?.isDrawn ?? false;
}

/** @param {{shape: number[]} | null} tensor */
const cellsOf = (tensor) => tensor?.shape.reduce((cells, size) => cells * size, 1) ?? 0;

/** Calls a function whenever the scene is told to show a step. @param {(shown: {step: string, startAt: number | null}) => void} hear `startAt`: when its motion begins, ms of performance.now(); null: without motion */
export function onStep(hear) {
  page()?.conductor?.addEventListener('show', (event) => {
    const { step, startAt } = /** @type {CustomEvent<import('../live/conductor.js').Show>} */ (event).detail;
    hear({ step, startAt });
  });
}

/** Names of the tensors that a step computes and that are drawn. @param {string} [step] the present one by default @returns {string[]} */
export function tensorsOf(step = page()?.conductor?.step ?? '') {
  const { graph } = page()?.conductor ?? {};
  return (graph?.byId.get(step)?.nodes ?? []).filter((name) => !graph?.nodes.get(name)?.derived);
}

/**
 * A tensor of the model or the run.
 * @param {string} name
 * @returns {{role: string, axes: {name: string, size: number | 'pos'}[], colourScale: number | null, hasArrived: boolean} | null} `colourScale`: null until its numbers have
 *   arrived, whole and exact; null if the model has no such tensor
 */
export function tensor(name) {
  const node = page()?.conductor?.graph?.nodes.get(name);
  if (!node) return null;
  const here = page()?.trace?.tensor(name) ?? null;
  return copied({
    role: node.role,
    axes: node.axes,
    colourScale: here?.colourScale ?? null,
    hasArrived: here !== null,
  });
}

/** A weight as the page has it, from which its tables are drawn. @param {string} name @returns {{dtype: string, data: number[]} | null} null if the page does not have it */
export function weight(name) {
  const here = page()?.conductor?.weights?.find((each) => each.name === name);
  return here ? { dtype: here.dtype, data: [...here.data] } : null;
}

/** Fetches every tensor of the run, as walking through all steps does. @param {boolean} [derived] whether also those that are computed when they are read @returns {Promise<void>} */
export async function fetchTensors(derived = true) {
  const { conductor, trace } = page() ?? {};
  const nodes = [...(conductor?.graph?.nodes.values() ?? [])];
  await trace?.load(nodes.filter((node) => !node.traits.learned && (derived || !node.derived)).map(({ name }) => name));
}

/** A tensor's numbers, read back from the texture that is drawn, row-major; masked cells are −∞. @param {string} name @returns {Float32Array} */
export const drawn = (name) => machineOf().readback.tensor(name);

/** Where a cell is drawn. @param {string} name of its tensor @param {number[]} index @returns {Cell | null} */
export const place = (name, index) => machineOf().project(name, index);

/** Where a point of the map of words is drawn, and how many cells a unit of its table is. @param {{token?: number, position?: number}} point of the vocabulary, or of the text @returns {{x: number, y: number, scale: number} | null} */
export function point(point) {
  const map = mapOf(machineOf());
  return map && { ...map.project(point), scale: map.scale };
}

/** The colour of a point of the canvas, if it is drawn now: r, g, b, 0…255. @param {number} x CSS px @param {number} y @returns {number[]} */
export const colourAt = (x, y) => Array.from(machineOf().readback.pixelAt(x, y));

/** A picture of the scene, without labels. @param {number} ratio its pixels for each CSS px @returns {HTMLCanvasElement} */
export const picture = (ratio) => machineOf().readback.picture(ratio);

/** Moves this page's camera in front of a cell, without a flight. @param {string} name @param {number[]} index */
export const closeUp = (name, index) => machineOf().readback.closeUp(name, index);

/** Moves this page's camera, as an address does; without numbers, gives it back. @param {number[]} [camera] */
export function look(camera) {
  if (camera) machineOf().camera = camera;
  else machineOf().follow();
}

/** The actions that a function asks the page for, such as by pressing keys; none is done. @param {() => void} press @returns {string[]} their names */
export function rehearse(press) {
  const app = page();
  /** @type {string[]} */
  const asked = [];
  if (!app) return asked;
  app.act = (action) => void asked.push(action);
  try {
    press();
  } finally {
    // the class's own stands behind it
    Reflect.deleteProperty(app, 'act');
  }
  return asked;
}

/** The element that is drawn in front of the machine: the tool of why that is open, or the step's figure; null where the machine is the picture. */
function inFront() {
  const element = page()?.element(page()?.ports?.why?.question ? 'orrery-why' : 'orrery-figure');
  const section = element?.renderRoot?.querySelector('section') ?? null;
  // a tool whose numbers stand in the machine has little to show without it
  return section && !section.classList.contains('through') ? section : null;
}

/**
 * What has become of the question of why that is open.
 * @returns {{isAnswered: boolean, refusal: string | null} | null} null where none is open
 */
export function answerOfWhy() {
  if (!page()?.ports?.why?.question) return null;
  const body = page()?.element('orrery-why')?.renderRoot?.querySelector('.body');
  return {
    isAnswered: Boolean(body?.firstElementChild) && !body?.querySelector('.state'),
    refusal: body?.querySelector('[role="alert"] p')?.textContent ?? null,
  };
}

/** What the picture is of: the step's title, or the question. */
function titleOf() {
  const card = page()?.element(page()?.ports?.why?.question ? 'orrery-why' : 'orrery-step-card')?.renderRoot;
  const title = card?.querySelector('h1, h2')?.textContent?.replace(/\s+/g, ' ').trim();
  return title || (page()?.conductor?.step ?? '');
}

/** The picture in words, for whoever does not see it: model, text, the step or the question, and what its drawings say. */
export function alt() {
  const { trace, conductor } = page() ?? {};
  const said = [...drawingsIn(inFront())].map((drawing) => drawing.getAttribute('aria-label') ?? '');
  return [`${conductor?.graph?.model?.title}: \u201c${trace?.info.text.join('')}\u201d`, titleOf(), ...said]
    .map((part) => part.replace(/\s+/g, ' ').trim())
    .filter(Boolean)
    .map((part) => (/[.!?…]$/.test(part) ? part : `${part}.`))
    .join(' ');
}

/** @param {Element | ShadowRoot | null} root @returns {Iterable<Element>} */
function* drawingsIn(root) {
  for (const element of root?.querySelectorAll('*') ?? []) {
    if (element.matches('[role="img"][aria-label]')) yield element;
    if (element.shadowRoot) yield* drawingsIn(element.shadowRoot);
  }
}

/** What is drawn in front of the machine, as a file of its own. @returns {string | null} null where the machine is the picture */
export function svg() {
  const element = inFront();
  return element && asSvg(element, titleOf(), alt());
}
