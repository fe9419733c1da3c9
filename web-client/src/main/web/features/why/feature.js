/** Why the model says what it says: tools that measure it, in front of the machine, on every screen. */
import { html } from 'lit';
import { anyAsked } from '../../ui/asks/asked.js';
import { moving } from '../../ui/guards.js';
import { name } from '../../ui/address-members.js';
import { COLUMNS, SHEET } from '../../ui/window-form.js';
import { isInFront, neuronsLayer, wordsOf } from './question.js';
import { Why } from './why.js';

/**
 * @typedef {object} Members  of the view
 * @property {import('./question.js').WhyQuestion | null} [why]  the question of why that is open; null for none
 * @property {number[]} [whyWords]  positions, from 0, of the words of the text that the open tool speaks of
 * @property {boolean} [whyInFront]  whether it is answered in front of the machine, and not in its place
 * @property {number | null} [neuronsLayer]  the layer whose neurons have a line each on the step's card, for whoever may open them; null for none
 * @property {'a' | 'b'} [whyChooses]  what a pressed token becomes
 * @property {{room: string, headers: Record<string, string>} | null} [whyTurns]  in whose turns it is measured
 *
 * @typedef {import('./question.js').WhyQuestion} WhyQuestion
 *
 * @typedef {object} Parts
 * @property {WhyQuestion & {step: string}} [why]  `step`: at which it was asked
 *
 * @typedef {object} Commands
 * @property {Partial<WhyQuestion> & {cursor: import('../../live/connection.js').Cursor}} why  without a tool, closes it
 */

/**
 * @typedef {object} Address
 * @property {string} [why]       the open tool
 * @property {string} [target]    what it is asked about: position, a and b with commas
 * @property {string} [open]      what is opened within it
 */

/** @typedef {import('../../ui/features.js').Manifest} Manifest */

/** @typedef {import('../../ui/features.js').Page} Page */

/** @param {Page} page */
const whyOf = (page) => /** @type {Why | undefined} */ (page.ports.why);
/** @typedef {Pick<Why, 'question' | 'prepare'>} Ports */

/** Whether the card speaks of the tool: a tour, and an update that is looked at, have cards of their own. @param {import('../../ui/view.js').View} view */
const hasCard = ({ why, tour, update }) => Boolean(why) && !(tour ?? update);

/** @type {Manifest} */
export const afterText = {
  address: { why: name, target: name, open: name },
  covers: [{ selector: 'orrery-why', over: false, reserves: true }],
  order: -6,
  attach: (page) => (page.page === 'landing' ? null : new Why(page)),
  predicts: {
    why(view, { do: _, cursor, tool, ...asked }) {
      view.parts.why = tool === undefined ? undefined : { tool, ...asked, step: cursor.step };
    },
  },
  viewOf(page) {
    const part = whyOf(page);
    const question = part?.question ?? null;
    const { trace, graph, step = null, room, mayDrive } = page.conductor ?? {};
    const length = trace?.positions ?? 0;
    return {
      neuronsLayer: graph && trace && step !== null && (!room || mayDrive) ? neuronsLayer(graph, step) : null,
      why: question,
      whyWords: question ? wordsOf(question, length) : [],
      whyInFront: isInFront(question),
      whyChooses: part?.chooses ?? 'b',
      whyTurns: part?.turns ?? null,
    };
  },
  panels: [
    {
      place: 'left',
      forms: COLUMNS,
      when: hasCard,
      render: (view) => html`<orrery-why-card .view=${view} ?buttons=${view.page === 'solo'}></orrery-why-card>`,
    },
    {
      place: 'side',
      tab: 'tour',
      order: 10,
      forms: SHEET,
      when: hasCard,
      render: (view) => html`<orrery-why-card slot="tour" flat .view=${view}></orrery-why-card>`,
    },
    {
      place: 'over',
      order: -9,
      // the hall has one screen: a question to the room comes first
      when: (view) =>
        Boolean(view.why) && !view.exhibition && !view.room?.lobby && !(view.page === 'projector' && anyAsked(view)),
      render: (view, { theme, form }) => html`<orrery-why .view=${view} .theme=${theme} .form=${form}></orrery-why>`,
    },
  ],
  actions: {
    why: moving((_, tool, page) => whyOf(page)?.toggle(tool)),
    /** Opens the tool that changes the model. */
    ablation: moving((_, __, page) => whyOf(page)?.toggle('change')),
    whyTarget: moving((_, change, page) => whyOf(page)?.target(change)),
    whyToken: moving((_, token, page) => whyOf(page)?.choose(token)),
    whyOpen: moving((_, changes, page) => whyOf(page)?.open(changes)),
    whyGo: moving((_, { tool, changes }, page) => whyOf(page)?.go(tool, changes)),
    whyFailed: (page) => whyOf(page)?.putAside(),
    whyReserved: (page) => page.requestUpdate(),
    whyChooses: moving((_, slot, page) => {
      const why = whyOf(page);
      if (why) why.chooses = slot;
      page.requestUpdate();
    }),
  },
};

/** @type {Manifest} */
export const whenFinding = {
  finds: {
    why: [
      {},
      async (/** @type {import('../../ui/features.js').Place} */ { words }) => {
        const { TOOLS } = await import('./tools.js');
        return TOOLS.filter(({ within }) => !within).map(({ name }) => ({
          kind: /** @type {const} */ ('tool'),
          name: words.text(`why.tool.${name}.title`),
          more: words.text(`why.tool.${name}.question`),
          value: name,
          keeps: { lab: { tool: name } },
        }));
      },
    ],
    ablation: {},
    whyTarget: null,
    whyToken: null,
    whyOpen: null,
    whyGo: null,
    whyFailed: null,
    whyReserved: null,
    whyChooses: null,
  },
};
