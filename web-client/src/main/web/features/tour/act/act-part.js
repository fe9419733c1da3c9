/**
 * The act of the present beat on this page: what its person has chosen, alone or in a room, and what may be told. A page alone asks its
 * person; in a room the driver asks everybody by the activity `prediction`, and all pages tell once that is revealed.
 *
 * @typedef {import('./asking.js').Asking} Asking
 * @typedef {import('./progress-of.js').Try} Try
 *
 * @typedef {object} TourAct  member of the view
 * @property {'choose' | 'do'} kind
 * @property {string} beat
 * @property {Asking} asking
 * @property {import('./room-asking.js').RoomAsking | null} room  null on a page alone
 * @property {number[] | null} offered   indices of the options that the room was offered; null if it was asked about another text
 * @property {boolean | null} holds      of an act to do: whether its condition holds; null until that is known
 * @property {boolean} mayAct            whether this person chooses, or does it
 * @property {boolean} [measured]       in a room: whether what the room is asked has been measured
 * @typedef {import('./facts-here.js').Facts} Facts
 * @typedef {import('./room-asking.js').RoomAsking} RoomAsking
 */
import { ALL } from '../choice-of.js';
import { factsIn, holds } from '../forms.js';
import { words } from '../../../ui/words.js';
import { askingOf } from './asking.js';
import { FactsHere } from './facts-here.js';
import { optionName } from './option-name.js';
import { keysOf, optionsOf } from './options.js';
import { answered, again, fresh, hinted, leaving, onRun, revealed, skipped } from './progress-of.js';
import { askedOptions, questionOf, roomAsking } from './room-asking.js';
import { plainRich } from './plain-rich.js';

/** More tries than these are forgotten, the oldest first. */
const MOST_TRIES = 300;

/** Whether nobody has been told yet, or what is to be done is not done. @param {TourAct} act */
export const isOpen = ({ asking, holds }) => !asking.told && holds !== true;

export class ActPart {
  #page;
  #facts;
  /** By beat and run. @type {Map<string, {tried: Try, options: import('./options.js').Option[]}>} */
  #tries = new Map();
  /** The newest try of each beat. @type {Map<string, string>} */
  #newest = new Map();
  /** The beat whose question is to be revealed as soon as it has been asked: the driver has skipped it. */
  #skips = '';
  /** What this person answered a room's questions, by beat: a question that is shown again comes without it. @type {Map<string, number>} */
  #owns = new Map();
  /** The area that the panels leave free. @type {{left?: number, top?: number, right?: number, bottom?: number, foot?: number}} */
  #free = {};

  /** @param {import('../../../ui/features.js').WalkPage} page */
  constructor(page) {
    this.#page = page;
    this.#facts = new FactsHere(
      (run, facts, answer) => /** @type {import('../feature.js').Ports} */ (page.ports.tour).facts(run, facts, answer),
      () => page.requestUpdate(),
    );
  }

  /** @returns {TourAct | null} null if the beat has no act, or its run is not there yet */
  get view() {
    const { conductor } = this.#page;
    const tour = this.#page.ports.tour?.part;
    const beat = tour?.beat;
    const { graph, trace, room } = conductor ?? {};
    if (!beat?.act || !graph || !trace || room?.lobby || tour?.moving) return null;
    const { act, key } = beat;
    const options = optionsOf(act, trace.info, graph, words.locale);
    const tried = this.#tryOf(key, trace.info.id, options);
    const factsOf = (/** @type {string[]} */ facts, /** @type {number | null} */ answer) =>
      this.#facts.of(trace.info, facts, answer);
    const mayDrive = Boolean(conductor.mayDrive);
    if (act.do) {
      const until = factsOf(factsIn(act.until), null);
      const held = until && holds(act.until, until);
      const asking = {
        ...askingOf(act, options, { ...tried, told: '' }, factsOf),
        facts: factsOf(factsIn([act.question, ...(act.hints ?? []), held ? act.done : []]), null),
      };
      return { kind: 'do', beat: key, asking, room: null, offered: null, holds: held, mayAct: mayDrive };
    }
    if (!room)
      return {
        kind: 'choose',
        beat: key,
        asking: askingOf(act, options, tried, factsOf),
        room: null,
        offered: null,
        holds: null,
        mayAct: true,
      };
    return this.#inRoom(act, options, tried, roomAsking(room, key), factsOf, mayDrive);
  }

  /**
   * @param {import('./options.js').Act} act @param {import('./options.js').Option[]} options @param {Try} tried @param {RoomAsking} asked @param {(facts: string[], answer: number | null) => Facts | null} factsOf @param {boolean} mayDrive
   * @returns {TourAct}
   */
  #inRoom(act, options, tried, asked, factsOf, mayDrive) {
    if (asked.own !== null) this.#owns.set(tried.beat, asked.own);
    else if (asked.phase === 'open' || asked.phase === 'closed') this.#owns.delete(tried.beat);
    const isTold = asked.phase === 'revealed';
    const before = { ...tried, told: /** @type {const} */ ('') };
    const measured =
      isTold || mayDrive
        ? askingOf(act, options, { ...tried, answer: null, told: 'skipped' }, factsOf)
        : askingOf(act, options, before, factsOf);
    const offered =
      asked.question && measured.told && measured.isMeasured
        ? askedOptions(measured, asked.question, optionName)
        : null;
    const base = {
      kind: /** @type {const} */ ('choose'),
      beat: tried.beat,
      room: asked,
      offered,
      holds: null,
      mayAct: false,
      measured: measured.isMeasured,
    };
    if (!isTold || (asked.question && measured.isMeasured && !offered)) {
      return {
        ...base,
        room: isTold ? { ...asked, phase: 'none', question: null } : asked,
        asking: { ...askingOf(act, options, before, factsOf), right: -1 },
      };
    }
    // a question that is shown again comes without the answers
    const own = asked.own ?? this.#owns.get(tried.beat) ?? null;
    const said = offered && this.#said({ ...asked, own }, offered, mayDrive || this.#page.page === 'projector');
    const explained = said === null ? null : options[said];
    const asking = askingOf(
      act,
      options,
      { ...tried, answer: explained?.id ?? null, told: explained ? 'answered' : 'skipped' },
      factsOf,
    );
    return { ...base, asking };
  }

  /** The option whose choice is explained: a person's own; to the driver and the hall, the most chosen one. @param {Pick<RoomAsking, 'question' | 'own'>} asked @param {number[]} offered @param {boolean} isForAll */
  #said({ question, own }, offered, isForAll) {
    if (!isForAll) return own === null ? null : offered[own];
    const counts = /** @type {number[]} */ (question?.counts ?? []);
    const most = Math.max(0, ...counts);
    return most === 0 ? null : offered[counts.indexOf(most)];
  }

  /** @param {string} beat @param {string} trace @param {import('./options.js').Option[]} options */
  #tryOf(beat, trace, options) {
    const key = `${beat} ${trace}`;
    const known = this.#tries.get(key);
    if (known) {
      known.options = options;
      this.#newest.set(beat, key);
      return known.tried;
    }
    const before = this.#tries.get(this.#newest.get(beat) ?? '');
    const tried = before ? onRun(before.tried, trace, before.options, options) : fresh(beat, trace);
    this.#keep(key, tried, options);
    return tried;
  }

  /** @param {string} key @param {Try} tried @param {import('./options.js').Option[]} options */
  #keep(key, tried, options) {
    this.#tries.set(key, { tried, options });
    this.#newest.set(tried.beat, key);
    if (this.#tries.size > MOST_TRIES) this.#tries.delete(/** @type {string} */ (this.#tries.keys().next().value));
  }

  /** @param {(tried: Try) => Try} change */
  #change(change) {
    const beat = this.#page.ports.tour?.part?.beat?.key,
      trace = this.#page.conductor?.trace?.info.id;
    const known = this.#tries.get(`${beat} ${trace}`);
    if (!known) return;
    this.#keep(`${beat} ${trace}`, change(known.tried), known.options);
    this.#page.requestUpdate();
  }

  /** @param {string} id of an option */
  choose(id) {
    const act = this.view;
    if (act?.kind === 'choose' && act.mayAct && act.asking.options.some((option) => option.id === id))
      this.#change((tried) => answered(tried, id));
  }

  /** Whether this page's person has been told. */
  get told() {
    return this.view?.asking.told ?? false;
  }

  /** Keeps Next from leaving an act that is open, once: its panel then asks whether to go on. @returns {boolean} whether Next stays here */
  asksFirst() {
    const act = this.view;
    if (!act || !isOpen(act) || act.asking.tried.leaves) return false;
    this.#change(leaving);
    return true;
  }

  /** The keys that the question takes. */
  get keys() {
    const act = this.view;
    return act?.kind === 'choose' && act.mayAct ? keysOf(act.asking) : [];
  }

  /** The question that takes keys: that of the chapter's end is in front. @returns {Pick<ActPart, 'keys' | 'view' | 'choose' | 'reveal'>} */
  get #inFront() {
    return this.#page.ports.tour?.part?.checking ? /** @type {any} */ (this.#page.ports.tourCheck?.part) : this;
  }

  /** @returns {import('../../../ui/keys.js').States | null} */
  keyStates() {
    const { keys } = this.#inFront;
    return keys.length > 0 ? { act: { keys } } : null;
  }

  /** A figure chooses an option; Enter tells. @param {string} key one of `keys` */
  press(key) {
    const asked = this.#inFront;
    if (key === 'Enter') asked.reveal();
    else asked.choose(asked.view?.asking.options[Number(key) - 1].id ?? '');
  }

  /** Gives the next hint; the last one lights the place in the machine. */
  hint() {
    const act = this.view;
    if (!act || act.asking.told) return;
    this.#change(hinted);
    if (act.asking.tried.hints + 1 >= (act.asking.act.hints?.length ?? 0)) this.show();
  }

  /** Lights the place that the last hint names. */
  show() {
    const target = this.view?.asking.act.show;
    if (!target) return;
    const { on, tensors = [], held } = target;
    if (on) this.#page.act('focus', on);
    // pressed again, a word is let go
    if (tensors.length > 0 && this.#page.ports.focus?.tensors.join() !== tensors.join())
      this.#page.act('word', tensors);
    const positions = this.#page.conductor.trace?.positions ?? 0;
    const index = held?.index.map((/** @type {number | string} */ at) =>
      at === 'last' ? positions - 1 : at === 'first' ? 0 : at,
    );
    if (!index) return;
    // all entries of an axis are a row, which is no cell
    if (index.includes(ALL)) this.#page.ports.tour?.part?.markRow({ name: held.name, index });
    else this.#page.act('hold', { name: held.name, index });
  }

  reveal() {
    if (this.view?.mayAct) this.#change(revealed);
  }

  /** Tells without an answer; in a room, everybody. What is to be done is left. */
  skip() {
    const act = this.view;
    if (!act) return;
    if (act.kind === 'do') this.#page.ports.tour?.part?.goOn(1);
    else if (!act.room) this.#change(skipped);
    else if (act.room.phase === 'none') {
      if (this.ask()) this.#skips = act.beat;
    } else this.#page.act('predictReveal');
  }

  again() {
    this.#change(again);
  }

  /** Whether the beat has a question that the room has not been asked yet. */
  get mayAsk() {
    const act = this.view;
    return act?.kind === 'choose' && act.room?.phase === 'none';
  }

  /** Asks the room what the beat asks. @returns {boolean} false if there is nothing to be asked */
  asksRoom() {
    if (!this.mayAsk) return false;
    this.ask();
    return true;
  }

  /** Asks the room, as its driver. @returns {boolean} false if that is not possible now */
  ask() {
    const { conductor } = this.#page;
    const act = this.view;
    const { trace, graph } = conductor;
    if (!act?.room || !trace || act.room.phase !== 'none' || !conductor.mayDrive) return false;
    const { tried, options } = act.asking;
    const factsOf = (/** @type {string[]} */ facts, /** @type {number | null} */ answer) =>
      this.#facts.of(trace.info, facts, answer);
    const measured = askingOf(act.asking.act, options, { ...tried, answer: null, told: 'skipped' }, factsOf);
    const question = plainRich(act.asking.act.question, words.level, measured.facts);
    const fields =
      graph && measured.isMeasured
        ? questionOf(measured, { beat: act.beat, trace: trace.info.id, question, nameOf: optionName })
        : null;
    if (!fields) this.#page.say({ key: measured.isMeasured ? 'tourAct.tooFew' : 'tourAct.notYet' });
    else this.#page.act('predict', fields);
    return fields !== null;
  }

  /** @param {{left?: number, top?: number, right?: number, bottom?: number, foot?: number}} covered */
  free(covered) {
    this.#free = covered;
    this.#place();
  }

  drawn() {
    this.#place();
    const { room, mayDrive } = this.#page.conductor ?? {};
    const asked = room?.parts.prediction;
    if (this.#skips !== '' && mayDrive && asked?.question.beat === this.#skips && asked.question.phase !== 'revealed') {
      this.#skips = '';
      this.#page.act('predictReveal');
    }
  }

  #place() {
    for (const tag of /** @type {const} */ (['orrery-tour-act', 'orrery-chapter-check'])) {
      const element = this.#page.element(tag);
      if (element) element.covered = this.#free;
    }
  }
}
