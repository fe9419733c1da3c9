/**
 * The page: one element for the landing page, the walk alone, an attendee, the presenter and the hall's screen. It
 * joins a conductor (who says what is shown) to the panels and the scene.
 *
 * For browser tests and the curious, `document.querySelector('orrery-app')` has, once they are there:
 * - `conductor` (live/conductor.js): the graph, the step, whether it plays, the state of the line;
 * - `trace` (model/trace.js): the run that is shown;
 * - `machine` (scene/machine.js): the scene, null without WebGL;
 * - `connection` (live/connection.js): the socket, in a room.
 */
import { html, LitElement, nothing } from 'lit';
import { actionOf } from './keys.js';
import { Connection } from './live/connection.js';
import { forgetPresenterKey, keepMe, keepPresenterKey, me, normalCode, spokenCode, takePresenterKey } from './live/identity.js';
import { RoomConductor } from './live/room-conductor.js';
import { SoloConductor } from './live/solo-conductor.js';
import { Announcer } from './panels/announcer.js';
import './panels/help-sheet.js';
import './panels/landing.js';
import './panels/message-page.js';
import './panels/projector.js';
import './panels/prompt-editor.js';
import { roomPage } from './panels/room-page.js';
import './panels/scene-host.js';
import { chosenTheme, otherTheme, useTheme } from './panels/theme.js';
import { viewOf } from './panels/view.js';
import { WindowForm } from './panels/window-form.js';
import { words } from './panels/words.js';

/** How long a notice stays. */
const NOTICE_MS = 7000;
/** A cell's card stays so long after the pointer has left, so that a gap between cells does not make it flicker. */
const LINGER_MS = 250;

const KEY_MISSING = 4401;
const NO_SUCH_ROOM = 4404;

/** A walk that leaves nothing behind: the landing page's. */
const NO_STORAGE = { getItem: () => null, setItem() {} };

class App extends LitElement {
  static properties = {
    page: {},
    code: {},
    theme: { state: true },
    tab: { state: true },
    folded: { state: true },
    notice: { state: true },
    failure: { state: true },
  };

  /** @type {import('./live/conductor.js').Conductor | null} */
  conductor = null;
  /** @type {Connection | null} */
  connection = null;
  #window = new WindowForm(this);
  #announcer = new Announcer(words);
  #news = '';
  #looking = false;
  /** @type {import('./panels/view.js').Cell | null} */
  #hovered = null;
  /** @type {import('./panels/view.js').Cell | null} */
  #held = null;
  /** @type {number | undefined} */
  #lingering;
  /** @type {number | undefined} */
  #noticeTimer;
  #unpaint = () => {};

  constructor() {
    super();
    /** @type {import('./panels/view.js').View['page']} */
    this.page = 'landing';
    this.code = '';
    /** @type {import('./panels/theme.js').Theme} */
    this.theme = 'dark';
    this.tab = '';
    this.folded = false;
    /** @type {string | null} */
    this.notice = null;
    /** Why the walk cannot begin. @type {Error | null} */
    this.failure = null;
  }

  /** The run that is shown. */
  get trace() {
    return this.conductor?.trace ?? null;
  }

  /** The scene. */
  get machine() {
    return this.#scene?.machine ?? null;
  }

  /** @returns {import('./panels/scene-host.js').SceneHost | null} */
  get #scene() {
    return this.querySelector('orrery-scene');
  }

  /** @returns {import('./panels/help-sheet.js').HelpSheet | null} */
  get #help() {
    return this.querySelector('orrery-help');
  }

  /** @returns {import('./panels/prompt-editor.js').PromptEditor | null} */
  get #prompt() {
    return this.querySelector('orrery-prompt');
  }

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    this.code = normalCode(this.code);
    this.theme = chosenTheme(this.page);
    useTheme(this.theme);
    document.title = words.text(`title.${this.page}`, { code: spokenCode(this.code) });
    this.addEventListener('ask', (event) => {
      const { action, value } = /** @type {CustomEvent} */ (event).detail;
      this.#do(action, value);
    });
    window.addEventListener('keydown', (event) => this.#key(event));
    // A presenter's link pasted over this page's address changes the fragment alone, which loads nothing.
    window.addEventListener('hashchange', () => {
      if (this.page === 'presenter' && location.hash.startsWith('#key=')) location.reload();
    });
    window.addEventListener('online', () => this.connection?.hasten());
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden) this.connection?.hasten();
    });
    this.#begin();
  }

  #begin() {
    if (this.page === 'solo') this.#walk(new SoloConductor());
    else if (this.page === 'landing') this.#walk(new SoloConductor({ storage: NO_STORAGE, begin: 'last' }));
    else this.#enterRoom();
  }

  /** @param {SoloConductor} conductor */
  async #walk(conductor) {
    this.#follow(conductor);
    try {
      await conductor.start();
    } catch (problem) {
      // The landing page says all that it has to say without a model.
      if (this.page === 'landing') console.error(problem);
      else this.failure = /** @type {Error} */ (problem);
    }
  }

  #enterRoom() {
    const { page, code } = this;
    const key = page === 'presenter' ? takePresenterKey(code) : null;
    if (page === 'presenter' && key === null) {
      this.requestUpdate();
      return;
    }
    const address = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws/rooms/${encodeURIComponent(code)}`;
    const hello = () => {
      const known = me(code, page);
      const name = page === 'attendee' ? words.text(`people.device.${device()}`) : '';
      return { view: page, ...(name === '' ? {} : { name }), ...(key === null ? {} : { key }), ...(known === null ? {} : { me: known }) };
    };
    const connection = new Connection(() => new WebSocket(address), hello);
    connection.addEventListener('welcome', (event) => {
      const { detail } = /** @type {CustomEvent} */ (event);
      if (detail.me) keepMe(code, page, detail.me);
    });
    this.connection = connection;
    this.#follow(new RoomConductor(connection));
    connection.start();
  }

  /** @param {import('./live/conductor.js').Conductor} conductor */
  #follow(conductor) {
    this.conductor = conductor;
    conductor.addEventListener('change', () => this.requestUpdate());
    conductor.addEventListener('show', (event) => this.#show(/** @type {CustomEvent} */ (event).detail));
    conductor.addEventListener('notice', (event) => this.#say(/** @type {CustomEvent} */ (event).detail));
  }

  /** @param {import('./live/conductor.js').Show} show */
  #show(show) {
    if (show.from && show.from.trace !== show.trace) this.#held = null;
    this.#scene?.show(show);
    this.#whenPainted(show);
  }

  /** Tells the room once what this step computes is here and drawn. */
  #whenPainted({ trace, step }) {
    this.#unpaint();
    let waiting = true;
    const check = () => {
      const nodes = this.conductor?.graph?.byId.get(step)?.nodes ?? [];
      if (!waiting || !nodes.every((name) => trace.has(name) || this.conductor?.graph?.nodes.get(name)?.derived)) return;
      stop();
      requestAnimationFrame(() => this.conductor?.painted({ trace: trace.id, step }));
    };
    const stop = () => {
      waiting = false;
      trace.removeEventListener('change', check);
    };
    this.#unpaint = stop;
    trace.addEventListener('change', check);
    check();
  }

  /** @param {import('./live/conductor.js').Notice} notice */
  #say({ key, detail }) {
    this.notice = detail || words.text(key);
    clearTimeout(this.#noticeTimer);
    this.#noticeTimer = window.setTimeout(() => {
      this.notice = null;
    }, NOTICE_MS);
  }

  #key(event) {
    const dialog = this.#prompt?.open || this.#help?.open;
    const action = actionOf(event, this.page);
    if (action === null || (dialog && action !== 'help')) return;
    event.preventDefault();
    this.#do(action);
  }

  /** @param {string} action @param {any} [value] */
  #do(action, value) {
    const { conductor } = this;
    switch (action) {
      case 'theme':
        this.theme = otherTheme(this.theme);
        useTheme(this.theme);
        return;
      case 'fullscreen':
        toggleFullscreen();
        return;
      case 'help':
        this.#help?.toggle();
        return;
      case 'overview':
        this.machine?.view('everything');
        this.#lookAround(true);
        return;
      case 'follow':
        this.machine?.view('step');
        this.machine?.follow();
        this.#lookAround(false);
        return;
      case 'release':
        this.#held = null;
        this.requestUpdate();
        return;
      case 'cell':
        this.#holdFirst();
        return;
      case 'hold':
        this.#hold(value);
        return;
      case 'code':
        location.assign(`/r/${encodeURIComponent(normalCode(value))}${this.page === 'projector' ? '/screen' : ''}`);
        return;
      case 'key':
        keepPresenterKey(this.code, value);
        location.reload();
        return;
      default:
    }
    if (conductor?.mayDrive) this.#drive(conductor, action, value);
  }

  /** @param {import('./live/conductor.js').Conductor} conductor @param {string} action @param {any} value */
  #drive(conductor, action, value) {
    switch (action) {
      case 'next':
        conductor.next();
        break;
      case 'back':
        conductor.back();
        break;
      case 'go':
        conductor.go(value);
        break;
      case 'layer':
        conductor.toggleLayer();
        break;
      case 'play':
        if (conductor.playing) conductor.pause();
        else conductor.play();
        break;
      case 'generate':
        conductor.generate();
        break;
      case 'prompt':
        this.#prompt?.show();
        break;
      case 'reset':
        conductor.reset();
        break;
      case 'blank':
        conductor.darken(!conductor.blank);
        break;
      default:
    }
  }

  #lookAround(on) {
    if (this.#looking === on) return;
    this.#looking = on;
    this.conductor?.looking(on);
    this.requestUpdate();
  }

  #hover({ detail }) {
    clearTimeout(this.#lingering);
    if (detail) {
      this.#hovered = { name: detail.node, index: detail.index, held: false };
      this.requestUpdate();
    } else {
      this.#lingering = window.setTimeout(() => {
        this.#hovered = null;
        this.requestUpdate();
      }, LINGER_MS);
    }
  }

  #select({ detail }) {
    this.#hold(detail && { name: detail.node, index: detail.index });
  }

  /** Without a pointer, one begins at the first cell that the step computes and goes on from there. */
  #holdFirst() {
    const { graph, step } = this.conductor ?? {};
    const name = graph?.byId.get(step ?? '')?.nodes[0];
    const node = name === undefined ? undefined : graph?.nodes.get(name);
    if (node) this.#hold({ name: node.name, index: node.axes.map(() => 0) });
  }

  /** @param {{name: string, index: number[]} | null} cell */
  #hold(cell) {
    this.#held = cell && { ...cell, held: true };
    if (cell) {
      this.tab = 'cell';
      this.folded = false;
    }
    this.requestUpdate();
  }

  render() {
    const { conductor, failure } = this;
    if (this.page === 'presenter' && conductor === null) return message({ key: 'present.key', field: 'key' });
    if (failure) {
      return html`<orrery-message heading=${words.text('error.start')} text=${failure.message || words.text('error.unreachable')} again></orrery-message>`;
    }
    if (!conductor) return nothing;
    const endedBy = conductor instanceof RoomConductor ? conductor.endedBy : null;
    if (endedBy !== null) return this.#ended(endedBy);
    const view = viewOf(this.page, conductor, { code: this.code, looking: this.#looking, cell: this.#held ?? this.#hovered });
    this.#news = this.#announcer.news(view) ?? this.#news;
    return html`<div class="page ${this.page} form-${this.#window.form}">
      <orrery-scene
        .graph=${view.graph}
        .weights=${view.weights}
        .theme=${this.theme}
        .labels=${this.page === 'projector' ? 'hall' : this.page === 'landing' ? 'none' : 'normal'}
        ?everything=${this.page === 'landing'}
        @look=${() => this.#lookAround(true)}
        @follow=${() => this.#lookAround(false)}
        @hover=${this.#hover}
        @select=${this.#select}
      ></orrery-scene>
      ${this.#panels(view)}
    </div>`;
  }

  /** @param {import('./panels/view.js').View} view */
  #panels(view) {
    if (view.page === 'landing') return html`<orrery-landing .view=${view}></orrery-landing>`;
    return html`${view.page === 'projector' ? html`<orrery-projector .view=${view}></orrery-projector>` : this.#walkPanels(view)}
      ${this.#banner(view)} ${this.#noticeBox()}
      ${view.blank && !view.mayDrive ? html`<div class="dark" role="img" aria-label=${words.text('blank.label')}></div>` : nothing}
      <p class="unseen" aria-live="polite">${this.#news}</p>`;
  }

  #walkPanels(view) {
    return html`${roomPage(view, {
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
      })}
      <orrery-help .page=${view.page}></orrery-help>
      ${view.mayDrive
        ? html`<orrery-prompt .view=${view} .run=${(text) => this.conductor?.prompt(text)}></orrery-prompt>`
        : nothing}`;
  }

  #banner(view) {
    let text = '';
    if (view.status === 'lost') text = words.text(view.mayDrive ? 'banner.lostPresenter' : 'banner.lost');
    else if (view.blank && view.mayDrive && view.page === 'presenter') text = words.text('banner.blank');
    return text === '' ? nothing : html`<p class="banner" role="status">${text}</p>`;
  }

  #noticeBox() {
    return html`<div class="notices" role="status">
      ${this.notice === null
        ? nothing
        : html`<p class="notice">
            ${this.notice}
            <button aria-label=${words.text('banner.dismiss')} @click=${() => (this.notice = null)}>×</button>
          </p>`}
    </div>`;
  }

  #ended(code) {
    if (code === KEY_MISSING) {
      forgetPresenterKey(this.code);
      return message({ key: 'present.key', text: 'present.wrong', field: 'key' });
    }
    const key = words.has(`ended.${code}.title`) ? `ended.${code}` : 'ended.other';
    const noRoom = code === NO_SUCH_ROOM;
    // A code would make an attendee of the presenter.
    const presents = noRoom && this.page === 'presenter';
    const asked = presents ? 'link' : 'code';
    return message({
      key,
      heading: `${key}.title`,
      text: presents ? `${key}.presenter` : `${key}.text`,
      field: noRoom ? asked : '',
      again: !noRoom,
      values: { code: spokenCode(this.code) },
    });
  }

  updated() {
    this.#scene?.insets(this.#covered());
  }

  /** The caption of the hall's screen, as high as it was drawn last. */
  #captionHeight() {
    return this.querySelector('orrery-projector')?.renderRoot.querySelector('footer')?.offsetHeight ?? 146;
  }

  /** What panels cover of the scene at each side, CSS px. */
  #covered() {
    const box = (/** @type {string} */ selector) => this.querySelector(selector)?.getBoundingClientRect();
    if (this.page === 'landing') {
      const wide = this.#window.form !== 'sheet';
      return wide ? { left: Math.round(innerWidth * 0.46), right: 24, top: 28, bottom: 28 } : { top: 64, bottom: Math.round(innerHeight * 0.6) };
    }
    if (this.page === 'projector') return { top: 72, bottom: this.#captionHeight() + 4 };
    const sheet = box('.sheet');
    if (sheet) return { top: box('.top')?.bottom ?? 0, bottom: innerHeight - sheet.top };
    return {
      left: (box('.left')?.right ?? 0) + 8,
      right: innerWidth - (box('.right')?.left ?? innerWidth) + 8,
      top: box('.top')?.bottom ?? 0,
      bottom: innerHeight - (box('.legend')?.top ?? innerHeight) + 4,
    };
  }
}

/** @param {{key: string, heading?: string, text?: string, field: string, again?: boolean, values?: object}} what */
function message({ key, heading = `${key}Title`, text = `${key}Text`, field, again = false, values = {} }) {
  return html`<orrery-message
    heading=${words.text(heading, values)}
    text=${words.text(text, values)}
    field=${field}
    ?again=${again}
  ></orrery-message>`;
}

/** What kind of thing this page is seen on, so that the presenter's list is not a list of guests. */
function device() {
  if (!matchMedia('(pointer: coarse)').matches) return 'laptop';
  return Math.min(screen.width, screen.height) < 600 ? 'phone' : 'tablet';
}

async function toggleFullscreen() {
  try {
    if (document.fullscreenElement) await document.exitFullscreen();
    else await document.documentElement.requestFullscreen();
  } catch {
    // Not every browser allows it, and it is a comfort only.
  }
}

await words.load();
customElements.define('orrery-app', App);
