/**
 * Where a tour is on this page, and what panels show of it. The served tour and where it is are all of it, so every page of a room shows the
 * same beat.
 *
 * @typedef {import('./tours.js').Beat} Beat
 * @typedef {import('./tours.js').Served} Served
 *
 * @typedef {object} TourView  the tour as panels show it
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
 * @property {boolean} away  whether another step, tool or run is shown, at a beat without a text of its own: text and title are then those of the view
 * @property {boolean} checking whether the chapter's questions are shown
 * @property {number | null} began      when the tour began, ms of performance.now(); null if that is not known
 * @property {number | null} beatBegan  when the beat began, likewise
 * @property {boolean} rehearsed  whether these two are measured on this page
 * @property {number | null} token  the position, from 0, of the token whose word is pressed on this page
 * @property {number | null} about  position, from 0, of the token that the beat holds; null for none
 * @property {import('./forms.js').Facts} noteFacts  of the beat's notes
 * @property {string[]} named  the facts that the beat says, in any level: the same on every screen
 * @property {import('./forms.js').Facts} facts  of the beat on the card; null until they have arrived and may be told
 */
import { words } from '../../ui/words.js';
import { differs, isLeft, placeIn, withholdsFacts } from './choice-of.js';
import { FactBook } from './facts.js';
import { blocksOf, factsIn } from './forms.js';
import { saidOf } from './in-room.js';
import { beatsOf, fetchTour, indexOf, isTalk, routeOf, turnsOf } from './tours.js';
import { TourFile } from './tour-file.js';

/** @typedef {import('./in-room.js').Said} Said */

/** @typedef {{room: string, part: string} | null} OfTalk  what of a room's talk this page has: `part` is another one as soon as it is to be fetched again; null: it is no talk */

export class TourState {
  /** @protected */
  page;
  /** @protected */
  file;
  /** @protected */
  book;
  /** Where somebody who walks alone is; times in ms of performance.now(). @protected @type {Said | null} */
  alone = null;
  /** Whether a scene is on its way. */
  moving = false;
  /** The beat that this page's person reads; null: the present one. @protected @type {string | null} */
  reads = null;
  /** Whether the questions at the end of the chapter are shown. */
  checking = false;
  playing = false;
  speed = 1;
  /** When tour and beat began for somebody who rehearses here, without pauses; null unless they do. @type {() => {began: number, beatBegan: number} | null} */
  rehearsed = () => null;
  /** The token whose word this page's person has pressed, and where; null: none. @type {{at: string, token: number} | null} */
  #pointed = null;
  /** The beats of the route, by the tour's version. @type {{key: string, beats: Beat[]}} */
  #route = { key: '', beats: [] };
  /** The facts of beats as they were shown, for those who read back. @type {Map<string, Map<string, import('./forms.js').Answer>>} */
  #remembered = new Map();

  /** @param {import('../../ui/features.js').WalkPage} page */
  constructor(page) {
    this.page = page;
    this.book = new FactBook(() => page.requestUpdate());
    this.file = new TourFile(
      () => page.requestUpdate(),
      (problem) => page.say({ problem }),
      {
        fetch: (id, asked) => page.features.ask('ownTour', id, asked) ?? fetchTour(id, asked),
        broken: ({ file, line, reason }) => {
          if (this.mayDrive) page.say({ key: 'tour.broken', values: { file, line: String(line), reason } });
        },
      },
    );
  }

  /** @protected */
  get inRoom() {
    return this.page.code !== '';
  }

  /** Where the tour is, in a room or alone; null for none. @protected */
  get where() {
    return this.inRoom ? saidOf(this.page.conductor) : this.alone;
  }

  /** Whether this tour runs here. @param {string} id */
  walks(id) {
    return id !== '' && this.where?.tour === id;
  }

  /** How a tour's talk is asked for, if it is a talk: those who drive have all of it, others the beat that is shown. @param {string} id @returns {OfTalk} */
  ofTalk(id) {
    if (!isTalk(id)) return null;
    const { talks = [] } = this.page.conductor.room?.parts.talk ?? {};
    const version = talks.find((/** @type {any} */ talk) => talk.id === id)?.version ?? '';
    return { room: this.page.code, part: this.turns ? `v${version}` : `${version}${this.where?.beat}` };
  }

  leads() {
    return this.isOn;
  }

  /** Whether a tour runs here, also before it has loaded. */
  get isOn() {
    return this.where !== null;
  }

  /** The served tour; null while none runs, or until it has loaded. @returns {Served | null} */
  get tour() {
    return this.where ? this.file.tour : null;
  }

  /** The minutes of the route. */
  get route() {
    return this.tour ? routeOf(this.tour, this.where?.route) : 0;
  }

  /** The beats of the route. @returns {Beat[]} */
  get beats() {
    const { tour, route } = this;
    if (!tour) return [];
    const alone = this.inRoom ? '' : words.level,
      key = [tour.id, tour.version, tour.language, route, alone].join(' ');
    if (this.#route.key !== key) this.#route = { key, beats: beatsOf(tour, route, alone) };
    return this.#route.beats;
  }

  get index() {
    const { tour, beats } = this;
    return tour && beats.length > 0 ? Math.max(0, indexOf(tour, beats, this.where?.beat ?? '')) : -1;
  }

  /** Which step of the beat's range is shown. */
  get at() {
    const { beat } = this;
    return beat?.key === this.where?.beat ? Math.min(beat?.scene.steps.length ?? 1, 1 + (this.where?.at ?? 0)) - 1 : 0;
  }

  /** @returns {Beat | null} */
  get beat() {
    return this.beats[this.index] ?? null;
  }

  get chapter() {
    return this.beat?.chapter ?? null;
  }

  /** What ends a pressed token: another text or another step. */
  get #here() {
    const { trace, step } = this.page.conductor;
    return `${trace?.info.id} ${step}`;
  }

  /** The position, from 0, of the token whose word is pressed; null for none. */
  get token() {
    return this.where && this.#pointed?.at === this.#here ? this.#pointed.token : null;
  }

  /** Marks a token's columns on this page, or, pressed again, no more. @param {number | 'last'} token position from 0 */
  pointAt(token) {
    const at = this.placeOf(token);
    this.#pointed = at === null || at === this.token ? null : { at: this.#here, token: at };
    this.page.requestUpdate();
  }

  /** @param {number | 'last'} token @returns {number | null} its position from 0; null if the text is shorter */
  placeOf(token) {
    const count = this.page.conductor.trace?.info.tokens.length ?? 0,
      at = token === 'last' ? count - 1 : token;
    return at >= 0 && at < count ? at : null;
  }

  /** Whether this person moves the tour. */
  get mayDrive() {
    return Boolean(this.page.conductor.mayDrive);
  }

  /** In whose turns this page asks the server. */
  get turns() {
    return turnsOf(this.page);
  }

  /** The tour as panels show it; null while none runs. @returns {TourView | null} */
  get shown() {
    const { tour, route, beats, index, at, beat, playing, speed, checking, mayDrive, token } = this;
    const { conductor, connection } = this.page,
      { trace, graph } = conductor;
    if (!tour || !beat || conductor.room?.lobby) return null;
    const read = beats.find(({ key }) => key === this.reads) ?? beat,
      isOnWay = this.moving || Boolean(conductor.runsAhead);
    const { began, beatBegan } = /** @type {Said} */ (this.where),
      rehearsed = this.rehearsed(),
      changed = !isOnWay && differs(beat.scene, at, this.#seen, beat.act);
    const toLocal = (/** @type {number | undefined} */ time) =>
      time ? (this.inRoom ? (connection?.clock.toLocal(time) ?? null) : time) : null;
    const [facts, noteFacts] = isOnWay
      ? [null, null]
      : this.#known([this.#factsOf(read), factsIn(beat.notes ?? [])], beat, read);
    return {
      ...{
        tour,
        route,
        beats,
        index,
        at,
        beat,
        playing,
        speed,
        checking,
        mayDrive,
        token,
        read,
        facts: trace && read === beat && withholdsFacts(beat.scene, trace, conductor.room, beat.act) ? null : facts,
        noteFacts,
        named: factsIn(beat.texts ?? []),
      },
      reading: read !== beat,
      about: isOnWay || !trace || !graph ? null : placeIn(beat.scene, trace.info, graph),
      changed,
      away: !isOnWay && !blocksOf(beat.texts, words.level) && isLeft(beat.scene, at, this.#seen, beat.act),
      ...(rehearsed ?? { began: toLocal(began), beatBegan: toLocal(beatBegan) }),
      rehearsed: rehearsed !== null,
    };
  }

  /**
   * The facts of each group, null until they have arrived. Of a beat with another run that somebody reads back there are those that this
   * page has shown.
   * @param {string[][]} groups the card's, and those of the notes @param {Beat} beat @param {Beat} read
   */
  #known(groups, beat, read) {
    const { trace } = this.page.conductor;
    if (!trace) return groups.map(() => null);
    if (runOf(read) !== runOf(beat)) return groups.map(() => this.#remembered.get(read.key) ?? new Map());
    this.book.want(trace.info, groups, this.turns);
    const known = groups.map((group) => this.book.known(trace.info, group));
    if (read === beat && known[0])
      this.#remembered.set(beat.key, new Map([...(this.#remembered.get(beat.key) ?? []), ...known[0]]));
    return known;
  }

  get #seen() {
    const { step, focus, trace } = this.page.conductor;
    return { step, focus, info: trace?.info ?? null, why: this.page.ports.why?.question ?? null };
  }

  /** The facts that the card of a beat shows. @param {Beat} beat */
  #factsOf({ texts }) {
    return factsIn(blocksOf(texts, words.level) ?? []);
  }

  /**
   * Facts of a run.
   * @param {import('./facts.js').Run} run @param {string[]} list @param {number | null} [answer] position of the person's answer, from 0
   * @returns {Promise<Map<string, import('./forms.js').Answer>>} rejects with the server's Problem
   */
  facts(run, list, answer = null) {
    return this.book.once(run, list, { answer, turns: this.turns });
  }
}

/** What the run of a beat is made of. @param {Beat} beat */
const runOf = ({ scene: { model, text, generated = 0, changes = [] } }) =>
  JSON.stringify([model, text, generated, changes]);
