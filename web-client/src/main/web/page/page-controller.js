/**
 * What a page does around its scene: the address, what is told to a screen reader, what panels leave free of the scene;
 * and it brings the deferred parts of the features. Text and controls stand without it; it comes with page/rest.js.
 *
 * @typedef {import('../ui/features.js').Page & import('lit').ReactiveControllerHost & HTMLElement &
 *   {theme: import('../ui/theme.js').Theme, trace: any, regret: (parts: string[]) => void}} Page
 * @typedef {import('./address.js').Shown} Shown
 * @typedef {import('../ui/view.js').View} View
 */
import { AddressBar } from './address-bar.js';
import { fragmentOf } from './address.js';
import { DrawWatcher } from './draw-watcher.js';
import { DEFERRED } from './deferred-features.js';
import './side-panels.js';
import { covered } from './scene-insets.js';
import { PanelSizes } from './panel-sizes.js';
import { runOf, viewedBy } from './address-state.js';
import { Signal } from '../ui/signal.js';
import { readFocus, STEP, writeFocus } from '../scene/layout/focus.js';

/** px that a card keeps from the cell that it speaks of, and from the window's edge. */
const CARD_MARGIN = 60;

export class PageController {
  #page;
  /** What the address asks of the machine, until that is there. @type {Shown} */
  #asked;
  #bar = new AddressBar(() => this.#shown());
  #news = '';
  #result = '';
  #watcher = new DrawWatcher((trace, step) => {
    this.#complete = { trace, step };
    this.#page.requestUpdate();
  });
  /** The step that was drawn last with all that it computes. @type {{trace: import('../model/trace.js').Trace, step: string} | null} */
  #complete = null;
  /** The tensor whose block the pointer is over. */
  #over = new Signal(/** @type {string | null} */ (null));
  #sizes = new PanelSizes(() => this.#keepOffPanels());
  /** What was drawn last. @type {{scene: any, name: string, form: import('../ui/window-form.js').Form} | null} */
  #drawn = null;

  /**
   * @param {Page} page
   * @param {Shown} asked what the page's address asks of the machine
   */
  constructor(page, asked) {
    this.#page = page;
    this.#asked = asked;
    page.features.add(DEFERRED);
    if (page.conductor) page.features.attach(page);
    page.features.attached('cell')?.signal.addEventListener('change', () => this.#keepCardOff());
    page.addEventListener('panels', () => this.#sizes.watch(page));
  }

  /** A link to what is shown, for whoever walks alone. It holds no key, and no room. */
  get address() {
    return `${location.origin}/solo${fragmentOf({ ...runOf(this.#page.conductor), ...this.#viewed() })}`;
  }

  /** What this page's own address says; in a room, model, prompt and step are the room's. */
  #shown() {
    return this.#page.page === 'solo' ? { ...runOf(this.#page.conductor), ...this.#viewed() } : { ...this.#viewed(), past: undefined };
  }

  #viewed() {
    const { machine, theme, features } = this.#page;
    return viewedBy({ exhibition: features.attached('gallery')?.exhibition ?? null, machine, theme }, this.#asked);
  }

  /** What panels are told of the scene. */
  get seen() {
    return { focus: this.#page.machine?.focus ?? STEP, over: this.#over };
  }

  /** What has changed, in words. @param {View} view */
  news(view) {
    this.#news = this.#page.features.ask('news', view) ?? this.#news;
    return this.#news;
  }

  /** Another step is shown. @param {import('../live/conductor.js').Show} show */
  show(show) {
    this.#watcher.tell(show, this.#page.conductor);
  }

  /** What came of a step, in words, once that is drawn. */
  get result() {
    const { trace, step } = this.#complete ?? {};
    if (trace && step) this.#result = this.#page.features.ask('resultOf', trace, step) ?? this.#result;
    return this.#result;
  }

  /** Shows what the address asks of the machine, once: the next machine is another model's. */
  look() {
    const { machine } = this.#page;
    const { focus, camera } = this.#asked;
    this.#asked = {};
    this.#page.requestUpdate();
    if (!machine) return;
    if (focus !== undefined) {
      const wanted = readFocus(focus);
      if (wanted) this.#page.act('focus', wanted);
      if (!wanted || writeFocus(machine.focus) !== focus) this.#page.regret(['focus']);
    }
    if (camera) {
      machine.camera = camera;
      this.#page.lookAround(true);
    }
  }

  /** A person moves the camera by hand. */
  cameraMoved() {
    this.#page.lookAround(true);
    this.#bar.moving();
    this.#page.features.tell('moved');
  }

  /** @param {string | null} node whose block the pointer is over */
  over(node) {
    this.#over.value = node;
  }

  /**
   * The page has been drawn.
   * @param {View} view
   * @param {any} scene its element
   * @param {import('../ui/window-form.js').Form} form
   */
  drawn(view, scene, form) {
    const { page, trace } = this.#page;
    if (page !== 'landing' && trace) this.#bar.changed();
    this.#page.features.tell('drawn', view);
    this.#sizes.watch(this.#page);
    this.#keepCardOff();
    this.#drawn = { scene, name: view.room?.lobby ? `${page}-lobby` : page, form };
    this.#keepOffPanels();
    // the way to what is in focus is as wide as its words, which it writes after this
    /** @type {any} */ (this.#page.querySelector('orrery-breadcrumb'))?.updateComplete?.then(() => this.#keepOffPanels());
  }

  /** The machine stands, and is written on, where no panel is. */
  #keepOffPanels() {
    if (this.#drawn) this.#drawn.scene?.insets(covered(this.#page, this.#drawn.name, this.#drawn.form));
  }

  /** A card over the machine opens at the other side where it would cover the cell that it speaks of. */
  #keepCardOff() {
    const over = this.#page.querySelector('.right.over');
    if (!over) return;
    const cell = this.#page.features.attached('cell')?.cell ?? null,
      at = cell && this.#page.machine?.project(cell.name, cell.index);
    over.classList.toggle('away', (at?.x ?? 0) > this.#sizes.window - this.#sizes.widthOf(over) - CARD_MARGIN);
  }
}
