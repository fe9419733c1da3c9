/**
 * What a page does around its scene: the cell in question, what is walked past, what the room does to the machine, what is
 * told to a screen reader, the address. Text and controls stand without it; it comes with page/rest.js, and so does what
 * happens when a control is pressed.
 *
 * @typedef {import('./actions.js').Page & import('lit').ReactiveControllerHost & HTMLElement & {looking: boolean,
 *   tab: string, showCell: () => void, theme: import('../ui/theme.js').Theme, regret: (parts: string[]) => void}} Page
 * @typedef {import('./address.js').Shown} Shown
 * @typedef {import('../ui/view.js').View} View
 */
import { act } from './actions.js';
import { AddressBar } from './address-bar.js';
import { fragmentOf } from './address.js';
import { CellInQuestion } from '../features/cell/cell-in-question.js';
import { covered } from './scene-insets.js';
import { RoomScene } from './room-scene.js';
import { runOf, viewedBy } from './address-state.js';
import { Gallery } from '../features/gallery/gallery.js';
import { Announcer } from '../features/messages/announcer.js';
import { nodesOfWord } from '../features/step/linked-words.js';
import { resultOf } from '../features/step/step-result.js';
import { words } from '../ui/words.js';
import { readFocus, STEP, writeFocus } from '../scene/layout/focus.js';
import { Naming } from '../scene/annotate/naming.js';

/** px that a card keeps from the cell that it speaks of, and from the window's edge. */
const CARD_MARGIN = 60;

export class PageController {
  cell;
  gallery;
  /** What the room does to the scene; null alone. @type {RoomScene | null} */
  roomScene;
  #page;
  /** What the address asks of the machine, until that is there. @type {Shown} */
  #asked;
  #bar = new AddressBar(() => this.#shown());
  #announcer = new Announcer(words);
  #news = '';
  /** The tensor whose block the pointer is over. @type {string | null} */
  #over = null;

  /**
   * @param {Page} page
   * @param {Shown} asked what the page's address asks of the machine
   */
  constructor(page, asked) {
    this.#page = page;
    this.#asked = asked;
    this.cell = new CellInQuestion(page);
    this.gallery = new Gallery(page);
    this.roomScene = page.code === '' || page.conductor === null ? null : new RoomScene(page, /** @type {any} */ (page.conductor));
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
    const { machine, theme } = this.#page;
    return viewedBy({ gallery: this.gallery, machine, theme }, this.#asked);
  }

  /** @param {string} action @param {any} [value] what a panel or a key asks for */
  act(action, value) {
    act(this.#page, action, value);
  }

  /** What panels are told of this page besides the walk. */
  get seen() {
    return {
      focus: this.#page.machine?.focus ?? STEP,
      over: this.#over,
      cell: this.cell.cell,
      pointing: this.roomScene?.lit ?? false,
      blocksOf: (link) => this.#blocksOf(link),
    };
  }

  /** The blocks that a coloured word of the step's card speaks of. @param {{role: string, word: string}} link */
  #blocksOf(link) {
    const { graph, step } = this.#page.conductor ?? {};
    if (!graph || !step) return [];
    const naming = new Naming(null, graph.nodes, (key, values) => words.text(key, values));
    return nodesOfWord(graph, step, link, (name) => naming.name(name));
  }

  /** What has changed, in words. @param {View} view */
  news(view) {
    this.#news = this.#announcer.news(view) ?? this.#news;
    return this.#news;
  }

  /** What came of a step, in words. @param {import('../model/trace.js').Trace} trace @param {string} step */
  resultOf(trace, step) {
    const { conductor } = this.#page;
    return conductor?.graph && step === conductor.step ? resultOf(conductor.graph, step, trace, words) : null;
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
      if (wanted) this.act('focus', wanted);
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
    this.roomScene?.moved();
  }

  /** @param {string | null} node whose block the pointer is over */
  over(node) {
    this.#over = node;
    this.#page.requestUpdate();
  }

  /**
   * The page has been drawn.
   * @param {View} view
   * @param {any} scene its element
   * @param {import('../ui/window-form.js').Form} form
   */
  drawn(view, scene, form) {
    const { page, machine, trace } = this.#page;
    if (machine) machine.lit = CellInQuestion.lit(view.cell, view.graph);
    if (page !== 'landing' && trace) this.#bar.changed();
    this.roomScene?.update();
    this.#keepCardOff(view.cell);
    const gathers = view.room?.lobby ?? false;
    const insets = () => scene?.insets(covered(this.#page, gathers ? `${page}-lobby` : page, form));
    insets();
    // the way to what is in focus is as wide as its words, which it writes after this
    /** @type {any} */ (this.#page.querySelector('orrery-where'))?.updateComplete?.then(insets);
  }

  /** A card over the machine opens at the other side where it would cover the cell that it speaks of. @param {View['cell']} cell */
  #keepCardOff(cell) {
    const over = this.#page.querySelector('.right.over');
    if (!over) return;
    const at = cell && this.#page.machine?.project(cell.name, cell.index);
    over.classList.toggle('away', (at?.x ?? 0) > innerWidth - over.clientWidth - CARD_MARGIN);
  }
}
