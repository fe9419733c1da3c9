/** The line that says that the room is recorded, and the driver's control of the recording. */
import { css, html, nothing } from 'lit';
import { ask } from '../../ui/ask.js';
import { shared } from '../../ui/styles.js';
import { TopLine } from '../../ui/top-line.js';
import { ViewElement } from '../../ui/view-element.js';
import { words } from '../../ui/words.js';

const LONGEST_TITLE = 100;

const dot = css`
  .dot {
    display: inline-block;
    width: 8px;
    height: 8px;
    border-radius: 50%;
    background: var(--warn);
  }
  .paused .dot {
    border: 2px solid var(--warn);
    background: none;
  }
`;

/** What is recorded, on every screen. */
class Recorded extends TopLine {
  static styles = [
    ...TopLine.styles,
    dot,
    css`
      .hall {
        font-size: 24px;
      }
      @media (pointer: coarse) {
        /* what is pressed reaches over the words above it: on a small phone each line counts */
        button {
          margin-top: -20px;
          padding-top: 20px;
        }
      }
    `,
  ];

  render() {
    const { view } = this;
    const recording = view?.room?.parts.recording;
    if (!view?.room || !recording?.on || !words.has('recording.on')) return nothing;
    const what = recording.paused ? 'paused' : recording.people ? 'people' : 'on';
    const hidden = view.room.own.recording?.hidden ?? false;
    return html`<p role="status" class="${view.page === 'projector' ? 'hall' : ''} ${recording.paused ? 'paused' : ''}">
      <span><span class="dot"></span> ${words.text(`recording.${what}`)}</span>
      ${
        view.page === 'attendee' && recording.people
          ? html`<button aria-pressed=${hidden} @click=${() => ask(this, 'recordHide', !hidden)}>
              ${words.text(hidden ? 'recording.hidden' : 'recording.hide')}
            </button>`
          : nothing
      }
    </p>`;
  }
}

/** The members of a room's state under which it is asked something, whose panels stand in the same column. */
const ASKED = /** @type {const} */ (['prediction', 'poll', 'place', 'series']);

class Recorder extends ViewElement {
  static properties = { open: { state: true } };

  static styles = [
    shared,
    dot,
    css`
      section {
        display: grid;
        gap: var(--s2);
      }
      .panel {
        padding: var(--s3) var(--s4);
      }
      .panel:has(details:not([open])) {
        padding-block: var(--fold, var(--s4));
      }
      summary {
        min-height: 24px;
        line-height: 24px;
        font-size: var(--text-sm);
        cursor: pointer;
      }
      summary .dot {
        margin-inline: var(--s1);
      }
      details > :not(summary) {
        margin-top: var(--s2);
      }
      h3 {
        font-size: var(--text-md);
      }
      .panel h3,
      .panel button {
        font-size: var(--text-sm);
      }
      .panel button {
        flex: 1 0 auto;
        min-height: 32px;
        padding: 0 var(--s3);
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--s2);
      }
      p {
        font-size: var(--text-sm);
        color: var(--ink-2);
      }
      input {
        margin-top: var(--s1);
        min-height: 36px;
        padding: 0 var(--s2);
      }
      @media (pointer: coarse) {
        input {
          min-height: 48px;
        }
      }
    `,
  ];

  constructor() {
    super();
    this.open = true;
  }

  #isAsked = false;

  /** It makes room while the room is asked something. */
  willUpdate() {
    const isAsked = ASKED.some((part) => this.view?.room?.parts[part]);
    if (isAsked !== this.#isAsked) this.open = !isAsked;
    this.#isAsked = isAsked;
  }

  render() {
    const { view } = this;
    if (!view?.room || !words.has('recording.on')) return nothing;
    const recording = view.room.parts.recording;
    return html`<section class=${this.flat ? '' : 'panel'} aria-label=${words.text('recording.name')}>
      ${recording?.on ? this.#running(recording) : this.#idle()}
    </section>`;
  }

  #idle() {
    return html`<h3>${words.text('recording.name')}</h3>
      <p>${words.text('recording.what')}</p>
      <div class="row">
        <button class="plain" @click=${() => ask(this, 'record')}>${words.text('recording.begin')}</button>
        <button class="plain" @click=${() => ask(this, 'recordPeople')}>${words.text('recording.beginPeople')}</button>
      </div>`;
  }

  /** The next keys are the walk's again. @param {SubmitEvent} event */
  #leaveTitle(event) {
    event.preventDefault();
    this.renderRoot.querySelector('input')?.blur();
  }

  /** @param {import('./feature.js').Recording} recording */
  #running({ paused, people, title }) {
    const state = words.text(paused ? 'recording.paused' : people ? 'recording.people' : 'recording.on'),
      dot = html`<span class="dot"></span>`;
    const control = html`<form @submit=${this.#leaveTitle}><label
        >${words.text('recording.title')}<input
          name="title"
          maxlength=${LONGEST_TITLE}
          .value=${title}
          @change=${(/** @type {Event} */ { target }) => ask(this, 'recordTitle', /** @type {HTMLInputElement} */ (target).value)}
      /></label></form>
      <div class="row">
        <button class="plain" @click=${() => ask(this, 'record')}>
          ${words.text(paused ? 'recording.resume' : 'recording.pause')}
        </button>
        <button class="plain" @click=${() => ask(this, 'recordStop')}>${words.text('recording.stop')}</button>
      </div>`;
    return this.flat
      ? html`<h3 class=${paused ? 'paused' : ''}>${dot} ${state}</h3>
          ${control}`
      : html`<details ?open=${this.open} @toggle=${(/** @type {{target: HTMLDetailsElement}} */ { target }) => (this.open = target.open)}>
          <summary class=${paused ? 'paused' : ''}>${dot}${words.text('recording.name')}</summary>
          ${control}
        </details>`;
  }
}

customElements.define('orrery-recorded', Recorded);
customElements.define('orrery-recorder', Recorder);
