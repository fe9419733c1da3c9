/**
 * The recording that this page plays, for its bar, its transcript and its voice: what moves its time. It emits
 * `change` when it plays, pauses, is at another moment, or has read on.
 *
 * @typedef {import('../../live/recording.js').Mark} Mark
 * @typedef {import('../../live/recording.js').Manifest} Manifest
 */
import { isOffered } from '../../live/recording.js';
import { words } from '../../ui/words.js';
import { CATCH_UP, markBeside, RATES, timeText } from './time.js';

const MS = 1000;

export class Replay extends EventTarget {
  #page;
  /** @type {import('../../live/replay-connection.js').ReplayConnection} */
  #connection;
  /** @type {import('../../live/replay-conductor.js').ReplayConductor} */
  #conductor;
  /** What the page was drawn with last. */
  #drawnWith = '';
  #saysVersion = true;
  /** The words of its marks; null until their code has loaded. @type {import('./said.js').Said | null} */
  said = null;

  /** @param {import('../../ui/features.js').WalkPage} page */
  constructor(page) {
    super();
    this.#page = page;
    this.#connection = /** @type {any} */ (page.connection);
    this.#conductor = /** @type {any} */ (page.conductor);
    this.#connection.addEventListener('replay', () => this.#changed());
    this.#connection.addEventListener('trouble', (event) => {
      const { detail } = /** @type {CustomEvent<number>} */ (event);
      page.say({ key: 'replay.damaged', values: { time: timeText(detail) } });
    });
    page.tab = 'replay';
  }

  /** @param {typeof import('./said.js').Said} Said */
  takeSaid(Said) {
    this.said = new Said(this.#page, () => this.dispatchEvent(new Event('change')));
  }

  #changed() {
    const { looks, refused, missing, gathers } = this.shown;
    this.dispatchEvent(new Event('change'));
    // the bar draws its time by itself
    const drawn = [looks, refused?.reason, missing, gathers, this.manifest === null].join(' ');
    if (drawn === this.#drawnWith) return;
    this.#drawnWith = drawn;
    this.#page.requestUpdate();
    // without a run nothing else loads them
    if (missing !== '' || refused) this.#page.loadDeferred();
  }

  /** Says once that another version has recorded. */
  drawn() {
    const { version, server } = this.manifest ?? {};
    if (!this.#saysVersion || !server || !words.has('replay.version')) return;
    this.#saysVersion = false;
    if (version !== server) this.#page.say({ key: 'replay.version', values: { version: version ?? '', server } });
  }

  /** As panels show it. */
  get shown() {
    const { mine, refused, recording, state } = this.#connection;
    const model = mine?.trace.model ?? state?.trace.model ?? '';
    const missing = model !== '' && !isOffered(recording, model);
    return {
      looks: mine !== null,
      gathers: mine === null && (state?.lobby ?? false),
      refused,
      missing: missing ? this.manifest?.models.find(({ id }) => id === model)?.name || model : '',
      name: [words.text('bar.replay'), this.manifest?.title].filter(Boolean).join(' · '),
    };
  }

  get manifest() {
    return this.#connection.recording.manifest;
  }

  get t() {
    return this.#connection.t;
  }

  get rate() {
    return this.#connection.rate;
  }

  get playing() {
    return this.#connection.playing;
  }

  get waiting() {
    return this.#connection.waiting;
  }

  get skips() {
    return this.#connection.skips;
  }

  /** What the recording has by now, ms. */
  get length() {
    return Math.round(this.#connection.edge);
  }

  /** How far this page is behind the room, ms; null once nothing more is recorded, or while it is with the room. */
  get behind() {
    if (!this.manifest || this.manifest.state === 'ended' || this.#connection.isLive) return null;
    return this.#connection.edge - this.t;
  }

  /** Whether the room is still recorded. */
  get goesOn() {
    return this.manifest !== null && this.manifest.state !== 'ended';
  }

  toggle() {
    if (this.playing) this.#connection.pause();
    else this.#connection.play();
  }

  /** @param {number} seconds */
  by(seconds) {
    this.to(this.t + seconds * MS);
  }

  /** @param {number} t ms */
  to(t) {
    this.#connection.seek(t);
  }

  /** Goes to the mark after this moment, or before it; behind the last one to the end, before the first to the beginning. @param {1 | -1} by */
  toMark(by) {
    const mark = markBeside(this.manifest?.marks ?? [], this.t, by);
    this.to(mark?.t ?? (by > 0 ? this.length : 0));
  }

  /** @param {number} [rate] by default the next one */
  setRate(rate = RATES[(RATES.indexOf(this.rate) + 1) % RATES.length]) {
    this.#connection.setRate(rate);
  }

  toggleSkips() {
    this.#connection.setSkips(!this.skips);
  }

  /** Copies a link to this moment. */
  async copyLink() {
    const { key, access, state } = /** @type {Manifest} */ (this.manifest),
      shared = key ? `key=${encodeURIComponent(key)}&` : '';
    const address = `${location.origin}${location.pathname}#${shared}t=${Math.floor(this.t / MS)}`;
    const isClosed = access === 'closed' && state === 'ended';
    try {
      await navigator.clipboard.writeText(address);
      this.#page.say({ key: isClosed ? 'replay.linkClosed' : 'replay.linkCopied', values: { time: timeText(this.t) } });
    } catch {
      const label = words.text(isClosed ? 'replay.linkFor' : 'replay.linkForAll', { time: timeText(this.t) });
      /** @type {any} */ (this.#page.element('orrery-link'))?.show(address, {
        title: words.text('replay.linkHere'),
        label,
      });
    }
  }

  /** Looks around, or comes back to the recording. */
  async look() {
    if (this.shown.looks) {
      this.#conductor.comeBack();
      this.#page.act('follow');
    } else {
      await this.#conductor.lookAround();
      this.#page.act('overview');
    }
  }

  /** Asks why, for which the recording is left where it is. @param {string | undefined} tool @param {import('../../ui/features.js').Page} page */
  async why(tool, page) {
    if (!this.shown.looks) await this.#conductor.lookAround();
    page.act('why', tool);
  }

  /** Goes to a question to the room, and waits there for the person's own answer. @param {Mark} mark */
  answer(mark) {
    this.#connection.pause();
    this.to(mark.t + 1);
  }

  /** To the room as it is now: its own page. */
  toNow() {
    if (this.manifest) location.assign(`/r/${encodeURIComponent(this.manifest.room)}`);
  }

  /** Whether this page is behind the room, and does not come nearer. */
  get staysBehind() {
    return this.behind !== null && !(this.playing && this.rate > 1);
  }

  /** From this moment to the room, faster. */
  catchUp() {
    this.#connection.setRate(CATCH_UP);
    this.#connection.play();
  }

  /** A link's key stays in the address: it is passed on with it. A presenter's key is never in the manifest. */
  inAddress(/** @type {boolean} */ inRoom) {
    if (!inRoom || !this.manifest) return null;
    const { key } = this.manifest;
    return { ...(key && { key }), ...(this.t >= MS && { t: Math.floor(this.t / MS) }) };
  }

  /** @returns {import('../../ui/keys.js').States | null} */
  keyStates() {
    return this.shown.looks ? { replay: {} } : null;
  }

  putAway() {
    if (!this.shown.looks) return false;
    this.look();
    return true;
  }

  /** The words of a talk's beat are the recording's: the talk may be another by now, or erased. @param {string} id @param {{language: string}} asked */
  ownTour(id, { language }) {
    const beat = this.#connection.state?.tour?.beat ?? '',
      { beats } = this.#connection.recording;
    const key = [...beats.keys()].find((each) => each.startsWith(`${id} ${beat} `));
    const served = beats.get(`${id} ${beat} ${language}`) ?? (key && beats.get(key));
    return served ? Promise.resolve(served) : null;
  }
}
