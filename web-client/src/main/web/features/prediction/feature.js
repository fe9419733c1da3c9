/** Asks the room: the page on which everybody answers, and what the driver does with the question. */
import { html, nothing } from 'lit';
import { insist } from '../../live/retry.js';
import { driving, inRoom } from '../../ui/guards.js';
import { NOT_WIDE, WIDE } from '../../ui/window-form.js';
import { anyAsked, leading } from '../../ui/asks/asked.js';
import { askedOf, isOfAct, takesWords } from './asked.js';

/**
 * @typedef {import('../../ui/features.js').Manifest} Manifest
 * @typedef {import('../../ui/features.js').Page} Page
 *
 * @typedef {object} Parts
 * @property {import('./asked.js').NumberedPoll | null} [prediction]
 * @property {import('./series.js').Series | null} [series]
 *
 * @typedef {object} Own
 * @property {import('./asked.js').Answer & {number: number}} prediction  this person's answer to the question with this number
 * @property {import('./series.js').OwnScore} series
 *
 * @typedef {{trace?: string, tokens?: number[], question?: string, options?: string[], other?: boolean, beat?: string, right?: number}} Asking  a
 *   question of the driver's own words, or which of the tokens comes next
 *
 * @typedef {object} Commands
 * @property {Asking} predict
 * @property {{number: number, option: number} | {number: number, token: number, word: string}} guess
 * @property {{number: number}} predict-close
 * @property {{number: number}} predict-reveal
 * @property {{number: number}} predict-again
 * @property {{number: number}} predict-end
 * @property {{phase: 'on' | 'result' | 'off'}} series
 * @property {{on: boolean}} series-names
 */

/** The modules of each kind of page. @type {Record<string, () => Promise<unknown>>} */
const ELEMENTS = {
  attendee: () => import('./guess.js'),
  replay: () => import('./guess.js'),
  presenter: () => Promise.all([import('./asked-panel.js'), import('./ask-sheet.js')]),
  projector: () => import('./hall-question.js'),
};

const texts = (/** @type {() => void} */ changed) =>
  import('../../ui/late-words.js').then(({ loadLate }) => loadLate('game', changed));

/** What is loaded once people may type, a score is kept, or there is a second round. @type {Record<string, (changed: () => void) => Promise<unknown>>} */
const LATER = {
  attendee: (changed) => Promise.all([import('./typed-word.js'), import('./series-own.js'), texts(changed)]),
  replay: (changed) => LATER.attendee(changed),
  presenter: (changed) => Promise.all([import('./series-panel.js'), texts(changed)]),
  projector: (changed) => Promise.all([import('./series-hall.js'), texts(changed)]),
};

/** @param {import('../../ui/view.js').View} view */
const needsLater = (view) => {
  const { question } = askedOf(view) ?? {};
  const isAsked = question && (takesWords(question) || question.first);
  return view.page === 'presenter' || isAsked || Boolean(view.room?.parts.series);
};

/** The tab of the panel "What comes next?". */
const TAB = 'next';

/** A beat's question is on its act already. */
const isAsked = (/** @type {import('../../ui/view.js').View} */ view) => askedOf(view) !== null && !isOfAct(view);
const panel = (/** @type {string} */ slot) => (/** @type {import('../../ui/view.js').View} */ view) =>
  html`<orrery-asked slot=${slot} ?flat=${slot !== ''} .view=${view}></orrery-asked>`;

const hasSeries = (/** @type {import('../../ui/view.js').View} */ view) => Boolean(view.room?.parts.series);
const seriesPanel = (/** @type {string} */ slot) => (/** @type {import('../../ui/view.js').View} */ view) =>
  html`<orrery-series-panel slot=${slot} ?flat=${slot !== ''} .view=${view}></orrery-series-panel>`;

/** Opens the sheet for a question; a press that comes before its code waits for that. @param {Page} page */
async function showSheet(page) {
  if (!customElements.get('orrery-ask')) {
    await customElements.whenDefined('orrery-ask');
    await page.element('orrery-ask')?.updateComplete;
  }
  page.element('orrery-ask')?.show();
}

/** Leads the question that is shown, of whatever kind. @param {Parameters<typeof leading>[1]} to */
const about = (to) =>
  driving((conductor) => {
    const command = leading(conductor, to);
    if (command) conductor.command(command);
  });

/** @type {Manifest} */
export const withMachine = {
  dialogs: ['orrery-ask'],
  panels: [
    {
      place: 'over',
      order: 7,
      pages: ['attendee', 'replay'],
      render: (view) => (view.room ? html`<orrery-guess .view=${view}></orrery-guess>` : nothing),
    },
    { place: 'side', order: 20, pages: ['presenter'], forms: WIDE, when: isAsked, render: panel('') },
    { place: 'side', tab: TAB, order: 19, pages: ['presenter'], forms: NOT_WIDE, when: isAsked, render: panel(TAB) },
    { place: 'side', order: 21, pages: ['presenter'], forms: WIDE, when: hasSeries, render: seriesPanel('') },
    {
      place: 'side',
      tab: TAB,
      order: 18,
      pages: ['presenter'],
      forms: NOT_WIDE,
      when: hasSeries,
      render: seriesPanel(TAB),
    },
    {
      place: 'over',
      order: 45,
      pages: ['presenter'],
      when: (view) => view.room?.drives ?? false,
      render: (view) => html`<orrery-ask .view=${view}></orrery-ask>`,
    },
  ],
  actions: {
    /** Takes the question that is shown one phase further; else asks what a tour's beat asks, or opens the sheet for a question. */
    question: driving((conductor, _, page) => {
      const command = leading(conductor, 'on');
      if (command) conductor.command(command);
      else if (!page.features.ask('asksRoom')) showSheet(page);
    }),
    /** Asks the room; `value` has the fields of the command `predict`. */
    predict: driving((conductor, fields, page) => {
      conductor.command({ do: 'predict', ...fields });
      // a beat's question is shown by its act
      if (fields.beat === undefined) page.showTab(TAB);
    }),
    predictClose: about('close'),
    predictReveal: about('reveal'),
    predictAgain: about('again'),
    predictEnd: about('end'),
    series: driving((conductor, phase) => conductor.command({ do: 'series', phase })),
    seriesNames: driving((conductor, on) => conductor.command({ do: 'series-names', on })),
    guess: inRoom((conductor, { option, token, word }) => {
      const asked = askedOf(conductor);
      const answer = token === undefined ? { option } : { token, word };
      if (asked) conductor.command({ do: 'guess', number: asked.number, ...answer });
    }),
  },
  attach(page) {
    const load = page.code === '' ? undefined : ELEMENTS[page.page];
    if (load) insist(load).then(() => page.requestUpdate());
    /** @type {Promise<unknown> | null} */
    let later = null;
    return {
      putAway: () => page.element('orrery-guess')?.putAside?.() ?? false,
      drawn(view) {
        if (page.code !== '' && LATER[page.page] && needsLater(view))
          later ??= insist(() => LATER[page.page](() => page.requestUpdate()));
      },
    };
  },
};

/** @type {Manifest} */
export const whenFinding = {
  finds: {
    question: {},
    predict: null,
    predictClose: { when: ({ view }) => anyAsked(view)?.question.phase === 'open' },
    predictReveal: {
      when: ({ view }) => ['open', 'closed'].includes(anyAsked(view)?.question.phase ?? ''),
    },
    predictAgain: {
      name: 'game.do.again',
      when: ({ view }) =>
        ['closed', 'revealed'].includes(anyAsked(view)?.question.phase ?? '') && !anyAsked(view)?.question.first,
    },
    predictEnd: { when: ({ view }) => anyAsked(view) !== null },
    series: [
      { name: 'game.do.begin', value: 'on', when: ({ view }) => !hasSeries(view) },
      {
        name: 'game.do.result',
        value: 'result',
        when: ({ view }) => (view.room?.parts.series?.texts?.length ?? 0) > 0,
      },
      { name: 'game.do.off', value: 'off', when: ({ view }) => hasSeries(view) },
    ],
    seriesNames: [
      { name: 'game.do.names', value: true, when: ({ view }) => view.room?.parts.series?.phase === 'result' },
      { name: 'game.do.hide', value: false, when: ({ view }) => view.room?.parts.series?.names ?? false },
    ],
    guess: null,
  },
};
