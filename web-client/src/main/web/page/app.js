/**
 * The page: one element for the landing page, the solo page, an attendee's page, the presenter's and the hall's screen. It
 * connects a conductor, which decides what is shown, with the panels and the scene.
 *
 * What it shows, start/shown.js says in plain values: for browser tests, and for the curious.
 */
import { html, LitElement, nothing } from 'lit';
import withText from 'manifests/withText.js';
import { Features } from '../ui/features.js';
import { normalCode, spokenCode } from '../live/identity.js';
import { readAddress } from './address.js';
import { insist } from '../live/retry.js';
import { DeferredPanels } from './deferred-panels.js';
import { Notices } from './notices.js';
import { roomPage } from './room-page.js';
import { chosenLanguage, declareLanguage } from '../ui/language.js';
import { chosenLevel } from '../ui/level.js';
import { localId } from '../ui/step-texts.js';
import { chosenTheme, useTheme } from '../ui/theme.js';
import { viewOf } from '../ui/view.js';
import { WindowForm } from '../ui/window-form.js';
import { words } from '../ui/words.js';

/** Kinds of page whose first view needs only the first part of the texts. */
const READ_FIRST = ['attendee', 'solo'];
/** The view's members of the scene until that has loaded. */
const UNSEEN = { focus: null, over: { value: null } };

/** Pages without a machine. */
const SHOW_NOTHING = ['nowhere', 'rooms', 'afterwards'];

/** @typedef {import('../ui/features.js').AnyConductor} AnyConductor */
/** @typedef {import('../ui/features.js').PageName} PageName */

/** The features of this kind of page. @type {import('../ui/features.js').Feature[]} */
let declared = withText;
/** How this kind of page gets its conductor; set once, before the element is defined. @type {Way} */
let way = {};
/** Called once the first text is shown. @type {((page: App) => unknown) | null} */
let afterText = null;
/** Listens to keys; without it, that waits for the deferred modules. @type {((page: App) => void) | null} */
let listen = null;

/**
 * Alone, or in a room.
 * @typedef {{walk?: typeof import('./solo.js').walk,
 *   roomOf?: (page: PageName, code: string) => {connection: import('../live/room-conductor.js').PageLine, conductor: AnyConductor} | null}} Way
 */

export class App extends LitElement {
  static properties = {
    page: {},
    code: {},
    theme: { state: true },
    tab: { state: true },
    folded: { state: true },
    copy: { state: true },
    failure: { state: true },
  };

  /** @type {AnyConductor | null} */
  conductor = null;
  /** @type {import('../live/room-conductor.js').PageLine | null} */
  connection = null;
  /** Null until it has loaded. @type {import('./page-controller.js').PageController | null} */
  controller = null;
  features = new Features(declared);
  /** What features offer each other on this page. */
  ports = this.features.ports;
  #window = new WindowForm(this);
  #notices = new Notices(this);
  /** The camera of the page's address. @type {import('./address.js').AddressFields} */
  #asked = {};
  /** The page's address as it was opened: features read their members. */
  #others = new URLSearchParams();
  /** Invalid members of the address. @type {string[]} */
  #wrong = [];
  /** @type {import('../ui/view.js').View | null} */
  #view = null;
  #looking = false;
  #deferred = new DeferredPanels(({ PageController, features, listenToKeys }) => {
    if (!listen) {
      window.onkeydown = null;
      listenToKeys(this, this.#pressed);
    }
    this.features.add(features);
    if (this.conductor) this.features.attach(this);
    this.control(PageController);
    this.controller?.look();
    this.controller?.reportWrong(this.#wrong);
    this.requestUpdate();
  });
  /** The last press before anything listens to keys. @type {{event: KeyboardEvent, path: EventTarget[]} | undefined} */
  #pressed;
  /** The last action that was requested; it waits for the page controller. @type {(() => void) | null} */
  #requested = null;

  constructor() {
    super();
    /** @type {PageName} */
    this.page = 'landing';
    this.code = '';
    /** @type {import('../ui/theme.js').Theme} */
    this.theme = 'dark';
    this.tab = '';
    this.folded = false;
    /** Whether the presenter's page shows the small copy of the hall's screen. */
    this.copy = false;
    /** Why the walk cannot begin. @type {Error | null} */
    this.failure = null;
  }

  /** The current run. */
  get trace() {
    return this.conductor?.trace ?? null;
  }

  /** The scene's machine, or null. */
  get machine() {
    return this.#scene?.machine ?? null;
  }

  /** @returns {import('./scene-host.js').SceneHost | null} */
  get #scene() {
    return this.#deferred.panels ? this.querySelector('orrery-scene') : null;
  }

  /** The model gallery; null unless it is open. */
  get modelGallery() {
    return this.#scene?.modelGallery ?? null;
  }

  /** An element of this page, or null. @type {ParentNode['querySelector']} */
  element = this.querySelector;

  get address() {
    return this.controller?.address ?? location.href;
  }

  /** Loads the deferred modules. @returns {Promise<void>} resolves when they have loaded */
  loadDeferred() {
    return this.#deferred.load();
  }

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    this.code = normalCode(this.code);
    const { shown, wrong, others } = readAddress(
      SHOW_NOTHING.includes(this.page) || this.page === 'landing' ? '' : location.hash,
    );
    this.theme = chosenTheme(this.page, shown.theme);
    this.#asked = { camera: shown.camera };
    this.#others = others;
    useTheme(this.theme);
    this.addEventListener('ask', (event) => {
      const { action, value } = /** @type {CustomEvent<import('../ui/ask.js').Asked>} */ (event).detail;
      this.act(action, value);
    });
    if (listen) listen(this);
    else window.onkeydown = (event) => (this.#pressed = { event, path: event.composedPath() });
    // A link pasted over this page's address changes only the fragment, which by itself would load nothing.
    window.addEventListener('hashchange', () => {
      if (this.page !== 'landing') location.reload();
    });
    for (const back of ['online', 'pageshow', 'focus']) window.addEventListener(back, () => this.connection?.hasten());
    document.addEventListener('resume', () => this.connection?.hasten());
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden) this.connection?.hasten();
    });
    this.#begin(shown, wrong);
  }

  /** @param {import('./address.js').AddressFields} shown @param {string[]} wrong invalid members of the address */
  #begin(shown, wrong) {
    if (SHOW_NOTHING.includes(this.page)) return;
    if (way.walk) way.walk(this, shown, wrong, this.#others);
    else {
      this.#enterRoom();
      // a key that was pasted on the wrong page must not be seen
      if (location.hash.includes('key=')) history.replaceState(history.state, '', location.pathname);
      this.reportWrong(wrong);
    }
  }

  /** Reports invalid members of the address. Their texts are among the deferred ones. @param {string[]} parts their names */
  reportWrong(parts) {
    this.#wrong.push(...parts);
    if (this.#deferred.panels) this.controller?.reportWrong(this.#wrong);
    else if (parts.length > 0) this.loadDeferred();
  }

  #enterRoom() {
    const room = way.roomOf?.(this.page, this.code);
    if (room) {
      this.connection = room.connection;
      this.follow(room.conductor);
      room.connection.start();
    }
    this.requestUpdate();
  }

  /** Connects a conductor. @param {AnyConductor} conductor */
  follow(conductor) {
    this.conductor = conductor;
    this.features.attach(this);
    conductor.addEventListener('change', () => {
      this.#loadStepTexts();
      this.requestUpdate();
    });
    conductor.addEventListener('show', () => this.#show(conductor));
    conductor.addEventListener('notice', (event) =>
      this.say(/** @type {CustomEvent<import('../live/conductor.js').Notice>} */ (event).detail),
    );
  }

  /**
   * Says something to this page's person. The hall and phones say nothing of a request that failed: nobody there can do anything about
   * it. A phone says why the room has refused what its person did.
   * @param {import('../live/conductor.js').Notice} notice
   */
  say(notice) {
    const { problem } = notice;
    const isSilent =
      this.page === 'projector' ? problem !== undefined : this.page === 'attendee' && problem instanceof Error;
    if (isSilent) console.warn(problem);
    else this.#notices.say(notice);
  }

  /** The conductor shows another step; the scene listens to it itself. @param {import('../live/conductor.js').Conductor} conductor */
  #show({ shown }) {
    if (!shown?.from) this.#deferred.loadAfter(this.#loadStepTexts(), () => afterText?.(this));
    else this.features.tell('forget');
    this.controller?.show();
  }

  /** Loads the texts of the current step, unless the lobby is shown. */
  async #loadStepTexts() {
    const { step = null, room } = this.conductor ?? {};
    if (step === null || room?.lobby || words.saysStep(localId(step))) return;
    await words.loadStep(localId(step));
    this.requestUpdate();
  }

  /** Takes the page controller, once. @param {typeof import('./page-controller.js').PageController} PageController */
  control(PageController) {
    if (this.controller) return;
    this.controller = new PageController(this, this.#asked, this.#others);
    this.controller.show();
    this.#requested?.();
  }

  /**
   * Performs an action, once the page controller has loaded. If several actions are waiting, only the last one is performed.
   *
   * @param {string} action @param {unknown} [value]
   */
  act(action, value) {
    this.#requested = () => this.features.action(action)?.(this, value);
    if (this.controller) this.#requested();
    else this.loadDeferred();
  }

  /** @param {boolean} on */
  lookAround(on) {
    if (this.#looking === on) return;
    this.#looking = on;
    this.conductor?.looking(on);
    this.requestUpdate();
  }

  /** Whether the person has taken the camera. */
  get looking() {
    return this.#looking;
  }

  /** Brings a tab to the front, where panels share one place. @param {string} tab */
  showTab(tab) {
    this.tab = tab;
    this.folded = false;
  }

  willUpdate() {
    document.title = words.text(`title.${this.page}`, { code: spokenCode(this.code) });
  }

  render() {
    const { conductor } = this;
    // A message page replaces a walk that cannot begin or continue. Its texts are among the deferred ones.
    if (this.failure || !conductor || conductor.endedBy !== null) {
      const content = this.features.first(({ standIn }) => standIn?.(this));
      if (content === null) this.loadDeferred();
      return content;
    }
    const view = viewOf(/** @type {import('../ui/view.js').View['page']} */ (this.page), conductor, {
      code: this.code,
      looking: this.#looking,
      ...(this.controller?.seen ?? UNSEEN),
      ...this.features.viewOf(this),
    });
    this.#view = view;
    const gathers = view.room?.lobby ?? false;
    // On the hall's screen a click enters full screen, and only the presenter's pointer points at cells. In the lobby the
    // scene is only a picture.
    const untouched = this.page === 'projector' || gathers;
    return html`<div class="page ${this.page} form-${this.#window.form} ${gathers ? 'gathers' : ''}">
      ${this.#deferred.panels?.sceneOf(this, view, untouched)}
      ${this.#panels(view)}
    </div>`;
  }

  /** @param {import('../ui/view.js').View} view */
  #panels(view) {
    /** @type {import('../ui/features.js').Layout} */
    const layout = {
      form: this.#window.form,
      theme: this.theme,
      tab: this.tab,
      folded: this.folded,
      choose: (tab) => {
        this.tab = tab;
      },
      fold: (on) => {
        this.folded = on;
      },
      features: this.features,
      conductor: this.conductor,
    };
    const panels = this.features.first(({ instead }) => instead?.(this, view)) ?? roomPage(view, layout);
    if (view.page === 'landing') return panels;
    // what it says is among the deferred texts
    const announcer = this.#deferred.panels && this.controller;
    return html`${panels} ${this.features.render('over', view, layout)} ${this.#notices.box()}
      ${view.blank && !view.mayDrive ? html`<div class="dark" role="img" aria-label=${words.text('blank.label')}></div>` : nothing}
      <p class="unseen" aria-live="polite">${announcer?.news(view)}</p>
      <p class="unseen" aria-live="polite">${announcer?.result}</p>`;
  }

  /** The column on the right renders after the page. */
  async getUpdateComplete() {
    const done = await super.getUpdateComplete();
    /** @type {import('lit').ReactiveElement | null} */
    const side = this.querySelector('orrery-side');
    await side?.updateComplete;
    return done;
  }

  updated() {
    if (this.#view) this.controller?.drawn(this.#view, this.#scene, this.#window.form);
  }
}

/**
 * Starts the page once its texts have loaded. Each kind of page has a module in start/ that calls this.
 *
 * @param {{features?: import('../ui/features.js').Feature[], way?: Way, afterText?: ((page: App) => unknown) | null, listen?:
 *   ((page: App) => void) | null, texts?: string[]}} own  its features; how it gets its conductor; what it loads, and whether it listens to
 *   keys, ahead of the deferred modules (which it loads itself if it answers true); and the groups of texts that it needs beside those of every page
 */
export async function begin(own) {
  ({ features: declared = withText, way = {}, afterText = null, listen = null } = own);
  const page = document.querySelector('orrery-app')?.getAttribute('page') ?? '';
  words.language = chosenLanguage();
  words.level = chosenLevel(page);
  words.groups = new Set(own.texts);
  await insist(() => Promise.all([words.load(), READ_FIRST.includes(page) || words.loadRest()]));
  declareLanguage();
  customElements.define('orrery-app', App);
}
