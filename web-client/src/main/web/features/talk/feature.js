/** Your talk: what is shown is kept as a beat of it; the list of its beats, and its title in the lobby and behind the last beat. */
import { html } from 'lit';
import { insist } from '../../live/retry.js';
import { COLUMNS, SHEET } from '../../ui/window-form.js';
import { words } from '../../ui/words.js';
import { wordsOf } from './keep.js';
import { Talks } from './talks.js';

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
 * @property {{on: boolean}} talk-end
 */

/** @typedef {import('../../ui/features.js').Manifest} Manifest */
/** @typedef {import('../../ui/features.js').Page} Page */
/** @typedef {import('../../ui/view.js').View} View */
/** @typedef {Talks} Ports */

/** For how long digits belong together, ms. */
const NUMBER_MS = 4000;

/** @param {Page} page */
const talksOf = (page) => /** @type {Talks | undefined} */ (page.ports.talk);

/** @param {(talks: Talks, value: any, page: Page) => void} act for whoever prepares talks here @returns {import('../../ui/features.js').Action} */
const preparing = (act) =>
  Object.assign(
    (/** @type {Page} */ page, /** @type {any} */ value) => {
      const talks = talksOf(page);
      if (talks?.may) act(talks, value, page);
    },
    { may: (/** @type {Page} */ page) => talksOf(page)?.may ?? false },
  );

const PAGES = ['solo', 'presenter'];
const mayDrive = (/** @type {View} */ view) => view.mayDrive;
const isOpen = (/** @type {View} */ view) => view.talk?.list ?? false;
const list = (/** @type {string} */ slot) => (/** @type {View} */ view) =>
  html`<orrery-talk slot=${slot} ?flat=${slot !== ''} .view=${view}></orrery-talk>`;
/** The title stands on the hall's screen behind the last beat; in the lobby it stands with the address. */
const hasTitle = (/** @type {View} */ view) => Boolean(view.talk?.ended && view.talk.cover && !view.room?.lobby);

/** The elements, once they are needed. @type {Record<'list' | 'title', Promise<unknown> | null>} */
const elements = { list: null, title: null };

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
      pages: ['projector', 'attendee'],
      when: hasTitle,
      render: (view) => html`<orrery-talk-title .view=${view}></orrery-talk-title>`,
    },
  ],
  predicts: {
    'talk-end'({ parts }, { on }) {
      parts.talk = { talks: [], ...parts.talk, ended: on };
    },
  },
  viewOf: (page) => ({ talk: talksOf(page)?.shown ?? null }),
  attach(page) {
    if (!['solo', 'presenter', 'projector', 'attendee'].includes(page.page)) return null;
    const talks = new Talks(page);
    // talks from other tabs arrive here
    if (page.page === 'presenter')
      import('./exchange.js').then(
        ({ OtherRooms, openText }) =>
          new OtherRooms(
            page.code,
            () => {},
            (text) => openText(talks, page, text),
          ),
      );
    return Object.assign(talks, {
      keyStates: () => {
        if (!talks.may || !page.ports.tour?.walks(talks.open)) return null;
        return { talk: {}, ...(isTyping() && { number: {} }) };
      },
      drawn: (/** @type {View} */ view) => {
        talks.follow();
        if (isOpen(view) || talks.isInTab) elements.list ??= insist(() => import('./talk-list.js'));
        if (view.talk?.cover) elements.title ??= insist(() => import('./talk-title.js'));
      },
    });
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
      const beats = page.ports.tour?.beats ?? [];
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
    talkSave: preparing(async (talks) => (await import('./exchange.js')).save(talks)),
    talkFile: preparing(async (talks, _, page) => (await import('./exchange.js')).open(talks, page)),
    talkSend: preparing(async (talks, room, page) => {
      (await import('./exchange.js')).send(talks, room);
      page.say({ key: 'talk.sent', values: { room: words.text('talk.room', { room }) } });
    }),
  },
};

/** @type {Manifest} */
export const whenFinding = {
  finds: {
    talkKeep: {},
    talkList: {},
    talkGo: ({ view, words: texts }) =>
      (view.talk?.talk?.beats ?? []).map((beat) => ({
        kind: 'beat',
        name: wordsOf(beat, texts.language)[1].title,
        more: view.talk?.talk?.title,
        value: beat.id,
      })),
    talkBegin: { name: 'talk.begin', when: ({ view }) => (view.talk?.talk?.beats.length ?? 0) > 0 },
    talkUndo: ({ words: texts }) => [{ kind: 'action', name: texts.text('talk.undo'), more: texts.text('talk.label') }],
    talkSave: { name: 'talk.save', when: ({ view }) => (view.talk?.talk?.beats.length ?? 0) > 0 },
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
