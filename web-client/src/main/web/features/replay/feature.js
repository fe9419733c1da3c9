/** A recording, played: the bar that moves its time, and what was said; and the way to it from the room that is recorded. */
import { html, nothing } from 'lit';
import { insist } from '../../live/retry.js';
import { name } from '../../ui/address-members.js';
import { COLUMNS, NOT_WIDE, SHEET, WIDE } from '../../ui/window-form.js';
import { Replay } from './replay.js';
import { words } from '../../ui/words.js';
import { RATES, secondsIn, timeText } from './time.js';

/**
 * @typedef {object} Members  of the view
 * @property {{looks: boolean, gathers: boolean, refused: import('../../live/recording.js').RecordingProblem | null, missing: string, name: string} | null} [replay]  of a
 *   recording: whether the person looks around in it; whether its session has not begun; why it cannot be shown; the model whose numbers are not here, or empty
 *
 * @typedef {object} Address
 * @property {number} [t]  of a recording, s
 * @property {string} [key]  of the link by which a recording is published
 */

/** @typedef {import('../../ui/features.js').Manifest} Manifest */
/** @typedef {import('../../ui/features.js').Page} Page */
/** @typedef {import('../../ui/view.js').View} View */
/** @typedef {Replay} Ports */

/** @param {Page} page */
const replayOf = (page) => page.ports.replay;

/** @template Value @param {(replay: Replay, value: Value, page: Page) => void} act @returns {import('../../ui/features.js').Action<Value>} */
const replaying = (act) => (page, value) => {
  const replay = replayOf(page);
  if (replay) act(replay, value, page);
};

const PAGES = ['replay'];
/** The tab of what was said, and on a phone that of the player. */
const SAID = 'said',
  TAB = 'replay';

const player = (/** @type {string} */ form) => (/** @type {View} */ view) =>
  html`<orrery-player slot=${form === 'bar' || form === 'over' ? nothing : form} form=${form} .view=${view}></orrery-player>`;
const transcript = (/** @type {string} */ slot) => (/** @type {View} */ view) =>
  html`<orrery-transcript slot=${slot} ?flat=${slot !== ''} .view=${view}></orrery-transcript>`;
const looks = (/** @type {View} */ view) => view.replay?.looks ?? false;
const hasNote = (/** @type {View} */ { replay }) => Boolean(replay?.missing || replay?.gathers);
const note = (/** @type {string} */ slot) => (/** @type {View} */ view) =>
  html`<orrery-replay-note slot=${slot || nothing} ?flat=${slot !== ''} .view=${view}></orrery-replay-note>`;

/** The elements and texts, once they have begun to load. @type {Promise<unknown> | null} */
let loading = null;

/** @type {Manifest} */
export const onReplay = {
  order: -9,
  address: { t: secondsIn, key: name },
  panels: [
    { place: 'bottom', alone: true, pages: PAGES, forms: COLUMNS, when: (view) => !looks(view), render: player('bar') },
    { place: 'bar', order: 20, pages: PAGES, when: looks, render: player('back') },
    { place: 'side', tab: TAB, order: 90, pages: PAGES, forms: SHEET, render: player(TAB) },
    { place: 'under', pages: PAGES, forms: SHEET, when: (_, tab) => tab !== TAB, render: player('under') },
    { place: 'side', order: 30, pages: PAGES, forms: WIDE, render: transcript('') },
    { place: 'side', tab: SAID, order: 15, pages: PAGES, forms: NOT_WIDE, render: transcript(SAID) },
    { place: 'left', alone: true, pages: PAGES, forms: COLUMNS, when: hasNote, render: note('') },
    { place: 'side', tab: TAB, order: 80, pages: PAGES, forms: SHEET, when: hasNote, render: note(TAB) },
    // a question covers the sheet, and the dark the page
    { place: 'over', order: 90, pages: PAGES, forms: SHEET, when: (view) => !looks(view), render: player('over') },
    { place: 'over', order: 31, pages: PAGES, render: () => html`<orrery-replay-file></orrery-replay-file>` },
  ],
  dialogs: ['orrery-replay-file'],
  covers: [{ selector: '.page.replay .bottom', foot: 5 }],
  viewOf: (page) => ({ replay: replayOf(page)?.shown ?? null }),
  standIn(page) {
    const refused = replayOf(page)?.shown.refused;
    // its texts come late, and an element whose properties stay is not rendered again
    return refused && words.has('replay.refused.title')
      ? html`<orrery-refused .refused=${refused}></orrery-refused>`
      : null;
  },
  attach(page) {
    if (page.page !== 'replay') return null;
    const replay = new Replay(page);
    // with them come the page's other modules, also where there is no machine
    loading ??= insist(() => Promise.all([import('./said.js'), import('./player.js'), import('./transcript.js')])).then(
      ([{ Said }]) => replay.takeSaid(Said),
    );
    return replay;
  },
  actions: {
    replayPlay: replaying((replay) => replay.toggle()),
    /** Seconds. */
    replayBy: replaying((replay, seconds) => replay.by(seconds)),
    replayMark: replaying((replay, by) => replay.toMark(by)),
    /** `value`: ms. */
    replayTo: replaying((replay, t) => replay.to(t)),
    replayRate: replaying((replay, rate) => replay.setRate(rate)),
    replaySkips: replaying((replay) => replay.toggleSkips()),
    replayLink: replaying((replay) => replay.copyLink()),
    async replayFile(page) {
      const { manifest } = replayOf(page) ?? {};
      await insist(() => import('./file-sheet.js'));
      /** @type {import('./file-sheet.js').ReplayFile | null} */
      const dialog = page.element('orrery-replay-file');
      if (manifest) dialog?.show(manifest);
    },
    replayLook: replaying((replay) => replay.look()),
    replayWhy: replaying((replay, tool, page) => replay.why(tool, page)),
    replayAnswer: replaying((replay, mark) => replay.answer(mark)),
    replayCatchUp: replaying((replay) => replay.catchUp()),
    replayNow: replaying((replay) => replay.toNow()),
  },
};

/** The recording that is made of the room; empty for none. @param {View} view */
const recorded = ({ room }) => {
  const { id = '', on = false } =
    /** @type {{recording?: {id?: string, on?: boolean}}} */ (room?.parts ?? {}).recording ?? {};
  return on ? id : '';
};
const isRecorded = (/** @type {View} */ view) => recorded(view) !== '';
/** @type {Promise<unknown> | null} */
let beginning = null;
const fromBeginning = (/** @type {string} */ slot) => (/** @type {View} */ view) => {
  beginning ??= insist(() => import('./beginning.js'));
  return html`<orrery-from-beginning slot=${slot || nothing} recording=${recorded(view)}></orrery-from-beginning>`;
};

/** @type {Manifest} */
export const withMachine = {
  panels: [
    { place: 'bottom', order: 13, pages: ['attendee'], forms: COLUMNS, when: isRecorded, render: fromBeginning('') },
    {
      place: 'side',
      tab: 'room',
      order: 59,
      pages: ['attendee'],
      forms: SHEET,
      when: isRecorded,
      render: fromBeginning('room'),
    },
  ],
};

const canReplay = (/** @type {Pick<import('../../ui/features.js').Place, 'page'>} */ { page }) =>
  page.page === 'replay';

/** @type {Manifest} */
export const whenFinding = {
  finds: {
    replayPlay: { when: canReplay },
    replayBy: [
      { name: 'replay.on5', value: 5, when: canReplay },
      { name: 'replay.back5', value: -5, when: canReplay },
    ],
    replayMark: [
      { name: 'replay.nextMark', value: 1, when: canReplay },
      { name: 'replay.markBefore', value: -1, when: canReplay },
    ],
    /** What was said leads to its moment. */
    replayTo: ({ page }) =>
      (replayOf(page)?.said?.lines ?? []).map(({ t, text, kind }, i) => ({
        kind: kind === 'chapter' ? 'beat' : 'part',
        name: text,
        more: timeText(t),
        id: String(i),
        value: t,
      })),
    replayRate: ({ page, words: texts }) =>
      canReplay({ page })
        ? RATES.map((rate) => ({
            kind: 'action',
            name: texts.text('replay.rate'),
            more: texts.text('replay.times', { rate: texts.number(rate, rate % 1 === 0 ? 0 : 1) }),
            value: rate,
          }))
        : [],
    replaySkips: { name: 'replay.skips', when: canReplay },
    replayLink: { name: 'replay.linkHere', when: canReplay },
    replayFile: { name: 'replay.file', when: ({ page }) => replayOf(page)?.manifest?.state === 'ended' },
    replayLook: { when: canReplay },
    replayWhy: { when: canReplay },
    replayAnswer: null,
    replayCatchUp: { name: 'replay.catchUp', when: ({ page }) => replayOf(page)?.staysBehind ?? false },
    replayNow: { name: 'replay.now', when: ({ page }) => replayOf(page)?.goesOn ?? false },
  },
};
