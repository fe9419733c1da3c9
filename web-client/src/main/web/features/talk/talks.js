/**
 * The talks that somebody prepares here: the room's, or, without a room, those of this device. A talk's beats are fetched when they have
 * changed; what is done with them goes to the room as commands, or to the device.
 *
 * @typedef {import('./keep.js').Beat} Beat
 * @typedef {import('../../ui/features.js').WalkPage} WalkPage
 * @typedef {{id: string, version: number, title?: string, speaker?: string, date?: string}} Cover
 * @typedef {import('./stopwatch.js').Run} Run
 * @typedef {Cover & {beats: Beat[], cannot: Record<string, {detail: string}>, runs: Run[], served: import('../tour/tours.js').Served | null}} Talk  `cannot`: why
 *   beats cannot be shown here, by id; `runs`: the last rehearsals, the newest last; `served`: the tour that the server has made of it
 *
 * @typedef {object} Shown  the talks as panels show them
 * @property {boolean} list       whether the list is open
 * @property {Cover[]} covers
 * @property {Talk | null} talk   the one that grows; null if there is none, or until it has arrived
 * @property {string | null} now  id of the beat that is shown; null if no beat of this talk is
 * @property {Walked | null} walk  how long the beats have been shown; null unless this person walks the talk
 * @property {string | null} kept  id of the beat that was kept last here
 * @property {string} proposed    the title that a press of the button would give
 * @property {number} after       behind how many beats it would stand
 * @property {boolean} alone      whether it is kept on this device
 * @property {boolean} ended      whether its title stands on the hall's screen, behind the last beat
 * @property {Cover | null} cover what stands in the lobby and behind the last beat
 *
 * @typedef {object} Walked
 * @property {(beat: string) => number} of  s
 * @property {() => number} total  of all beats, s
 * @property {boolean} rehearses  whether it is a rehearsal, whose times are kept
 * @property {boolean} paused
 * @property {boolean} isLast     whether its last beat is shown
 */
import { insist } from '../../live/retry.js';
import { changesOf } from '../../model/changes.js';
import { plain } from '../../ui/rich-text.js';
import { stepTexts } from '../../ui/step-texts.js';
import { words } from '../../ui/words.js';
import { Device } from './device.js';
import { foundScene, idOf, openQuestion, titleOf, USUAL_SECONDS, wordsOf } from './keep.js';
import { changesLine } from '../ablation/change-words.js';
import { focusName } from '../focus/focus-name.js';
import { fetchTour, turnsOf } from '../tour/tours.js';
import { planOf, Stopwatch } from './stopwatch.js';
import { openFile, tourBeats } from './talk-file.js';
import { timeText } from '../tour/clock.js';

export const CHAPTER = 'talk';
/** What a message to the room may hold of beats, in bytes. */
const LARGEST_PART = 40_000;
/** As many measured beats fit into a message. */
const MOST_MEASURED = 500;
const UTF8 = new TextEncoder();

export class Talks {
  /** @type {WalkPage} */
  #page;
  #device;
  /** What turns the shown machine into a scene, once somebody keeps one. @type {Promise<import('./shown-scene.js').ShownScene> | null} */
  #scene = null;
  /** @type {Talk | null} */
  #talk = null;
  /** What was asked for last: a talk's id, its version and the language. */
  #asked = '';
  /** Settled once the talk has arrived that was asked for last. @type {Promise<void>} */
  #coming = Promise.resolve();
  /** Ids of the beats that this page has kept: the talk may not have arrived with them. */
  #given = new Set();
  /** Whether the list is open. */
  list = false;
  #isInTab = false;
  /** The beat behind which the next one is kept, and the beat that was shown then. @type {{id: string, shown: string | null} | null} */
  #last = null;
  /** Measures the walk of the talk {@link #walked}; null while that is not walked. @type {Stopwatch | null} */
  #watch = null;
  #walked = '';
  /** Whether the walk is a rehearsal. */
  #rehearses = false;
  /** Whether a beat has been shown since it began, and not the title. */
  #isUnderWay = false;
  /** Changes of beats that wait; `version`: of the beat that was changed, null after an own change. @type {{talk: string, id: string, change: (beat: Beat) => Beat, version: number | null}[]} */
  #changes = [];
  /** The beats whose last change has not come back yet. @type {Set<string>} */
  #sent = new Set();
  /** @param {WalkPage} page */
  constructor(page) {
    this.#page = page;
    this.#device = page.code === '' ? new Device() : null;
    page.conductor.addEventListener('change', () => this.#follow());
    window.addEventListener('pagehide', () => this.#stop(false));
    this.#follow();
  }

  /** @returns {{talks: Cover[], open: string, ended?: boolean}} */
  get #said() {
    if (this.#device) return this.#device.said;
    return { talks: [], open: '', ...this.#page.conductor.room?.parts.talk };
  }

  get open() {
    return this.#said.open;
  }

  /** The beat of the open talk that is shown; null for none. */
  get #now() {
    const tour = this.#page.ports.tour?.part;
    return tour?.walks(this.open) ? (tour.beat?.id ?? null) : null;
  }

  /** @returns {Shown} */
  get shown() {
    const { talks, open, ended = false } = this.#said,
      talk = this.#talk?.id === open ? this.#talk : null,
      cover = talks.find(({ id }) => id === open) ?? null,
      now = this.#now;
    return {
      list: this.list,
      covers: talks,
      talk,
      now,
      walk: this.#walk,
      kept: this.#last?.id ?? null,
      proposed: this.list ? this.#title() : '',
      after: this.#place(talk?.beats ?? []),
      alone: this.#device !== null,
      ended,
      cover: cover?.title ? cover : null,
    };
  }

  /** Behind which beat the next one is kept: the last kept one, or the one that is shown. */
  get #after() {
    const now = this.#now;
    return this.#last && this.#last.shown === now ? this.#last.id : now;
  }

  /** The number of the beat behind which the next one is kept, among those that are walked. @param {Beat[]} beats */
  #place(beats) {
    const at = beats.findIndex(({ id }) => id === this.#after);
    return beats.filter(({ hidden }, i) => !hidden && (at < 0 || i <= at)).length;
  }

  /** Fetches the open talk when it is another one now. @param {boolean} [isWanted] whether somebody looks at it, or adds to it */
  #follow(isWanted = this.list || this.#isInTab || this.#changes.length > 0 || this.#page.conductor.room?.lobby) {
    if (!isWanted) return;
    const { talks, open } = this.#said,
      cover = talks.find(({ id }) => id === open);
    const asked = cover ? [open, cover.version, words.language].join(' ') : '';
    if (asked === this.#asked) {
      this.#sendChanges();
      return;
    }
    this.#asked = asked;
    if (!cover) {
      this.#talk = null;
      return;
    }
    this.#coming = this.served(open, words.language)
      .then((served) => {
        if (this.#asked !== asked) return;
        this.#talk = {
          ...cover,
          beats: served?.talk ?? [],
          cannot: served?.cannot ?? {},
          runs: served?.runs ?? [],
          served,
        };
        this.#sendChanges();
        this.#page.requestUpdate();
      })
      .catch((problem) => {
        if (this.#asked === asked) this.#asked = '';
        this.#page.say({ problem });
      });
  }

  /** A talk as the server makes a tour of it. @param {string} id @param {string} language @returns {Promise<any>} */
  async served(id, language) {
    if (!this.#device) return fetchTour(id, { language, turns: turnsOf(this.#page) });
    const talk = this.#device.talk(id);
    if (!talk) return null;
    const { tour: served, talk: beats } = await openFile(this.#device.text(id), language);
    return (
      served && {
        ...served,
        id,
        title: talk.title ?? '',
        version: `${id} ${talk.version}`,
        talk: beats,
        runs: talk.runs,
      }
    );
  }

  /** A talk of this device as a tour, for the walk alone; null for a tour of the server's. @param {string} id @param {{language: string}} asked */
  ownTour(id, { language }) {
    return this.#device?.talk(id) ? this.served(id, language) : null;
  }

  /** Fetches the open talk when it is another one now, and somebody looks. @param {boolean} isInTab whether a phone shows the list in one of its tabs */
  follow(isInTab) {
    this.#isInTab = isInTab;
    this.#follow();
    this.#measure();
  }

  /** @returns {Walked | null} */
  get #walk() {
    const watch = this.#watch;
    return (
      watch && {
        of: (beat) => watch.of(beat, performance.now()) / 1000,
        total: () => watch.total(performance.now()) / 1000,
        rehearses: this.#rehearses,
        paused: watch.paused,
        isLast: this.isLast,
      }
    );
  }

  /** Whether the walk is at its last beat. */
  get isLast() {
    const { index = 0, beats = [] } = this.#page.ports.tour?.part ?? {};
    return index + 1 >= beats.length;
  }

  get rehearses() {
    return this.#rehearses;
  }

  /** Measures the walk of the open talk. However that ends, a rehearsal does, too. */
  #measure() {
    const { open } = this,
      tour = this.#page.ports.tour?.part;
    const walks = Boolean(tour?.walks(open) && this.#page.conductor.mayDrive);
    if (this.#watch && (!walks || this.#walked !== open)) this.#stop(false);
    if (!walks) return;
    const now = performance.now();
    // after a reload, and on a second device, the beat has been shown for a while; a moment later the page knows for how long
    const since = this.#watch || this.#device ? now : tour?.shown?.beatBegan;
    if (since == null) return;
    const began = Math.min(now, since);
    this.#watch ??= new Stopwatch();
    this.#walked = open;
    if (this.#now !== null) this.#watch.show(this.#now, began);
    // a rehearsal may begin while the title is still shown
    if (!this.#said.ended) this.#isUnderWay = true;
    else if (this.#rehearses && this.#isUnderWay) this.finish(true);
  }

  /** Begins a rehearsal: the talk from its first beat, with a clock of its own. */
  async rehearse() {
    const first = this.#talk?.beats.find(({ id, hidden }) => !hidden && !this.#talk?.cannot[id]);
    if (!first) return;
    this.#stop(false);
    await this.go(first.id);
    const tour = this.#page.ports.tour?.part;
    if (!tour?.walks(this.open)) return;
    const watch = new Stopwatch();
    this.#watch = watch;
    this.#walked = this.open;
    this.#rehearses = true;
    this.#isUnderWay = false;
    tour.rehearsed = () => watch.began(performance.now());
    this.#measure();
    this.#page.requestUpdate();
  }

  /** Pauses the rehearsal, or goes on. */
  pause() {
    if (this.#rehearses) this.#watch?.pause(!this.#watch.paused, performance.now());
    this.#page.requestUpdate();
  }

  /** Ends the rehearsal, and the walk with it. @param {boolean} whole whether the present beat is finished */
  finish(whole) {
    if (!this.#rehearses) return;
    this.#stop(whole);
    this.#page.ports.tour?.part?.end();
  }

  /** Stops the clock. What was measured of a rehearsal is kept with its talk. @param {boolean} whole */
  #stop(whole) {
    const watch = this.#watch,
      tour = this.#page.ports.tour?.part;
    this.#watch = null;
    if (!watch || !this.#rehearses) return;
    this.#rehearses = false;
    if (tour) tour.rehearsed = () => null;
    const measured = Object.entries(watch.run(performance.now(), whole)).slice(0, MOST_MEASURED),
      talk = this.#walked;
    if (measured.length === 0 || !this.#said.talks.some(({ id }) => id === talk)) {
      this.#page.say({ key: 'talk.notMeasured' });
      return;
    }
    const seconds = Object.fromEntries(measured);
    if (this.#device) this.#onDevice(() => this.#device?.rehearsed(talk, seconds));
    else this.#page.conductor.command({ do: 'talk-run', talk, seconds });
    const time = timeText(measured.reduce((sum, [, each]) => sum + each, 0));
    this.#page.say({ key: 'talk.measured', values: { time, count: String(measured.length) } });
  }

  /** Plans each beat from the last rehearsals. */
  plan() {
    const { runs = [], beats = [] } = this.#talk ?? {},
      seconds = planOf(runs, beats);
    if (Object.keys(seconds).length === 0) return;
    if (this.#device) this.#onDevice(() => this.#device?.plan(seconds));
    else this.#page.conductor.command({ do: 'talk-plan', talk: this.open, seconds });
    this.#page.say({ key: 'talk.planSet' });
  }

  /** The open talk's beats, as *Find anything* lists them. @param {string} language @returns {import('../../ui/features.js').Found[]} */
  found(language) {
    const { talk } = this.shown;
    return (talk?.beats ?? []).map((beat) => ({
      kind: 'beat',
      name: wordsOf(beat, language)[1].title,
      more: talk?.title,
      value: beat.id,
    }));
  }

  toggle(on = !this.list) {
    this.list = on;
    this.#follow();
    this.#page.requestUpdate();
  }

  /** What is shown, as panels name it: the caption of a new beat. */
  #title() {
    const { conductor, ports } = this.#page,
      { graph, trace, step, room } = conductor;
    if (!graph || step === null) return '';
    const asked = openQuestion(room),
      tool = ports.why?.question?.tool,
      text = trace?.info.text ?? [];
    if (asked) return titleOf(asked.question || `${text.join('').trim()} …`, true);
    if (tool && words.has(`why.tool.${tool}.title`)) return titleOf(words.text(`why.tool.${tool}.title`));
    const changes = changesOf(trace?.info);
    if (changes.length > 0) return titleOf(plain(changesLine(changes, graph, text, words)));
    const { title } = stepTexts(graph, step, trace, words),
      focus = plain(focusName(graph, step, conductor.focus, words));
    return titleOf(focus ? `${focus}: ${plain(title)}` : plain(title));
  }

  /** The open talk's beats, also if nobody has looked at them yet. */
  async #beats() {
    this.#follow(true);
    await this.#coming;
    return this.#talk?.beats ?? [];
  }

  /** An id that no beat has. @param {string} title @param {Beat[]} beats */
  #id(title, beats) {
    const id = idOf(title, [...beats.map((beat) => beat.id), ...this.#given]);
    this.#given.add(id);
    return id;
  }

  /** What makes a beat's scene of what is shown. */
  get #shownScene() {
    return (this.#scene ??= insist(() => import('./shown-scene.js')).then(
      ({ ShownScene }) => new ShownScene(this.#page),
    ));
  }

  /** Keeps what is shown as the next beat of the open talk. */
  async keep() {
    const scene = await this.#shownScene,
      title = this.#title() || words.text('talk.beat'),
      made = await scene.keep();
    if (!made) return;
    const id = this.#id(title, await this.#beats()),
      after = this.#after;
    this.#put([{ id, seconds: USUAL_SECONDS, scene: made.scene, words: { [words.language]: { title } } }], after);
    this.#last = { id, shown: this.#now };
    this.#page.say({ key: made.lost.length > 0 ? `talk.lost.${made.lost[0]}` : 'talk.kept', values: { title } });
    if (!this.list) this.toggle(true);
  }

  /** Keeps what *Find anything* has found as the next beat, without going there. @param {{name: string, keeps: Record<string, any>}} found */
  async keepFound({ name, keeps }) {
    const title = titleOf(name),
      { graph, step } = this.#page.conductor;
    try {
      if (keeps.tour) {
        const { all, beats } = await tourBeats(keeps.tour, words.language, this.#page, graph?.model.id);
        const at = all.findIndex(({ key }) => key === keeps.beat);
        await this.add(beats.slice(at, at + 1));
      } else {
        const shown =
          keeps.text === undefined
            ? (await (await this.#shownScene).keep(true))?.scene
            : { model: graph?.model.preset, step };
        if (!shown) return;
        const scene = foundScene(keeps, shown);
        await this.add([{ id: idOf(title), seconds: USUAL_SECONDS, scene, words: { [words.language]: { title } } }]);
      }
      this.#page.say({ key: 'talk.kept', values: { title } });
    } catch (/** @type {any} */ problem) {
      this.#page.say({ problem });
    }
  }

  /** Adds beats. @param {Beat[]} beats @param {string | null} [after] id of the beat before; null: at the end */
  #put(beats, after = null) {
    if (this.#device) return this.#onDevice(() => this.#device?.put(beats, after));
    let last = after;
    for (const part of parts(beats, LARGEST_PART)) {
      this.#page.conductor.command({
        do: 'talk-put',
        ...(this.open && { talk: this.open }),
        beats: part,
        ...(last !== null && { after: last }),
      });
      last = part[part.length - 1].id;
    }
  }

  /** Changes what is on the device; when that is full, nothing is lost and it is said. @param {() => void} change */
  #onDevice(change) {
    try {
      change();
    } catch (/** @type {any} */ problem) {
      this.#page.say({ key: problem.key ?? 'talk.full' });
    }
    this.#follow();
    this.#page.requestUpdate();
  }

  /** Adds beats that are made elsewhere: of a file or a tour. @param {Beat[]} beats */
  async add(beats) {
    const all = await this.#beats();
    const named = beats.map((beat) => ({
      ...beat,
      id: this.#id(beat.id, all),
      seconds: Number(beat.seconds) || USUAL_SECONDS,
    }));
    if (named.length === 0) return;
    this.#put(named, this.#after);
    this.#last = { id: named[named.length - 1].id, shown: this.#now };
  }

  /** Begins another talk with beats and a title from elsewhere. @param {{title?: string, speaker?: string, date?: string}} cover @param {Beat[]} beats */
  take({ title = '', speaker = '', date = '' }, beats) {
    const after = this.open;
    this.begin();
    if (this.#device) {
      this.#onDevice(() => {
        this.#device?.put(beats, null);
        this.#device?.cover({ title, speaker, date });
      });
      return;
    }
    const { conductor } = this.#page;
    // the room names the talk; it is filled as soon as its name is known
    const fill = () => {
      if (this.open === after || this.open === '') return;
      conductor.removeEventListener('change', fill);
      this.#put(beats);
      this.cover({ title, speaker, date });
    };
    conductor.addEventListener('change', fill);
  }

  /** The device's storage has been changed elsewhere: reads it again, and closes the list. */
  anew() {
    if (this.#device) this.#device = new Device();
    this.#forget();
    this.toggle(false);
  }

  /** Forgets what was kept last. */
  #forget() {
    this.#last = null;
    this.#given.clear();
  }

  /** Begins another talk. */
  begin() {
    this.#forget();
    if (this.#device) this.#onDevice(() => this.#device?.begin());
    else this.#page.conductor.command({ do: 'talk-new' });
  }

  /** @param {string} id */
  choose(id) {
    this.#forget();
    if (this.#device) this.#onDevice(() => this.#device?.choose(id));
    else this.#page.conductor.command({ do: 'talk-open', talk: id });
  }

  /** @param {{title?: string, speaker?: string, date?: string}} cover what is missing stays */
  cover(cover) {
    if (this.#device) this.#onDevice(() => this.#device?.cover(cover));
    else if (this.open) this.#page.conductor.command({ do: 'talk-cover', talk: this.open, ...cover });
  }

  /** Changes one beat: as its sender saw it, or as the sender's own change before left it. @param {string} id @param {(beat: Beat) => Beat} change */
  change(id, change) {
    const beat = this.#talk?.beats.find((each) => each.id === id);
    if (!beat) return;
    if (this.#device) return this.#onDevice(() => this.#device?.replace(change(beat)));
    const isFirst = !this.#sent.has(id) && this.#changes.every((each) => each.id !== id);
    this.#changes.push({ talk: this.open, id, change, version: isFirst ? (beat.version ?? 0) : null });
    this.#sendChanges();
  }

  /** Sends the changes that wait: a beat's next one when the one before has come back, since the room has given the beat a new version. */
  #sendChanges() {
    const { conductor } = this.#page,
      { talks, open } = this.#said,
      cover = talks.find(({ id }) => id === open);
    if (!conductor.runsAhead && this.#talk?.id === cover?.id && this.#talk?.version === cover?.version)
      this.#sent.clear();
    this.#changes = this.#changes.filter(({ talk, id, change, version }) => {
      if (talk === open && this.#sent.has(id)) return true;
      const beat = talk === open && this.#talk?.beats.find((each) => each.id === id);
      if (!beat) return false;
      this.#sent.add(id);
      conductor.command({ do: 'talk-replace', talk, beat: change(beat), version: version ?? beat.version ?? 0 });
      return false;
    });
  }

  /** Shows in the beat's place what is shown now. @param {string} id */
  async replace(id) {
    const made = await (await this.#shownScene).keep();
    if (!made) return;
    this.change(id, (beat) => ({ ...beat, scene: made.scene }));
    this.#page.say({ key: made.lost.length > 0 ? `talk.lost.${made.lost[0]}` : 'talk.replaced' });
  }

  /** @param {string} id */
  duplicate(id) {
    const beats = this.#talk?.beats ?? [],
      beat = beats.find((each) => each.id === id);
    if (beat) this.#put([{ ...beat, id: this.#id(id, beats) }], id);
  }

  /** @param {string} id @param {string} after id of the beat before; empty: at the beginning */
  move(id, after) {
    if (this.#device) this.#onDevice(() => this.#device?.move(id, after));
    else this.#page.conductor.command({ do: 'talk-move', talk: this.open, beat: id, after });
  }

  /** @param {string} [id] of a beat; without, the whole talk */
  drop(id) {
    if (this.#device) this.#onDevice(() => this.#device?.drop(id));
    else this.#page.conductor.command({ do: 'talk-drop', talk: this.open, ...(id !== undefined && { beat: id }) });
    this.#page.say({ key: id === undefined ? 'talk.droppedTalk' : 'talk.dropped' });
  }

  /** Takes the last change on the device back; in a room its undo does. */
  undo() {
    if (this.#device) this.#onDevice(() => this.#device?.undo());
    else this.#page.act('undo');
  }

  /** Goes to a beat of the open talk, and begins to walk it. @param {string} id */
  async go(id) {
    const beat = `${CHAPTER}/${id}`;
    try {
      const tour = await this.#page.ports.tour?.load();
      if (tour?.walks(this.open)) await tour.goTo(beat);
      else await tour?.start({ tour: this.open, beat });
    } catch (/** @type {any} */ problem) {
      this.#page.say({ problem });
    }
  }
}

/** Beats in groups that fit into a message. @param {Beat[]} beats @param {number} most bytes */
export function parts(beats, most) {
  /** @type {Beat[][]} */
  const groups = [];
  let size = Infinity;
  for (const beat of beats) {
    const own = UTF8.encode(JSON.stringify(beat)).length;
    if (size + own > most) {
      groups.push([]);
      size = 0;
    }
    groups[groups.length - 1].push(beat);
    size += own + 1;
  }
  return groups;
}
