/**
 * The registry of features. A feature is one capability of the page: its panels, its members of the view, its keys and its
 * actions. The page uses this registry and names no feature itself.
 *
 * `features/<name>/feature.js` declares a feature. Each of its exports is a {@link Manifest}, named by when its code is needed:
 * - `withText`: with the first text, on every page. This is part of the first download, so it has templates only: the elements that they
 *   name may load later;
 * - `forDriving`: at the same time, on pages that move the walk (solo, presenter);
 * - `onHall`, `onLanding`, `onRooms`, `onReplay`: at the same time, on this page alone;
 * - `afterText`: with the page controller, which pages that move the walk load first after the text. A key that waits for it acts then;
 * - `withMachine`: with everything else, while the machine's files load;
 * - `whenFinding`: when somebody opens *Find anything* for the first time.
 *
 * The build (io.orrery.pack.Manifests) makes of these the lists that pages import as `manifests/<export>.js`. Of a feature's module each list
 * has only what its export uses, so a manifest may import whatever it needs.
 *
 * @typedef {import('./view.js').View} View
 * @typedef {import('./window-form.js').Form} Form
 *
 * @typedef {object} Layout  the page's current layout
 * @property {Form} form
 * @property {string} theme
 * @property {string} tab       the chosen tab, where panels share one place
 * @property {boolean} folded   whether that place is folded to its tabs
 * @property {(tab: string) => void} choose
 * @property {(on: boolean) => void} fold
 * @property {Features} features
 * @property {AnyConductor | null} conductor    for panels that run something and await the result
 *
 * @typedef {object} Panel
 * @property {'top' | 'left' | 'side' | 'map' | 'bottom' | 'bar' | 'under' | 'over'} place  see page/room-page.js; `bar`: in the
 *   bar under the scene; `over`: above everything else
 * @property {(view: View, layout: Layout) => unknown} render  with a tab, it renders into the slot of that name
 * @property {string[]} [pages]  kinds of page; all by default
 * @property {Form[]} [forms]    forms of the window; all by default
 * @property {string} [tab]      the panel's tab, where panels share one place: a string key below `tabs`
 * @property {(view: View) => string} [tabName]  the string key of the tab's name below `tabs`; by default the tab
 * @property {(view: View) => boolean} [offered]  whether there is something under its tab; always by default
 * @property {number} [order]    among the panels of one place; 0 by default
 * @property {(view: View, tab: string) => boolean} [when]  whether to show it; `tab` is the current tab
 * @property {boolean} [alone]  while it is shown, the other panels of its place are not
 * @property {(view: View) => boolean} [comesForward]  whether to show its tab now, whichever tab the person has chosen
 *
 * @typedef {import('../live/solo-conductor.js').SoloConductor | import('../live/room-conductor.js').RoomConductor |
 *   import('../live/driving-conductor.js').DrivingConductor} AnyConductor
 * @typedef {import('../scene/machine.js').Machine} Machine
 * @typedef {import('../scene/gallery/flight.js').Leg & {seconds: number}} Leg  where a flight is
 * @typedef {View['page'] | 'rooms' | 'afterwards' | 'embed'} PageName
 *
 * @typedef {HTMLElement & import('lit').ReactiveControllerHost & PageMembers} Page
 * @typedef {Page & {conductor: AnyConductor}} WalkPage  to which parts are attached
 * @typedef {object} PageMembers  the page as actions use it
 * @property {PageName} page   kind of page
 * @property {string} code   of the room; empty without one
 * @property {Error | null} failure  why the walk cannot begin
 * @property {AnyConductor | null} conductor
 * @property {import('../live/room-conductor.js').PageLine | null} connection  in a room
 * @property {import('../model/trace.js').Trace | null} trace  the current run
 * @property {Machine | null} machine   the scene
 * @property {import('../scene/gallery/model-gallery.js').ModelGallery | null} modelGallery
 * @property {boolean} copy  whether the small copy of the hall's screen is shown
 * @property {boolean} looking  whether the person has taken the camera
 * @property {string} tab
 * @property {string} address  a link to the current view
 * @property {Features} features
 * @property {import('declared').Ports} ports  what features offer each other on this page, by name; undefined before the feature is attached, and
 *   where it is not. Imports and ports together have no cycle: a feature below asks those above by a member of {@link FeatureInstance}
 * @property {(parts: string[]) => void} reportWrong  says which members of the address are invalid
 * @property {ParentNode['querySelector']} element  the page's element of a tag
 * @property {() => Promise<void>} loadDeferred  resolves when the deferred modules have loaded, before which their elements can do nothing
 * @property {(action: string, value?: unknown) => void} act
 * @property {(notice: import('../live/conductor.js').Notice) => void} say
 * @property {import('./theme.js').Theme} theme
 * @property {(on: boolean) => void} lookAround
 * @property {(tab: string) => void} showTab  brings a tab to the front, where panels share one place
 * @property {() => void} requestUpdate
 *
 * @typedef {{page: Page, view: View, words: import('./words.js').Words}} Place  where something is looked for; `words`: of the page, or English
 *
 * @typedef {object} Find  how an action stands in *Find anything*, for whoever has a right to it
 * @property {string} [name]  string key; by default that of its key in the help, else `find.action.<action>`
 * @property {any} [value]
 * @property {string} [more]  what tells it from others of the same name
 * @property {(place: Place) => boolean} [when]  whether it is there at all; always by default
 * @property {(place: Place) => boolean} [can]  whether it does something now; always by default
 * @property {string} [not]   why it does not: a string key below `find.not`
 *
 * @typedef {object} Found  something to which an action leads
 * @property {Kind} kind
 * @property {string} name
 * @property {any} [value]  of the action
 * @property {string} [id]  stays the same as long as it is the same thing; by default the value as JSON
 * @property {string} [more]  what is said beside its name
 * @property {string[]} [keys]  pressed one after the other
 * @property {string} [not]   why it can do nothing now, as a sentence
 * @property {string} [sure]  what is asked before it is done
 * @property {Record<string, any>} [keeps]  what a beat of a talk would show of it, in the words of a tour's file; absent: no beat can
 *
 * @typedef {'action' | 'step' | 'tour' | 'beat' | 'tool' | 'text' | 'model' | 'person' | 'part'} Kind
 *
 * @typedef {(place: Place) => Found[] | Promise<Found[]>} Finder
 *
 * @typedef {Find | Finder | (Find | Finder)[] | null} Finds  null: the action is about what is pressed or written in its own panel
 *
 * @typedef {object} FeatureInstance  the state that a feature attaches to a page. All members are optional callbacks.
 * @property {(view: View) => void} [drawn]       the page has rendered
 * @property {() => void} [moved]                 this page's camera has moved
 * @property {() => void} [cellChanged]           the inspected cell, or its explanation, has changed
 * @property {() => {name: string, index: number[]} | null} [subject]  the cell that the panel over the scene explains
 * @property {(asked: import('../page/address.js').AddressFields) => string[] | Promise<string[]>} [beginAsked]  begins, on a page without a room, what the
 *   address asks for; answers with the names of members for which there is nothing
 * @property {(asked: import('declared').Address) => void} [lookAsked]  the first machine is there: shows what the address asks for
 * @property {(inRoom: boolean, asked: import('declared').Address) => Partial<import('../page/address.js').AddressFields> | null} [inAddress]  members of the
 *   page's address; `inRoom`: what is the room's is left out; `asked`: what the address asked for
 * @property {() => boolean} [leads]  whether the feature leads through the walk: then its text stays in front, and what is shown is its
 * @property {() => '' | 'asked' | 'later'} [hides]  until when somebody who walks alone is not shown what comes next; empty: it is shown
 * @property {() => import('../scene/layout/focus.js').Focus | null} [drawsIn]  the part of the machine in which the feature draws, which is then shown
 *   in place of the step; null for none
 * @property {() => number | null} [position]  of the text that is asked about, from 0
 * @property {() => boolean} [asksRoom]  asks the room what stands there to be asked; false if nothing does
 * @property {(cell: {name: string, index: number[]} | null, isOthers: boolean) => void} [cellChosen]  the cell that is held has changed; `isOthers`:
 *   somebody else holds it
 * @property {() => void} [follow]                the camera follows again
 * @property {(cell: import('../scene/pointer-input.js').Spot | null) => void} [hover]        the scene's cell under the pointer has changed; null for none
 * @property {(cell: import('../scene/pointer-input.js').Spot | null) => void} [select]       a cell of the scene was clicked; null for none
 * @property {(part: import('../scene/layout/focus.js').Focus) => void} [partChosen]  a label or a part of the scene that is far away was clicked
 * @property {(machine: Machine | null) => void} [numbers]   the scene has received numbers
 * @property {(leg: Leg) => void} [leg]           the gallery's flight has moved
 * @property {() => void} [forget]                the step or the run has changed
 * @property {(covered: Covered) => void} [free]  the width of the panels on each side of the scene has been measured
 * @property {() => import('./keys.js').States | null} [keyStates]  states of this part in which keys mean something else
 * @property {() => void} [letGo]                a clicker steps: what keeps the arrows lets go of them
 * @property {() => void} [anew]                  a kiosk begins anew, and the device's storage is as it was: what a visitor has chosen or kept is forgotten
 * @property {(id: string, asked: {language: string}) => Promise<any> | null} [ownTour]  a tour that this page makes itself; null for one of the server's
 * @property {() => boolean} [putAway]            closes something for the Escape key; false if there is nothing to close
 * @property {(view: View) => string | null} [news]  an announcement of changes, or null
 * @property {(trace: import('../model/trace.js').Trace, step: string) => string | null} [resultOf]  a step's result in words
 *
 * @typedef {FeatureInstance & {toString(): string}} Attached  also one without any of these members
 * @typedef {Required<FeatureInstance>} Members
 * @typedef {{[Member in keyof Members]?: (...values: Parameters<Members[Member]>) => ReturnType<Members[Member]>}} Asked  the same as {@link FeatureInstance}
 *
 * @typedef {{left?: number, top?: number, right?: number, bottom?: number, foot?: number, base?: number, taken?: DOMRect[]}} Covered  the width of
 *   what is over the scene on each side, CSS px. `foot`: as `bottom`, without a question; `base`: in the hall, the height on which notes stand;
 *   `taken`: boxes where nothing is written on the machine, although it may be there
 *
 * @typedef {object} Cover  an element over the scene
 * @property {string} selector
 * @property {boolean} [over]  whether the machine is drawn behind it; true by default
 * @property {boolean} [note]  it stands at the foot in the hall, and above the machine on a phone
 * @property {boolean} [head]  on a phone the machine is below it
 * @property {boolean} [question]  its `section` stands at the foot, and the machine stays above
 * @property {boolean} [beside]  it is in the upper right, and the machine beside it or below, where more is free
 * @property {boolean} [left]  it stands at the left, and the machine at the right of it
 * @property {number} [foot]   in columns the machine is above it; of several, above the one with the smallest number
 * @property {(features: Features) => boolean} [footWhen]  whether it counts as foot; always by default
 * @property {boolean} [late]  it is rendered after the page
 * @property {boolean} [reserves]  it is {@link Reserving}
 * @typedef {Element & {reserved?: number}} Reserving  `reserved`: a height above the machine
 *
 * @typedef {object} Manifest  what a feature adds to a page from one moment on
 * @property {number} [order]  place among the manifests of the same moment, 0 by default; those of equal order stand by name. The Escape key asks in
 *   this order for something to close
 * @property {(new () => HTMLElement)[]} [elements]  that its panels name; they are defined as soon as they have loaded
 * @property {Panel[]} [panels]
 * @property {(page: Page) => Partial<import('declared').Members>} [viewOf]  the feature's members of the view
 * @property {Record<string, Action>} [actions]
 * @property {import('../live/room-conductor.js').Predictions} [predicts]  what commands change until the room answers
 * @property {(parts: import('../live/room-conductor.js').Parts) => boolean} [holdsWalk]  whether the feature is in front of the walk in a room, so that going on does not
 *   move it
 * @property {Partial<Readers<import('declared').Address>>} [address]  readers of the feature's members of the page's address
 * @property {Cover[]} [covers]  its elements over the scene
 * @property {(page: HTMLElement, how: {name: string, form: Form, question: DOMRect | undefined, notes: DOMRect[]}) => Covered | null} [around]  what is
 *   covered while the feature renders instead of the walk's panels; `name`: of the page, with `-lobby` in the lobby; null while it does not
 * @property {(page: Page, view: View) => unknown} [instead]  renders instead of the walk's panels; null to leave them
 * @property {(page: Page) => unknown} [standIn]  renders instead of a walk that cannot begin or continue, or null
 * @property {(page: WalkPage) => Attached | null} [attach]  called once per page, when there is a conductor
 * @property {Record<string, Finds>} [finds]  what *Find anything* offers, by the actions that it leads to: an entry for each action of the feature
 * @property {string[]} [dialogs]  tags of {@link Dialog}s
 *
 * @typedef {HTMLElement & {open: boolean, ownKeys?: string[], renderRoot: ParentNode}} Dialog  takes all keys while it is `open`; `ownKeys` are those
 *   that it has an action for
 *
 * @typedef {Manifest & {name: string}} Feature  a manifest with its folder below features/ in camel case: `tourAct` for `tour/act`
 */

import { nothing } from 'lit';
import { source } from '../live/http.js';

/** @template [Value=any] @typedef {((page: Page, value: Value) => void) & {may?: (page: Page) => boolean}} Action  `may`: whether its person has a right to it (ui/guards.js) */
/** By the names of members: undefined for an invalid value. @template All @typedef {{[Name in keyof All]: (text: string) => All[Name] | undefined}} Readers */

/** @template {keyof FeatureInstance} Member @param {Asked} part @param {Member} member @param {Parameters<Members[Member]>} values */
export const call = (part, member, values) => part[member]?.call(part, ...values);

/** @template Value @typedef {Exclude<Value, false | null | undefined | void>} Answer */
/** @template Value @param {Value} value @returns {value is Answer<Value>} */
const isAnswer = (value) => value !== false && value != null;

/** @param {Page} page @returns {page is WalkPage} */
const hasConductor = (page) => page.conductor !== null;

/** Orders may be as far below 0. */
const LEAST_ORDER = 10;

export class Features {
  /** The declared features, in order. @type {Feature[]} */
  declared = [];
  /** What features have attached to the page, by their names. @type {import('declared').Ports} */
  ports = {};

  /** @param {Feature[]} declared in order */
  constructor(declared) {
    this.add(declared);
  }

  /** Adds features that were loaded later. @param {Feature[]} declared */
  add(declared) {
    this.declared.push(...[...declared].sort((a, b) => (a.order ?? 0) - (b.order ?? 0)));
  }

  /** @returns {FeatureInstance[]} */
  get parts() {
    return Object.values(this.ports);
  }

  /**
   * The panels of a place, each at the index of its order. So those that load later move none that are there, and Lit, which keeps an
   * element only at its index, makes none again.
   *
   * @param {Panel['place']} place @param {string} page @param {Form} form @returns {Panel[][]} those of one order together; with gaps
   */
  panels(place, page, form) {
    /** @type {Panel[][]} */
    const list = [];
    for (const each of this.declared.flatMap(({ panels = [] }) => panels)) {
      if (each.place !== place || !(each.pages?.includes(page) ?? true) || !(each.forms?.includes(form) ?? true))
        continue;
      (list[LEAST_ORDER + (each.order ?? 0)] ??= []).push(each);
    }
    return list;
  }

  /** Renders the panels of a place. @param {Panel['place']} place @param {View} view @param {Layout} layout @param {string} [tab] the one shown */
  render(place, view, layout, tab = '') {
    const panels = this.panels(place, view.page, layout.form);
    const isThere = (/** @type {Panel} */ each) => (each.tab ?? tab) === tab && (each.when?.(view, tab) ?? true);
    const only = panels.flat().find((each) => each.alone && isThere(each));
    // A hidden panel keeps its place in the list, for the same reason.
    return panels.map((ofOrder) =>
      ofOrder.map((each) => (isThere(each) && (only ?? each) === each ? each.render(view, layout) : nothing)),
    );
  }

  /** All features' members of the view. @param {Page} page @returns {import('declared').Members} */
  viewOf(page) {
    return Object.assign({}, ...this.declared.map(({ viewOf }) => viewOf?.(page)));
  }

  /** Attaches all features that have not been attached yet. @param {Page} page */
  attach(page) {
    if (!hasConductor(page)) return;
    for (const { name, attach } of this.declared) {
      const part = attach && !(name in this.ports) ? attach(page) : null;
      if (part) Object.assign(this.ports, { [name]: part });
    }
  }

  /** Calls a member of all parts that have it. @template {keyof FeatureInstance} Member @param {Member} member @param {Parameters<Members[Member]>} values */
  tell(member, ...values) {
    for (const part of this.parts) call(part, member, values);
  }

  /**
   * Calls a member of the parts in turn.
   * @template {keyof FeatureInstance} Member @param {Member} member @param {Parameters<Members[Member]>} values
   * @returns {Answer<ReturnType<Members[Member]>> | null} the first answer that is neither null nor false
   */
  ask(member, ...values) {
    for (const part of this.parts) {
      const answer = call(part, member, values);
      if (isAnswer(answer)) return answer;
    }
    return null;
  }

  /** The first content that a feature renders for a slot; null if there is none. @param {(feature: Feature) => unknown} contentOf */
  first(contentOf) {
    return this.declared.map(contentOf).find((content) => content != null) ?? null;
  }

  /** @param {string} name of an action @returns {Action | undefined} undefined if no feature has it, or it needs a server that is not there */
  action(name) {
    if (!source.can(name)) return undefined;
    return this.declared.find(({ actions }) => actions && Object.hasOwn(actions, name))?.actions?.[name];
  }
}
