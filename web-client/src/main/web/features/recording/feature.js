/** Recording: the driver's control, and a line on every screen as long as the room is recorded, in which people leave themselves out. */
import { html } from 'lit';
import { insist } from '../../live/retry.js';
import { driving, inRoom } from '../../ui/guards.js';
import { loadLate } from '../../ui/late-words.js';
import { MIDDLE, SHEET, WIDE } from '../../ui/window-form.js';

/**
 * @typedef {import('../../ui/features.js').Manifest} Manifest
 * @typedef {import('../../ui/view.js').View} View
 *
 * @typedef {object} Recording
 * @property {string} id
 * @property {boolean} on
 * @property {boolean} paused
 * @property {number} since   ms of the server's clock
 * @property {string} title
 * @property {boolean} people whether names and texts of people are recorded
 *
 * @typedef {object} Parts
 * @property {Recording | null} [recording]
 *
 * @typedef {object} Own
 * @property {{hidden: boolean}} recording  whether this person does not want to be in recordings
 *
 * @typedef {object} Commands
 * @property {{title?: string, people?: boolean}} record
 * @property {{}} record-pause
 * @property {{}} record-resume
 * @property {{}} record-stop
 * @property {{title: string}} record-title
 * @property {{on: boolean}} record-hide
 */

/** The elements and their texts, once the room is recorded, or somebody may record it on a phone. @type {Promise<unknown> | null} */
let loading = null;

const isOn = (/** @type {View} */ { room }) => Boolean(room?.parts.recording?.on);
const isPaused = (/** @type {View} */ { room }) => Boolean(room?.parts.recording?.paused);
const isHidden = (/** @type {View} */ { room }) => Boolean(room?.own.recording?.hidden);
const isDriven = (/** @type {View} */ view) => Boolean(view.room?.mayDrive) && isOn(view);

const control = (/** @type {string} */ slot) => (/** @type {View} */ view) =>
  html`<orrery-recorder slot=${slot} ?flat=${slot !== ''} .view=${view}></orrery-recorder>`;
const PAGES = ['presenter'];

/** @type {Manifest} */
export const withMachine = {
  panels: [
    {
      place: 'over',
      order: 70,
      pages: ['attendee', 'projector', 'presenter'],
      when: isOn,
      render: (view) => html`<orrery-recorded .view=${view}></orrery-recorded>`,
    },
    { place: 'side', order: 35, pages: PAGES, forms: WIDE, when: isDriven, render: control('') },
    { place: 'side', tab: 'people', order: 35, pages: PAGES, forms: MIDDLE, when: isDriven, render: control('people') },
    {
      place: 'side',
      tab: 'stage',
      order: 56,
      pages: PAGES,
      forms: SHEET,
      when: ({ room }) => Boolean(room?.mayDrive),
      render: control('stage'),
    },
  ],
  actions: {
    /** Begins a recording; pauses one that runs, or goes on with it. */
    record: driving((conductor) => {
      const recording = conductor.room?.parts.recording;
      conductor.command({ do: !recording?.on ? 'record' : recording.paused ? 'record-resume' : 'record-pause' });
    }),
    recordPeople: driving((conductor) => conductor.command({ do: 'record', people: true })),
    recordStop: driving((conductor) => conductor.command({ do: 'record-stop' })),
    recordTitle: driving((conductor, title) => conductor.command({ do: 'record-title', title })),
    recordHide: inRoom((conductor, on) => conductor.command({ do: 'record-hide', on })),
  },
  attach(page) {
    let was = false;
    return {
      drawn(view) {
        // who has stopped it finds it again
        if (was && !isOn(view) && page.page === 'presenter') page.say({ key: 'recording.kept' });
        was = isOn(view);
        if (page.element('orrery-recorder, orrery-recorded'))
          loading ??= Promise.all([
            insist(() => import('./elements.js')),
            insist(() => loadLate('recording', () => page.requestUpdate())),
          ]);
      },
    };
  },
};

/** @type {Manifest} */
export const whenFinding = {
  finds: {
    record: [
      { name: 'find.action.record', when: ({ page, view }) => page.page === 'presenter' && !isOn(view) },
      { name: 'find.action.recordPause', when: ({ view }) => isOn(view) && !isPaused(view) },
      { name: 'find.action.recordResume', when: ({ view }) => isPaused(view) },
    ],
    recordPeople: { when: ({ page, view }) => page.page === 'presenter' && !isOn(view) },
    recordStop: { when: ({ view }) => isOn(view) },
    recordTitle: null,
    recordHide: [
      {
        name: 'find.action.recordHide',
        value: true,
        when: ({ page, view }) => page.page === 'attendee' && isOn(view) && !isHidden(view),
      },
      {
        name: 'find.action.recordUnhide',
        value: false,
        when: ({ page, view }) => page.page === 'attendee' && isHidden(view),
      },
    ],
  },
};
