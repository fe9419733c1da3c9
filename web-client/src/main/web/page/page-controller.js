/**
 * Controls everything around a page's scene: the address, announcements for screen readers, the area that panels leave free.
 * It adds the manifests that are needed after the text. The first text and controls work without it; it is loaded with page/rest.js.
 *
 * @typedef {import('../ui/features.js').Page} Page
 * @typedef {import('./address.js').AddressFields} AddressFields
 * @typedef {import('./scene-host.js').SceneHost} SceneHost
 * @typedef {import('../ui/view.js').View} View
 */
import afterText from 'manifests/afterText.js';
import { AddressBar, fragmentOf } from './address-bar.js';
import { DrawWatcher } from './draw-watcher.js';
import './side-panels.js';
import { PanelSizes, covered, coversOf } from './scene-insets.js';
import { readMembers } from './address.js';
import { join } from '../ui/parts.js';
import { Signal } from '../ui/signal.js';
import { words } from '../ui/words.js';
import { STEP } from '../scene/layout/focus.js';

/** The run, for the page's address. @param {import('../live/conductor.js').Conductor | null} conductor @returns {AddressFields} empty without a run */
function runOf(conductor) {
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

/** Distance of a card from its cell and from the window's edge, px. */
const CARD_MARGIN = 60;

export class PageController {
  #page;
  /** The camera of the page's address, until there is a machine. @type {AddressFields} */
  #asked;
  #others;
  /** Whether the address's view has been applied. */
  #looked = false;
  #bar = new AddressBar(
    () => this.#shown(),
    () => Object.keys(addressOf(this.#page.features)),
  );
  /** Whether a feature, such as a tour, led the walk when the page was last drawn. */
  #wasLed = false;
  #news = '';
  #result = '';
  #showsNext = false;
  #watcher = new DrawWatcher((trace, step) => {
    this.#complete = { trace, step };
    this.#page.requestUpdate();
  });
  /** The last step whose tensors have all been drawn. @type {{trace: import('../model/trace.js').Trace, step: string} | null} */
  #complete = null;
  /** The name of the tensor under the pointer. */
  #over = new Signal(/** @type {string | null} */ (null));
  #sizes = new PanelSizes(() => this.#keepOffPanels());
  /** The last rendering of the page. @type {{scene: SceneHost | null, name: string, form: import('../ui/window-form.js').Form} | null} */
  #drawn = null;

  /**
   * @param {Page} page
   * @param {AddressFields} asked the camera of the page's address
   * @param {URLSearchParams} others the address, of which features read their members
   */
  constructor(page, asked, others) {
    this.#page = page;
    this.#asked = asked;
    this.#others = others;
    page.features.add(afterText);
    page.features.add([
      {
        name: 'page',
        actions: { escape: () => page.features.ask('putAway') },
        attach: () => ({ cellChanged: () => this.#keepCardOff() }),
      },
    ]);
    if (page.conductor) {
      Object.assign(page.conductor, { foresight: foresightOf(page.features) });
      page.features.attach(page);
    }
    // a room's address has no more than what is written
    if (page.code !== '') this.#bar.changed();
    page.addEventListener('panels', () => this.#sizes.watch(page));
    page.addEventListener('grown', () => this.#keepOffPanels());
  }

  /** A link that opens the current view on the solo page. It contains no key and no room. */
  get address() {
    return `${location.origin}/solo${fragmentOf({ ...runOf(this.#page.conductor), ...this.#viewed(false) }, Object.keys(addressOf(this.#page.features)))}`;
  }

  /** The features' members of the address as it was opened, and the names of the invalid ones. */
  get asked() {
    return readMembers(this.#others, addressOf(this.#page.features));
  }

  /**
   * Begins, on a page without a room, what the address asks of features.
   * @param {AddressFields} shown the page's own members
   * @returns {Promise<string[]>} the names of members for which there is nothing
   */
  async begin(shown) {
    const asked = { ...shown, ...this.asked.shown };
    /** @type {string[]} */
    const lost = [];
    for (const part of this.#page.features.parts) lost.push(...((await part.beginAsked?.(asked)) ?? []));
    return lost;
  }

  /** The state in this page's own address; in a room, what is the room's is left out. */
  #shown() {
    const { conductor, features, page } = this.#page;
    if (page !== 'solo') return this.#viewed(true);
    // A scene has ended, and the person's own text is not there again yet: a reload must not find the scene's in its place.
    return conductor?.inScene && !features.ask('leads') ? null : { ...runOf(conductor), ...this.#viewed(false) };
  }

  /**
   * The page's view, for its address. The camera is the one that the address asked for until there is a machine.
   * @param {boolean} inRoom whether what is the room's is left out
   * @returns {AddressFields}
   */
  #viewed(inRoom) {
    const { machine, theme } = this.#page;
    return {
      camera: machine ? (machine.camera ?? undefined) : this.#asked.camera,
      theme: theme === 'hall' ? undefined : theme === 'hall-light' ? 'light' : theme,
      ...join(this.#page.features, 'inAddress', inRoom, this.asked.shown),
    };
  }

  /** Says which members of the address are invalid. @param {string[]} own names of the page's own and of those for which there is nothing */
  reportWrong(own) {
    const parts = [...new Set([...own, ...this.asked.wrong])];
    if (parts.length === 0) return;
    const names = parts.map((part) => words.text(`address.part.${part}`));
    this.#page.say({ key: 'address.wrong', values: { parts: words.list(names) } });
  }

  /** The view's members of the scene. */
  get seen() {
    return { focus: this.#page.machine?.focus ?? STEP, over: this.#over };
  }

  /** The latest announcement for screen readers. @param {View} view */
  news(view) {
    // what was said while this page showed what comes next may name it
    const shows = view.answer?.here ?? false;
    if (this.#showsNext && !shows) this.#news = this.#result = '';
    this.#showsNext = shows;
    this.#news = this.#page.features.ask('news', view) ?? this.#news;
    return this.#news;
  }

  /** Watches the drawing of the step that the conductor shows, if there is one. */
  show() {
    const { conductor } = this.#page;
    if (conductor?.shown) this.#watcher.watch(conductor.shown, conductor);
  }

  /** The result of the last step whose tensors have been drawn, in words. */
  get result() {
    const { trace, step } = this.#complete ?? {};
    if (trace && step) this.#result = this.#page.features.ask('resultOf', trace, step) ?? this.#result;
    return this.#result;
  }

  /** Applies the address's view to the first machine; later ones are of other models. */
  look() {
    const { machine } = this.#page;
    // the machine may be there before the other deferred modules, after which this is called again
    if (!machine) return;
    const { camera } = this.#asked;
    this.#asked = {};
    this.#page.requestUpdate();
    if (!this.#looked) this.#page.features.tell('lookAsked', this.asked.shown);
    this.#looked = true;
    if (camera) {
      machine.camera = camera;
      this.#page.lookAround(true);
    }
  }

  /** The person has moved the camera. */
  cameraMoved() {
    this.#page.lookAround(true);
    this.#bar.moving();
    this.#page.features.tell('moved');
  }

  /** @param {string | null} node under the pointer */
  over(node) {
    this.#over.value = node;
  }

  /**
   * The page has rendered.
   * @param {View} view
   * @param {SceneHost | null} scene
   * @param {import('../ui/window-form.js').Form} form
   */
  drawn(view, scene, form) {
    const { page, trace } = this.#page;
    const leads = Boolean(this.#page.features.ask('leads'));
    if (page !== 'landing' && trace) {
      if (this.#wasLed && !leads) this.#bar.write();
      else this.#bar.changed();
    }
    this.#wasLed = leads;
    this.#page.features.tell('drawn', view);
    this.#sizes.watch(this.#page);
    this.#keepCardOff();
    this.#drawn = { scene, name: view.room?.lobby ? `${page}-lobby` : page, form };
    this.#keepOffPanels();
    for (const { selector, late } of coversOf(this.#page.features)) {
      /** @type {import('lit').ReactiveElement | null} */
      const element = late ? this.#page.element(selector) : null;
      element?.updateComplete?.then(() => this.#keepOffPanels());
    }
  }

  /** Keeps the machine, and text on it, out of the area of panels. */
  #keepOffPanels() {
    if (!this.#drawn) return;
    const insets = covered(this.#page, this.#drawn.name, this.#drawn.form, this.#page.features);
    // what stands above the machine has its place in the area that is free for the feature itself
    const above = coversOf(this.#page.features)
      .map(({ selector, reserves }) => {
        /** @type {import('../ui/features.js').Reserving | null} */
        const element = reserves ? this.#page.element(selector) : null;
        return element?.reserved || 0;
      })
      .reduce((sum, each) => sum + each, 0);
    this.#drawn.scene?.insets({ ...insets, top: (insets.top ?? 0) + above });
    // notices stand above what stands at the foot, and above a question (page.css)
    this.#page.style.setProperty('--foot', `${insets.bottom ?? 0}px`);
    this.#page.features.tell('free', insets);
  }

  /** Moves a card over the machine to the other side if it would cover its cell. */
  #keepCardOff() {
    const over = this.#page.querySelector('.right.over');
    if (!over) return;
    const cell = this.#page.features.ask('subject'),
      at = cell && this.#page.machine?.project(cell.name, cell.index);
    over.classList.toggle('away', (at?.x ?? 0) > this.#sizes.window - this.#sizes.widthOf(over) - CARD_MARGIN);
  }
}

/** Readers of all features' members of the address, by the features' names. @param {import('../ui/features.js').Features} features @returns {Partial<import('../ui/features.js').Readers<import('declared').Address>>} */
function addressOf({ declared }) {
  const byName = [...declared].sort((a, b) => (a.name < b.name ? -1 : 1));
  return Object.assign({}, ...byName.map(({ address }) => address));
}

/** @param {import('../ui/features.js').Features} features @returns {import('../live/room-conductor.js').Foresight} */
const foresightOf = ({ declared }) => ({
  predict: (name, view, command) =>
    declared.find(({ predicts }) => predicts?.[name])?.predicts?.[name]?.(view, command),
  holdsWalk: (parts) => declared.some(({ holdsWalk }) => holdsWalk?.(parts)),
});
