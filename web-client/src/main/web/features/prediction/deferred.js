/** Asks the room: the page on which everybody answers, and what the driver does with the question. */
import { html, nothing } from 'lit';
import { insist } from '../../live/retry.js';
import { driving, inRoom } from '../../ui/acting.js';
import { askedOf } from './asked.js';

/** @typedef {import('../../ui/features.js').Page} Page */

/** What comes after a phase, as the command that leads there. */
const ON = { open: 'predict-close', closed: 'predict-reveal', revealed: 'predict-end' };

/** The modules of each kind of page. @type {Record<string, () => Promise<unknown>>} */
const ELEMENTS = {
  attendee: () => import('./guess.js'),
  presenter: () => Promise.all([import('./asked-panel.js'), import('./ask-sheet.js')]),
  projector: () => import('./hall-question.js'),
};

/** A command about the question that is shown. @param {string} name */
const about = (name) =>
  driving((conductor) => {
    const asked = askedOf(conductor);
    if (asked) conductor.command({ do: name, number: asked.number });
  });

/** @type {import('../../ui/features.js').Feature} */
export const prediction = {
  name: 'prediction',
  keys: [{ action: 'question', keys: ['i', 'I'], who: ['presenter'] }],
  dialogs: ['orrery-ask'],
  panels: [
    {
      place: 'over',
      order: 7,
      pages: ['attendee'],
      render: (view) => (view.room ? html`<orrery-guess .view=${view}></orrery-guess>` : nothing),
    },
    {
      place: 'over',
      order: 7,
      pages: ['presenter'],
      when: (view) => askedOf(view) !== null && !view.room?.lobby,
      render: (view) => html`<orrery-asked .view=${view}></orrery-asked>`,
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
    /** Opens the sheet for a question; or takes the question that is shown one phase further. */
    question: driving((conductor, _, page) => {
      const asked = askedOf(conductor);
      if (asked) conductor.command({ do: ON[asked.question.phase], number: asked.number });
      else page.element('orrery-ask')?.show();
    }),
    /** Asks the room; `value` has the fields of the command `predict`. */
    predict: driving((conductor, fields) => conductor.command({ do: 'predict', ...fields })),
    predictClose: about('predict-close'),
    predictReveal: about('predict-reveal'),
    predictEnd: about('predict-end'),
    guess: inRoom((conductor, option) => {
      const asked = askedOf(conductor);
      if (asked) conductor.command({ do: 'guess', number: asked.number, option });
    }),
  },
  attach(page) {
    const load = page.code === '' ? undefined : ELEMENTS[page.page];
    if (load) insist(load).then(() => page.requestUpdate());
    return { putAway: () => page.element('orrery-guess')?.putAside?.() ?? false };
  },
};
