/**
 * A page that loops a tour for whoever comes by. A touch or a key hands it to the visitor, with all that a page alone has; after some
 * quiet time it begins anew, and nothing of what the visitor has changed stays, neither on the page nor on the device.
 *
 * @typedef {object} Shown  member of the view
 * @property {string} title  of the tour; empty before there is one
 * @property {string} said   why it cannot be shown now; empty if it can
 */
import { css, html, nothing } from 'lit';
import { useTheme } from '../../../ui/theme.js';
import { words } from '../../../ui/words.js';
import { Awake } from '../../awake/awake.js';
import { shared } from '../../../ui/styles.js';
import { ViewElement } from '../../../ui/view-element.js';

/** How long nobody touches anything before it begins anew, ms, and how long before that it says so. */
const QUIET_MS = 90_000,
  WARNED_MS = 15_000;
/** When it tries again what has failed, ms. */
const AGAIN_MS = 10_000;
/** What shows that somebody is there. */
const SIGNS = ['pointerdown', 'pointermove', 'wheel', 'keyup', 'touchstart'];

export class Kiosk {
  #page;
  #wanted;
  /** Whether a visitor has taken over. */
  #taken = false;
  #said = '';
  /** Whether it has said that the device has no voice. */
  #isSilent = false;
  /** @type {number | undefined} */
  #timer;
  /** @type {number | undefined} */
  #warning;
  /** What the device had stored when the page came, and how the page was. */
  #before = { local: stored(() => localStorage), session: stored(() => sessionStorage) };
  #looks;
  #changeTexts;

  /**
   * @param {import('../../../ui/features.js').WalkPage} page @param {{tour: string, route?: number}} wanted
   * @param {(language: string, level: string) => Promise<void>} changeTexts of ui/change-texts.js, which pages load in one file with others
   */
  constructor(page, wanted, changeTexts) {
    this.#page = page;
    this.#changeTexts = changeTexts;
    this.#wanted = wanted;
    this.#looks = { theme: page.theme, language: words.language, level: words.level };
    for (const sign of SIGNS)
      window.addEventListener(sign, (event) => this.#somebody(event), { capture: true, passive: true });
    new Awake().start();
  }

  /** @returns {Shown | null} null while a visitor has taken over */
  get shown() {
    return this.#taken ? null : { title: this.#page.ports.tour?.part?.tour?.title ?? '', said: this.#said };
  }

  /** The address stays the kiosk's, whatever a visitor does, so that a reload begins anew. */
  inAddress() {
    const { tour, route } = this.#wanted;
    const none = [
      'tour',
      'beat',
      'tokens',
      'given',
      'preset',
      'changes',
      'step',
      'focus',
      'camera',
      'past',
      'why',
      'target',
      'open',
    ];
    return { ...Object.fromEntries(none.map((each) => [each, undefined])), kiosk: tour, route };
  }

  /** Begins the loop: whatever fails is said, and tried again. */
  async begin() {
    clearTimeout(this.#timer);
    clearTimeout(this.#warning);
    this.#taken = false;
    this.#page.requestUpdate();
    const { ports } = this.#page;
    if (!ports.tour || !ports.tourFilm) return;
    try {
      const [tour, film] = await Promise.all([ports.tour.load(), ports.tourFilm.load()]);
      film.ended = () => this.begin();
      film.failed = () => this.#fail(words.problem(tour.failed));
      // a beat that could not be shown is no beat to begin from
      if (await tour.start(this.#wanted)) {
        if (this.#taken) return;
        if (tour.failed) this.#fail(words.problem(tour.failed));
        else {
          this.#said = '';
          film.toggle(true);
          tour.play();
          this.#saySilent(film.view.why);
        }
      } else this.#fail(words.text('kiosk.unknown', { tour: this.#wanted.tour }));
    } catch (/** @type {any} */ problem) {
      const isUnknown = problem.status >= 400 && problem.status < 500 && !problem.code?.includes('model');
      this.#fail(isUnknown ? words.text('kiosk.unknown', { tour: this.#wanted.tour }) : words.problem(problem));
    }
    this.#page.requestUpdate();
  }

  /** Says to whoever sets the kiosk up, and not to each visitor, why nothing will be heard. @param {import('../film/film.js').Film['why']} why */
  #saySilent(why) {
    if (why === 'missing' && !this.#isSilent) this.#page.say({ key: 'film.missing' });
    this.#isSilent = why === 'missing';
  }

  /** @param {string} why */
  #fail(why) {
    if (this.#taken) return;
    this.#said = words.text('kiosk.failed', { why });
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.begin(), AGAIN_MS);
    this.#page.requestUpdate();
  }

  drawn() {
    document.documentElement.style.cursor = this.#taken ? '' : 'none';
  }

  /** Somebody is there. @param {Event} event */
  #somebody({ type }) {
    // a pointer that only moves, on a screen that is passed by, takes nothing over
    if (!this.#taken && (type === 'pointermove' || type === 'wheel')) return;
    if (!this.#taken) {
      this.#taken = true;
      this.#said = '';
      this.#page.ports.tourFilm?.part?.toggle(false);
      this.#page.ports.tour?.part?.pause();
      this.#page.requestUpdate();
    }
    clearTimeout(this.#timer);
    clearTimeout(this.#warning);
    this.#warning = window.setTimeout(() => this.#page.say({ key: 'kiosk.soon' }), QUIET_MS - WARNED_MS);
    this.#timer = window.setTimeout(() => this.#anew(), QUIET_MS);
  }

  /** Nobody is there any more: undoes what the visitor has done, and begins anew. */
  async #anew() {
    const { features } = this.#page;
    for (const tag of features.declared.flatMap(({ dialogs = [] }) => dialogs))
      this.#page.element(tag)?.shadowRoot?.querySelector('dialog')?.close();
    features.tell('letGo');
    this.#page.ports.training?.stop();
    this.#page.ports.tour?.part?.end();
    this.#page.act('follow');
    restore(() => localStorage, this.#before.local);
    restore(() => sessionStorage, this.#before.session);
    features.tell('anew');
    const { theme, language, level } = this.#looks;
    this.#page.theme = theme;
    useTheme(theme);
    if (words.language !== language || words.level !== level)
      await this.#changeTexts(language, level).catch((problem) => this.#page.say({ problem }));
    await this.begin();
  }
}

/** @param {() => Storage} storage @returns {Record<string, string>} */
function stored(storage) {
  try {
    return { ...storage() };
  } catch {
    return {};
  }
}

/** @param {() => Storage} storage @param {Record<string, string>} before */
function restore(storage, before) {
  try {
    storage().clear();
    for (const [key, value] of Object.entries(before)) storage().setItem(key, value);
  } catch {
    // where storage is forbidden, nothing has been stored
  }
}

/** What a kiosk shows beside the machine: the tour, its beat, what is read, and how to take over. Large enough to be read from some steps away. */
class KioskPanel extends ViewElement {
  static styles = [
    shared,
    css`
      :host {
        position: fixed;
        inset-inline: 0;
        bottom: 0;
        display: grid;
        justify-items: center;
        gap: var(--s3);
        padding: var(--s5) var(--s5) var(--s4);
        text-align: center;
        background: linear-gradient(transparent, var(--bg) var(--s5));
        cursor: none;
      }
      h1 {
        font-size: clamp(20px, 2vw, 32px);
        font-weight: var(--w-strong);
        color: var(--accent);
      }
      .text {
        max-width: 48em;
        font-size: clamp(16px, 1.6vw, 26px);
        color: var(--ink-2);
        text-wrap: balance;
      }
      .said {
        min-height: 2.7em;
        max-width: 32em;
        font-size: clamp(20px, 2.4vw, 40px);
        line-height: 1.35;
        text-wrap: balance;
      }
      .track {
        width: min(640px, 100%);
        height: 4px;
        border-radius: 2px;
        background: var(--line);
      }
      .track i {
        display: block;
        height: 100%;
        border-radius: 2px;
        background: var(--accent);
      }
      .touch {
        font-size: clamp(16px, 1.4vw, 22px);
        color: var(--ink-2);
      }
      .wrong {
        color: var(--warn);
      }
    `,
  ];

  render() {
    const { kiosk, tour, film, trace } = this.view ?? {};
    if (!kiosk) return nothing;
    const share = tour ? (100 * (tour.index + 1)) / tour.beats.length : 0;
    return html`<h1>${tour ? `${tour.tour.title} · ${tour.beat.title}` : kiosk.title}</h1>
      ${trace && !kiosk.said ? html`<p class="text" translate="no">${trace.info.text.join('').trim()} …</p>` : nothing}
      <p class="said ${kiosk.said ? 'wrong' : ''}" role=${kiosk.said ? 'alert' : nothing}>${kiosk.said || film?.sentence || ''}</p>
      <div class="track" aria-hidden="true"><i .style=${`width:${share}%`}></i></div>
      <p class="touch">${words.text('kiosk.touch')}${film?.on && film.why === 'refused' ? html` · ${words.text('kiosk.refused')}` : nothing}</p>`;
  }
}

customElements.define('orrery-kiosk', KioskPanel);
