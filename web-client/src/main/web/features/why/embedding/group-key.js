/** The key of the groups of tokens: the colour and the sign of each, as the scene has them (scene/places/). */
import { html, svg } from 'lit';
import { SIGN_REACH, SIGNS } from '../../../scene/places/signs.js';
import { kindOf } from '../../../ui/preset-words.js';
import { words } from '../../../ui/words.js';

/** Colours of the groups, as in scene/places/word-places.js. */
const COLOURS = ['--ink-3', '--q', '--v', '--k', '--agg', '--p', '--k --p', '--q --p', '--v --k', '--ink-3'];
/** The sign of the text's words. */
const DISC = 'M1 0A1 1 0 1 1-1 0 1 1 0 1 1 1 0Z';

/** @param {ReturnType<typeof import('./embedding-view.js').groupsOf>['names']} groups */
export const groupKey = (groups) => html`<p class="key" aria-label=${words.text('places.key')}>
  ${entry('--accent', DISC, words.text('places.group.text'))}
  ${groups.map(({ key, name, group }) => entry(COLOURS[group], SIGNS[group].path, key === null ? html`<span translate="no">${kindOf(name)}</span>` : words.text(`places.group.${key}`)))}
</p>`;

/** @param {string} colour @param {string} path @param {unknown} name */
const entry = (colour, path, name) => html`<span>
  ${svg`<svg viewBox="${-SIGN_REACH} ${-SIGN_REACH} ${2 * SIGN_REACH} ${2 * SIGN_REACH}" style=${`fill:${css(colour)}`} aria-hidden="true"><path d=${path} /></svg>`}${name}</span>`;

/** A colour of the theme, or the middle between two. @param {string} names of its properties */
function css(names) {
  const [one, other = one] = names.split(' ').map((name) => `var(${name})`);
  return `color-mix(in oklab, ${one}, ${other})`;
}
