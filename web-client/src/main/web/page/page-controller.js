/**
 * Controls everything around a page's scene: the address, announcements for screen readers, the area that panels leave free.
 * It adds the manifests that are needed after the text. The first text and controls work without it; it is loaded with page/rest.js.
 *
 * @typedef {import('../ui/features.js').Page & import('lit').ReactiveControllerHost & HTMLElement &
 *   {theme: import('../ui/theme.js').Theme, trace: any, reportWrong: (parts: string[]) => void}} Page
 * @typedef {import('./address.js').Shown} Shown
 * @typedef {import('../ui/view.js').View} View
 */
import afterText from 'manifests/afterText.js';
import { AddressBar } from './address-bar.js';
import { fragmentOf } from './write-address.js';
import { DrawWatcher } from './draw-watcher.js';
import './side-panels.js';
import { covered } from './scene-insets.js';
import { PanelSizes } from './panel-sizes.js';
import { runOf, viewedBy } from './address-state.js';
import { Signal } from '../ui/signal.js';
import { words } from '../ui/words.js';
import { isIn, readFocus, STEP } from '../scene/layout/focus.js';

/** Distance of a card from its cell and from the window's edge, px. */
const CARD_MARGIN = 60;

export class PageController {
  #page;
  /** The focus and camera of the page's address, until there is a machine. @type {Shown} */
  #asked;
  #bar = new AddressBar(() => this.#shown());
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
  /** The last rendering of the page. @type {{scene: any, name: string, form: import('../ui/window-form.js').Form} | null} */
  #drawn = null;

  /**
   * @param {Page} page
   * @param {Shown} asked the focus and camera of the page's address
   */
  constructor(page, asked) {
    this.#page = page;
    this.#asked = asked;
    page.features.add(afterText);
    page.features.add([{ name: 'page', actions: { escape: () => page.features.ask('putAway') }, attach: () => ({ cellChanged: () => this.#keepCardOff() }) }]);
    if (page.conductor) page.features.attach(page);
    // a room's address has no more than what is written
    if (page.code !== '') this.#bar.changed();
    page.addEventListener('panels', () => this.#sizes.watch(page));
    page.addEventListener('grown', () => this.#keepOffPanels());
  }

  /** A link that opens the current view on the solo page. It contains no key and no room. */
  get address() {
    return `${location.origin}/solo${fragmentOf({ ...runOf(this.#page.conductor), ...this.#viewed() })}`;
  }

  /** The state in this page's own address; in a room, model, prompt, step and what everyone has in focus are the room's and left out. */
  #shown() {
    if (this.#page.page === 'solo') {
      const viewed = this.#viewed();
      // A tour has ended, and the person's own text is not there again yet: a reload must not find the tour's in its place.
      const isLeaving = this.#page.conductor?.inScene && viewed.tour === undefined;
      return isLeaving ? null : { ...runOf(this.#page.conductor), ...viewed };
    }
    // what everyone has in focus is the room's, too
    const { focus, ...viewed } = this.#viewed();
    return { ...viewed, past: undefined, why: undefined, target: undefined, open: undefined, tour: undefined, route: undefined, beat: undefined, ...(this.#page.attached('focus')?.isOwn && { focus }) };
  }

  #viewed() {
    return { ...viewedBy(this.#page, this.#asked), ...this.#page.features.join('inAddress') };
  }

  /** Says which members of the address are invalid. @param {string[]} parts their names */
  reportWrong(parts) {
    const names = [...new Set(parts)].map((part) => words.text(`address.part.${part}`));
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

  /** Applies the address's focus and camera to the first machine; later ones are of other models. */
  look() {
    const { machine } = this.#page;
    // the machine may be there before the other deferred modules, after which this is called again
    if (!machine) return;
    const { focus, camera } = this.#asked;
    this.#asked = {};
    this.#page.requestUpdate();
    if (focus !== undefined) {
      const wanted = readFocus(focus);
      if (wanted) this.#page.act('focus', wanted);
      if (!wanted || !isIn(wanted, this.#page.conductor.graph)) this.#page.reportWrong(['focus']);
    }
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
   * @param {any} scene element of the scene
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
    // these render after this: the breadcrumb's width depends on its text, and the hall may show what comes next
    for (const late of /** @type {NodeListOf<any>} */ (this.#page.querySelectorAll('.breadcrumb, orrery-projector'))) late.updateComplete?.then(() => this.#keepOffPanels());
  }

  /** Keeps the machine, and text on it, out of the area of panels. */
  #keepOffPanels() {
    if (!this.#drawn) return;
    const insets = covered(this.#page, this.#drawn.name, this.#drawn.form);
    if (this.#drawn.name === 'projector') this.#page.style.setProperty('--hall-foot', `${insets.base ?? insets.bottom ?? 0}px`);
    // what a tool says above the machine stands in the area that is free for the tool itself
    const said = /** @type {any} */ (this.#page.querySelector('orrery-why'))?.reserved ?? 0;
    this.#drawn.scene?.insets({ ...insets, top: (insets.top ?? 0) + said });
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
