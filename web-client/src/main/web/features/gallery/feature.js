/**
 * Actions of the model gallery. The driver of a room opens it for everyone; outside of rooms it opens on this page alone.
 * While it is open, a key that would move the walk closes it instead.
 */
import { name } from '../../ui/address-members.js';
import { Gallery, FLIGHT } from './gallery.js';
import { movingEither } from '../../ui/guards.js';
import { server } from '../../live/model-source.js';
import { titleOf } from '../../ui/model-words.js';

/**
 * @typedef {object} Members  of the view
 * @property {import('./gallery.js').Exhibition | null} [exhibition]  shown by the model gallery
 *
 * @typedef {object} Parts
 * @property {{subject: string, start: number}} [exhibit]  `start`: ms of the server's clock
 *
 * @typedef {object} Commands
 * @property {{subject?: string, seconds?: number}} exhibit  without a subject, returns to the model that runs
 */

/**
 * @typedef {object} Address
 * @property {string} [past]      the exhibit: the name of a model, or of the flight
 */

/** @typedef {import('../../ui/features.js').Manifest} Manifest */

/** @typedef {import('../../ui/features.js').Page} Page */
/** @typedef {Pick<Gallery, 'exhibit' | 'exhibition' | 'leave' | 'show'>} Ports */

/** @param {Page} page */
const galleryOf = (page) => /** @type {Gallery | undefined} */ (page.ports.gallery);

/** @param {Page} page @param {string} name of a model, or {@link FLIGHT} */
async function show(page, name) {
  try {
    await galleryOf(page)?.show(name);
  } catch (problem) {
    page.say({ problem });
  }
}

/**
 * @template Value
 * @param {(conductor: import('../../live/conductor.js').Conductor, value: Value) => void} inRoom  does it for the room, if the person drives
 * @param {(page: Page, value: Value) => void} alone       does it on a page without a room
 * @returns {import('../../ui/features.js').Action<Value>}
 */
const either = (inRoom, alone) => movingEither(inRoom, (_, value, page) => alone(page, value));

/** @type {Manifest} */
export const afterText = {
  address: { past: name },
  around(page) {
    const gallery = page.querySelector('orrery-gallery')?.renderRoot;
    if (!gallery) return null;
    const heightOf = (/** @type {'header' | 'section'} */ part) => gallery.querySelector(part)?.offsetHeight ?? 0;
    return { top: heightOf('header'), bottom: heightOf('section') + (gallery.querySelector('section.hall') ? 4 : 24) };
  },
  order: -3,
  actions: {
    exhibit: either((conductor, name) => conductor.command({ do: 'exhibit', subject: name }), show),
    flight: either(
      (conductor) => conductor.command({ do: 'exhibit', subject: FLIGHT }),
      (page) => show(page, FLIGHT),
    ),
    flightAt: either(
      (conductor, seconds) => conductor.command({ do: 'exhibit', subject: FLIGHT, seconds }),
      (page, seconds) => page.modelGallery?.scrub(seconds),
    ),
    leaveExhibit: either(
      (conductor) => conductor.command({ do: 'exhibit' }),
      (page) => galleryOf(page)?.leave(),
    ),
  },
  predicts: {
    // the room decides when an exhibit begins
    exhibit(view, { subject }) {
      if (subject === undefined) view.parts.exhibit = undefined;
    },
    go({ parts }) {
      parts.exhibit = undefined;
    },
  },
  holdsWalk: ({ exhibit }) => Boolean(exhibit),
  attach: (page) => new Gallery(page),
  viewOf: (page) => ({ exhibition: galleryOf(page)?.exhibition ?? null }),
  instead(page, view) {
    const { exhibition = null, panel = null } = galleryOf(page) ?? {};
    // a tour tells about it in its own panels
    if (view.tour && view.page !== 'projector') return null;
    return exhibition && (panel?.(exhibition, view) ?? '');
  },
};

/** @type {Manifest} */
export const whenFinding = {
  finds: {
    async exhibit({ words }) {
      return (await server.structures()).map((model) => ({
        kind: 'model',
        name: titleOf(model, words),
        more: words.text('giants.only'),
        value: model.id,
        keeps: { gallery: model.id },
      }));
    },
    flight: { name: 'giants.flight' },
    flightAt: null,
    leaveExhibit: { name: 'giants.leave', when: ({ view }) => Boolean(view.exhibition) },
  },
};
