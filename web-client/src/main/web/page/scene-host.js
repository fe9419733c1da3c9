/**
 * The element of the scene: canvas, overlay for labels, and a message if the scene cannot be drawn. It loads three.js after
 * text and controls. It has no shadow root, so that the page's styles apply to its labels.
 *
 * Emits `machine` when {@link SceneHost.machine} is set, and `gallery` when {@link SceneHost.modelGallery} is. It is the
 * target of their events, too (scene/machine.js, scene/gallery/model-gallery.js).
 *
 * @typedef {import('../model/graph.js').Graph} Graph
 */
import { css, html, LitElement, nothing } from 'lit';
import { server } from '../live/model-source.js';
import { partAddress } from '../model/part-address.js';
import { reached, seen } from './milestones.js';
import { preload } from './preload.js';
import { titleOf } from '../ui/model-words.js';
import { words } from '../ui/words.js';

/** Styles of the page that it does not need at first: of this element, and of what stands over it. */
const { styleSheet } = css`
  orrery-scene canvas {
    display: block;
    width: 100%;
    height: 100%;
    outline: none;
    /* at a low resolution, the lower left part of it is enlarged to the whole (scene/render/scene-renderer.js) */
    transform-origin: left bottom;
  }
  orrery-scene canvas:focus-visible {
    box-shadow: inset 0 0 0 2px var(--accent);
  }
  orrery-scene canvas[hidden] {
    display: none;
  }
  orrery-scene .overlay {
    position: absolute;
    inset: 0;
    overflow: hidden;
    pointer-events: none;
  }
  /* A guest is in the machine's place: only its own texts. */
  orrery-scene .overlay.visited > :not(.guest) {
    visibility: hidden;
  }
  /* In the lobby the machine is only a picture. */
  .gathers orrery-scene .overlay {
    visibility: hidden;
  }
  /* The driver's pointer: a ring around its cell, over everything. Its inside is free. */
  orrery-scene .light {
    position: absolute;
    left: 0;
    top: 0;
    border-radius: 50%;
    border: 4px solid var(--accent);
    box-sizing: content-box;
    box-shadow: 0 0 0 2px var(--bg), inset 0 0 0 1.5px #fff;
  }
  orrery-scene .trouble {
    position: absolute;
    left: 50%;
    top: 42%;
    transform: translate(-50%, -50%);
    width: min(380px, 80vw);
    padding: var(--s5);
    text-align: center;
    line-height: var(--lh-read);
    color: var(--ink-2);
  }
  /* A figure stands in front of the machine, and needs none. */
  .page:has(orrery-figure[shown]) .trouble {
    visibility: hidden;
  }
  .trouble p {
    margin: 0;
  }
  .trouble button {
    margin-top: var(--s4);
  }
  .breadcrumb {
    position: absolute;
    z-index: 1;
    max-width: calc(100% - 2 * var(--edge) - var(--panel) - var(--panel-right) - 40px);
    left: calc(var(--edge) + var(--panel) + 20px);
    width: max-content;
    /* has its height before it is filled, so that labels avoid it */
    min-height: 28px;
    top: 72px;
    pointer-events: none;
  }
  .form-sheet .breadcrumb {
    top: 58px;
    left: 8px;
    max-width: calc(100% - 16px);
  }
  @media (orientation: landscape) and (max-height: 500px) {
    .form-sheet .breadcrumb {
      max-width: calc(100% - var(--side) - 16px);
    }
  }
  /* on a phone the question has the upper part of the screen */
  @media (max-width: 720px) {
    orrery-guess[covers] ~ orrery-change-note {
      top: auto;
      bottom: 16px;
    }
  }
`;

if (styleSheet) document.adoptedStyleSheets = [...document.adoptedStyleSheets, styleSheet];

export class SceneHost extends LitElement {
  static properties = {
    conductor: { attribute: false },
    weights: { attribute: false },
    theme: {},
    labels: {},
    everything: { type: Boolean },
    exhibition: { attribute: false },
    trouble: { state: true },
  };

  /** The machine, once it has loaded. @type {import('../scene/machine.js').Machine | null} */
  machine = null;
  /** The model gallery while it is open. @type {import('../scene/gallery/model-gallery.js').ModelGallery | null} */
  modelGallery = null;
  /** @type {import('../features/gallery/gallery.js').Exhibition | null} of the current model gallery */
  #exhibited = null;
  /** @type {import('../ui/features.js').Covered} */
  #insets = {};
  /** @type {Graph | null} of the current machine */
  #built = null;
  /** @type {import('../model/frame.js').Tensor[] | null} */
  #weightsGiven = null;

  constructor() {
    super();
    /** Decides which step is shown. @type {import('../live/conductor.js').Conductor | null} */
    this.conductor = null;
    /** @type {import('../model/frame.js').Tensor[] | null} */
    this.weights = null;
    /** @type {import('../ui/theme.js').Theme} */
    this.theme = 'dark';
    /** @type {'normal' | 'hall' | 'none'} */
    this.labels = 'normal';
    /** Whether to show the whole machine with all its numbers, whatever the step. */
    this.everything = false;
    /** The exhibition that replaces the machine, or null. @type {import('../features/gallery/gallery.js').Exhibition | null} */
    this.exhibition = null;
    /** @type {'noWebgl' | 'failed' | 'lost' | null} */
    this.trouble = null;
    this.addEventListener('settled', () => this.machine && this.weights && reached('scene'));
    this.addEventListener('contextlost', () => {
      this.trouble = 'lost';
    });
    this.addEventListener('contextrestored', () => {
      this.trouble = null;
    });
  }

  #relabel = () => (this.machine ?? this.modelGallery)?.relabel();

  connectedCallback() {
    super.connectedCallback();
    words.addEventListener('change', this.#relabel);
  }

  /** @param {import('lit').PropertyValues} changed */
  willUpdate(changed) {
    if (changed.has('conductor')) this.conductor?.addEventListener('show', this.#buildOnce);
  }

  createRenderRoot() {
    return this;
  }

  render() {
    return html`<canvas tabindex="0" role="application" aria-label=${words.text('scene.label')} ?hidden=${this.trouble !== null}></canvas>
      <div class="overlay" aria-hidden="true" style=${this.trouble === null ? nothing : 'opacity: 0'}></div>
      ${this.trouble === null ? nothing : this.#message()}`;
  }

  #message() {
    return html`<div class="trouble" role="status">
      <p>${words.text(`scene.${this.trouble}`)}</p>
      ${
        this.trouble === 'noWebgl'
          ? nothing
          : html`<button @click=${() => location.reload()}>${words.text('scene.reload')}</button>`
      }
    </div>`;
  }

  /** @param {import('lit').PropertyValues} changed */
  updated(changed) {
    this.#buildOnce();
    if (changed.has('theme')) (this.machine ?? this.modelGallery)?.setTheme(this.theme);
    if (changed.has('weights')) this.#giveWeights();
    if (changed.has('everything') && this.machine) this.machine.whole = this.everything;
  }

  /** Builds the machine or the gallery, if that is necessary. A machine needs a step to show. */
  #buildOnce = () => {
    if (this.exhibition) {
      if (this.exhibition !== this.#exhibited) this.#exhibit(this.exhibition);
      return;
    }
    if (this.#exhibited) this.#clear();
    const { graph = null, shown = null } = this.conductor ?? {};
    if (!graph || graph === this.#built || !shown) return;
    // The machine of another checkpoint has the same shape: its cells get other numbers.
    if (this.machine && this.#built && hasMachineOf(graph, this.#built) && this.#weightsGiven?.length)
      this.#built = graph;
    else this.#build(graph);
  };

  /** Removes the machine or the gallery, of which a canvas can show only one. */
  #clear() {
    this.machine?.dispose();
    this.modelGallery?.dispose();
    this.machine = this.modelGallery = this.#built = this.#exhibited = null;
  }

  /** Opens an exhibition. If its models are there already, a flight begins again. @param {import('../features/gallery/gallery.js').Exhibition} exhibition */
  #exhibit(exhibition) {
    if (this.modelGallery && this.#exhibited?.flight && exhibition.flight) {
      this.#exhibited = exhibition;
      this.modelGallery.fly(exhibition.startAt);
    } else this.#buildGallery(exhibition);
  }

  /** @param {import('../features/gallery/gallery.js').Exhibition} exhibition */
  async #buildGallery(exhibition) {
    this.#clear();
    this.#exhibited = exhibition;
    const isMade = await this.#make(
      () => import('../scene/gallery/model-gallery.js'),
      () => this.#exhibited === exhibition,
      ({ ModelGallery }, ...surface) => {
        this.modelGallery = new ModelGallery(this, ...surface, {
          ...this.#common,
          graphs: exhibition.graphs,
          here: exhibition.here.model.id,
          titleOf,
        });
      },
    );
    if (!isMade) return;
    this.modelGallery?.insets(this.#insets);
    if (exhibition.flight) this.modelGallery?.fly(exhibition.startAt);
    this.dispatchEvent(new Event('gallery'));
  }

  /** What the machine and the gallery are made with. */
  get #common() {
    return {
      theme: this.theme,
      labels: this.labels,
      strings: /** @type {import('../ui/words.js').Strings} */ ((key, values) => words.text(key, values)),
      reducedMotion: matchMedia('(prefers-reduced-motion: reduce)').matches,
    };
  }

  /**
   * Loads the code of what is drawn, after the first text, and makes it on the canvas, with the element for labels over it.
   * @template {{NoWebGL: new () => Error}} Module
   * @param {() => Promise<Module>} load @param {() => boolean} isWanted
   * @param {(module: Module, canvas: HTMLCanvasElement, overlay: HTMLElement) => void} make
   * @returns {Promise<boolean>} false if it is not wanted any more, or cannot be drawn
   */
  async #make(load, isWanted, make) {
    await seen('text');
    preload('scene');
    let module;
    try {
      module = await load();
      if (!isWanted() || !this.isConnected) return false;
      const canvas = this.querySelector('canvas');
      /** @type {HTMLElement | null} */
      const overlay = this.querySelector('.overlay');
      if (!canvas || !overlay) throw new Error('The scene has not been rendered.');
      make(module, canvas, overlay);
      return true;
    } catch (error) {
      console.error(error);
      this.trouble = module && error instanceof module.NoWebGL ? 'noWebgl' : 'failed';
      return false;
    }
  }

  /** @param {Graph} graph */
  async #build(graph) {
    this.#clear();
    this.#built = graph;
    const isMade = await this.#make(
      () => import('../scene/machine.js'),
      () => this.#built === graph,
      ({ Machine }, ...surface) => {
        this.machine = new Machine(this, ...surface, {
          ...this.#common,
          graph,
          positions: this.conductor?.shown?.trace.positions,
          fetchPart: async (node, shape, part) => {
            const of = { model: (this.#built ?? graph).model.id, trace: this.conductor?.shown?.trace.id ?? null };
            return (await server.frame(partAddress(of, node, shape, part))).tensors[0];
          },
        });
      },
    );
    if (isMade) this.#start();
  }

  #start() {
    const { machine, conductor } = this;
    if (!machine || !conductor) return;
    machine.insets(this.#insets);
    machine.whole = this.everything;
    this.#weightsGiven = null;
    this.#giveWeights();
    machine.play(conductor);
    this.dispatchEvent(new Event('machine'));
  }

  #giveWeights() {
    if (!this.machine || !this.weights || this.weights === this.#weightsGiven) return;
    this.#weightsGiven = this.weights;
    this.machine.setWeights(this.weights, this.conductor?.graph?.model.checkpoint?.passing ?? false);
  }

  /** @param {import('../ui/features.js').Covered} covered */
  insets(covered) {
    this.#insets = covered;
    (this.machine ?? this.modelGallery)?.insets(covered);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    words.removeEventListener('change', this.#relabel);
    this.conductor?.removeEventListener('show', this.#buildOnce);
    this.#clear();
  }
}

/** Whether two models are checkpoints of one. @param {Graph} one @param {Graph} other */
function hasMachineOf({ model: one }, { model: other }) {
  return (one.checkpoint?.of ?? one.id) === (other.checkpoint?.of ?? other.id);
}

customElements.define('orrery-scene', SceneHost);

/** An event of the machine. @template {keyof import('../scene/pointer-input.js').Pointed} Type @typedef {CustomEvent<import('../scene/pointer-input.js').Pointed[Type]>} Detail */

/**
 * The element in its page: what it is given, and what the page does when something happens on it.
 * @param {import('./app.js').App} page @param {import('../ui/view.js').View} view
 * @param {boolean} untouched whether the page's person cannot point at cells
 */
export const sceneOf = (page, view, untouched) => html`<orrery-scene
  .conductor=${page.conductor}
  .weights=${view.weights}
  .theme=${page.theme}
  .labels=${page.page === 'projector' ? 'hall' : page.page === 'landing' ? 'none' : 'normal'}
  ?everything=${page.page === 'landing' || (view.room?.lobby ?? false)}
  .exhibition=${view.exhibition ?? null}
  @gallery=${() => page.requestUpdate()}
  @leg=${(/** @type {CustomEvent<import('../ui/features.js').Leg>} */ { detail }) => page.features.tell('leg', detail)}
  @look=${() => (page.code !== '' || !view.exhibition) && page.lookAround(true)}
  @follow=${() => {
    page.lookAround(false);
    page.features.tell('moved');
  }}
  @machine=${() => page.controller?.look()}
  @camera=${() => page.controller?.cameraMoved()}
  @over=${(/** @type {Detail<'over'>} */ { detail }) => page.controller?.over(untouched ? null : detail)}
  @hover=${(/** @type {Detail<'hover'>} */ { detail }) => untouched || page.features.tell('hover', detail)}
  @numbers=${() => page.features.tell('numbers', page.machine)}
  @focus=${() => {
    page.requestUpdate();
    page.features.tell('moved');
  }}
  @choose=${(/** @type {Detail<'choose'>} */ { detail }) => {
    if (untouched) return;
    page.features.tell('partChosen', detail);
    page.act('focus', detail);
  }}
  @select=${(/** @type {Detail<'select'>} */ { detail }) => untouched || page.features.tell('select', detail)}
></orrery-scene>`;
