/**
 * The registry of features. A feature is one capability as the page sees it: its panels, its members of the view, its keys
 * and its actions, declared in `features/<name>/feature.js`. The page asks this registry and names no feature itself.
 *
 * A declaration that everybody loads first holds little: templates name elements whose modules come later. What is needed
 * only once something is pressed or the scene is there stands in `features/<name>/deferred.js`, under the same name.
 *
 * @typedef {import('./view.js').View} View
 * @typedef {import('./window-form.js').Form} Form
 * @typedef {import('./keys.js').Key} Key
 *
 * @typedef {object} Layout  how the page is laid out now
 * @property {Form} form
 * @property {string} theme
 * @property {string} tab       of the panels that share one place, the one that a person chose
 * @property {boolean} folded   whether that place is folded to its tabs
 * @property {(tab: string) => void} choose
 * @property {(on: boolean) => void} fold
 * @property {Features} features
 * @property {any} conductor    for panels that run something and await its outcome
 *
 * @typedef {object} Panel
 * @property {'top' | 'left' | 'side' | 'map' | 'bottom' | 'under' | 'over'} place  see page/room-page.js; `over`: above all else
 * @property {(view: View, layout: Layout) => unknown} render  under a tab, into the slot of that name
 * @property {string[]} [pages]  kinds of page; every one where they are not named
 * @property {Form[]} [forms]    forms of the window; every one where they are not named
 * @property {string} [tab]      where panels share one place: the tab they are under, a word of `tabs` in the strings
 * @property {number} [order]    among the panels of one place; 0 where it is not said
 * @property {(view: View, tab: string) => boolean} [when]  `tab`: the one that is shown
 *
 * @typedef {object} Page  what an action may touch
 * @property {string} page   its kind
 * @property {string} code   of the room, or nothing
 * @property {any} conductor  live/conductor.js, or null
 * @property {any} connection  live/connection.js, in a room
 * @property {any} machine   the scene, or null
 * @property {any} modelGallery  the models that are walked past, or null
 * @property {boolean} copy  whether the hall's screen is shown, small
 * @property {boolean} looking  whether the camera is the person's own
 * @property {string} tab
 * @property {string} address  a link to what is shown
 * @property {Features} features
 * @property {(name: string) => any} attached  what a feature attached to this page, or null
 * @property {(element: string) => any} element  of the page, by its tag; null where it is not there
 * @property {(action: string, value?: any) => void} act
 * @property {(notice: import('../live/conductor.js').Notice) => void} say
 * @property {import('./theme.js').Theme} theme
 * @property {(on: boolean) => void} lookAround
 * @property {() => void} showCell
 * @property {() => void} requestUpdate
 *
 * @typedef {(page: Page, value: any) => void} Action
 *
 * @typedef {object} Part  what a feature attaches to a page. Each member is optional; the page calls what is there.
 * @property {(view: View) => void} [drawn]       the page has been drawn
 * @property {() => void} [moved]                 this page's camera stands elsewhere
 * @property {() => void} [cellChanged]           another cell is in question, or more is known of it
 * @property {(cell: any) => void} [hover]        the cell under the pointer, as the scene says it, or null
 * @property {(cell: any) => void} [select]       a cell of the scene was pressed, or none
 * @property {(machine: any) => void} [numbers]   numbers have come to the scene
 * @property {(leg: any) => void} [leg]           a flight past models is somewhere else
 * @property {() => void} [forget]                another run is shown
 * @property {() => boolean} [putAway]            puts away what it has at hand; false where there is nothing
 * @property {(view: View) => string | null} [news]  what has changed, in words
 * @property {(trace: import('../model/trace.js').Trace, step: string) => string | null} [resultOf]  a step's, in words
 *
 * @typedef {object} Feature
 * @property {string} name   of its folder
 * @property {Panel[]} [panels]
 * @property {(page: Page) => object} [viewOf]  its members of the view
 * @property {Key[]} [keys]  in the order in which the help sheet lists them
 * @property {Record<string, Action>} [actions]
 * @property {(page: Page, view: View) => unknown} [instead]  in the place of the walk's panels; null where they stay
 * @property {(page: Page) => Part | null} [attach]  made once for a page, when there is a conductor
 * @property {(page: Page, action: string | null, key: string) => boolean} [intercept]  deals with a key before its action;
 *   true where nothing more is to happen
 * @property {string[]} [dialogs]  elements that take the keys while they are `open`
 */

import { nothing } from 'lit';

export class Features {
  /** @type {Feature[]} */
  #declared = [];
  /** @type {Map<string, Part>} */
  #parts = new Map();

  /** @param {Feature[]} declared in their order */
  constructor(declared) {
    this.add(declared);
  }

  /** Adds what came with a later file. @param {Feature[]} declared */
  add(declared) {
    this.#declared.push(...declared);
  }

  /** @returns {Key[]} */
  get keys() {
    return this.#declared.flatMap(({ keys = [] }) => keys);
  }

  /** Elements that take the keys while they are open. */
  get dialogs() {
    return this.#declared.flatMap(({ dialogs = [] }) => dialogs);
  }

  /** The panels of a place, in their order. @param {Panel['place']} place @param {string} page @param {Form} form @returns {Panel[]} */
  panels(place, page, form) {
    return this.#declared
      .flatMap(({ panels = [] }) => panels)
      .filter((each) => each.place === place && (each.pages?.includes(page) ?? true) && (each.forms?.includes(form) ?? true))
      .sort((a, b) => (a.order ?? 0) - (b.order ?? 0));
  }

  /** Renders the panels of a place. @param {Panel['place']} place @param {View} view @param {Layout} layout @param {string} [tab] the one shown */
  render(place, view, layout, tab = '') {
    // A panel that is not shown keeps its place in the list, or Lit would make those behind it anew.
    return this.panels(place, view.page, layout.form).map((each) =>
      (each.tab ?? tab) === tab && (each.when?.(view, tab) ?? true) ? each.render(view, layout) : nothing,
    );
  }

  /** All features' members of the view. @param {Page} page */
  viewOf(page) {
    return Object.assign({}, ...this.#declared.map(({ viewOf }) => viewOf?.(page)));
  }

  /** Attaches to a page what has not been attached yet. @param {Page} page */
  attach(page) {
    for (const { name, attach } of this.#declared) {
      const part = attach && !this.#parts.has(name) ? attach(page) : null;
      if (part) this.#parts.set(name, part);
    }
  }

  /** @param {string} name of a feature @returns {any} what it attached; null while there is nothing */
  attached(name) {
    return this.#parts.get(name) ?? null;
  }

  /** Tells every part that listens. @param {keyof Part} what @param {any[]} values */
  tell(what, ...values) {
    for (const part of this.#parts.values()) /** @type {any} */ (part[what])?.call(part, ...values);
  }

  /** Asks the parts in turn. @param {keyof Part} what @param {any[]} values @returns {any} the first answer that is neither null nor false */
  ask(what, ...values) {
    for (const part of this.#parts.values()) {
      const answer = /** @type {any} */ (part[what])?.call(part, ...values) ?? false;
      if (answer !== false) return answer;
    }
    return null;
  }

  /** What a feature puts in the place of the walk's panels; null where they stay. @param {Page} page @param {View} view */
  instead(page, view) {
    for (const { instead } of this.#declared) {
      const content = instead?.(page, view) ?? null;
      if (content !== null) return content;
    }
    return null;
  }

  /** @param {Page} page @param {string | null} action @param {string} key */
  intercept(page, action, key) {
    return this.#declared.some(({ intercept }) => intercept?.(page, action, key) ?? false);
  }

  /** Does what a panel or a key asks for; nothing where no feature knows it. @param {Page} page @param {string} action @param {any} [value] */
  act(page, action, value) {
    const knows = this.#declared.find(({ actions }) => actions && Object.hasOwn(actions, action));
    knows?.actions?.[action](page, value);
  }
}
