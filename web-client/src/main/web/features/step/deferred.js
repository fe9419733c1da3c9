/** Actions that move the walk; the result of a step in words; the blocks that a coloured word of the step's card names. */
import { Naming } from '../../scene/annotate/naming.js';
import { moving, movingOrAlone } from '../../ui/acting.js';
import { Watch } from '../../ui/signal.js';
import { remarksOn } from '../../ui/remarks.js';
import { plain } from '../../ui/rich-text.js';
import { words } from '../../ui/words.js';
import { nodesOfWord } from './linked-words.js';
import './step-remarks.js';
import { resultOf } from './step-result.js';

/** @typedef {import('../../ui/features.js').Page} Page */

/**
 * Wraps a move of the walk: returns the focus to the step and keeps its head, unless the whole machine is in focus.
 * @param {import('../../ui/acting.js').Act} move @returns {import('../../ui/acting.js').Act}
 */
function onwards(move) {
  return (conductor, value, page) => {
    const { machine } = page;
    if (machine && machine.focus.kind !== 'step' && machine.focus.kind !== 'everything') {
      machine.focus = { kind: 'step', head: machine.focus.head ?? 0 };
      if (machine.camera === null) page.lookAround(false);
    }
    move(conductor, value, page);
  };
}

/** @type {import('../../ui/features.js').Feature} */
export const step = {
  name: 'step',
  actions: {
    // In the lobby, going on begins the session.
    next: movingOrAlone(onwards((conductor, _, page) => (conductor.room?.lobby ? page.act('begin') : conductor.next()))),
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
      const { graph, step: current } = page.conductor;
      if (!graph || id !== current) return null;
      const remarks = remarksOn(graph, id, trace, page.conductor.full, words);
      return [resultOf(graph, id, trace, words), ...remarks.map(({ text }) => plain(text))].join(' ');
    },
  }),
};

/** Step cards that watch the pointer over the scene. */
const watching = new WeakSet();

/** Highlights a card's words while the pointer is over the blocks that they name. @param {import('./step-card.js').StepCard | null} card */
function watchOver(card) {
  if (!card || watching.has(card)) return;
  watching.add(card);
  new Watch(card, () => card.view?.over, (over) => card.litBy(over));
}

/** @param {Page} page @param {{role: string, word: string}} link */
function blocksOf(page, link) {
  const { graph, step: id } = page.conductor ?? {};
  if (!graph || !id) return [];
  const naming = new Naming(null, graph.nodes, (key, values) => words.text(key, values));
  return nodesOfWord(graph, id, link, (name) => plain(naming.name(name)));
}
