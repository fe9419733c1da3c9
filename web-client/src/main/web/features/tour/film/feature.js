/** Reads a tour aloud while it plays, as a film, for whoever moves it: what is read stands over the scene. */
import { html } from 'lit';
import { moving } from '../../../ui/guards.js';
import { Later } from '../../../ui/later.js';

/**
 * @typedef {object} Members  of the view
 * @property {import('./film.js').Film | null} [film]  how the tour is read aloud; null until somebody has asked for it
 */

/** @typedef {import('../../../ui/features.js').Manifest} Manifest */

/** @typedef {import('../../../ui/features.js').Page} Page */
/** @typedef {FilmHolder} Ports */

/** @extends {Later<import('./film.js').FilmPart>} */
class FilmHolder extends Later {
  /** @param {import('../../../ui/features.js').WalkPage} page */
  constructor(page) {
    super(page, async () => new (await import('./film.js')).FilmPart(page));
  }

  /** Whether the tour goes on when its sentences end, and not by its plan. */
  get paces() {
    return this.part?.on ?? false;
  }

  drawn() {
    this.part?.drawn();
  }

  anew() {
    this.part?.anew();
  }
}

/** @param {(film: import('./film.js').FilmPart, value: any) => void} act */
const filming = (act) => moving((_, value, page) => page.ports.tourFilm?.load().then((film) => act(film, value)));

/** @type {Manifest} */
export const withMachine = {
  order: 2,
  attach: (page) =>
    page.page === 'solo' || page.page === 'presenter' ? /** @type {any} */ (new FilmHolder(page)) : null,
  viewOf: (page) => ({ film: page.ports.tourFilm?.part?.view ?? null }),
  covers: [{ selector: 'orrery-film', note: true, foot: 0 }],
  panels: [
    {
      place: 'over',
      order: 12,
      pages: ['solo', 'presenter'],
      when: (view) => Boolean(view.film?.on && view.tour && view.mayDrive && !view.kiosk),
      render: (view) => html`<orrery-film .view=${view}></orrery-film>`,
    },
  ],
  actions: {
    /** Reads the tour aloud, and plays it; again: no longer. */
    tourAloud: filming((film) => film.toggle()),
    tourVoice: filming((film, id) => film.speakWith(id)),
    tourCaptions: filming((film) => film.caption()),
  },
};

/** @type {Manifest} */
export const whenFinding = {
  finds: {
    tourAloud: { name: 'film.aloud', when: ({ view }) => Boolean(view.tour?.mayDrive) },
    tourVoice: ({ view }) =>
      view.film?.on ? view.film.voices.map(({ id, name }) => ({ kind: 'action', name, value: id })) : [],
    tourCaptions: { name: 'film.captions', when: ({ view }) => view.film?.on ?? false },
  },
};
