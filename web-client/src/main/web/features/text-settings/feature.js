/** The level and the language of everyone's texts: pages obey what is set in the room, and a line of the presenter's controls sets it. */
import { css, html, nothing } from 'lit';
import { inRoom } from '../../ui/guards.js';
import { ask } from '../../ui/ask.js';
import { changeTexts, ownLevels, redraw } from '../../ui/change-texts.js';
import { folded } from '../../ui/folded.js';
import { nameOf } from '../../ui/language-choice.js';
import { chosenLanguage, languages, textSettings } from '../../ui/language.js';
import { decideLevel } from '../../ui/level.js';
import { selectStyle } from '../../ui/sheet-style.js';
import { framed } from '../../ui/panel-styles.js';
import { shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';
import { MIDDLE, SHEET, WIDE } from '../../ui/window-form.js';
import { words } from '../../ui/words.js';
import { ORDER } from '../level/order.js';

/** @typedef {import('../../ui/features.js').Manifest} Manifest */

/**
 * @typedef {{level?: string | null, language?: string | null}} Texts  what is set; a member that is absent is each person's own
 *
 * @typedef {object} Parts
 * @property {{level?: string, language?: string}} [texts]
 *
 * @typedef {object} Commands
 * @property {Texts} texts
 */

const panel = (/** @type {string} */ slot) => (/** @type {import('../../ui/view.js').View} */ view) =>
  html`<orrery-texts slot=${slot} ?flat=${slot !== ''} .view=${view}></orrery-texts>`;

/** @type {Manifest} */
export const withMachine = {
  panels: [
    { place: 'side', order: 42, pages: ['presenter'], forms: WIDE, render: panel('') },
    { place: 'side', tab: 'people', order: 42, pages: ['presenter'], forms: MIDDLE, render: panel('people') },
    { place: 'side', tab: 'stage', order: 64, pages: ['presenter'], forms: SHEET, render: panel('stage') },
  ],
  actions: { texts: inRoom((conductor, /** @type {Texts} */ set) => conductor.command({ do: 'texts', ...set })) },
  attach: (page) => new Obedience(page),
  finds: {
    texts({ view: { room }, words }) {
      if (!room || !(room.drives || room.role === 'presenter')) return [];
      const set = room.parts.texts ?? {};
      const all = words.text('texts.title');
      const entry = (/** @type {string} */ name, /** @type {Texts} */ change) => ({
        kind: /** @type {const} */ ('action'),
        name,
        more: all,
        value: { ...set, ...change },
        id: JSON.stringify(change),
      });
      return [
        ...ORDER.map((level) => entry(words.text(`level.${level}`), { level })),
        ...languages().map((language) => entry(nameOf(language), { language })),
        entry(words.text('texts.own'), { level: null, language: null }),
      ];
    },
  },
};

/**
 * Changes the page's texts whenever the room's presenter sets them for all, or leaves them to each person again. A hall for which nobody has
 * chosen a level takes, while a tour is given, that of whoever gives it.
 */
class Obedience {
  #page;
  #given = '';

  /** @param {import('../../ui/features.js').WalkPage} page */
  constructor(page) {
    this.#page = page;
  }

  /** @param {import('../../ui/view.js').View} view */
  drawn({ room }) {
    if (room) this.#obey(room.parts.texts ?? {}, room.parts.tour?.level);
  }

  /** @param {NonNullable<Parts['texts']>} set @param {string} [given] the level of whoever gives a tour */
  #obey({ level = '', language = '' }, given = '') {
    const { page } = this.#page;
    // A language that this page does not have changes nothing here.
    const known = languages().includes(language) ? language : '';
    if (level === textSettings.level && known === textSettings.language && given === this.#given) return;
    Object.assign(textSettings, { level, language: known });
    this.#given = given;
    const next = {
      language: chosenLanguage(),
      level: decideLevel(level, ...ownLevels(page), page === 'projector' ? given : ''),
    };
    if (next.language === words.language && next.level === words.level) redraw(document.body);
    else
      changeTexts(next.language, next.level).catch((problem) => {
        console.error(problem);
        this.#page.say({ problem: {} });
      });
  }
}

/** A line that says what is set for all, and opens to the choices. */
class TextsPanel extends ViewElement {
  static styles = [
    shared,
    selectStyle,
    framed,
    folded,
    css`
      select {
        min-height: 36px;
        max-width: 100%;
      }
    `,
  ];

  render() {
    const { room } = this.view ?? {};
    if (!room) return nothing;
    const set = room.parts.texts ?? {};
    const levels = ORDER.map((level) => ({ id: String(level), name: words.text(`level.${level}`) }));
    const there = languages().map((id) => ({ id, name: nameOf(id) }));
    return html`<section aria-label=${words.text('texts.title')}>
      <details>
        <summary>${words.text('texts.summary', { what: this.#summary(set) })}</summary>
        ${this.#choice('level', words.text('level.label'), levels, set)}
        ${there.length < 2 ? nothing : this.#choice('language', words.text('language.label'), there, set)}
      </details>
    </section>`;
  }

  /** @param {NonNullable<Parts['texts']>} set */
  #summary({ level, language }) {
    const said = [...(level ? [words.text(`level.${level}`)] : []), ...(language ? [nameOf(language)] : [])];
    return said.length === 0 ? words.text('texts.own') : said.join(', ');
  }

  /** @param {'level' | 'language'} part @param {string} label @param {{id: string, name: string}[]} options @param {NonNullable<Parts['texts']>} set */
  #choice(part, label, options, set) {
    const chosen = set[part] ?? '';
    return html`<label class="row">
      <span>${label}</span>
      <select .value=${chosen} @change=${(/** @type {{currentTarget: HTMLSelectElement}} */ { currentTarget }) => ask(this, 'texts', { ...set, [part]: currentTarget.value || null })}>
        <option value="" ?selected=${chosen === ''}>${words.text('texts.own')}</option>
        ${options.map(
          ({ id, name }) =>
            html`<option value=${id} translate=${part === 'language' ? 'no' : nothing} ?selected=${chosen === id}>${name}</option>`,
        )}
      </select>
    </label>`;
  }

  /** A browser ignores the options' attributes once somebody has chosen one. */
  updated() {
    const { level = '', language = '' } = this.view?.room?.parts.texts ?? {};
    const [first, second] = this.renderRoot.querySelectorAll('select');
    if (first) first.value = level;
    if (second) second.value = language;
  }
}

customElements.define('orrery-texts', TextsPanel);
