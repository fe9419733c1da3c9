/** The step's card, the rail of all steps, the bar below the scene, and the actions that move the walk. */
import { html } from 'lit';
import { nextStep } from '../../model/graph.js';
import { Naming } from '../../scene/annotate/naming.js';
import { moving, movingOrAlone } from '../../ui/guards.js';
import { ask } from '../../ui/ask.js';
import { remarksOn } from '../../ui/remarks.js';
import { plain } from '../../ui/rich-text.js';
import { SignalController } from '../../ui/signal.js';
import { atEnd, placeOf, stepTexts, tokenText } from '../../ui/step-texts.js';
import { COLUMNS, SHEET } from '../../ui/window-form.js';
import { endingsOf } from '../../ui/word-stem.js';
import { words } from '../../ui/words.js';
import { BottomBar, look } from './bottom-bar.js';
import { GoButtons } from './go-buttons.js';
import { nodesOfWord } from './linked-words.js';
import { StepCard } from './step-card.js';
import { StepRail } from './step-rail.js';
import { StepRemarks } from './step-remarks.js';
import { resultOf } from './step-result.js';

/**
 * @typedef {object} Members  of the view
 * @property {(link: {role: string, word: string}) => string[]} blocksOf   names of tensors that a coloured word speaks of
 */

/** @typedef {import('../../ui/features.js').Manifest} Manifest */

/** A tour, and an update that is looked at, have a card and a timeline of their own in these places. @param {import('../../ui/view.js').View} view */
const when = (view) => !(view.tour ?? view.update);
/** While a tool of why is open, the card speaks of the tool. @param {import('../../ui/view.js').View} view */
const isStepTold = (view) => when(view) && !view.why;

/** @type {Manifest} */
export const withText = {
  elements: [BottomBar, StepCard],
  // until the words of the card can be looked up
  viewOf: () => ({ blocksOf: () => [] }),
  panels: [
    {
      place: 'left',
      forms: COLUMNS,
      when: isStepTold,
      render: (view) => html`<orrery-step-card .view=${view} ?buttons=${view.page === 'solo'}></orrery-step-card>`,
    },
    {
      place: 'side',
      tab: 'tour',
      order: 10,
      forms: SHEET,
      when: isStepTold,
      render: (view) => html`<orrery-step-card slot="tour" flat .view=${view}></orrery-step-card>`,
    },
    {
      place: 'side',
      tab: 'steps',
      order: 52,
      forms: SHEET,
      render: (view) => html`<orrery-step-rail slot="steps" list .view=${view}></orrery-step-rail>`,
    },
    {
      place: 'bottom',
      forms: COLUMNS,
      render: (view, layout) => html`<orrery-bottom-bar .view=${view} .layout=${layout}></orrery-bottom-bar>`,
    },
    { place: 'bar', when, render: (view) => html`<orrery-step-rail .view=${view}></orrery-step-rail>` },
    { place: 'bar', order: 10, when: (view) => !view.mayDrive, render: look },
  ],
};

/** @type {Manifest} */
export const forDriving = {
  elements: [GoButtons],
  panels: [
    {
      place: 'bar',
      order: -10,
      pages: ['presenter'],
      when: (view) => view.mayDrive && !view.tour && !view.update,
      render: (view) => html`<orrery-go keys .view=${view}></orrery-go>`,
    },
    {
      place: 'under',
      forms: SHEET,
      when: (view, tab) => view.mayDrive && tab !== 'cell' && !view.tour && !view.update,
      render: (view) => html`<orrery-go slot="under" .view=${view}></orrery-go>`,
    },
  ],
};

/** @typedef {import('../../ui/features.js').Page} Page */

/**
 * Wraps a move of the walk. What was chosen for a step ends with it; if the walk stays where it is, the step is in focus again.
 * @template Value @param {import('../../ui/guards.js').Act<Value>} move @returns {import('../../ui/guards.js').Act<Value>}
 */
function onwards(move) {
  return (conductor, value, page) => {
    const { step } = conductor;
    move(conductor, value, page);
    if (conductor.step === step) page.ports.focus?.returnToStep();
  };
}

/** @type {Manifest} */
export const afterText = {
  order: -2,
  elements: [StepRemarks],
  actions: {
    next: movingOrAlone(onwards((conductor, _, page) => (isLast(conductor) ? goOn(page) : conductor.next()))),
    back: movingOrAlone(onwards((conductor) => conductor.back())),
    go: moving(onwards((conductor, id) => conductor.go(id))),
    layer: moving(onwards((conductor) => conductor.toggleLayer())),
    play: moving((conductor) => (conductor.playing ? conductor.pause() : conductor.play())),
    reset: moving((conductor) => conductor.reset()),
  },
  viewOf: (page) => ({ blocksOf: (/** @type {{role: string, word: string}} */ link) => blocksOf(page, link) }),
  attach: (page) => ({
    drawn: () => watchOver(page.element('orrery-step-card')),
    resultOf(trace, id) {
      if (!page.conductor) return null;
      const { graph, step: current, sampling, full, focus } = page.conductor,
        draw = page.ports.nextTokenDraw?.distribution;
      if (!graph || id !== current) return null;
      const remarks = remarksOn({ graph, step: id, trace, full, sampling, draw }, words);
      const head = ('head' in focus && focus.head) || 0;
      return [resultOf(graph, id, trace, words, { head, draw }), ...remarks.map(({ text }) => plain(text))].join(' ');
    },
  }),
};

/** @param {Pick<import('../../ui/view.js').View, 'graph' | 'step'>} conductor */
const isLast = ({ graph, step }) => graph !== null && step !== null && nextStep(graph, step) === null;

/** Goes on from the last step. @param {Page} page */
function goOn(page) {
  const { conductor, features } = page;
  if (!conductor) return;
  const { room, trace, full, status } = conductor;
  const view = { room, trace, full, ...features.viewOf(page) },
    does = atEnd(view);
  // the room does not know what a presenter has looked at alone
  const peeks = does !== 'show' && view.answer && !view.answer.toRoom;
  if (does === 'ended')
    page.say({ key: 'next.endedButGoOn', values: { token: tokenText(trace?.info.text.at(-1) ?? '') } });
  else if (room && status === 'open' && !peeks) conductor.next(does === 'add');
  else page.act(does === 'show' ? 'answer' : 'generate', {});
}

/** Step cards that watch the pointer over the scene. */
const watching = new WeakSet();

/** Highlights a card's words while the pointer is over the blocks that they name. @param {StepCard | null} card */
function watchOver(card) {
  if (!card || watching.has(card)) return;
  watching.add(card);
  listenTo(card);
  new SignalController(
    card,
    () => card.view?.over,
    (over) => card.litBy(over),
  );
}

/** Shows the blocks that a word names while the pointer is over it, and chooses them when it is pressed. @param {StepCard} card */
function listenTo(card) {
  const on = (/** @type {string} */ type, /** @type {(link: Element, event: Event) => void} */ act) =>
    card.renderRoot.addEventListener(type, (event) => {
      const link = /** @type {Element} */ (event.target).closest('.link');
      if (link) act(link, event);
    });
  const touch = (/** @type {Element} */ link) => ask(card, 'point', card.namedBy(link)),
    leave = () => ask(card, 'point', []),
    press = (/** @type {Element} */ link) => card.namedBy(link).length > 0 && ask(card, 'word', card.namedBy(link));
  // a finger that has touched a word does not rest on it
  on('pointerover', (link, event) => !(event instanceof PointerEvent && event.pointerType === 'touch') && touch(link));
  on('pointerout', leave);
  on('focusin', (link) => link.matches(':focus-visible') && touch(link));
  on('focusout', leave);
  on('click', press);
}

/** @param {Page} page @param {{role: string, word: string}} link */
function blocksOf(page, link) {
  const { graph, step: id } = page.conductor ?? {};
  if (!graph || !id) return [];
  const naming = new Naming(null, graph.nodes, (key, values) => words.text(key, values));
  return nodesOfWord(graph, id, link, (name) => plain(naming.name(name)), endingsOf(words));
}

/** @type {Manifest} */
export const withMachine = { elements: [StepRail] };

/** @type {Manifest} */
export const whenFinding = {
  finds: {
    next: {},
    back: {},
    go: ({ view: { graph, trace }, words }) =>
      graph
        ? [...graph.byId.keys()].map((id) => ({
            kind: 'step',
            name: plain(stepTexts(graph, id, trace, words).title),
            more: placeOf(graph, id, words).layer || placeOf(graph, id, words).chapter,
            value: id,
            keeps: { step: id },
          }))
        : [],
    layer: {},
    play: { when: ({ view }) => !view.tour },
    reset: { name: 'bar.reset' },
  },
};
