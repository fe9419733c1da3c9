/**
 * The timeline of a tour, in the place of the rail: chapters with their minutes, a bar for each beat, progress. The driver
 * scrubs it with the pointer or the keyboard and, alone, has its controls here (controls.js); in a room a small arrow is the clock.
 */
import { html, nothing } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { ask } from '../../ui/ask.js';
import { icons } from '../../ui/icons.js';
import { shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';
import { every } from '../../ui/while-connected.js';
import { words } from '../../ui/words.js';
import { paceOf, timeText } from './clock.js';
import { areInCard, controls, controlStyles, isAlone } from './controls.js';
import { lengthOf, secondsOf, stepSeconds } from './cursor.js';
import { lineOf, placeOf, secondsAt } from './line-layout.js';
import { lineStyles } from './line-styles.js';
import { isTalk } from './tours.js';

/** @typedef {import('./tour-state.js').TourView} TourView */

/** Where the clock's text would be cut off on the right, as a share of the line. */
const FAR = 0.6;

class TourLine extends ViewElement {
  static properties = { thin: { type: Boolean, reflect: true }, width: { state: true }, pointed: { state: true } };

  static styles = [shared, controlStyles, lineStyles];

  #observer = new ResizeObserver(([{ contentRect }]) => {
    this.width = contentRect.width;
  });

  constructor() {
    super();
    /** Whether it is a row of a phone's sheet: without names and controls. */
    this.thin = false;
    /** Of the line, px; 0 before its first layout. */
    this.width = 0;
    /** Where the pointer is, px; null away from the line. @type {number | null} */
    this.pointed = null;
    every(this, 1000, () => this.view?.tour?.began != null && this.requestUpdate());
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#observer.disconnect();
  }

  updated() {
    const line = this.renderRoot.querySelector('.line');
    this.#observer.disconnect();
    if (line) this.#observer.observe(line);
  }

  render() {
    const { view } = this,
      tour = view?.tour;
    if (!tour) return nothing;
    return html`<div class="bar">
      ${tour.mayDrive ? this.#go(tour) : this.thin && !isAlone(tour) ? this.#readBack(tour) : nothing}
      ${this.#readsOnly(tour) ? html`<orrery-lost-button .view=${view}></orrery-lost-button>` : this.#line(tour)}
      ${this.thin ? (tour.mayDrive ? this.#forward(tour) : isAlone(tour) ? nothing : this.#readOn(tour)) : areInCard(view) ? nothing : controls(view)}
    </div>`;
  }

  /** On an attendee's phone the buttons that read back share the row with the one that says "I am lost". @param {TourView} tour */
  #readsOnly({ mayDrive }) {
    return this.thin && !mayDrive && ['attendee', 'replay'].includes(this.view?.page ?? '');
  }

  #button(
    /** @type {string} */ action,
    /** @type {any} */ value,
    /** @type {string} */ label,
    /** @type {unknown} */ icon,
    off = false,
  ) {
    return html`<button class="icon framed" aria-label=${label} title=${label} ?disabled=${off} @click=${() => ask(this, action, value)}>${icon}</button>`;
  }

  /** @param {TourView} tour */
  #go({ index, beats, checking }) {
    const back = this.#button('tourBeat', -1, words.text('tour.backBeat'), icons.back, index === 0 && !checking);
    if (this.thin) return back;
    if (this.#isOver && this.view?.page === 'presenter')
      return html`<div class="go">
        ${back} <button class="filled" @click=${() => ask(this, 'afterwards')}>${words.text('talk.afterwards')}</button>
      </div>`;
    return html`<div class="go">
      ${back}
      <button class="filled" ?disabled=${index + 1 >= beats.length && !this.#hasCheck && !this.#hasTitle} @click=${() => ask(this, 'tourBeat', 1)}>
        ${words.text(this.#hasCheck ? 'tour.questions' : this.#hasTitle && index + 1 >= beats.length ? 'tour.toTitle' : 'tour.nextBeat')} <kbd aria-hidden="true">→</kbd>
      </button>
    </div>`;
  }

  /** @param {TourView} tour */
  #forward({ index, beats }) {
    return this.#button(
      'tourBeat',
      1,
      words.text('tour.nextBeat'),
      icons.forward,
      index + 1 >= beats.length && !this.#hasCheck && !this.#hasTitle,
    );
  }

  /** @param {TourView} tour */
  #readBack({ beats, read }) {
    return this.#button('tourRead', -1, words.text('tour.readBack'), icons.back, beats.indexOf(read) <= 0);
  }

  /** @param {TourView} tour */
  #readOn({ beats, read, index }) {
    return this.#button('tourRead', 1, words.text('tour.readOn'), icons.forward, beats.indexOf(read) >= index);
  }

  /** Whether the chapter's questions come next. */
  get #hasCheck() {
    const { view } = this,
      tour = view?.tour;
    if (!tour || view?.room || tour.checking || (tour.beat.chapter.check?.length ?? 0) === 0) return false;
    return tour.beats[tour.index + 1]?.chapter.id !== tour.beat.chapter.id;
  }

  /** Whether a title comes behind the last beat, and is not shown yet. */
  get #hasTitle() {
    const { room, talk, tour } = this.view ?? {};
    return Boolean(room && talk?.cover && !talk.ended && isTalk(tour?.tour.id ?? ''));
  }

  /** Whether the title is shown. */
  get #isOver() {
    const { cover, ended } = this.view?.talk ?? {};
    return Boolean(cover && ended);
  }

  /** What comes behind the last beat. */
  get #behind() {
    if (this.#hasTitle) return words.text('tour.then', { title: this.view?.talk?.cover?.title ?? '' });
    return words.text(this.#isOver ? 'tour.ended' : 'tour.last');
  }

  /** @param {TourView} tour */
  #line(tour) {
    const { beats, index, at, beat, mayDrive } = tour;
    const line = lineOf(beats, this.width, index, this.thin),
      length = lengthOf(beats),
      now = secondsOf(beats, index, at);
    const valuetext = words.text('tour.at', {
      chapter: beat.chapter.title,
      title: beat.title,
      time: timeText(now),
      length: timeText(length),
    });
    const head = this.#talk(tour);
    const content = html`${head} ${line.map((stretch, i) => this.#stretch(tour, head === nothing ? stretch : { ...stretch, shows: 'none' }, i >= line.length - 1))} ${this.#clock(tour, line)} ${this.#tip(tour, line)}`;
    if (!mayDrive)
      return html`<div class="line" role="img" aria-label=${`${words.text('tour.line')}: ${valuetext}`}>${content}</div>`;
    return html`<div
      class="line"
      role="slider"
      tabindex="0"
      aria-label=${words.text('tour.line')}
      aria-valuemin="0"
      aria-valuemax=${Math.round(length)}
      aria-valuenow=${Math.round(now)}
      aria-valuetext=${valuetext}
      data-keys="map"
      @own-key=${(/** @type {CustomEvent<string>} */ event) => this.#key(event, tour)}
      @pointerdown=${(/** @type {PointerEvent} */ event) => this.#down(event, line)}
      @pointermove=${(/** @type {PointerEvent} */ event) => this.#move(event, line)}
      @pointerleave=${() => (this.pointed = null)}
    >
      ${content}
    </div>`;
  }

  /** @param {TourView} tour @param {import('./line-layout.js').Stretch} stretch @param {boolean} isLast */
  #stretch(tour, { title, left, minutes, isNow, shows, bars }, isLast) {
    const { beats, index, at, beat, playing, speed, read } = tour;
    const name =
      shows === 'none'
        ? nothing
        : html`<span class="name ${isNow ? 'now' : ''}" .style=${isLast && shows !== 'all' ? `right: 0` : `left: ${left}px`} aria-hidden="true"
            >${title}${shows === 'all' ? html`<small>${words.text('tour.minutes', { minutes })}</small>` : nothing}</span
          >`;
    const steps = beat.scene.steps.length;
    return html`${name}${bars.map((bar) => {
      const isPresent = bar.index === index,
        when = isPresent ? 'now' : bar.index < index ? 'past' : '';
      const fill = isPresent
        ? keyed(
            [beat.key, at, playing, speed].join(' '),
            html`<i class=${playing ? 'plays' : ''} .style=${`--from:${at / steps};--to:${(at + 1) / steps};--seconds:${stepSeconds(beat) / speed}s`}></i>`,
          )
        : nothing;
      return html`<span class="beat ${when} ${beats[bar.index] === read && !isPresent ? 'read' : ''}" .style=${`left:${bar.left}px;width:${bar.width}px`}>${fill}</span>`;
    })}`;
  }

  /** The clock, for the presenter: how long the tour has run, of how long, and how late the beat was begun. @param {TourView} tour @param {import('./line-layout.js').Stretch[]} line */
  #clock(tour, line) {
    const { beats, began } = tour;
    if (began === null || !this.#hasClock(tour) || this.width === 0) return nothing;
    const elapsed = Math.max(0, (performance.now() - began) / 1000),
      x = placeOf(line, elapsed);
    const pace = paceOf(tour, words);
    return html`<div class="clock ${x > FAR * this.width ? 'far' : ''}" .style=${`left:${x}px`}><span
        >${timeText(elapsed)} ${words.text('tour.of', { time: timeText(lengthOf(beats)) })} · <b class=${pace.late ? 'late' : ''}>${pace.text}</b></span
      ></div>`;
  }

  /** Whether this person is shown the time: who gives a tour in a room, or rehearses it. @param {TourView} tour */
  #hasClock({ mayDrive, rehearsed }) {
    return mayDrive && !this.thin && (Boolean(this.view?.room) || rehearsed);
  }

  /** A talk has one chapter: in the place of its title stand the beat, its time and what comes then. @param {TourView} tour */
  #talk(tour) {
    const { beats, index, beat, beatBegan } = tour;
    if (!isTalk(tour.tour.id) || !this.#hasClock(tour)) return nothing;
    const used = beatBegan === null ? 0 : (performance.now() - beatBegan) / 1000,
      next = beats[index + 1];
    return html`<p class="talk"><b>${words.text('tour.beatOf', { n: index + 1, count: beats.length })}</b>
      <span class=${used > beat.planned ? 'late' : ''}>${timeText(used)} ${words.text('tour.of', { time: timeText(beat.planned) })}</span>
      <span class="then">${next ? words.text('tour.then', { title: next.title }) : this.#behind}</span></p>`;
  }

  /** The beat under the pointer. @param {TourView} tour @param {import('./line-layout.js').Stretch[]} line */
  #tip({ beats }, line) {
    if (this.pointed === null || this.width === 0) return nothing;
    const seconds = secondsAt(line, this.pointed),
      bar = line.flatMap(({ bars }) => bars).find(({ to }) => seconds < to);
    if (!bar) return nothing;
    return html`<div class="tip" aria-hidden="true" .style=${`left:${Math.min(this.width - 90, Math.max(90, this.pointed))}px`}>${beats[bar.index].title}</div>`;
  }

  /** Keys of a slider: a beat with ← and →, a chapter with ↑ and ↓. @param {CustomEvent<string>} event @param {TourView} tour */
  #key(event, { beats, index }) {
    const chapterStarts = beats.flatMap(({ chapter }, i) =>
      i === 0 || beats[i - 1].chapter.id !== chapter.id ? [i] : [],
    );
    const to = {
      ArrowRight: index + 1,
      ArrowLeft: index - 1,
      ArrowUp: chapterStarts.find((i) => i > index) ?? beats.length - 1,
      ArrowDown: chapterStarts.findLast((i) => i < index) ?? 0,
      Home: 0,
      End: beats.length - 1,
    }[event.detail];
    if (to === undefined) return;
    event.preventDefault();
    const beat = beats[Math.min(beats.length - 1, Math.max(0, to))];
    if (beat !== beats[index]) ask(this, 'tourGo', { beat: beat.key });
  }

  /** @param {PointerEvent} event @param {import('./line-layout.js').Stretch[]} line */
  #down(event, line) {
    if (event.button !== 0) return;
    /** @type {Element} */ (event.currentTarget).setPointerCapture(event.pointerId);
    this.#scrub(event, line);
  }

  /** @param {PointerEvent} event @param {import('./line-layout.js').Stretch[]} line */
  #move(event, line) {
    if (event.pointerType !== 'touch') this.pointed = this.#x(event);
    if (event.buttons & 1 && /** @type {Element} */ (event.currentTarget).hasPointerCapture(event.pointerId))
      this.#scrub(event, line);
  }

  /** @param {PointerEvent} event @param {import('./line-layout.js').Stretch[]} line */
  #scrub(event, line) {
    ask(this, 'tourScrub', secondsAt(line, this.#x(event)));
  }

  /** @param {PointerEvent} event */
  #x(event) {
    return event.clientX - /** @type {Element} */ (event.currentTarget).getBoundingClientRect().left;
  }
}

customElements.define('orrery-tour-line', TourLine);
