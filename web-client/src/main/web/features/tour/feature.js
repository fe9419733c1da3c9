/** The guided tour: its card, its timeline; the room's, or that of somebody who walks alone. */
import { html, nothing } from 'lit';
import { insist } from '../../live/retry.js';
import { anyAsked } from '../../ui/asks/asked.js';
import { moving } from '../../ui/guards.js';
import { name, whole } from '../../ui/address-members.js';
import { COLUMNS, NOT_WIDE, SHEET, WIDE } from '../../ui/window-form.js';
import { Later } from '../../ui/later.js';
import { PREDICTIONS, saidOf } from './in-room.js';
import { offeredTours } from './list/tour-list.js';
import { SPEEDS } from './player.js';
import { fetchTour, isTalk, lengthName, turnsOf } from './tours.js';
import { words } from '../../ui/words.js';

/**
 * @typedef {object} Members  of the view
 * @property {import('./tour-state.js').TourView | null} [tour]  the guided tour; null for none
 *
 * @typedef {object} Parts
 * @property {import('./in-room.js').Said} [tour]
 *
 * @typedef {object} Commands
 * @property {import('./in-room.js').ToBeat} beat
 * @property {{}} tour-end
 */

/**
 * @typedef {object} Address
 * @property {string} [tour]      id of a guided tour
 * @property {number} [route]     the minutes of its route
 * @property {string} [beat]      where it is: chapter/beat
 */

/** @typedef {import('../../ui/features.js').Manifest} Manifest */

/** @typedef {import('../../ui/features.js').Page} Page */
/** @typedef {import('../../ui/view.js').View} View */
/** @typedef {import('../../ui/features.js').Layout} Layout */

/** @typedef {import('./tour.js').Tour} Tour */

/** Loads the tour's code when there is one: most walks have none. @extends {Later<Tour>} */
class TourHolder extends Later {
  #page;

  /** @param {import('../../ui/features.js').WalkPage} page */
  constructor(page) {
    super(page, async () => {
      const [{ Tour }] = await Promise.all([
        import('./tour.js'),
        page.ports.tourAct?.load(),
        page.ports.tourCheck?.load(),
      ]);
      const tour = new Tour(page);
      tour.loaded = () => {
        elements ??= insist(() => import('./elements.js'));
      };
      return tour;
    });
    this.#page = page;
  }

  /** Whether the room has a tour. */
  get #isRoomOn() {
    return saidOf(this.#page.conductor) !== null;
  }

  /** @param {import('../../page/address.js').AddressFields} asked */
  async beginAsked(asked) {
    return asked.tour === undefined ? [] : (await this.load()).beginAsked(asked);
  }

  /** @type {Tour['facts']} */
  async facts(...asked) {
    return (await this.load()).facts(...asked);
  }

  leads() {
    return this.part?.leads() ?? this.#isRoomOn;
  }

  hides() {
    return this.part?.hides() ?? '';
  }

  drawn() {
    if (this.#isRoomOn) this.load();
    this.part?.drawn();
  }

  /** @param {boolean} inRoom */
  inAddress(inRoom) {
    return this.part?.inAddress(inRoom) ?? null;
  }

  keyStates() {
    return this.part?.keyStates() ?? null;
  }

  putAway() {
    return this.part?.putAway() ?? false;
  }

  news() {
    return this.part?.news() ?? null;
  }
}

/** @param {Page} page */
const tourOf = (page) => page.ports.tour?.part;
/** @typedef {TourHolder} Ports  for the acts and the questions of chapters, which are folders of this feature */
const isOn = (/** @type {View} */ view) => Boolean(view.tour);

/** The elements, once there is a tour. @type {Promise<unknown> | null} */
let elements = null;

/** @template Value @param {(tour: Tour, value: Value, page: Page) => void} act for the person who moves the tour @returns {import('../../ui/features.js').Action<Value>} */
const driving = (act) =>
  moving((_, value, page) => {
    const tour = tourOf(page);
    if (tour) act(tour, value, page);
  });

/** @template Value @param {(tour: Tour, value: Value, page: Page) => void} act for everyone @returns {import('../../ui/features.js').Action<Value>} */
const reading = (act) => (page, value) => {
  const tour = tourOf(page);
  if (tour) act(tour, value, page);
};

const notes = (/** @type {string} */ slot) => (/** @type {View} */ view) =>
  html`<orrery-tour-notes slot=${slot} ?flat=${slot !== ''} .view=${view}></orrery-tour-notes>`;
// the text is met first, then what it asks, then the timeline
const hasAct = (/** @type {View} */ view) => Boolean(view.tour?.beat.act) && !view.tour?.checking && !view.talk?.ended;
const act =
  (/** @type {string} */ slot) =>
  (/** @type {View} */ view, /** @type {Layout} */ { theme, form }) =>
    html`<orrery-tour-act slot=${slot || nothing} .view=${view} .theme=${theme} .form=${form}></orrery-tour-act>`;
const isChecking = (/** @type {View} */ view) => view.tour?.checking ?? false;
const check =
  (/** @type {string} */ slot) =>
  (/** @type {View} */ view, /** @type {Layout} */ { theme, form }) =>
    html`<orrery-chapter-check slot=${slot || nothing} .view=${view} .theme=${theme} .form=${form}></orrery-chapter-check>`;
const WALKERS = ['presenter', 'solo'];
/** Whoever gives a tour in a room, or rehearses it alone, has its notes. */
const hasNotes = (/** @type {View} */ { tour, room, mayDrive }) =>
  Boolean(tour && mayDrive && (room || tour.rehearsed));

/** @type {Manifest} */
export const withMachine = {
  address: { tour: name, route: whole, beat: name },
  covers: [
    { selector: 'orrery-tour-act', over: false, question: true },
    { selector: 'orrery-chapter-check', over: false, question: true },
  ],
  order: 1,
  panels: [
    {
      place: 'left',
      forms: COLUMNS,
      when: isOn,
      render: (view) => html`<orrery-tour-card .view=${view}></orrery-tour-card>`,
    },
    {
      place: 'side',
      tab: 'tour',
      order: 10,
      forms: SHEET,
      when: isOn,
      tabName: ({ tour }) => (isTalk(tour?.tour.id ?? '') ? 'talk' : 'tour'),
      render: (view) => html`<orrery-tour-card slot="tour" flat .view=${view}></orrery-tour-card>`,
    },
    {
      place: 'under',
      order: -1,
      forms: SHEET,
      when: (view, tab) => isOn(view) && tab === 'tour',
      render: (view) => html`<orrery-tour-line slot="under" thin .view=${view}></orrery-tour-line>`,
    },
    { place: 'bar', when: isOn, render: (view) => html`<orrery-tour-line .view=${view}></orrery-tour-line>` },
    { place: 'side', order: -10, pages: WALKERS, forms: WIDE, when: hasNotes, render: notes('') },
    {
      place: 'side',
      tab: 'notes',
      order: 12,
      pages: WALKERS,
      forms: NOT_WIDE,
      when: hasNotes,
      offered: hasNotes,
      render: notes('notes'),
    },
    // in the hall a question that the room is asked takes the whole screen
    {
      place: 'over',
      order: 6,
      pages: ['projector'],
      when: (view) => hasAct(view) && !anyAsked(view),
      render: act(''),
    },
    { place: 'map', forms: COLUMNS, when: hasAct, render: act('') },
    { place: 'under', order: -2, forms: SHEET, when: hasAct, render: act('under') },
    { place: 'map', pages: ['solo'], forms: COLUMNS, when: isChecking, render: check('') },
    { place: 'under', order: -2, pages: ['solo'], forms: SHEET, when: isChecking, render: check('under') },
  ],
  predicts: PREDICTIONS,
  holdsWalk: ({ tour }) => Boolean(tour),
  viewOf: (page) => ({ tour: tourOf(page)?.shown ?? null }),
  attach(page) {
    if (page.page === 'landing') return null;
    return new TourHolder(page);
  },
  actions: {
    tourStart: moving(async (_, wanted, page) => {
      const tour = await page.ports.tour?.load();
      await tour?.start(wanted).catch((/** @type {unknown} */ problem) => page.say({ problem }));
    }),
    tourEnd: driving((tour) => tour.end()),
    tourBeat: driving((tour, by) => tour.beatBy(by)),
    tourStep: driving((tour, by) => tour.stepBy(by)),
    tourGo: driving((tour, { beat, at }) => tour.goTo(beat, at)),
    tourScrub: driving((tour, seconds) => tour.scrub(seconds)),
    tourPlay: driving((tour) => (tour.playing ? tour.pause() : tour.play())),
    tourSpeed: driving((tour, speed) => tour.changeSpeed(speed)),
    tourRoute: driving((tour, minutes) => tour.changeRoute(minutes)),
    tourAgain: driving((tour) => tour.again()),
    tourRead: reading((tour, by) => tour.read(by)),
    tourReadNow: reading((tour) => tour.readNow()),
    /** A word has been pressed: its part comes into focus and its blocks are lit; a token's columns are marked. Pressed again, it is let go. */
    tourWord(page, { on, tensors = [], token }) {
      const { focus } = page.ports;
      if (token !== undefined) tourOf(page)?.pointAt(token);
      else if (on && focus && (tensors.length === 0 || focus.tensors.join() !== tensors.join()))
        focus.focusOn(on, tensors);
      else if (tensors.length > 0) page.act('word', tensors);
    },
  },
};

/** @typedef {import('../../ui/features.js').Place} Place */
const isOnHere = (/** @type {Place} */ { view }) => Boolean(view.tour);
const drives = (/** @type {Place} */ { view }) => Boolean(view.tour?.mayDrive);

/** @type {Manifest} */
export const whenFinding = {
  finds: {
    /** All tours, and their beats; those of the tour that runs are found under `tourGo`. */
    async tourStart({ page, view, words: texts }) {
      const model = view.graph?.model.id;
      const offered = await offeredTours(texts.language, model);
      const tours = offered.map(({ id, title, question }) => ({
        kind: /** @type {const} */ ('tour'),
        name: title,
        more: question,
        value: { tour: id },
      }));
      // in another language the tours are found by their titles
      if (texts !== words) return tours;
      const turns = turnsOf(page);
      const served = await Promise.all(
        offered.map((tour) => fetchTour(tour.id, { language: texts.language, model, turns })),
      );
      const here = new Set(view.tour?.beats.map(({ key }) => `${view.tour?.tour.id} ${key}`));
      const beats = served.flatMap((tour) =>
        (tour?.chapters ?? []).flatMap((chapter) =>
          chapter.beats.map(({ id, title }) => ({
            kind: /** @type {const} */ ('beat'),
            name: title,
            more: tour?.title,
            id: `${tour?.id} ${chapter.id}/${id}`,
            value: { tour: tour?.id, beat: `${chapter.id}/${id}` },
            keeps: { tour: tour?.id, beat: `${chapter.id}/${id}` },
          })),
        ),
      );
      return [...tours, ...beats.filter(({ id }) => !here.has(id))];
    },
    tourGo: ({ view: { tour } }) =>
      (tour?.beats ?? []).map(({ key, title }) => ({
        kind: 'beat',
        name: title,
        more: tour?.tour.title,
        id: `${tour?.tour.id} ${key}`,
        value: { beat: key },
        ...(!isTalk(tour?.tour.id ?? '') && { keeps: { tour: tour?.tour.id, beat: key } }),
      })),
    tourEnd: { name: 'tour.end', when: drives },
    tourBeat: [
      { name: 'tour.nextBeat', value: 1, when: drives },
      { name: 'tour.backBeat', value: -1, when: drives },
    ],
    tourStep: [
      { value: 1, more: '→', when: drives },
      { value: -1, more: '←', when: drives },
    ],
    tourScrub: null,
    tourPlay: { name: 'tour.play', when: drives },
    tourSpeed: (place) =>
      drives(place)
        ? SPEEDS.map((speed) => ({
            kind: 'action',
            name: place.words.text('tour.speed'),
            more: place.words.text('tour.times', { speed: place.words.number(speed, speed % 1 === 0 ? 0 : 1) }),
            value: speed,
          }))
        : [],
    tourRoute: (place) =>
      (drives(place) ? (place.view.tour?.tour.routes ?? []) : []).map((route) => ({
        kind: 'action',
        name: place.words.text('tour.route'),
        more: lengthName(route, place.page.code === ''),
        value: route.minutes,
      })),
    tourAgain: { name: 'tour.again', when: drives, can: ({ view }) => view.tour?.changed ?? false, not: 'beat' },
    tourRead: [
      { name: 'tour.readBack', value: -1, when: isOnHere },
      { name: 'tour.readOn', value: 1, when: (place) => isOnHere(place) && (place.view.tour?.reading ?? false) },
    ],
    tourReadNow: { name: 'tour.now', when: (place) => isOnHere(place) && (place.view.tour?.reading ?? false) },
    tourWord: null,
  },
};
