/**
 * The guided tour on this page: alone it drives the conductor by each beat's scene; in a room it follows the room's beat, which the
 * driver moves by commands. The served tour and where it is are all its state, so every page of a room shows the same beat.
 *
 * @typedef {import('./tours.js').Beat} Beat
 * @typedef {import('./tours.js').Served} Served
 *
 * @typedef {object} Shown  the tour as panels show it
 * @property {Served} tour
 * @property {number} route     minutes
 * @property {Beat[]} beats     of the route
 * @property {number} index     of the beat
 * @property {number} at        which step of the beat's range
 * @property {Beat} beat
 * @property {Beat} read        the beat on this page's card: of somebody who reads back an earlier one
 * @property {boolean} reading  whether that is another one than the beat
 * @property {boolean} mayDrive whether this person moves the tour
 * @property {boolean} playing
 * @property {number} speed
 * @property {boolean} changed  whether the view is another one than the beat's
 * @property {boolean} checking whether the chapter's questions are shown
 * @property {number | null} began      when the tour began, ms of performance.now(); null if that is not known
 * @property {number | null} beatBegan  when the beat began, likewise
 * @property {import('./forms.js').Facts} noteFacts  of the beat's notes
 * @property {import('./forms.js').Facts} facts  of the beat on the card; null until they have arrived
 */
import { words } from '../../ui/words.js';
import { takePresenterKey } from '../../live/presenter-key.js';
import { showAlone } from './alone.js';
import { differs } from './choice-of.js';
import { cursorAt, stepSeconds } from './cursor.js';
import { FactBook } from './facts.js';
import { blocksOf, factsIn } from './forms.js';
import { saidOf, sendBeat, sendEnd } from './in-room.js';
import { beatsOf, indexOf, routeOf } from './tours.js';
import { TourFile } from './tour-file.js';

/** The speeds of playing. */
export const SPEEDS = [0.5, 1, 1.5, 2];
/** How long a scrub must rest before a room follows it, ms. */
const REST_MS = 150;

export class Tour {
  #page;
  #file;
  #book;
  /** Where somebody who walks alone is; times in ms of performance.now(). @type {import('./in-room.js').Said | null} */
  #alone = null;
  /** What somebody who walks alone has typed during the tour. @type {{tokens: number[], model: string} | null} */
  #typed = null;
  /** The prompt that the last scene had, as tokens. @type {string} */
  #prompt = '';
  /** Counts scenes: one that has been overtaken changes nothing. */
  #scenes = 0;
  /** Whether a scene is on its way. */
  #moving = false;
  /** @type {number | undefined} */
  #timer;
  /** @type {number | undefined} */
  #resting;
  /** The beat that this page's person reads; null: the present one. @type {string | null} */
  #reads = null;
  /** The beat of the last rendering. */
  #was = '';
  /** The beats of the route, by the tour's version. @type {{key: string, beats: Beat[]}} */
  #route = { key: '', beats: [] };
  playing = false;
  speed = 1;
  /** Whether the questions at the end of the chapter are shown. */
  checking = false;
  /** Whether somebody who walks alone has been shown what the beat keeps hidden. */
  revealed = false;
  /** Called when the page shows a tour. */
  loaded = () => {};

  /** @param {import('../../ui/features.js').Page} page */
  constructor(page) {
    this.#page = page;
    this.#book = new FactBook(() => page.requestUpdate());
    this.#file = new TourFile(
      () => this.#replaced(),
      (problem) => page.say({ problem }),
    );
    page.conductor.addEventListener('change', () => this.#changed());
    this.#changed();
  }

  get #inRoom() {
    return this.#page.code !== '';
  }

  /** Where the tour is, in a room or alone; null for none. */
  get #where() {
    return this.#inRoom ? saidOf(this.#page.conductor) : this.#alone;
  }

  /** The served tour; null while none runs, or until it has loaded. @returns {Served | null} */
  get tour() {
    return this.#where ? this.#file.tour : null;
  }

  /** The minutes of the route. */
  get route() {
    return this.tour ? routeOf(this.tour, this.#where?.route) : 0;
  }

  /** The beats of the route. @returns {Beat[]} */
  get beats() {
    const { tour, route } = this;
    if (!tour) return [];
    const key = [tour.id, tour.version, tour.language, route].join(' ');
    if (this.#route.key !== key) this.#route = { key, beats: beatsOf(tour, route) };
    return this.#route.beats;
  }

  get index() {
    const { tour, beats } = this;
    return tour && beats.length > 0 ? Math.max(0, indexOf(tour, beats, this.#where?.beat ?? '')) : -1;
  }

  /** Which step of the beat's range is shown. */
  get at() {
    const { beat } = this;
    return beat?.key === this.#where?.beat ? Math.min(beat?.scene.steps.length ?? 1, 1 + (this.#where?.at ?? 0)) - 1 : 0;
  }

  /** @returns {Beat | null} */
  get beat() {
    return this.beats[this.index] ?? null;
  }

  get chapter() {
    return this.beat?.chapter ?? null;
  }

  /** Whether this person moves the tour. */
  get mayDrive() {
    return Boolean(this.#page.conductor.mayDrive);
  }

  /** Whether somebody who walks alone is not shown what comes next at this beat. */
  get hidesAnswer() {
    return !this.#inRoom && !this.revealed && this.beat?.scene.answer === false;
  }

  /** Whether a beat's scene is on its way: what is shown is still the one before. */
  get moving() {
    return this.#moving;
  }

  /** Shows somebody who walks alone what the beat keeps hidden. */
  reveal() {
    this.revealed = true;
    this.#page.requestUpdate();
  }

  /** In whose turns this page asks the server. @returns {import('./tours.js').Turns} */
  get turns() {
    const { page, code } = this.#page;
    const key = page === 'presenter' ? takePresenterKey(code) : null;
    return key === null ? null : { room: code, headers: { Authorization: `Bearer ${key}` } };
  }

  /** The tour as panels show it; null while none runs. @returns {Shown | null} */
  get shown() {
    const { tour, route, beats, index, at, beat, playing, speed, checking, mayDrive } = this;
    const { conductor } = this.#page;
    if (!tour || !beat || conductor.room?.lobby) return null;
    const read = beats.find(({ key }) => key === this.#reads) ?? beat;
    const where = /** @type {any} */ (this.#where);
    const [facts, noteFacts] = this.#known([this.#factsOf(read), factsIn(beat.notes ?? [])]);
    const toLocal = (/** @type {number | undefined} */ time) => (this.#inRoom ? (time ? this.#page.connection.clock.toLocal(time) : null) : (time ?? null));
    return {
      ...{ tour, route, beats, index, at, beat, playing, speed, checking, mayDrive, read },
      reading: read !== beat,
      changed: !this.#moving && !conductor.runsAhead && differs(beat.scene, at, this.#seen),
      began: toLocal(where.began),
      beatBegan: toLocal(where.beatBegan),
      facts,
      noteFacts,
    };
  }

  /** The facts of each group, null until they have arrived. @param {string[][]} groups */
  #known(groups) {
    const { trace } = this.#page.conductor;
    if (!trace) return groups.map(() => null);
    this.#book.want(trace.id, groups, this.turns);
    return groups.map((group) => this.#book.known(trace.id, group));
  }

  get #seen() {
    const { step, focus, trace } = this.#page.conductor;
    return { step, focus, info: trace?.info ?? null, why: this.#page.attached('why')?.question ?? null };
  }

  /** The facts that the card of a beat shows. @param {Beat} beat */
  #factsOf({ texts, act }) {
    return factsIn([blocksOf(texts, words.level), blocksOf(act?.question, words.level)]);
  }

  /**
   * Facts of the present run.
   * @param {string[]} list @param {number | null} [answer] position of the person's answer, from 0
   * @returns {Promise<Map<string, import('./forms.js').Answer>>} rejects with the server's Problem
   */
  async facts(list, answer = null) {
    const { trace } = this.#page.conductor;
    return trace ? this.#book.once(trace.id, list, { answer, turns: this.turns }) : new Map();
  }

  /**
   * Starts a tour, or goes to a beat of another one.
   * @param {{tour: string, route?: number, beat?: string}} wanted without a beat, at the beginning; without a route, the longest
   * @returns {Promise<boolean>} whether there is such a tour
   */
  async start({ tour: id, route, beat }) {
    const { conductor } = this.#page;
    if (!conductor.mayDrive) return false;
    const tour = await this.#file.load(id, words.language, conductor.graph?.model.id, this.turns);
    if (!tour) return false;
    const minutes = routeOf(tour, route),
      beats = beatsOf(tour, minutes);
    if (beats.length === 0) return false;
    const index = Math.max(0, indexOf(tour, beats, beat ?? beats[0].key));
    this.pause();
    this.#typed = null;
    await this.#enter({ tour: id, route: minutes, beat: beats[index].key, at: 0 }, performance.now());
    return true;
  }

  /**
   * Starts what the page's address asks for.
   * @param {import('../../page/address.js').Shown} shown
   * @returns {Promise<string[]>} the names of members that the tour does not have
   */
  async begin({ tour, route, beat, tokens, given }) {
    if (tour === undefined) return [];
    try {
      if (!(await this.start({ tour, route, beat }))) return ['tour'];
    } catch {
      return ['tour'];
    }
    if (tokens && this.#alone && this.beat?.scene.text === undefined) {
      this.#typed = { tokens: tokens.slice(0, given ?? tokens.length), model: baseOf(this.beat?.scene.model) };
      await this.goTo(this.#alone.beat, 0);
    }
    const isRoute = route === undefined || this.route === route,
      isBeat = beat === undefined || this.beat?.key === beat;
    return [...(isRoute ? [] : ['route']), ...(isBeat ? [] : ['beat'])];
  }

  /** Goes to the beat after this one, or before; at the end of a chapter, alone, its questions come between. @param {1 | -1} by */
  beatBy(by) {
    const { beats, index, chapter } = this;
    if (this.#reads !== null) this.readNow();
    if (this.checking && by < 0) return this.#check(false);
    const next = beats[index + by];
    const isLast = next?.chapter.id !== chapter?.id;
    if (by > 0 && isLast && !this.checking && !this.#inRoom && (chapter?.check?.length ?? 0) > 0) return this.#check(true);
    if (next) this.goTo(next.key);
    else this.pause();
  }

  /** Goes to the step after this one, or before: of the beat's range; of a beat with one step, of the model. @param {1 | -1} by */
  stepBy(by) {
    const { beat, at } = this;
    if (!beat) return;
    if (beat.scene.steps.length > 1 && at + by >= 0 && at + by < beat.scene.steps.length) this.goTo(beat.key, at + by);
    else if (beat.scene.steps.length === 1) this.#page.conductor[by > 0 ? 'next' : 'back']();
    else this.beatBy(by);
  }

  /**
   * Goes to a beat.
   * @param {string} key chapter/beat @param {number} [at] which step of its range
   * @param {number} [within] how many seconds ago that step began, for its motion
   * @returns {Promise<void>}
   */
  async goTo(key, at = 0, within = 0) {
    const where = this.#where;
    if (!where || !this.tour || !this.mayDrive) return;
    clearTimeout(this.#resting);
    this.checking = false;
    this.#reads = null;
    await this.#enter({ tour: this.tour.id, route: this.route, beat: key, at }, performance.now() - within * 1000);
  }

  /** Goes to a point of the route. @param {number} seconds from its beginning */
  scrub(seconds) {
    const { beats } = this;
    if (beats.length === 0) return;
    const { index, at, within } = cursorAt(beats, seconds);
    if (index === this.index && at === this.at && !this.checking) return;
    const go = () => this.goTo(beats[index].key, at, within);
    clearTimeout(this.#resting);
    if (this.#inRoom) this.#resting = window.setTimeout(go, REST_MS);
    else go();
  }

  /** Takes another route of the same tour, at the same beat or the next one that it has. @param {number} minutes */
  changeRoute(minutes) {
    const { tour, beat } = this;
    if (!tour || !beat || !this.mayDrive) return;
    const beats = beatsOf(tour, minutes),
      index = Math.max(0, indexOf(tour, beats, beat.key));
    if (beats.length > 0) this.#enter({ tour: tour.id, route: minutes, beat: beats[index].key, at: 0 }, performance.now());
  }

  /** Shows the beat anew, as it was before somebody changed the view. */
  again() {
    const { beat, at } = this;
    if (beat) this.goTo(beat.key, at);
  }

  /** Ends the tour; what it shows stays. */
  end() {
    this.pause();
    this.checking = false;
    if (this.#inRoom) sendEnd(this.#page.conductor);
    else this.#alone = null;
    this.#typed = null;
    this.#book.forget();
    this.#page.requestUpdate();
  }

  play() {
    if (!this.tour || !this.mayDrive) return;
    this.playing = true;
    if (this.checking) this.beatBy(1);
    this.#plan();
    this.#page.requestUpdate();
  }

  pause() {
    if (!this.playing) return;
    this.playing = false;
    clearTimeout(this.#timer);
    this.#page.requestUpdate();
  }

  /** @param {number} speed of playing: 2 is twice as fast as planned */
  changeSpeed(speed) {
    this.speed = speed;
    if (this.playing) this.#plan();
    this.#page.requestUpdate();
  }

  /** Plans the next move of playing. */
  #plan() {
    clearTimeout(this.#timer);
    const { beat } = this;
    if (!this.playing || !beat) return;
    this.#timer = window.setTimeout(() => this.#playOn(), (stepSeconds(beat) / this.speed) * 1000);
  }

  #playOn() {
    const { beat, at, beats, index } = this;
    if (!this.playing || !beat) return;
    if (!this.mayDrive) return this.pause();
    if (at + 1 < beat.scene.steps.length) this.goTo(beat.key, at + 1);
    else if (index + 1 < beats.length) this.beatBy(1);
    else this.pause();
  }

  /** @param {boolean} on whether the chapter's questions are shown */
  #check(on) {
    this.checking = on;
    if (on) this.pause();
    this.#page.requestUpdate();
  }

  /** Reads the beat before the one on the card, or after it, on this page alone. @param {1 | -1} by */
  read(by) {
    const { beats, index } = this;
    const at = beats.findIndex(({ key }) => key === (this.#reads ?? this.beat?.key)) + by;
    if (at < 0 || at > index) return;
    this.#reads = at === index ? null : beats[at].key;
    this.#page.requestUpdate();
  }

  /** Returns the card to the present beat. */
  readNow() {
    this.#reads = null;
    this.#page.requestUpdate();
  }

  /**
   * @param {{tour: string, route: number, beat: string, at: number}} to
   * @param {number} startAt when its motion begins, ms of performance.now()
   */
  async #enter(to, startAt) {
    const scene = ++this.#scenes;
    this.#moving = true;
    this.revealed = false;
    if (this.#inRoom) sendBeat(this.#page.conductor, to);
    else {
      const now = performance.now(),
        same = this.#alone?.beat === to.beat;
      this.#alone = { ...to, began: this.#alone?.began ?? now, beatBegan: same ? /** @type {any} */ (this.#alone).beatBegan : now };
    }
    if (this.playing) this.#plan();
    this.#page.requestUpdate();
    try {
      const beat = this.beats.find(({ key }) => key === to.beat);
      if (!this.#inRoom && beat) {
        await showAlone(this.#page, beat.scene, { at: to.at, text: this.#textOf(beat), startAt });
        this.#prompt = this.#promptNow;
      }
    } catch (/** @type {any} */ problem) {
      if (scene === this.#scenes) this.#page.say({ problem });
    } finally {
      if (scene === this.#scenes) {
        this.#moving = false;
        this.#page.requestUpdate();
      }
    }
  }

  /** The text of a beat: its own, or else what the person has typed during the tour, or else the tour's. @param {Beat} beat */
  #textOf({ scene }) {
    if (scene.text !== undefined) return { prompt: scene.text };
    const typed = this.#typed;
    if (typed && typed.model === baseOf(scene.model)) return { tokens: typed.tokens };
    return { prompt: this.tour?.text ?? '' };
  }

  get #promptNow() {
    const { tokens = [], promptLength = 0 } = this.#page.conductor.trace?.info ?? {};
    return tokens.slice(0, promptLength).join();
  }

  /** The conductor has changed: the room has moved the tour, or the person has typed a text. */
  #changed() {
    const { conductor } = this.#page,
      where = this.#where;
    if (this.#inRoom && where && this.#file.id !== where.tour) this.#file.load(where.tour, words.language, conductor.graph?.model.id, this.turns).catch((problem) => this.#page.say({ problem }));
    if (this.#inRoom && !where && this.#file.id !== '') {
      this.#file.close();
      this.pause();
    }
    if (this.#inRoom || this.#moving || !this.#alone) return;
    const prompt = this.#promptNow;
    if (prompt === this.#prompt || this.beat?.scene.text !== undefined) return;
    this.#prompt = prompt;
    const { tokens, promptLength } = conductor.trace.info;
    this.#typed = { tokens: tokens.slice(0, promptLength), model: baseOf(this.beat?.scene.model) };
  }

  /** A tour has arrived, or was replaced by a newer one. */
  #replaced() {
    this.#page.requestUpdate();
  }

  /** Asks for the tour in another language, or made from another model, when the page has that now. */
  drawn() {
    if (this.tour) this.loaded();
    const { beat } = this,
      key = beat?.key ?? '';
    if (key !== this.#was) {
      this.#was = key;
      // somebody who reads back stays there until they return or the tour ends
      if (key === '') this.#reads = null;
      this.#look(beat);
    }
    if (!this.#where || !this.#file.tour) return;
    const model = this.#file.tour.model === null ? this.#page.conductor.graph?.model.id : undefined;
    this.#file.follow(words.language, model, this.turns);
  }

  /** Takes the beat's camera, if it has one and this page's person has not taken it. @param {Beat | null} beat */
  #look(beat) {
    const { machine } = this.#page;
    if (!machine || !beat?.scene.camera) return;
    machine.camera = beat.scene.camera;
  }

  /** The members of the page's address; null while no tour runs. */
  inAddress() {
    const { tour, route, beat } = this;
    if (!tour || !beat) return null;
    const none = { past: undefined, why: undefined, target: undefined, open: undefined, preset: undefined, changes: undefined, step: undefined, focus: undefined, camera: undefined };
    const typed = this.#typed ? { tokens: this.#typed.tokens, given: undefined } : { tokens: undefined, given: undefined };
    return { ...none, ...typed, tour: tour.id, route, beat: beat.key };
  }

  /** Escape returns from reading back. */
  putAway() {
    if (this.#reads === null) return false;
    this.readNow();
    return true;
  }

  /** The beat as an announcement. */
  news() {
    const { beat } = this;
    return beat && words.text('tour.news', { chapter: beat.chapter.title, title: beat.title });
  }
}

/** A model's name without its checkpoint. @param {string | undefined} model */
const baseOf = (model = '') => model.split('@')[0];
