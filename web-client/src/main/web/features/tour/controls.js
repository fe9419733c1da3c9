/**
 * How a tour plays: play, reading aloud, the speed and the route. They stand on the timeline; in a room, where the bar is the stage's,
 * in the tour's card.
 */
import { css, html, nothing } from 'lit';
import { ask } from '../../ui/ask.js';
import { icons } from '../../ui/icons.js';
import { selectStyle } from '../../ui/sheet-style.js';
import { words } from '../../ui/words.js';
import { SPEEDS } from './player.js';
import { isTalk, lengthName } from './tours.js';

/** @typedef {import('../../ui/view.js').View} View */

const aloud = html`<svg viewBox="0 0 20 20" aria-hidden="true"><path d="M3.5 8v4H6l4 3.5v-11L6 8zM13 7.5a3.5 3.5 0 0 1 0 5M15.2 5a7 7 0 0 1 0 10" /></svg>`;

/** Whether they stand in the card. @param {View} view */
export const areInCard = ({ room }) => Boolean(room);

/**
 * Whether this person knows only the beat that is shown: of a talk, whose others are its presenters' own, so there is nothing to read back.
 * @param {import('./tour-state.js').TourView} tour
 */
export const isAlone = ({ tour, mayDrive }) => isTalk(tour.id) && !mayDrive;

const button = (
  /** @type {string} */ action,
  /** @type {string} */ label,
  /** @type {unknown} */ icon,
  /** @type {boolean} */ pressed,
) =>
  html`<button
    class="icon"
    aria-label=${label}
    title=${label}
    aria-pressed=${String(pressed)}
    @click=${(/** @type {{currentTarget: Element}} */ { currentTarget }) => ask(currentTarget, action)}
  >
    ${icon}
  </button>`;

const choice = (
  /** @type {string} */ action,
  /** @type {string} */ label,
  /** @type {number} */ chosen,
  /** @type {{value: number, name: string}[]} */ options,
) =>
  html`<select aria-label=${label} title=${label} .value=${String(chosen)} @change=${(/** @type {{target: HTMLSelectElement}} */ { target }) => ask(target, action, Number(target.value))}>
    ${options.map(({ value, name }) => html`<option value=${value} ?selected=${value === chosen}>${name}</option>`)}
  </select>`;

/** For whoever moves the tour. @param {View} view */
export function controls({ tour: shown, film, room }) {
  if (!shown?.mayDrive) return nothing;
  const { tour, playing, speed, route } = shown;
  return html`<div class="controls">
    ${button('tourPlay', words.text(playing ? 'tour.pause' : 'tour.play'), playing ? icons.pause : icons.play, playing)}
    ${button('tourAloud', words.text('film.aloud'), aloud, film?.on ?? false)}
    ${choice(
      'tourSpeed',
      words.text('tour.speed'),
      speed,
      SPEEDS.map((value) => ({
        value,
        name: words.text('tour.times', { speed: words.number(value, value % 1 === 0 ? 0 : 1) }),
      })),
    )}
    ${
      tour.routes.length > 1
        ? choice(
            'tourRoute',
            words.text('tour.route'),
            route,
            tour.routes.map((each) => ({ value: each.minutes, name: lengthName(each, !room) })),
          )
        : nothing
    }
  </div>`;
}

export const controlStyles = [
  selectStyle,
  css`
    .controls {
      display: flex;
      flex: none;
      align-items: center;
      gap: var(--s1);
    }
    .controls select {
      width: auto;
      min-height: var(--hit);
      padding: 0 22px 0 4px;
      font-size: var(--text-sm);
      color: var(--ink-2);
      background: var(--arrow);
      border-color: transparent;
    }
    .controls select:hover {
      border-color: var(--line-strong);
    }
    .controls option {
      color: var(--ink);
      background: var(--surface);
    }
  `,
];
