/**
 * The guided tour on this page: alone it drives the conductor by each beat's scene; in a room it follows the room's beat, which the
 * driver moves by commands.
 *
 * @typedef {import('./tours.js').Beat} Beat
 * @typedef {import('./tour-state.js').TourView} TourView
 */
import { words } from '../../ui/words.js';
import { insist } from '../../live/retry.js';
import { showAlone } from './alone.js';
import { changesOf, columnsOf, hidingOf, marksOf, productOf } from './choice-of.js';
import { cursorAt, stepSeconds } from './cursor.js';
import { decideLevel } from '../../ui/level.js';
import { ownLevels } from '../../ui/change-texts.js';
import { linkedTour } from './list/tour-list.js';
import { sendBeat, sendEnd, sendRow } from './in-room.js';
import { Player } from './player.js';
import { blocksOf, tokensIn } from './forms.js';
import { beatsOf, indexOf, routeOf } from './tours.js';
import { TourState } from './tour-state.js';
import { OwnText } from './own-text.js';

/** How long a scrub must rest before a room follows it, ms. */
const REST_MS = 150;

export class Tour extends TourState {
  #ownText = new OwnText();
  #player = new Player({
    // a film goes on when its sentences end
    seconds: () => (this.beat && !this.page.ports.tourFilm?.paces ? stepSeconds(this.beat) : null),
    on: () => this.#playOn(),
    changed: () => {
      Object.assign(this, { playing: this.#player.playing, speed: this.#player.speed });
      this.page.requestUpdate();
    },
  });
  /** Counts scenes: one that has been overtaken changes nothing. */
  #scenes = 0;
  /** @type {number | undefined} */
  #resting;
  /** What the machine was told to mark last. @type {{machine: any, key: string}} */
  #marked = { machine: null, key: '[]' };
  /** What the machine was told last of the beat's words: its product, and the tokens that are spoken of. @type {{machine: any, key: string}} */
  #told = { machine: null, key: '' };
  /** The row of cells that a hint of the beat's act shows. @type {{beat: string, row: {name: string, index: number[]}} | null} */
  #hinted = null;
  /** The machine and the beat for which the camera was placed last. @type {{machine: any, key: string}} */
  #looked = { machine: null, key: '' };
  /** Whether somebody who walks alone has been shown what the beat keeps hidden. */
  revealed = false;
  /** Why the present scene is not shown; null if it is. @type {any} */
  failed = null;
  /** Whether a tour is on its way that the room does not have yet. */
  #starts = false;
  /** Called when the page shows a tour. */
  loaded = () => {};

  /** @param {import('../../ui/features.js').WalkPage} page */
  constructor(page) {
    super(page);
    page.conductor.addEventListener('change', () => this.#changed());
    page.conductor.addEventListener('left', () => this.#left());
    this.#changed();
  }

  /** A scene is left, by the tour's end or for a text of the person's: what else it has set ends with it. */
  #left() {
    this.page.ports.focus?.clear();
    this.page.ports.why?.prepare(null);
    this.page.ports.gallery?.leave();
  }

  /** Whether somebody who walks alone is not shown what comes next at this beat. */
  get hidesAnswer() {
    return this.hiding !== '';
  }

  /** Until when they are not. @returns {import('./choice-of.js').Hiding} */
  get hiding() {
    return this.inRoom || this.revealed || !this.beat
      ? ''
      : hidingOf(this.beat, Boolean(this.page.ports.tourAct?.part?.told));
  }

  hides() {
    return this.hiding;
  }

  /** Shows somebody who walks alone what the beat keeps hidden. */
  reveal() {
    this.revealed = true;
    this.page.requestUpdate();
  }

  /**
   * Starts a tour, or goes to a beat of another one.
   * @param {{tour: string, route?: number, beat?: string, exactly?: boolean}} wanted without a beat, at the beginning; without a route, the longest;
   *   `exactly`: not at the beginning if there is no such beat
   * @returns {Promise<boolean>} whether there is such a tour
   */
  async start({ tour: id, route, beat, exactly = false }) {
    const { conductor } = this.page;
    if (!conductor.mayDrive) return false;
    const tour = await this.#fetched(id);
    if (!tour) return false;
    const minutes = routeOf(tour, route),
      beats = beatsOf(tour, minutes);
    if (beats.length === 0) return false;
    const found = indexOf(tour, beats, beat ?? beats[0].key);
    if (exactly && found < 0) return false;
    const index = Math.max(0, found);
    this.pause();
    // a tour of whatever model is on screen is about the text there
    if (tour.model === null && conductor.trace) this.#ownText.take(conductor.trace.info, beats[index].scene);
    else this.#ownText.forget();
    await this.#enter({ tour: id, route: minutes, beat: beats[index].key, at: 0 }, performance.now());
    return true;
  }

  /** Loads a tour that begins; until then, no change of the room ends it or brings another. @param {string} id */
  async #fetched(id) {
    this.#starts = true;
    try {
      return await this.file.load(id, words.language, this.page.conductor.graph?.model.id, this.turns, this.ofTalk(id));
    } finally {
      this.#starts = false;
      // without it, the room's own tour goes on
      if (this.file.tour?.id !== id) this.#changed();
    }
  }

  /**
   * Starts what the page's address asks for. Unless it names a model, that is about the story model of the page's language, if it has the beat.
   * @param {import('../../page/address.js').AddressFields} shown
   * @returns {Promise<string[]>} the names of members that the tour does not have
   */
  async beginAsked({ tour, route, beat, tokens, given, preset }) {
    if (tour === undefined) return [];
    try {
      const own = preset === undefined && tokens === undefined ? await linkedTour(tour, words.language) : tour;
      const isOwn = own !== tour && (await this.start({ tour: own, route, beat, exactly: true }));
      if (!isOwn && !(await this.start({ tour, route, beat }))) return ['tour'];
    } catch {
      return ['tour'];
    }
    if (tokens && this.beat?.scene.text === undefined) {
      this.#ownText.take({ tokens, promptLength: given ?? tokens.length }, /** @type {Beat} */ (this.beat).scene);
      await this.goTo(/** @type {Beat} */ (this.beat).key);
    }
    const isRoute = route === undefined || this.route === route,
      isBeat = beat === undefined || this.beat?.key === beat;
    return [...(isRoute ? [] : ['route']), ...(isBeat ? [] : ['beat'])];
  }

  /** Goes to the beat after this one, or before, as a person wants it: an act that is open asks once before it is left for the next. @param {1 | -1} by */
  beatBy(by) {
    if (by > 0 && this.reads === null && !this.checking && this.page.ports.tourAct?.part?.asksFirst()) return;
    this.goOn(by);
  }

  /** Goes to the beat after this one, or before; at the end of a chapter, alone, its questions come between. @param {1 | -1} by */
  goOn(by) {
    const { beats, index, chapter } = this;
    if (this.reads !== null) this.readNow();
    if (this.checking && by < 0) return this.#check(false);
    const next = beats[index + by];
    const isLast = next?.chapter.id !== chapter?.id;
    if (by > 0 && isLast && !this.checking && !this.inRoom && (chapter?.check?.length ?? 0) > 0)
      return this.#check(true);
    if (next) this.goTo(next.key, 0, 0, by);
    else {
      this.pause();
      // behind the last beat of a talk is its title
      if (this.inRoom && this.ofTalk(this.tour?.id ?? ''))
        this.page.conductor.command({ do: by > 0 ? 'next' : 'back' });
    }
  }

  /** Goes to the step after this one, or before: of the beat's range; of a beat with one step, of the model. @param {1 | -1} by */
  stepBy(by) {
    const { beat, at } = this;
    if (!beat) return;
    if (beat.scene.steps.length > 1 && at + by >= 0 && at + by < beat.scene.steps.length) this.goTo(beat.key, at + by);
    else if (beat.scene.steps.length === 1) this.page.conductor.stepBy(by);
    else this.beatBy(by);
  }

  /**
   * Goes to a beat.
   * @param {string} key chapter/beat @param {number} [at] which step of its range
   * @param {number} [within] how many seconds ago that step began, for its motion
   * @param {1 | -1 | 0} [beside] whether it is the beat after the present one, or before it; 0: any
   * @returns {Promise<void>}
   */
  async goTo(key, at = 0, within = 0, beside = 0) {
    const where = this.where;
    if (!where || !this.tour || !this.mayDrive) return;
    clearTimeout(this.#resting);
    this.checking = false;
    this.reads = null;
    await this.#enter(
      { tour: this.tour.id, route: this.route, beat: key, at },
      performance.now() - within * 1000,
      beside,
    );
  }

  /** Goes to a point of the route. @param {number} seconds from its beginning */
  scrub(seconds) {
    const { beats } = this;
    if (beats.length === 0) return;
    const { index, at, within } = cursorAt(beats, seconds);
    if (index === this.index && at === this.at && !this.checking) return;
    const go = () => this.goTo(beats[index].key, at, within);
    clearTimeout(this.#resting);
    if (this.inRoom) this.#resting = window.setTimeout(go, REST_MS);
    else go();
  }

  /** Takes another route of the same tour, at the same beat or the next one that it has. @param {number} minutes */
  changeRoute(minutes) {
    const { tour, beat } = this;
    if (!tour || !beat || !this.mayDrive) return;
    const beats = beatsOf(tour, minutes),
      index = Math.max(0, indexOf(tour, beats, beat.key));
    if (beats.length > 0)
      this.#enter({ tour: tour.id, route: minutes, beat: beats[index].key, at: 0 }, performance.now());
  }

  /** Shows the beat anew, as it was before somebody changed the view. */
  again() {
    const { beat, at } = this;
    if (beat) this.goTo(beat.key, at);
  }

  /** Ends the tour, and what it has set: what was shown before it, or what was typed meanwhile, is shown again. */
  end() {
    const { conductor } = this.page;
    this.pause();
    this.checking = false;
    if (this.inRoom) sendEnd(conductor);
    else {
      this.alone = null;
      // a scene that is on its way is overtaken
      this.#scenes++;
      this.moving = false;
      if ('endScenes' in conductor)
        conductor.endScenes(this.#ownText.text).catch((problem) => this.page.say({ problem }));
    }
    this.#ownText.forget();
    this.book.forget();
    this.page.requestUpdate();
  }

  play() {
    if (!this.tour || !this.mayDrive) return;
    if (this.checking) this.beatBy(1);
    this.#player.play();
  }

  pause() {
    this.#player.pause();
  }

  /** @param {number} speed of playing: 2 is twice as fast as planned */
  changeSpeed(speed) {
    this.#player.change(speed);
  }

  /** Goes to what is played next. @returns {boolean} false at the end, or if somebody else drives now */
  #playOn() {
    const { beat, at, beats, index } = this;
    if (!beat || !this.mayDrive) return false;
    if (at + 1 < beat.scene.steps.length) this.goTo(beat.key, at + 1);
    else if (index + 1 >= beats.length) return false;
    else if (this.inRoom) this.goTo(beats[index + 1].key);
    else this.goOn(1);
    return true;
  }

  /**
   * What a beat's run is made of on this page, which is alone: the model, the text and what is changed.
   * @param {Beat} beat @returns {import('../../live/scene-runs.js').SceneRun}
   */
  recipeOf({ scene }) {
    const { model, generated } = scene;
    return {
      model,
      generated,
      text: this.#ownText.textOf(scene, this.tour?.text ?? ''),
      changes: (length) => changesOf(scene, length),
    };
  }

  /** @param {boolean} on whether the chapter's questions are shown */
  #check(on) {
    this.checking = on;
    if (on) this.pause();
    this.page.requestUpdate();
  }

  /** Reads the beat before the one on the card, or after it, on this page alone. @param {1 | -1} by */
  read(by) {
    const { beats, index } = this;
    const at = beats.findIndex(({ key }) => key === (this.reads ?? this.beat?.key)) + by;
    if (at < 0 || at > index) return;
    this.reads = at === index ? null : beats[at].key;
    this.page.requestUpdate();
  }

  /** Returns the card to the present beat. */
  readNow() {
    this.reads = null;
    this.page.requestUpdate();
  }

  /**
   * @param {{tour: string, route: number, beat: string, at: number}} to
   * @param {number} startAt when its motion begins, ms of performance.now()
   * @param {1 | -1 | 0} [beside] as in {@link Tour.goTo}
   */
  async #enter(to, startAt, beside = 0) {
    const scene = ++this.#scenes;
    this.moving = true;
    this.failed = null;
    this.revealed = false;
    if (this.inRoom) sendBeat(this.page.conductor, { ...to, level: decideLevel(...ownLevels(this.page.page)) }, beside);
    else {
      const now = performance.now(),
        same = this.alone?.beat === to.beat;
      this.alone = {
        ...to,
        began: this.alone?.began ?? now,
        beatBegan: same ? /** @type {any} */ (this.alone).beatBegan : now,
      };
    }
    this.#player.plan();
    this.page.requestUpdate();
    try {
      const beat = this.beats.find(({ key }) => key === to.beat);
      if (!this.inRoom && beat) {
        await showAlone(this.page, beat.scene, {
          at: to.at,
          text: this.#ownText.textOf(beat.scene, this.tour?.text ?? ''),
          startAt,
        });
        this.#ownText.begin(this.page.conductor.trace?.info);
      }
    } catch (/** @type {any} */ problem) {
      if (scene === this.#scenes) {
        this.failed = problem;
        this.page.say({ problem });
      }
    } finally {
      if (scene === this.#scenes) {
        this.moving = false;
        this.page.requestUpdate();
      }
    }
  }

  /** The conductor has changed: the room has moved the tour, or the person has typed a text. */
  #changed() {
    const { conductor } = this.page,
      where = this.where;
    if (this.inRoom && !this.#starts) {
      if (where && this.file.id !== where.tour) this.#load(where.tour);
      if (!where && this.file.id !== '') {
        this.file.close();
        this.pause();
      }
    }
    if (!this.inRoom && !this.moving && this.alone && this.beat)
      this.#ownText.follow(conductor.trace?.info, this.beat.scene);
  }

  /** Loads the room's tour, which the server has; while it is out of reach, again and again. @param {string} id */
  async #load(id) {
    const { turns } = this;
    try {
      await insist(
        () => this.file.load(id, words.language, this.page.conductor.graph?.model.id, turns, this.ofTalk(id)),
        {
          wanted: () => this.where?.tour === id,
          failed: (problem) => {
            if (problem.status >= 400 && problem.status < 500) throw problem;
          },
        },
      );
    } catch (/** @type {any} */ problem) {
      this.page.say({ problem });
    }
  }

  /** Asks for the tour in another language, or made from another model, when the page has that now. */
  drawn() {
    if (this.tour) this.loaded();
    this.#mark();
    this.#tell();
    this.#look();
    // somebody who reads back stays there until they return or the tour ends
    if (!this.beat) this.reads = null;
    if (!this.where || !this.file.tour) return;
    const model = this.file.tour.model === null ? this.page.conductor.graph?.model.id : undefined;
    this.file.follow(words.language, model, this.turns, this.inRoom ? this.ofTalk(this.where.tour) : null);
  }

  /** Marks one more row of cells as long as this beat lasts; in a room, for everyone. @param {{name: string, index: number[]}} row with -1 for all entries of an axis */
  markRow(row) {
    if (this.inRoom) return sendRow(this.page.conductor, row);
    this.#hinted = this.beat && { beat: this.beat.key, row };
    this.page.requestUpdate();
  }

  /** Marks the beat's row of cells on a page without a room, and on every page the columns of a token whose word is pressed. */
  #mark() {
    const { machine, conductor } = this.page,
      { token } = this;
    if (!machine || !conductor.trace) return;
    const own =
        token === null || conductor.step === null || !conductor.graph
          ? []
          : columnsOf(token, conductor.step, conductor.graph),
      // a room's marks are told to the machine by the room
      common = this.inRoom ? (own.length > 0 && conductor.room?.parts.marks) || [] : this.#beatMarks();
    const marks = [...common, ...own],
      key = JSON.stringify(marks);
    if (this.#marked.machine === machine ? this.#marked.key !== key : marks.length > 0)
      machine.mark(this.inRoom && own.length === 0 ? (conductor.room?.parts.marks ?? []) : marks);
    this.#marked = { machine, key };
  }

  /** Shows the two numbers of the product that the beat asks for, and names the tokens that its words speak of. */
  #tell() {
    const { machine, conductor } = this.page,
      { beat } = this;
    if (!machine || !conductor.trace || this.moving) return;
    const product = productOf(beat?.act, conductor.trace.positions),
      spoken = beat ? tokensIn(blocksOf(beat.texts, words.level), conductor.trace.positions) : [],
      key = JSON.stringify([product, spoken]);
    const told = this.#told.machine === machine ? this.#told.key : JSON.stringify([null, []]);
    if (told !== key) Object.assign(machine, { product, spoken });
    this.#told = { machine, key };
  }

  /** What a page without a room marks. */
  get marks() {
    return this.inRoom ? [] : this.#beatMarks();
  }

  /** The rows that the beat and a hint mark. */
  #beatMarks() {
    const { trace, graph } = this.page.conductor,
      { beat } = this;
    if (!beat || !trace || !graph || this.moving) return [];
    const ofHint = this.#hinted !== null && this.#hinted.beat === beat.key ? [this.#hinted.row] : [];
    return [...marksOf(beat.scene, trace.info, graph), ...ofHint];
  }

  /** Takes the beat's camera, or the usual one; the person's own only if they move the tour. */
  #look() {
    const { machine, looking, conductor } = this.page,
      key = this.beat?.key ?? '';
    if (
      !machine ||
      this.moving ||
      conductor.runsAhead ||
      (this.#looked.machine === machine && this.#looked.key === key)
    )
      return;
    const isFirst = this.#looked.key === '';
    this.#looked = { machine, key };
    const { camera } = this.beat?.scene ?? {};
    if (key === '' || (looking && !this.mayDrive)) return;
    if (camera) machine.camera = camera;
    else if (machine.isTaken && !isFirst) machine.follow();
  }

  /**
   * The members of the page's address; null while no tour runs. A link that is copied opens the beat in the same words; the address bar itself
   * has the level and the language only of the link that was opened (writeAddress).
   */
  inAddress(/** @type {boolean} */ inRoom) {
    const { tour, route, beat } = this;
    if (!tour || !beat) return null;
    // the room's tour is not in its pages' addresses, nor where its beats place the camera
    if (inRoom) return { camera: undefined };
    const none = {
      past: undefined,
      why: undefined,
      target: undefined,
      open: undefined,
      preset: undefined,
      changes: undefined,
      step: undefined,
      focus: undefined,
      camera: undefined,
    };
    return {
      ...none,
      tokens: this.#ownText.tokens ?? undefined,
      given: undefined,
      tour: tour.id,
      route,
      beat: beat.key,
      level: /** @type {import('../../ui/level.js').Level} */ (words.level),
      lang: words.language,
    };
  }

  /** The keys that go from step to step go from beat to beat. @returns {import('../../ui/keys.js').States | null} */
  keyStates() {
    return this.shown && this.mayDrive
      ? { tour: { instead: { next: ['tourBeat', 1], back: ['tourBeat', -1], play: ['tourPlay'] } } }
      : null;
  }

  /** Escape returns from reading back. */
  putAway() {
    if (this.reads === null) return false;
    this.readNow();
    return true;
  }

  /** The beat as an announcement. */
  news() {
    const { beat } = this;
    return beat && words.text('tour.news', { chapter: beat.chapter.title, title: beat.title });
  }
}
