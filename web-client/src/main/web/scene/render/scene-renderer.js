/**
 * Draws the scene with three.js: background, blocks, lines and audience lights in the theme's colours, at a variable
 * resolution.
 */
import * as THREE from 'three';
import { AudienceLights } from './audience-lights.js';
import { BACKGROUND } from './block-shader.js';
import { Blocks } from './blocks.js';

const MAX_PIXEL_RATIO = 2;
/** Factor of line widths on the hall's screen. */
const HALL_WIDTH = 1.6;
/** Fog begins behind the subject, at this multiple of its distance from the camera, and grows to full over this multiple. */
const FOG_FROM = 1.12,
  FOG_LENGTH = 0.9;

/** @typedef {SceneRenderer['shared']} Shared  uniforms of all shaders */

/** Device pixels per CSS px, limited. */
const ratioOfScreen = () => Math.min(MAX_PIXEL_RATIO, window.devicePixelRatio || 1);

/** The browser has no WebGL 2, or it is disabled. */
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
    uModel: { value: new THREE.Vector4(0, 0, 0, 1) },
  };
  /** @type {THREE.WebGLRenderer} */
  renderer;
  #canvas;
  #scene = new THREE.Scene();
  #background;
  /** Batches of lines. @type {import('./strokes.js').Strokes[]} */
  #strokes = [];
  /** Blocks of the gallery's models. @type {Blocks[]} */
  #gallery = [];
  /** What is drawn in place of the scene. @type {{mesh: THREE.Object3D, paint: (palette: import('./colour.js').Palette, scale: number) => void} | null} */
  #guest = null;
  /** Its scene. @type {THREE.Scene | null} */
  #visited = null;
  /** @type {import('./colour.js').Palette | null} */
  #palette = null;
  #size = { width: 1, height: 1 };
  #resolution = 1;
  /** Pixels per CSS px while a snapshot is taken; null otherwise. @type {number | null} */
  #ratio = null;
  /** Size of the drawn part of the canvas, from its lower left corner, in pixels. */
  #drawn = { width: 1, height: 1 };

  /** @param {HTMLCanvasElement} canvas @throws {NoWebGL} */
  constructor(canvas) {
    this.#canvas = canvas;
    // a context that is created at its final size need not be resized
    const ratio = ratioOfScreen(),
      width = Math.floor(canvas.clientWidth * ratio),
      height = Math.floor(canvas.clientHeight * ratio);
    if (width > 0 && height > 0) Object.assign(canvas, { width, height });
    const context = canvas.getContext('webgl2', { antialias: true, alpha: false, depth: true, stencil: false });
    if (!context) throw new NoWebGL();
    this.renderer = new THREE.WebGLRenderer({ canvas, context, antialias: true });
    // the shaders write sRGB, so three.js must not convert
    this.renderer.outputColorSpace = THREE.LinearSRGBColorSpace;
    this.#background = new Background(this.shared);
    this.blocks = new Blocks(this.shared);
    this.lights = new AudienceLights(this.shared);
    // positions are computed by the shaders
    this.#scene.matrixWorldAutoUpdate = false;
    this.#scene.add(this.#background.mesh, this.blocks.mesh, this.lights.mesh);
  }

  /** Replaces the lines. @param {import('./strokes.js').Strokes[]} strokes */
  setStrokes(strokes) {
    for (const { mesh } of this.#strokes) this.#scene.remove(mesh);
    this.#strokes = strokes;
    for (const { mesh } of strokes) this.#scene.add(mesh);
    this.#paintStrokes();
  }

  /**
   * Draws a mesh alone in front of the background; null: the scene again.
   * @param {{mesh: THREE.Object3D, paint: (palette: import('./colour.js').Palette, scale: number) => void} | null} guest
   */
  setGuest(guest) {
    this.#guest = guest;
    this.#visited = guest && new THREE.Scene();
    if (this.#visited && guest) {
      this.#visited.matrixWorldAutoUpdate = false;
      this.#visited.add(guest.mesh);
    }
    (this.#visited ?? this.#scene).add(this.#background.mesh);
    this.#paintStrokes();
  }

  /** Replaces the models of the gallery. @param {Blocks[]} gallery */
  setGallery(gallery) {
    for (const { mesh } of this.#gallery) this.#scene.remove(mesh);
    this.#gallery = gallery;
    for (const { mesh } of gallery) this.#scene.add(mesh);
  }

  /** @param {import('./colour.js').Palette} palette */
  setPalette(palette) {
    this.#palette = palette;
    this.renderer.setClearColor(new THREE.Color(...palette.background), 1);
    this.shared.uBackground.value.fromArray(palette.background);
    this.shared.uGlow.value.fromArray(palette.glow);
    for (const blocks of [this.blocks, ...this.#gallery]) blocks.setPalette(palette);
    this.#paintStrokes();
  }

  /** @param {number} width CSS px @param {number} height CSS px */
  resize(width, height) {
    this.#size = { width, height };
    this.#fit();
  }

  /**
   * Share of the full resolution. The canvas keeps its size, since resizing it would wait for the graphics; a part of it is
   * drawn and enlarged by CSS.
   */
  get resolution() {
    return this.#resolution;
  }

  set resolution(share) {
    if (share === this.#resolution) return;
    this.#resolution = share;
    this.#setViewport();
  }

  /**
   * Draws once at another resolution.
   * @param {number} ratio pixels per CSS px
   * @param {() => void} draw draws, and must copy the canvas before it returns
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

  /** @param {THREE.Camera} camera @param {number} distance of the subject from the camera, in cells */
  draw(camera, distance) {
    this.shared.uFog.value.set(distance * FOG_FROM, 1 / (distance * FOG_LENGTH));
    this.renderer.render(this.#visited ?? this.#scene, camera);
  }

  /** Uploads all state again after the graphics context was lost. */
  sendWhole() {
    if (this.#palette) this.setPalette(this.#palette);
  }

  /**
   * Draws one pixel and reads back its colour: r, g, b, 0…255. The rest of the canvas is left as it is.
   * @param {number} x CSS px @param {number} y CSS px @param {() => void} draw
   */
  colourAt(x, y, draw) {
    const gl = this.renderer.getContext(),
      out = new Uint8Array(4),
      ratio = this.#pixelRatio,
      own = this.renderer.getPixelRatio(),
      left = Math.floor(x * ratio),
      bottom = this.#drawn.height - 1 - Math.floor(y * ratio);
    // three.js takes CSS px
    this.renderer.setScissor(left / own, bottom / own, 1 / own, 1 / own);
    this.renderer.setScissorTest(true);
    try {
      draw();
      gl.readPixels(left, bottom, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, out);
    } finally {
      this.renderer.setScissorTest(false);
    }
    return [out[0], out[1], out[2]];
  }

  get drawCalls() {
    return this.renderer.info.render.calls;
  }

  /** Drawn pixels per CSS px. */
  get #pixelRatio() {
    return this.#ratio ?? this.renderer.getPixelRatio() * this.#resolution;
  }

  /** Sets the canvas's size. */
  #fit() {
    const { width, height } = this.#size;
    this.renderer.setDrawingBufferSize(width, height, this.#ratio ?? ratioOfScreen());
    this.#setViewport();
  }

  /** Sets the part of the canvas that is drawn. */
  #setViewport() {
    const canvas = this.#canvas,
      share = this.#ratio === null ? this.#resolution : 1,
      own = this.renderer.getPixelRatio(),
      width = Math.floor(canvas.width * share),
      height = Math.floor(canvas.height * share);
    this.#drawn = { width, height };
    this.renderer.setViewport(0, 0, width / own, height / own);
    canvas.style.transform = share < 1 ? `scale(${canvas.width / width}, ${canvas.height / height})` : '';
    this.shared.uView.value.set(width, height);
    this.#paintStrokes();
  }

  #paintStrokes() {
    if (!this.#palette) return;
    const scale = (this.#palette.hall ? HALL_WIDTH : 1) * this.#pixelRatio;
    for (const strokes of this.#strokes) strokes.setPalette(this.#palette, scale);
    this.lights.setPalette(this.#palette, scale);
    this.#guest?.paint(this.#palette, this.#pixelRatio);
  }

  dispose() {
    this.blocks.dispose();
    this.lights.dispose();
    this.#background.dispose();
    this.renderer.dispose();
  }
}

/** The grid of the background's glow. */
const COLUMNS = 12,
  ROWS = 8;

/** The background: a glow that is computed at the points of a grid only, since most pixels show nothing else. */
class Background {
  /** @param {Shared} shared */
  constructor(shared) {
    const geometry = new THREE.PlaneGeometry(2, 2, COLUMNS, ROWS);
    const material = new THREE.RawShaderMaterial({
      glslVersion: THREE.GLSL3,
      uniforms: shared,
      depthTest: false,
      depthWrite: false,
      vertexShader: `precision highp float; ${BACKGROUND}
        in vec3 position;
        out vec3 vColour;
        void main() { gl_Position = vec4(position.xy, 1., 1.); vColour = backgroundAt(position.xy); }`,
      // half a step of noise, so that the gradient has no visible bands
      fragmentShader: `precision highp float;
        in vec3 vColour;
        out vec4 outColour;
        void main() {
          float noise = fract(52.9829189 * fract(dot(gl_FragCoord.xy, vec2(.06711056, .00583715)))) - .5;
          outColour = vec4(vColour + noise / 255., 1.);
        }`,
    });
    this.mesh = new THREE.Mesh(geometry, material);
    this.mesh.frustumCulled = false;
    this.mesh.renderOrder = -1;
  }

  dispose() {
    this.mesh.geometry.dispose();
    this.mesh.material.dispose();
  }
}
