/**
 * What is on the canvas: background, blocks, flows and the question's lines, in the theme's colours, at the resolution
 * that the machine can keep up with.
 */
import * as THREE from 'three';
import { Background } from './background.js';
import { Blocks } from './blocks.js';
import { AudienceLights } from './audience-lights.js';

const MAX_PIXEL_RATIO = 2;
/** In a hall, lines are wider. */
const HALL_WIDTH = 1.6;
/** Fog begins behind the subject, at this many of its distances from the eye, and is full after so many more. */
const FOG_FROM = 1.12,
  FOG_LENGTH = 0.9;

/** Pixels for each CSS px. */
const ratioOfScreen = () => Math.min(MAX_PIXEL_RATIO, window.devicePixelRatio || 1);

/** The browser has no WebGL 2, or its graphics are switched off. */
export class NoWebGL extends Error {
  constructor() {
    super('This browser shows no 3D: WebGL 2 is missing or switched off.');
    this.name = 'NoWebGL';
  }
}

export class SceneRenderer {
  /** Uniforms that all shaders share. */
  shared = {
    uBackground: { value: new THREE.Vector3() },
    uGlow: { value: new THREE.Vector3() },
    uView: { value: new THREE.Vector2(1, 1) },
    uFog: { value: new THREE.Vector2(1e6, 0) },
  };
  #canvas;
  #renderer;
  #scene = new THREE.Scene();
  #background;
  /** Batches of lines. @type {import('./strokes.js').Strokes[]} */
  #strokes = [];
  /** @type {Blocks[]} */
  #company = [];
  #palette = null;
  #size = { width: 1, height: 1 };
  #resolution = 1;
  /** Pixels for each CSS px while a picture is taken. @type {number | null} */
  #ratio = null;
  /** Pixels that are drawn, from the canvas's lower left corner. */
  #drawn = { width: 1, height: 1 };

  /** @param {HTMLCanvasElement} canvas @throws {NoWebGL} */
  constructor(canvas) {
    this.#canvas = canvas;
    // a context that begins at its size need not be given another
    const ratio = ratioOfScreen(),
      width = Math.floor(canvas.clientWidth * ratio),
      height = Math.floor(canvas.clientHeight * ratio);
    if (width > 0 && height > 0) Object.assign(canvas, { width, height });
    const context = canvas.getContext('webgl2', { antialias: true, alpha: false, depth: true, stencil: false });
    if (!context) throw new NoWebGL();
    this.#renderer = new THREE.WebGLRenderer({ canvas, context, antialias: true });
    // shaders write sRGB themselves: what they say is what is seen
    this.#renderer.outputColorSpace = THREE.LinearSRGBColorSpace;
    this.#background = new Background(this.shared);
    this.blocks = new Blocks(this.shared);
    this.lights = new AudienceLights(this.shared);
    // everything stands where its shader puts it
    this.#scene.matrixWorldAutoUpdate = false;
    this.#scene.add(this.#background.mesh, this.blocks.mesh, this.lights.mesh);
  }

  /** Shows other lines than before. @param {import('./strokes.js').Strokes[]} strokes */
  setStrokes(strokes) {
    for (const { mesh } of this.#strokes) this.#scene.remove(mesh);
    this.#strokes = strokes;
    for (const { mesh } of strokes) this.#scene.add(mesh);
    this.#paintStrokes();
  }

  /** Shows other models beside the first one's blocks. @param {Blocks[]} company */
  setCompany(company) {
    for (const { mesh } of this.#company) this.#scene.remove(mesh);
    this.#company = company;
    for (const { mesh } of company) this.#scene.add(mesh);
  }

  /** @param {import('./colour.js').Palette} palette */
  setPalette(palette) {
    this.#palette = palette;
    this.#renderer.setClearColor(new THREE.Color(...palette.background), 1);
    this.shared.uBackground.value.fromArray(palette.background);
    this.shared.uGlow.value.fromArray(palette.glow);
    for (const blocks of [this.blocks, ...this.#company]) blocks.setPalette(palette);
    this.#paintStrokes();
  }

  /** @param {number} width CSS px */
  resize(width, height) {
    this.#size = { width, height };
    this.#fit();
  }

  /**
   * Share of the full resolution. The canvas keeps its size, for one that changes it waits for the graphics: a part of it
   * is drawn, and shown as large as the whole.
   */
  get resolution() {
    return this.#resolution;
  }

  set resolution(share) {
    if (share === this.#resolution) return;
    this.#resolution = share;
    this.#frame();
  }

  /**
   * Draws at another size for a moment.
   * @param {number} ratio pixels for each CSS px
   * @param {() => void} draw what is drawn must be taken before it returns
   */
  atRatio(ratio, draw) {
    this.#ratio = ratio;
    this.#fit();
    try {
      draw();
    } finally {
      this.#ratio = null;
      this.#fit();
    }
  }

  /** @param {THREE.Camera} camera @param {number} distance of the subject from the eye, in cells */
  draw(camera, distance) {
    this.shared.uFog.value.set(distance * FOG_FROM, 1 / (distance * FOG_LENGTH));
    this.#renderer.render(this.#scene, camera);
  }

  /** The graphics were taken away and given back: of what they were told nothing is left. */
  sendWhole() {
    if (this.#palette) this.setPalette(this.#palette);
  }

  /** The colour drawn last at a point (CSS px): r, g, b, 0…255. To be called right after drawing. */
  colourAt(x, y) {
    const gl = this.#renderer.getContext(),
      out = new Uint8Array(4),
      ratio = this.#pixelRatio;
    gl.readPixels(
      Math.floor(x * ratio),
      this.#drawn.height - 1 - Math.floor(y * ratio),
      1,
      1,
      gl.RGBA,
      gl.UNSIGNED_BYTE,
      out,
    );
    return [out[0], out[1], out[2]];
  }

  get drawCalls() {
    return this.#renderer.info.render.calls;
  }

  get renderer() {
    return this.#renderer;
  }

  /** Pixels that are drawn for each CSS px. */
  get #pixelRatio() {
    return this.#ratio ?? this.#renderer.getPixelRatio() * this.#resolution;
  }

  /** Gives the canvas its size. */
  #fit() {
    const { width, height } = this.#size;
    this.#renderer.setDrawingBufferSize(width, height, this.#ratio ?? ratioOfScreen());
    this.#frame();
  }

  /** Chooses the part of the canvas that is drawn. */
  #frame() {
    const canvas = this.#canvas,
      share = this.#ratio === null ? this.#resolution : 1,
      own = this.#renderer.getPixelRatio(),
      width = Math.floor(canvas.width * share),
      height = Math.floor(canvas.height * share);
    this.#drawn = { width, height };
    this.#renderer.setViewport(0, 0, width / own, height / own);
    canvas.style.transform = share < 1 ? `scale(${canvas.width / width}, ${canvas.height / height})` : '';
    this.shared.uView.value.set(width, height);
    this.#paintStrokes();
  }

  #paintStrokes() {
    if (!this.#palette) return;
    const scale = (this.#palette.hall ? HALL_WIDTH : 1) * this.#pixelRatio;
    for (const strokes of this.#strokes) strokes.setPalette(this.#palette, scale);
    this.lights.setPalette(this.#palette, scale);
  }

  dispose() {
    this.blocks.dispose();
    this.lights.dispose();
    this.#background.dispose();
    this.#renderer.dispose();
  }
}
