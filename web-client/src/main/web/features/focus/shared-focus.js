/**
 * What is in focus on this page: a part of the machine, the held cell, and the tensors that a pressed word of the card names.
 * In a room the driver chooses it for everyone. A person who follows and chooses something looks around with a choice of
 * their own, until they come back. `conductor.focus` is the part in focus, and the conductor emits `focus` when it changes.
 *
 * @typedef {import('./choice.js').Choice} Choice
 * @typedef {import('./choice.js').Chosen} Chosen
 * @typedef {import('../../scene/layout/focus.js').Focus} Focus
 */
import { isIn, isSame, readFocus, STEP, writeFocus } from '../../scene/layout/focus.js';
import { choiceAt, choiceOf, isSameChoice, NOTHING, ownAt, withCell, withFocus } from './choice.js';

const NOWHERE = { model: '', trace: '', step: '' };

export class SharedFocus {
  #page;
  /** The choice of a person who looks around; null while this page shows the room's. @type {Chosen | null} */
  #own = null;
  /** The choice on a page without a room. @type {Chosen} */
  #alone = { ...NOTHING, at: NOWHERE };
  /** The tensors that the word under the pointer names. @type {string[]} */
  #touched = [];
  /** The tensors that a word names which a person who follows has pressed, on this page alone. @type {string[]} */
  #pressed = [];
  /** What is chosen for this page. @type {Choice} */
  #chosen = NOTHING;
  /** @type {Choice} */
  #shown = NOTHING;
  /** What the machine and the cell's card were told last. @type {{machine: import('../../scene/machine.js').Machine | null, named: string, cell: string}} */
  #told = { machine: null, named: '', cell: 'null' };

  /** @param {import('../../ui/features.js').WalkPage} page */
  constructor(page) {
    this.#page = page;
    const { conductor } = page;
    conductor.addEventListener('change', () => this.#change());
    // before the machine, which shows the step with the focus that it has
    conductor.addEventListener('show', () => this.#show());
    this.#change();
  }

  /** Shows what the page's address asks for. @param {{focus?: string}} asked */
  lookAsked({ focus }) {
    if (focus === undefined) return;
    const { graph } = this.#page.conductor,
      wanted = readFocus(focus);
    if (wanted) this.focusOn(wanted);
    if (!wanted || !graph || !isIn(wanted, graph)) this.#page.reportWrong(['focus']);
  }

  /** What is chosen, as a member of the address: what a tool shows is no choice, and would stay. @param {boolean} inRoom then only a choice of this page's own @param {{focus?: string}} asked until there is a machine */
  inAddress(inRoom, asked) {
    if (inRoom && this.#own === null) return null;
    return { focus: this.#page.machine ? writeFocus(this.#chosen.on) || undefined : asked.focus };
  }

  /** What is chosen for this page, whatever a tool shows. @returns {Choice} */
  get chosen() {
    return this.#chosen;
  }

  /** The focus that is shown now. @returns {Choice} */
  get choice() {
    return this.#shown;
  }

  /** The tensors that a pressed word names. */
  get tensors() {
    return this.#pressed.length > 0 ? this.#pressed : this.#chosen.tensors;
  }

  get #follows() {
    const { room } = this.#page.conductor;
    return room !== null && !room.drives;
  }

  /** Where the page is; nowhere before there is a run. @returns {import('./choice.js').Place} */
  get #here() {
    const { graph, trace, step } = this.#page.conductor;
    return graph && trace && step !== null ? { model: graph.model.id, trace: trace.info.id, step } : NOWHERE;
  }

  /** The room's choice, or that of a page without a room. @returns {Choice} */
  get #common() {
    const { room, graph } = this.#page.conductor,
      here = this.#here;
    if (!graph) return NOTHING;
    if (!room) return (this.#alone = choiceAt(this.#alone, here, graph));
    const said = room.parts.focus;
    if (!said) return NOTHING;
    // a page that is ahead of the room, or goes on without it, ends the choice itself
    return choiceAt({ ...choiceOf(said, graph), at: { ...here, step: said.step } }, here, graph);
  }

  #change() {
    const { conductor } = this.#page,
      { graph, trace, step, shown, room } = conductor;
    if (!graph || !trace || step === null) return;
    if (this.#own) {
      const own = !this.#follows || room?.lobby ? null : ownAt(this.#own, this.#here);
      this.#own = own;
      if (own === null) this.#lookAround();
    }
    // the scene is still at the step before
    if (shown && (shown.step !== step || shown.trace !== trace)) return;
    this.#show();
  }

  /** Shows the choice on this page. */
  #show() {
    const { conductor } = this.#page;
    if (!conductor.graph || !conductor.trace || conductor.step === null) return;
    this.#chosen = this.#own ?? this.#common;
    const choice = this.#inMachine(this.#chosen),
      before = this.#shown;
    this.#shown = choice;
    if (!isSame(conductor.focus, choice.on)) {
      conductor.focus = choice.on;
      conductor.dispatchEvent(new Event('focus'));
    }
    this.#aim();
    if (!isSameChoice(before, choice)) this.#page.requestUpdate();
  }

  /** What draws in the machine shows its part of it, as long as it does, unless a part is chosen. @param {Choice} choice @returns {Choice} */
  #inMachine(choice) {
    const on = choice.on.kind === 'step' ? this.#page.features.ask('drawsIn') : null;
    return on ? { ...choice, on } : choice;
  }

  /** Whether somebody else has chosen what this page shows. */
  get #isOthers() {
    return this.#follows && this.#own === null;
  }

  /** Passes the choice on to the cell's card and to the machine, except in the lobby, which shows all of the machine. */
  #aim() {
    const { machine, conductor, page } = this.#page,
      { on } = this.#shown,
      told = this.#told;
    const cell = JSON.stringify([this.#shown.cell, this.#isOthers]);
    if (told.cell !== cell) {
      told.cell = cell;
      this.#page.features.tell('cellChosen', this.#shown.cell, this.#isOthers);
    }
    if (!machine || page === 'landing' || conductor.room?.lobby) return;
    if (!isSame(machine.focus, on)) machine.focusOn(on, !(this.#isOthers && machine.isTaken));
    // of a fan, only the head that faces the camera is lit
    const names = this.#touched.length > 0 ? this.#touched : this.tensors,
      named = names.length === 0 ? '' : [writeFocus(on), ...names].join();
    if (told.machine === machine ? told.named !== named : named !== '') machine.named = names;
    Object.assign(told, { machine, named });
  }

  /** After the page has rendered: its scene may have been replaced, the lobby left, or a tool closed that drew in the machine. */
  drawn() {
    this.#change();
    this.#aim();
  }

  /** The step or the text has changed: a word under the pointer may be gone without the pointer having left it. */
  forget() {
    this.#touched = this.#pressed = [];
  }

  /** Lets go of a pressed word. @returns {boolean} whether there was one of this person's */
  putAway() {
    if (this.#follows ? this.#pressed.length === 0 : this.#shown.tensors.length === 0) return false;
    this.press(this.tensors);
    return true;
  }

  /** @param {string[]} tensors that the word under the pointer names; empty for none */
  touch(tensors) {
    this.#touched = tensors;
    this.#aim();
  }

  /** Chooses a part of the machine. @param {Focus} on @param {string[]} [tensors] that a word names, lit with it */
  focusOn(on, tensors = []) {
    const { graph } = this.#page.conductor;
    if (!graph) return;
    const choice = withFocus(this.#chosen, isIn(on, graph) ? on : STEP, graph);
    this.#choose(tensors.length > 0 ? { ...choice, tensors } : choice);
  }

  /**
   * Puts a choice in the place of this page's, on a page without a room, for a scene that is about to be shown.
   * @param {Choice} choice @param {import('./choice.js').Place} at where
   */
  prepare(choice, at) {
    this.#alone = { ...choice, at };
    this.forget();
  }

  /** Ends this page's choice, on a page without a room, before something else is shown. */
  clear() {
    this.prepare(NOTHING, NOWHERE);
  }

  /** Holds a cell; null releases it. @param {{name: string, index: number[]} | null} cell */
  hold(cell) {
    const { graph, step } = this.#page.conductor;
    if (graph && step !== null) this.#choose(withCell(this.#chosen, cell, graph, step));
  }

  /**
   * Presses a word of the card; pressed again, it is let go. For a person who follows, this is like pointing at it: what
   * everyone has in focus stays.
   * @param {string[]} tensors that it names
   */
  press(tensors) {
    const next = this.tensors.join() === tensors.join() ? [] : tensors;
    if (!this.#follows) this.#choose({ ...this.#chosen, tensors: next });
    else {
      this.#pressed = next;
      this.#aim();
      this.#page.requestUpdate();
    }
  }

  /** Returns to the step, with the same head, unless the whole machine is in focus. */
  returnToStep() {
    const { on } = this.#chosen;
    if (on.kind !== 'step' && on.kind !== 'everything')
      this.focusOn({ kind: 'step', head: ('head' in on ? on.head : 0) ?? 0 });
  }

  /** Returns to what everyone sees, or, if this page decides that, to the step. */
  back() {
    this.#own = null;
    this.forget();
    if (this.#follows) this.#show();
    else this.focusOn(STEP);
  }

  /** @param {Choice} choice */
  #choose(choice) {
    const { conductor } = this.#page;
    if (!conductor.graph || !conductor.trace || isSameChoice(choice, this.#chosen)) return;
    const here = this.#here;
    if (!conductor.room) this.#alone = { ...choice, at: here };
    else if (!this.#follows) {
      const { on, cell, tensors } = choice;
      conductor.command({
        do: 'focus',
        cursor: { trace: here.trace, step: here.step },
        on,
        ...(cell && { cell }),
        ...(tensors.length > 0 && { tensors }),
      });
    } else {
      const { on, cell, tensors } = choice,
        isRooms = isSame(on, this.#common.on) && cell === null && tensors.length === 0;
      this.#own = isRooms ? null : { ...choice, at: here };
    }
    this.#change();
    this.#lookAround();
  }

  /** Tells the page whether its person looks around: with a part of their own, or with the camera. */
  #lookAround() {
    const { machine } = this.#page,
      isElsewhere = this.#follows ? this.#own !== null : this.#chosen.on.kind !== 'step';
    this.#page.lookAround(isElsewhere || (machine?.isTaken ?? false));
  }
}
