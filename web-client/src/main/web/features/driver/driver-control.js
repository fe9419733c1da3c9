/**
 * Who drives, shown to people who may drive, with buttons to ask for control, offer it or take it. If the driver has
 * left, it counts down to when control is free. The driver sees nothing here while nobody asks.
 *
 * @typedef {import('../../live/room-conductor.js').Room} Room
 * @typedef {import('../../ui/view.js').View} View
 */
import { css, html, nothing } from 'lit';
import { ask } from '../../ui/ask.js';
import { shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';
import { words } from '../../ui/words.js';

export class DriverControl extends ViewElement {
  static styles = [
    shared,
    css`
      div {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: center;
        gap: var(--s2) var(--s3);
        padding: 8px 10px 8px 16px;
        border-radius: var(--r2);
        background: var(--surface-2);
        box-shadow: var(--shadow-2);
        border-left: 4px solid var(--accent);
      }
      button {
        min-height: 36px;
      }
    `,
  ];

  #counting = 0;

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#counting);
  }

  render() {
    const { view } = this;
    clearTimeout(this.#counting);
    if (!view?.room?.mayDrive) return nothing;
    return view.room.drives ? this.#driving(view, view.room) : this.#following(view, view.room);
  }

  /** @param {View} view @param {Room} room */
  #driving(view, { wheel }) {
    if (wheel.offered) {
      return this.#say(words.text('wheel.offeredTo', { name: nameOf(view, wheel.offered) }), [
        ['wheel.takeBack', 'plain', () => ask(this, 'offerControl', '')],
      ]);
    }
    const [asking] = wheel.asking;
    if (asking === undefined) return nothing;
    return this.#say(words.text('wheel.asks', { name: nameOf(view, asking) }), [
      ['wheel.handOver', 'filled', () => ask(this, 'offerControl', asking)],
    ]);
  }

  /** @param {View} view @param {Room} room */
  #following(view, { wheel, role, id }) {
    /** @type {Button} */
    const take = ['wheel.take', 'filled', () => ask(this, 'takeControl')];
    const name = nameOf(view, wheel.holder);
    if (role === 'presenter') return this.#say(words.text('wheel.drives', { name }), [take]);
    if (wheel.offered === id) return this.#say(words.text('wheel.offered', { name }), [take]);
    if (view.controlFreeAt !== null) {
      const left = Math.ceil((view.controlFreeAt - performance.now()) / 1000);
      if (left > 0) this.#counting = window.setTimeout(() => this.requestUpdate(), 250);
      return left > 0
        ? this.#say(words.text('wheel.waits', { seconds: left }), [])
        : this.#say(words.text('wheel.free'), [take]);
    }
    const asked = wheel.asking.includes(id);
    return this.#say(words.text(asked ? 'wheel.asked' : 'wheel.drives', { name }), [
      [asked ? 'wheel.askNoMore' : 'wheel.ask', 'plain', () => ask(this, 'askForControl', !asked)],
    ]);
  }

  /** @param {string} text @param {Button[]} buttons */
  #say(text, buttons) {
    return html`<div role="status">
      <span>${text}</span>
      ${buttons.map(([key, kind, press]) => html`<button class=${kind} @click=${press}>${words.text(key)}</button>`)}
    </div>`;
  }
}

/** Its text by key, its class, and what it does. @typedef {[key: string, kind: string, press: () => void]} Button */

/** The name of a person who may drive. @param {import('../../ui/view.js').View} view @param {string} id */
export function nameOf(view, id) {
  if (id === 'presenter') return words.text('wheel.presenter');
  const driver = view.people?.drivers?.find((each) => each.id === id);
  return driver?.name || words.text('wheel.coPresenter');
}

customElements.define('orrery-driver-control', DriverControl);
