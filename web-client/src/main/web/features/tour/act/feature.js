/** The acts of a tour: what a person is asked, or does, before being told. */
import { moving } from '../../../ui/guards.js';
import { Later } from '../../../ui/later.js';

/**
 * @typedef {object} Members  of the view
 * @property {import('./act-part.js').TourAct | null} [tourAct]  the act of its beat
 */

/** @typedef {import('../../../ui/features.js').Manifest} Manifest */

/** @typedef {import('../../../ui/features.js').Page} Page */

/** Loads with the tour. @extends {Later<import('./act-part.js').ActPart>} */
class ActHolder extends Later {
  /** @param {import('../../../ui/features.js').WalkPage} page */
  constructor(page) {
    super(page, async () => new (await import('./act-part.js')).ActPart(page));
  }

  keyStates() {
    return this.part?.keyStates() ?? null;
  }

  asksRoom() {
    return this.part?.asksRoom() ?? false;
  }

  /** @param {import('../../../ui/features.js').Covered} covered */
  free(covered) {
    this.part?.free(covered);
  }

  drawn() {
    this.part?.drawn();
  }
}

/** @param {Page} page */
const actOf = (page) => page.ports.tourAct?.part;
/** @typedef {ActHolder} Ports */

/** @type {Manifest} */
export const withMachine = {
  attach: (page) => (page.page === 'landing' ? null : new ActHolder(page)),
  viewOf: (page) => ({ tourAct: actOf(page)?.view ?? null }),
  actions: {
    /** A digit chooses an option; Enter then asks for the explanation. */
    tourActKey: (page, key) => actOf(page)?.press(key),
    tourActChoose: (page, id) => actOf(page)?.choose(id),
    tourActHint: (page) => actOf(page)?.hint(),
    tourActShow: (page) => actOf(page)?.show(),
    tourActReveal: (page) => actOf(page)?.reveal(),
    tourActSkip: (page) => actOf(page)?.skip(),
    tourActAgain: (page) => actOf(page)?.again(),
    tourActAsk: (page) => actOf(page)?.ask(),
    /** `text`: to be read by the model that is shown. */
    tourActText: moving(async (conductor, /** @type {string} */ text, page) => {
      if (!conductor.graph) return;
      const { model, vocabulary } = conductor.graph;
      const letters = vocabulary?.every((token) => [...token].length === 1);
      try {
        await conductor.prompt(letters ? text.trim().toUpperCase() : text, model.checkpoint?.of ?? model.id);
      } catch (problem) {
        page.say({ problem });
      }
    }),
  },
};

/** Whether whoever moves the tour is asked, or may ask. @param {import('../../../ui/features.js').Place} place */
const isAsking = ({ view }) => view.mayDrive && view.tourAct?.asking.told === false;

/** @type {Manifest} */
export const whenFinding = {
  finds: {
    tourActKey: null,
    tourActChoose: null,
    tourActHint: { name: 'tourAct.giveHint', when: isAsking },
    tourActShow: {
      name: 'tourAct.show',
      when: (place) => isAsking(place) && Boolean(place.view.tourAct?.asking.act.show),
    },
    tourActReveal: {
      name: 'tourAct.reveal',
      when: (place) => isAsking(place) && (place.view.tourAct?.mayAct ?? false),
    },
    tourActSkip: { name: 'tourAct.skip', when: isAsking },
    tourActAgain: {
      name: 'tourAct.again',
      when: ({ page, view }) => page.code === '' && (view.tourAct?.asking.told ?? false),
    },
    tourActAsk: {
      name: 'prediction.ask.button',
      when: ({ page }) => actOf(page)?.mayAsk ?? false,
    },
    tourActText: null,
  },
};
