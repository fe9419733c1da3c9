/** The result of a series of texts on the hall's screen: bits a word of the model, the room, one of the people and chance; the best ten by name if the presenter asks. */
import { css, html, nothing } from 'lit';
import { spokenCode } from '../../live/identity.js';
import { logo, logoStyle } from '../../ui/logo.js';
import { rich } from '../../ui/rich-text.js';
import { shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';
import { words } from '../../ui/words.js';
import { barsOf, bestOf, seriesOf, whoIs } from './series.js';

export class SeriesHall extends ViewElement {
  static styles = [
    shared,
    logoStyle,
    css`
      /* all measures are the look's at 1024 × 768 */
      :host {
        --u: min(100vw / 1024, 100vh / 768);
        position: absolute;
        inset: 0;
        display: flex;
        flex-direction: column;
        pointer-events: none;
        background: var(--bg);
        font-size: calc(30 * var(--u));
        line-height: 1.2;
      }
      header {
        display: flex;
        justify-content: space-between;
        align-items: center;
        height: calc(72 * var(--u));
        padding: 0 calc(32 * var(--u)) 0 calc(28 * var(--u));
      }
      .logo {
        --logo-size: calc(36 * var(--u));
      }
      .code {
        font-size: calc(28 * var(--u));
        font-weight: var(--w-strong);
        letter-spacing: 0.04em;
      }
      main {
        flex: 1;
        min-height: 0;
        display: grid;
        grid-template-columns: 1fr;
        gap: 0 calc(24 * var(--u));
        align-content: start;
        padding: 0 calc(32 * var(--u));
      }
      main.names {
        grid-template-columns: calc(528 * var(--u)) 1fr;
      }
      h1 {
        grid-column: 1 / -1;
        font-size: calc(42 * var(--u));
        font-weight: var(--w-strong);
        margin-bottom: calc(6 * var(--u));
      }
      .quiet {
        font-size: calc(28 * var(--u));
        color: var(--ink-2);
      }
      .bars {
        display: grid;
        gap: calc(16 * var(--u));
        align-content: start;
        margin-top: calc(14 * var(--u));
      }
      .bar {
        display: flex;
        align-items: center;
        gap: calc(16 * var(--u));
        height: calc(46 * var(--u));
        font-size: calc(38 * var(--u));
      }
      .bar i {
        height: calc(38 * var(--u));
        width: max(4px, (100% - 110 * var(--u)) * var(--share));
        border-radius: 4px;
        background: color-mix(in srgb, var(--ink-2) 45%, var(--bg));
      }
      .model i {
        background: var(--p);
      }
      .model .name {
        color: var(--p);
      }
      .room i {
        background: var(--ink);
      }
      .mean i {
        background: color-mix(in srgb, var(--ink) 50%, var(--bg));
      }
      .model,
      .room,
      .first {
        font-weight: var(--w-strong);
      }
      .best {
        border-left: 1px solid var(--line-strong);
        padding-left: calc(24 * var(--u));
        margin-top: calc(14 * var(--u));
      }
      .best li {
        display: grid;
        grid-template-columns: calc(52 * var(--u)) minmax(0, 1fr) auto;
        height: calc(40 * var(--u));
        align-items: center;
        font-size: calc(29 * var(--u));
      }
      .best .place {
        font-weight: var(--w-regular);
        color: var(--ink-2);
      }
      .best .who {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .best small {
        font-size: calc(28 * var(--u));
        font-weight: var(--w-regular);
        color: var(--ink-2);
      }
      footer {
        padding: calc(12 * var(--u)) calc(32 * var(--u)) calc(14 * var(--u));
        border-top: calc(5 * var(--u)) solid var(--accent);
        background: var(--hall-foot-surface);
        line-height: 1.28;
      }
      @media (max-width: 720px) {
        main.names {
          grid-template-columns: 1fr;
        }
      }
    `,
  ];

  render() {
    const { view } = this;
    const series = seriesOf(view);
    if (!view || !series) return nothing;
    const { texts = [], people = 0 } = series,
      best = bestOf(series, words.language);
    return html`<header>${logo}<span class="code" translate="no">${spokenCode(view.code)}</span></header>
      <main class=${best.length > 0 ? 'names' : ''}>
        <h1>${words.text('game.title')}</h1>
        <p class="quiet">${words.text('game.over', { texts: texts.length })}</p>
        ${best.length > 0 ? html`<p class="quiet">${words.text('game.best', { count: best.length, people })}</p>` : nothing}
        <ul class="bars">
          ${barsOf(series).map(
            ({ name, bits, share }) => html`<li class=${name}>
              <p class="name">${whoIs(name, series, view, words)}</p>
              <p class="bar"><i .style=${`--share: ${share}`}></i>${words.number(bits, 1)}</p>
            </li>`,
          )}
        </ul>
        ${
          best.length === 0
            ? nothing
            : html`<ol class="best">
              ${best.map(
                (each) => html`<li class=${each.place <= 3 ? 'first' : ''}>
                  <span class="place">${each.place}</span>
                  <span class="who"><bdi>${each.name || words.text('game.nameless')}</bdi>${each.texts < texts.length ? html` <small>${words.text('game.fewer', { texts: each.texts })}</small>` : nothing}</span>
                  <span>${words.number(each.bits, 1)}</span>
                </li>`,
              )}
            </ol>`
        }
      </main>
      <footer>
        <p>${rich(words.text('game.less'))}</p>
        <p class="quiet">${words.text('game.people')}</p>
      </footer>`;
  }
}

customElements.define('orrery-series-hall', SeriesHall);
