/** Your talk: what is shown is kept as a beat of it; the list of its beats, and its title in the lobby and behind the last beat. */
import { html } from 'lit';
import { read, write } from '../../live/identity.js';
import { insist } from '../../live/retry.js';
import { Later } from '../../ui/later.js';
import { COLUMNS, SHEET } from '../../ui/window-form.js';
import { words } from '../../ui/words.js';
import { fetchTour, isTalk } from '../tour/tours.js';

/**
 * @typedef {object} Members  of the view
 * @property {import('./talks.js').Shown | null} [talk]  the talks that are prepared here
 */

/**
 * @typedef {object} Parts  of the room's state
 * @property {{talks: import('./talks.js').Cover[], open?: string, ended?: boolean}} [talk]
 *
 * @typedef {object} Commands
 * @property {{}} talk-new
 * @property {{talk: string}} talk-open
 * @property {{talk: string, title?: string, speaker?: string, date?: string}} talk-cover
 * @property {{talk?: string, beats: import('./keep.js').Beat[], after?: string}} talk-put
 * @property {{talk: string, beat: import('./keep.js').Beat, version: number}} talk-replace
 * @property {{talk: string, beat: string, after?: string}} talk-move
 * @property {{talk: string, beat?: string}} talk-drop
 * @property {{talk: string, seconds: Record<string, number>}} talk-plan
 * @property {{talk: string, seconds: Record<string, number>}} talk-run
 * @property {{on: boolean}} talk-end
 */

/** @typedef {import('../../ui/features.js').Manifest} Manifest */
/** @typedef {import('../../ui/features.js').Page} Page */
/** @typedef {import('../../ui/view.js').View} View */
/** @typedef {import('./talks.js').Talks} Talks */
/** @typedef {TalkHolder} Ports */

/** For how long digits belong together, ms. */
const NUMBER_MS = 4000;

/** Where a tab remembers for its next load that the list is open. */
const LIST = 'orrery.talk.list';

/** The pages on which talks are prepared. */
const PAGES = ['solo', 'presenter'];

/** A page's talks: their title for everybody; for whoever prepares them also the rest. @extends {Later<Talks>} */
class TalkHolder extends Later {
  #page;
  #isOpen = read(LIST, window) !== null;
  /** The elements, once they are needed. @type {Record<'list' | 'title', Promise<unknown> | null>} */
  #elements = { list: null, title: null };
  /** @type {import('./exchange.js').Arrivals | null} */
  #arrivals = null;
  /** @type {typeof import('./exchange.js').openText | null} */
  #openText = null;

  /** @param {import('../../ui/features.js').WalkPage} page */
  constructor(page) {
    super(page, async () => {
      const { Talks } = await import('./talks.js');
      const talks = new Talks(page);
      if (this.#isOpen) talks.toggle(true);
      return talks;
    });
    this.#page = page;
    if (page.page === 'presenter')
      insist(() => import('./exchange.js')).then((exchange) => {
        this.#arrivals = new exchange.Arrivals(page.code, () => page.requestUpdate());
        this.#openText = exchange.openText;
        page.requestUpdate();
      });
  }

  /** Opens what another room's page has left for this room, once this person drives. @param {View} view */
  async #receive(view) {
    const text = view.room?.mayDrive ? this.#arrivals?.take() : null;
    if (text != null) this.#openText?.(await this.load(), this.#page, text);
  }

  /** Whether this person prepares talks here. */
  get may() {
    return PAGES.includes(this.#page.page);
  }

  /** @returns {import('./talks.js').Shown} */
  get shown() {
    if (this.part) return this.part.shown;
    const { talks = [], open, ended = false } = this.#page.conductor.room?.parts.talk ?? {},
      cover = talks.find(({ id, title }) => id === open && title) ?? null;
    return { ...UNPREPARED, covers: talks, alone: this.#page.code === '', ended, cover };
  }

  /** A talk of this device as a tour, for the walk alone; null for a tour of the server's. @param {string} id @param {{language: string}} asked */
  ownTour(id, asked) {
    if (this.#page.code !== '' || !isTalk(id)) return null;
    return this.load().then((talks) => talks.ownTour(id, asked) ?? fetchTour(id, asked));
  }

  /** @returns {import('../../ui/keys.js').States | null} */
  keyStates() {
    if (!this.part || !this.may || !this.#page.ports.tour?.part?.walks(this.part.open)) return null;
    // a rehearsal ends behind the last beat
    const { rehearses, isLast } = this.part;
    return {
      talk: rehearses && isLast ? { instead: { next: ['talkRehearse', 'finish'] } } : {},
      ...(isTyping() && { number: {} }),
    };
  }

  anew() {
    this.part?.anew();
  }

  /** @param {View} view */
  drawn(view) {
    // on a phone the list stands in one of its tabs
    const isInTab = ['stage', 'steps'].includes(this.#page.tab);
    if (this.may && (isInTab || this.#isOpen || (view.room?.parts.talk?.talks.length ?? 0) > 0)) this.load();
    this.part?.follow(isInTab);
    const isOpenNow = this.part?.list ?? this.#isOpen;
    if (isOpenNow !== this.#isOpen) write(LIST, isOpenNow ? 'open' : null, window);
    this.#isOpen = isOpenNow;
    this.#receive(view);
    if (isOpen(view) || (this.may && isInTab)) this.#elements.list ??= insist(() => import('./talk-list.js'));
    if (view.talk?.cover) this.#elements.title ??= insist(() => import('./talk-title.js'));
  }
}

/** What panels show before anything is prepared. */
const UNPREPARED = { list: false, talk: null, now: null, walk: null, kept: null, proposed: '', after: 0 };

/** @param {Page} page */
const talksOf = (page) => /** @type {TalkHolder | undefined} */ (page.ports.talk);

/** @param {(talks: Talks, value: any, page: Page) => void} act for whoever prepares talks here @returns {import('../../ui/features.js').Action} */
const preparing = (act) =>
  Object.assign(
    async (/** @type {Page} */ page, /** @type {any} */ value) => {
      const talks = talksOf(page);
      if (talks?.may) act(await talks.load(), value, page);
    },
    { may: (/** @type {Page} */ page) => talksOf(page)?.may ?? false },
  );

const mayDrive = (/** @type {View} */ view) => view.mayDrive;
const isOpen = (/** @type {View} */ view) => view.talk?.list ?? false;
const list = (/** @type {string} */ slot) => (/** @type {View} */ view) =>
  html`<orrery-talk slot=${slot} ?flat=${slot !== ''} .view=${view}></orrery-talk>`;
/** The title stands on the hall's screen behind the last beat; in the lobby it stands with the address. */
const hasTitle = (/** @type {View} */ view) => Boolean(view.talk?.ended && view.talk.cover && !view.room?.lobby);

/** The number that is being typed, and when it counts no more. */
const typed = { digits: '', until: 0 };
const isTyping = () => typed.digits !== '' && performance.now() < typed.until;

/** @type {Manifest} */
export const withMachine = {
  order: 2,
  panels: [
    { place: 'left', alone: true, pages: PAGES, forms: COLUMNS, when: isOpen, render: list('') },
    {
      place: 'side',
      tab: 'stage',
      order: 60,
      pages: ['presenter'],
      forms: SHEET,
      when: mayDrive,
      render: list('stage'),
    },
    { place: 'side', tab: 'steps', order: 60, pages: ['solo'], forms: SHEET, render: list('steps') },
    {
      place: 'over',
      order: 7,
      pages: ['projector', 'attendee', 'replay'],
      when: hasTitle,
      render: (view, { form }) =>
        html`<orrery-talk-title ?above-sheet=${form === 'sheet' && view.page !== 'projector'} .view=${view}></orrery-talk-title>`,
    },
  ],
  predicts: {
    'talk-end'({ parts }, { on }) {
      parts.talk = { talks: [], ...parts.talk, ended: on };
    },
  },
  viewOf: (page) => ({ talk: talksOf(page)?.shown ?? null }),
  attach(page) {
    if (!['solo', 'presenter', 'projector', 'attendee', 'replay'].includes(page.page)) return null;
    return new TalkHolder(page);
  },
  actions: {
    talkKeep: preparing((talks) => talks.keep()),
    talkList: preparing((talks, on, page) => {
      talks.toggle(typeof on === 'boolean' ? on : undefined);
      if (talks.list) page.showTab(page.page === 'solo' ? 'steps' : 'stage');
    }),
    talkGo: preparing((talks, id) => talks.go(id)),
    talkNumber: preparing((talks, digit, page) => {
      typed.digits = (isTyping() ? typed.digits : '') + digit;
      typed.until = performance.now() + NUMBER_MS;
      page.say({ key: 'talk.number', values: { number: typed.digits } });
    }),
    talkJump: preparing((talks, _, page) => {
      const number = Number(typed.digits);
      typed.digits = '';
      const beat = talks.shown.talk?.beats.filter(({ hidden }) => !hidden)[number - 1];
      const beats = page.ports.tour?.part?.beats ?? [];
      if (beat) talks.go(beat.id);
      else if (beats[number - 1]) talks.go(beats[number - 1].id);
      else page.say({ key: 'talk.noNumber', values: { number: String(number) } });
    }),
    talkBegin: preparing((talks) => talks.begin()),
    talkChoose: preparing((talks, id) => talks.choose(id)),
    talkCover: preparing((talks, cover) => talks.cover(cover)),
    talkChange: preparing((talks, { id, change }) => talks.change(id, change)),
    talkReplace: preparing((talks, id) => talks.replace(id)),
    talkDuplicate: preparing((talks, id) => talks.duplicate(id)),
    talkMove: preparing((talks, { id, after }) => talks.move(id, after)),
    talkDrop: preparing((talks, id) => talks.drop(id)),
    talkUndo: preparing((talks) => talks.undo()),
    talkAdd: preparing((talks, beats) => talks.add(beats)),
    talkKeepFound: preparing((talks, found) => talks.keepFound(found)),
    /** Begins a rehearsal, or pauses, stops or finishes it. */
    talkRehearse: preparing((talks, what) =>
      what === 'pause' ? talks.pause() : what ? talks.finish(what === 'finish') : talks.rehearse(),
    ),
    talkPlan: preparing((talks) => talks.plan()),
    talkPrint: preparing(async (talks, _, page) => {
      const { talk } = talks.shown;
      if (!talk) return;
      const { printNotes } = await import('./print.js');
      await printNotes(talk).catch((problem) => page.say({ problem }));
    }),
    talkSave: preparing(async (talks) => (await import('./exchange.js')).save(talks)),
    talkFile: preparing(async (talks, _, page) => (await import('./exchange.js')).open(talks, page)),
    talkSend: preparing(async (talks, room, page) => {
      const isSent = (await import('./exchange.js')).send(talks, room);
      page.say({ key: isSent ? 'talk.sent' : 'talk.full', values: { room: words.text('talk.room', { room }) } });
    }),
  },
};

const hasBeats = (/** @type {import('../../ui/features.js').Place} */ { view }) =>
  (view.talk?.talk?.beats.length ?? 0) > 0;

/** @type {Manifest} */
export const whenFinding = {
  finds: {
    talkKeep: {},
    talkList: {},
    talkGo: ({ page, words: texts }) => talksOf(page)?.part?.found(texts.language) ?? [],
    talkBegin: { name: 'talk.new' },
    talkUndo: ({ words: texts }) => [{ kind: 'action', name: texts.text('talk.undo'), more: texts.text('talk.label') }],
    talkSave: { name: 'talk.save', when: hasBeats },
    talkRehearse: { name: 'talk.rehearse', when: hasBeats },
    talkPrint: { name: 'talk.print', when: hasBeats },
    talkPlan: { name: 'talk.plan', when: ({ view }) => (view.talk?.talk?.runs.length ?? 0) > 0 },
    talkKeepFound: null,
    talkFile: null,
    talkNumber: null,
    talkJump: null,
    talkChoose: null,
    talkCover: null,
    talkChange: null,
    talkReplace: null,
    talkDuplicate: null,
    talkMove: null,
    talkDrop: null,
    talkAdd: null,
    talkSend: null,
  },
};
