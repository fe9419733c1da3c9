/**
 * The 3D machine: what a page puts on its canvas. It draws when something changes and rests otherwise.
 *
 * Events: `look` (a person took the camera), `follow` (it flies back), `hover` and `select` with `detail` `{node, index}`
 * or null (index in the order of the node's axes), `settled` (nothing moves any more), `contextlost`, `contextrestored`.
 */
import * as THREE from 'three';
import {computedBefore} from '../model/graph.js';
import {Asking} from './asking.js';
import {Background} from './background.js';
import {Blocks} from './blocks.js';
import {captionsOf} from './captions.js';
import {Eye} from './camera.js';
import {CellStore} from './cell-store.js';
import {control} from './controls.js';
import {Figures} from './figures.js';
import {Flows} from './flows.js';
import {Labels} from './labels.js';
import {layout} from './layout.js';
import {Pace} from './pace.js';
import {readPalette} from './palette.js';
import {pick} from './picking.js';
import {Player} from './player.js';
import {basis, freeCentre} from './pose.js';
import {Projection} from './projection.js';
import {cellOf, indexOf, shapeOf} from './slice.js';
import {cornersOf, stageOf, wholeStage} from './stage.js';
import {FLY, momentAt} from './timeline.js';

const MAX_PIXEL_RATIO = 2;
/** Positions that are drawn before there is a trace, at most. */
const POSITIONS_UNKNOWN = 11;
/** px per cell at which a cell is looked at closely, with room to spare over the 16 that tests ask for. */
const CLOSE_UP = 34;
/** ms that a hand on the machine counts as moving after its last touch. */
const HAND = 180;
/** Cells before that cell that stay: less than from one head of a fan to the next. */
const CLEARANCE = 1.5;
/** Width of the outline of cells in use: px, and as a share of a cell where that is more. */
const OUTLINE = 1.7, OUTLINE_SHARE = .07;

/** The browser has no WebGL 2, or its graphics are switched off. */
export class NoWebGL extends Error {
  constructor() {
    super('This browser shows no 3D: WebGL 2 is missing or switched off.');
    this.name = 'NoWebGL';
  }
}

function transposed(data, rows, columns) {
  const out = new Float32Array(data.length);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) out[j * rows + i] = data[i * columns + j];
  return out;
}

export class Machine extends EventTarget {
  /** Frames drawn so far. */
  draws = 0;
  #canvas;
  #overlay;
  #graph;
  #reducedMotion;
  #renderer;
  #scene = new THREE.Scene();
  #eye = new Eye();
  #store = new CellStore();
  #shared = {
    uBackground: {value: new THREE.Vector3()}, uGlow: {value: new THREE.Vector3()}, uView: {value: new THREE.Vector2(1, 1)},
    uFog: {value: new THREE.Vector2(1e6, 0)},
  };
  #background;
  #blocks;
  #flows = null;
  #plan = null;
  #player = null;
  /** Counts what was put on stage, and which of it the flows were last written for. */
  #stagings = 0;
  #flowsAt = -1;
  #layerStrength = new Float32Array(0);
  #palette;
  #scales = new Map();
  #weights = [];
  #trace = null;
  #onTraceChange = event => this.#takeTensors(event.detail?.names);
  #run = {step: null, startAt: 0, from: 0, levels: 0, reduced: false};
  #viewKind = 'step';
  #flight = {startAt: 0, done: true};
  #looking = false;
  #moving = false;
  /** Something was set in motion, or in place, since all last lay still. */
  #restless = false;
  #frameAsked = 0;
  #hovered = null;
  #pace = new Pace();
  #resolution = 1;
  /** ms until which the hand counts as moving. */
  #handUntil = 0;
  #strings;
  #labels = null;
  #figures = null;
  #asking = null;
  #projection = new Projection();
  /** Cells are looked at for themselves: nothing is asked about them, so none is sunk. */
  #plain = false;
  #releaseControls;
  #resizes;
  #lost = false;

  /**
   * @param {HTMLCanvasElement} canvas its size is that of its box on the page
   * @param {HTMLElement} overlay lies over the canvas and takes the labels
   * @param {{graph: import('./anatomy.js').Graph, strings: (key: string, values?: object) => string,
   *   reducedMotion?: boolean, labels?: 'normal' | 'hall' | 'none'}} options  graph as expandGraph made it
   * @throws {NoWebGL}
   */
  constructor(canvas, overlay, {graph, strings, reducedMotion = false, labels = 'normal'}) {
    super();
    this.#canvas = canvas;
    this.#overlay = overlay;
    this.#graph = graph;
    this.#strings = strings;
    this.#reducedMotion = reducedMotion;
    const context = canvas.getContext('webgl2', {antialias: true, alpha: false, depth: true, stencil: false});
    if (!context) throw new NoWebGL();
    this.#renderer = new THREE.WebGLRenderer({canvas, context, antialias: true});
    this.#renderer.outputColorSpace = THREE.LinearSRGBColorSpace;
    this.#renderer.info.autoReset = true;
    this.#background = new Background(this.#shared);
    this.#blocks = new Blocks(null, this.#shared);
    this.#scene.add(this.#background.mesh, this.#blocks.mesh);
    this.#palette = readPalette('dark', overlay);
    this.#plain = labels === 'none';
    if (labels !== 'none') {
      this.#figures = new Figures(overlay);
      this.#labels = new Labels(overlay, labels);
    }
    this.#build(Math.min(POSITIONS_UNKNOWN, graph.sizes.n_ctx));
    this.setTheme('dark');

    this.#releaseControls = control(canvas, {
      orbit: (a, e) => this.#byHand(() => this.#eye.orbit(a, e)),
      pan: (dx, dy) => this.#byHand(() => this.#eye.pan(dx, dy)),
      zoom: (f, x, y) => this.#byHand(() => this.#eye.zoom(f, x, y)),
      point: (x, y) => this.#hover(this.#pick(x, y)),
      leave: () => this.#hover(null),
      press: (x, y) => this.#emit('select', this.#describe(this.#pick(x, y))),
    });
    this.#resizes = new ResizeObserver(() => this.#resize());
    this.#resizes.observe(canvas);
    this.#resize();
    canvas.addEventListener('webglcontextlost', this.#onLost);
    canvas.addEventListener('webglcontextrestored', this.#onRestored);
  }

  /** @param {'dark' | 'light' | 'hall'} name */
  setTheme(name) {
    this.#palette = readPalette(name, this.#overlay);
    this.#shared.uBackground.value.fromArray(this.#palette.background);
    this.#shared.uGlow.value.fromArray(this.#palette.glow);
    this.#blocks.setPalette(this.#palette);
    this.#paintStrokes();
    this.#restage(false);
  }

  /** @param {Iterable<{name: string, colourScale: number, data: Float32Array}>} tensors the model's weights */
  setWeights(tensors) {
    this.#weights = [...tensors];
    this.#takeWeights();
    this.#change();
  }

  /**
   * @param {EventTarget & {positions: number, text: string[], tensor(name: string): object | null}} trace
   */
  setTrace(trace) {
    if (trace === this.#trace) return;
    this.#trace?.removeEventListener('change', this.#onTraceChange);
    this.#trace = trace;
    trace.addEventListener('change', this.#onTraceChange);
    if (trace.positions !== this.#plan.T) this.#build(trace.positions);
    else this.#store.allocate(this.#drawnNodes(), this.#plan.T);
    this.#takeWeights();
    this.#takeTensors();
    this.#restage(false);
  }

  /**
   * @param {{step: string, startAt?: number | null, from?: number}} what  `startAt` in ms of performance.now(), 0 or
   *   null: its end at once; `from`: the first position that is new, where a trace has grown
   */
  show({step, startAt = 0, from = 0}) {
    this.#plain = this.#labels === null;
    this.#run = {...this.#run, step, startAt: startAt ?? 0, from, reduced: this.#reducedMotion};
    this.#restage(true);
  }

  /** Finishes what is moving. */
  complete() {
    this.#run.startAt = 0;
    this.#flight.done = true;
    this.#change();
  }

  /** @param {{left?: number, top?: number, right?: number, bottom?: number}} covered px at each side that panels cover */
  insets({left = 0, top = 0, right = 0, bottom = 0}) {
    const {frame} = this.#eye;
    if (frame.left === left && frame.top === top && frame.right === right && frame.bottom === bottom) return;
    Object.assign(frame, {left, top, right, bottom});
    this.#refit();
  }

  /** @param {'step' | 'everything'} kind what the camera follows */
  view(kind) {
    if (kind === this.#viewKind) return;
    this.#viewKind = kind;
    this.#restage(false);
    this.#flyTo(this.#goal(), this.draws > 0 ? performance.now() : 0);
  }

  /** Gives the camera back: it flies to what is shown. */
  follow() {
    this.#plain = this.#labels === null;
    this.#flyTo(this.#goal(), performance.now());
    this.#emit('follow');
  }

  /** Whether something still moves. */
  get busy() {
    return this.#moving || this.#restless || this.#frameAsked !== 0;
  }

  /** Draw calls of the last frame. */
  get drawCalls() {
    return this.#renderer.info.render.calls;
  }

  /** Blocks drawn as one. */
  get instances() {
    return this.#blocks.count;
  }

  /**
   * The numbers in the texture that is drawn, row-major in the order of the node's axes.
   * @param {string} name
   * @returns {Float32Array}
   */
  readTensor(name) {
    const cells = shapeOf(this.#graph.nodes.get(name), this.#plan.T).reduce((a, b) => a * b, 1);
    return this.#store.readBack(this.#renderer, name, cells);
  }

  /**
   * Where a cell's centre is on the canvas, CSS px, how large it is, how far down its block (0 top edge, 1 bottom edge),
   * and whether that block is in focus; null where the cell is not drawn.
   * @returns {{x: number, y: number, pxPerCell: number, fromTop: number, inFocus: boolean} | null}
   */
  project(name, index) {
    const found = this.#find(name, index);
    if (!found) return null;
    const {block, column, row} = found, projection = this.#projection;
    this.#eye.apply();
    projection.update(this.#eye.camera, this.#eye.frame, this.#plan, this.#player.angles);
    const {x, y} = projection.cell(block, column + .5, row + .5);
    const centre = {x, y}, right = projection.cell(block, column + 1.5, row + .5);
    const across = Math.hypot(right.x - centre.x, right.y - centre.y), below = projection.cell(block, column + .5, row + 1.5);
    const pxPerCell = Math.min(across, Math.hypot(below.x - centre.x, below.y - centre.y));
    const inFocus = this.#player.contrast[this.#plan.blocks.indexOf(block)] === 1;
    return {...centre, pxPerCell, fromTop: (row + .5) / block.rows, inFocus};
  }

  /**
   * Takes the camera straight before a cell, near enough for figures, and cuts away what stands between; without flying.
   * Completes what was moving.
   */
  closeUp(name, index) {
    this.complete();
    if (!this.#plain) {
      this.#plain = true;
      this.#caption();
    }
    this.#advance(performance.now());
    const found = this.#find(name, index);
    if (!found) throw new Error(`no block shows ${name}[${index}]`);
    const {block, column, row} = found;
    const angle = block.arm < 0 ? 0 : this.#player.angles[block.arm];
    const at = this.#inWorld(block, column + .5, row + .5);
    const distance = this.#eye.frame.height / (2 * Math.tan(12 * Math.PI / 180) * CLOSE_UP);
    this.#eye.jump({...at, azimuth: angle, elevation: 0, distance});
    this.#eye.clearance = CLEARANCE;
    this.#flight.done = true;
    this.#look();
    this.#change();
  }

  /** The colour on the canvas at a point (CSS px), drawn afresh and read back: r, g, b, 0…255. */
  pixelAt(x, y) {
    this.#draw(performance.now());
    const gl = this.#renderer.getContext(), out = new Uint8Array(4), ratio = this.#renderer.getPixelRatio();
    gl.readPixels(Math.floor(x * ratio), this.#canvas.height - 1 - Math.floor(y * ratio), 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, out);
    return [out[0], out[1], out[2]];
  }

  dispose() {
    cancelAnimationFrame(this.#frameAsked);
    this.#trace?.removeEventListener('change', this.#onTraceChange);
    this.#canvas.removeEventListener('webglcontextlost', this.#onLost);
    this.#canvas.removeEventListener('webglcontextrestored', this.#onRestored);
    this.#releaseControls();
    this.#resizes.disconnect();
    this.#blocks.dispose();
    this.#flows.dispose();
    this.#asking.dispose();
    this.#labels?.dispose();
    this.#figures?.dispose();
    this.#store.dispose();
    this.#background.dispose();
    this.#renderer.dispose();
  }

  #onLost = event => {
    event.preventDefault();
    this.#lost = true;
    this.#emit('contextlost');
  };

  #onRestored = () => {
    this.#lost = false;
    this.#emit('contextrestored');
    this.#change();
  };

  #emit(type, detail = null) {
    this.dispatchEvent(new CustomEvent(type, {detail}));
  }

  #drawnNodes() {
    return [...this.#plan.byNode.keys()].map(name => this.#graph.nodes.get(name));
  }

  #build(T) {
    this.#plan = layout(this.#graph, T);
    this.#store.allocate(this.#drawnNodes(), T);
    this.#blocks.setPlan(this.#plan, this.#store);
    for (const part of [this.#flows, this.#asking]) {
      if (part) { this.#scene.remove(part.strokes.mesh); part.dispose(); }
    }
    this.#flows = new Flows(this.#plan, this.#graph.nodes, this.#shared);
    this.#asking = new Asking(this.#plan, this.#graph.nodes, this.#store, this.#strings, this.#shared);
    this.#scene.add(this.#flows.strokes.mesh, this.#asking.strokes.mesh);
    this.#paintStrokes();
    this.#player = new Player(this.#plan, this.#graph.nodes, this.#flows.lines, this.#player);
    this.#layerStrength = new Float32Array(this.#plan.dials.length).fill(1);
    this.#hovered = null;
  }

  #paintStrokes() {
    this.#flows.setPalette(this.#palette);
    this.#asking.strokes.setPalette(this.#palette);
    for (const {strokes} of [this.#flows, this.#asking]) {
      strokes.material.uniforms.uScale.value = (this.#palette.hall ? 1.6 : 1) * this.#renderer.getPixelRatio();
    }
  }

  #take(tensor) {
    this.#scales.set(tensor.name, tensor.colourScale);
    this.#store.write(tensor.name, tensor.data);
  }

  #takeWeights() {
    for (const tensor of this.#weights) this.#take(tensor);
    // a tied table is another one's, the other way round
    for (const node of this.#drawnNodes()) {
      const source = node.op === 'transpose' ? this.#weights.find(tensor => tensor.name === node.inputs[0]) : undefined;
      if (source && !this.#store.has(node.name)) this.#take({...source, name: node.name, data: transposed(source.data, ...source.shape)});
    }
  }

  #takeTensors(names = [...this.#plan.byNode.keys()]) {
    if (!this.#trace) return;
    for (const name of names) {
      if (this.#store.has(name)) continue;
      const tensor = this.#trace.tensor(name);
      if (tensor) this.#take(tensor);
    }
    this.#change();
  }

  /** Puts the step on stage again: after another step, another layout, another theme. */
  #restage(fly) {
    this.#restless = true;
    const step = this.#run.step === null ? null : this.#graph.byId.get(this.#run.step);
    const stage = step && this.#viewKind === 'step' ? stageOf(this.#plan, this.#graph.nodes, step, this.#palette)
      : wholeStage(this.#plan, step?.id, step?.nodes);
    // Without a step the machine stands there whole, every number in it.
    const computed = step ? computedBefore(this.#graph, step.id) : new Set(this.#graph.nodes.keys());
    const presence = new Float32Array(this.#plan.blocks.length).fill(1);
    this.#player.play(stage, computed, presence, this.#trace?.info?.tokens ?? []);
    this.#run.levels = this.#player.levels;
    this.#stagings++;
    this.#asking.stage = stage;
    this.#caption();
    if (fly && !this.#looking) this.#flyTo(this.#goal(), this.#run.startAt);
    this.#change();
  }

  #caption() {
    if (!this.#labels) return;
    const text = this.#trace?.text ?? [], stage = this.#player.stage;
    const asked = this.#plain ? [] : this.#asking.captions(text);
    this.#labels.set([...asked, ...captionsOf(stage, this.#plan, this.#graph.nodes, this.#strings)]);
  }

  #goal() {
    const {stage} = this.#player;
    return this.#eye.fitted(cornersOf(this.#plan, stage.view.blocks, stage.angles, stage.view.over), stage.view);
  }

  #flyTo(pose, startAt) {
    this.#restless = true;
    this.#looking = false;
    this.#eye.aim(pose);
    this.#flight = {startAt, done: startAt <= 0 || this.#reducedMotion};
    this.#change();
  }

  #refit() {
    if (this.#player.stage && !this.#looking) {
      const goal = this.#goal();
      if (this.#flight.done) this.#eye.jump(goal); else Object.assign(this.#eye.goal, goal);
    }
    this.#change();
  }

  #resize() {
    const {clientWidth: width, clientHeight: height} = this.#canvas;
    if (width === 0 || height === 0) return;
    Object.assign(this.#eye.frame, {width, height});
    this.#size();
    this.#refit();
  }

  #setResolution(share) {
    if (share === this.#resolution) return;
    this.#resolution = share;
    this.#size();
  }

  #size() {
    const {width, height} = this.#eye.frame;
    this.#renderer.setPixelRatio(Math.min(MAX_PIXEL_RATIO, window.devicePixelRatio || 1) * this.#resolution);
    this.#renderer.setSize(width, height, false);
    this.#shared.uView.value.set(this.#canvas.width, this.#canvas.height);
    this.#paintStrokes();
  }

  #byHand(act) {
    this.#flight.done = true;
    this.#handUntil = performance.now() + HAND;
    act();
    this.#look();
    this.#change();
  }

  #look() {
    if (this.#looking) return;
    this.#looking = true;
    this.#emit('look');
  }

  #change() {
    if (this.#frameAsked === 0 && !this.#lost) this.#frameAsked = requestAnimationFrame(this.#tick);
  }

  #tick = () => {
    this.#frameAsked = 0;
    if (this.#lost) return;
    const now = performance.now(), coarse = this.#resolution < 1;
    this.#draw(now);
    if (this.#moving || now < this.#handUntil || coarse !== this.#resolution < 1) this.#change();
    else if (this.#restless) {
      this.#restless = false;
      this.#emit('settled');
    }
  };

  /** Brings everything to where it is at a moment. */
  #advance(now) {
    const moment = momentAt(this.#run, now);
    if (!this.#flight.done) {
      const share = Math.max(0, (now - this.#flight.startAt) / FLY);
      this.#eye.fly(share);
      this.#flight.done = share >= 1;
    } else if (!this.#looking) this.#eye.fly(1);
    this.#moving = !moment.done || !this.#flight.done;
    this.#asking.update(moment, this.#run.from);
    const question = this.#plain ? null : this.#asking.question;
    this.#player.write(moment, this.#run.from, this.#blocks, this.#store, this.#scales, question);
    return {moment, question};
  }

  #draw(now) {
    if (!this.#player.stage) return;
    const {moment, question} = this.#advance(now);
    this.#setResolution(this.#pace.frame(now, this.#moving || now < this.#handUntil));
    if (moment.fly < 1 || this.#flowsAt !== this.#stagings) {
      this.#flows.write(this.#player.angles, this.#player.lines, this.#layerStrength);
      // written once more when the flight is over, then left
      if (moment.fly >= 1) this.#flowsAt = this.#stagings;
    }
    this.#asking.write(this.#player.angles, question !== null, this.#player.outlined, this.#blocks.mark.array, this.#hovered,
      Math.max(OUTLINE, OUTLINE_SHARE * this.#eye.pixelsPerCell));
    this.#blocks.pixelsPerCell = this.#eye.pixelsPerCell;
    this.#eye.apply();
    const {distance} = this.#eye.pose;
    this.#shared.uFog.value.set(distance * 1.12, 1 / (distance * .9));
    this.#renderer.render(this.#scene, this.#eye.camera);
    this.draws++;
    this.#projection.update(this.#eye.camera, this.#eye.frame, this.#plan, this.#player.angles);
    if (moment.phase !== 'compute' && this.#asking.unsaid) this.#caption();
    this.#writeText(moment, question);
  }

  #writeText(moment, question) {
    if (!this.#labels) return;
    this.#labels.quiet = moment.phase === 'wait' || moment.phase === 'fly' || !this.#flight.done;
    this.#labels.layOut(this.#eye.frame, this.#boxOf);
    if (moment.fly < 1) { this.#figures.hide(); return; }
    const state = this.#blocks.state.array, mark = this.#blocks.mark.array, sink = this.#blocks.sink.array;
    this.#figures.draw({
      plan: this.#plan, projection: this.#projection, palette: this.#palette, frame: this.#eye.frame,
      contrast: this.#player.contrast, text: this.#trace?.text ?? [], vocabulary: this.#graph.vocabulary, current: question?.query ?? -1, currentKey: question?.key ?? -1,
      filled: block => state[4 * block.index + 2],
      value: (block, column, row) => this.#store.value(block.node, block.base + column * block.colStride + row * block.rowStride),
      scale: block => this.#scales.get(block.node) || 1,
      sunk: (block, column, row) => sink[block.index] > 0 && !(column >= mark[4 * block.index] && column < mark[4 * block.index + 1]
        && row >= mark[4 * block.index + 2] && row < mark[4 * block.index + 3]),
    });
  }

  #boxOf = (label, into) => this.#projection.box(label, into);

  #find(name, index) {
    const node = this.#graph.nodes.get(name);
    for (const block of this.#plan.byNode.get(name) ?? []) {
      const cell = cellOf(block, node, this.#plan.T, index);
      if (cell) return {block, ...cell};
    }
    return null;
  }

  #inWorld(block, column, row) {
    const angle = block.arm < 0 ? 0 : this.#player.angles[block.arm], c = Math.cos(angle), s = Math.sin(angle);
    const x = block.x + column, z = block.z + .5;
    return {x: c * x + s * z + this.#plan.columns[block.column].x, y: -(block.y + row), z: c * z - s * x};
  }

  #pick(x, y) {
    const {pose, frame} = this.#eye, {right, up, back} = basis(pose), centre = freeCentre(frame);
    const unit = 2 * Math.tan(12 * Math.PI / 180) / frame.height;
    const dx = (x - frame.width / 2 - centre.x) * unit, dy = -(y - frame.height / 2 - centre.y) * unit;
    const direction = [0, 1, 2].map(i => right[i] * dx + up[i] * dy - back[i]), length = Math.hypot(...direction);
    const origin = {x: pose.x + back[0] * pose.distance, y: pose.y + back[1] * pose.distance, z: pose.z + back[2] * pose.distance};
    return pick(this.#plan, this.#player.angles, i => this.#player.presence[i] > .5, origin,
      {x: direction[0] / length, y: direction[1] / length, z: direction[2] / length});
  }

  #describe(hit) {
    if (!hit || hit.column < 0) return null;
    const block = this.#plan.blocks[hit.block], node = this.#graph.nodes.get(block.node);
    return {node: block.node, index: indexOf(block, node, this.#plan.T, hit.column, hit.row)};
  }

  #hover(hit) {
    const same = hit === this.#hovered || (hit && this.#hovered && hit.block === this.#hovered.block
      && hit.column === this.#hovered.column && hit.row === this.#hovered.row);
    if (same) return;
    this.#hovered = hit;
    this.#asking.point(hit && hit.column >= 0 ? this.#plan.blocks[hit.block] : null, hit?.column, hit?.row);
    this.#emit('hover', this.#describe(hit));
    this.#change();
  }
}
