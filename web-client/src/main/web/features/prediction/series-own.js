/** A series of texts on an attendee's page: the person's own score below a reveal, and beside the others' when the result is shown. */
import { css, html, nothing } from 'lit';
import { rich } from '../../ui/rich-text.js';
import { shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';
import { words } from '../../ui/words.js';
import { askedOf } from './asked.js';
import { barsOf, ownScore, seriesOf, whoIs } from './series.js';

export class SeriesOwn extends ViewElement {
  static styles = [
    shared,
    css`
      :host {
        margin: 16px 0;
      }
      h2 {
        margin: 12px 0 4px;
        font-size: 25px;
        line-height: 1.25;
        font-weight: var(--w-strong);
      }
      p {
        line-height: var(--lh-read);
      }
      .quiet {
        color: var(--ink-2);
      }
      li {
        display: grid;
        grid-template-columns: 1fr auto;
        gap: 2px 12px;
        padding: 8px 0;
        border-top: 1px solid var(--line);
      }
      li i {
        grid-column: 1 / -1;
        height: 12px;
        width: max(3px, 100% * var(--share));
        border-radius: 0 3px 3px 0;
        background: color-mix(in srgb, var(--ink-2) 45%, var(--bg));
      }
      .model i {
        background: var(--p);
      }
      .room i {
        background: var(--ink);
      }
      .mean i {
        background: color-mix(in srgb, var(--ink) 50%, var(--bg));
      }
      .own i {
        background: var(--accent);
      }
      .own {
        color: var(--accent);
      }
      ul {
        margin: 12px 0;
      }
    `,
  ];

  render() {
    const series = seriesOf(this.view);
    if (!series) return nothing;
    const own = ownScore(this.view);
    const { texts = [] } = series;
    const from = own?.from ?? texts.length + 1;
    const counts = from > 1 ? html`<p class="quiet">${words.text('game.from', { text: from })}</p>` : nothing;
    if (series.phase !== 'result') {
      const isTold = askedOf(this.view)?.question.phase === 'revealed';
      if (!isTold) return html`${counts}<p class="quiet">${words.text('game.mayName')}</p>`;
      const [last] = own?.bits.slice(-1) ?? [];
      return last === undefined
        ? html`<p class="quiet">${words.text('game.none')}</p>`
        : html`<p>${rich(words.text('game.own', { bits: words.number(last, 1), mean: words.number(own?.mean ?? 0, 1) }))}</p>${counts}`;
    }
    return html`<h2>${words.text('game.title')}</h2>
      <p class="quiet">${words.text('game.over', { texts: texts.length })}</p>
      <ul>
        ${barsOf(series, own?.mean).map(
          ({ name, bits, share }) => html`<li class=${name}>
              <span>${whoIs(name, series, this.view, words)}</span><span>${words.text('prediction.bits', { bits: words.number(bits, 1) })}</span>
              <i aria-hidden="true" .style=${`--share: ${share}`}></i>
            </li>`,
        )}
      </ul>
      ${own ? counts : html`<p>${words.text('game.none')}</p>`}
      <p>${rich(words.text('game.less'))}</p>
      <p class="quiet">${words.text('game.people')} ${words.text('game.source')}</p>`;
  }
}

customElements.define('orrery-series-own', SeriesOwn);
