/** A series of texts on the page of those who may drive: how it stands, and what to do next. */
import { css, html, nothing } from 'lit';
import { ask } from '../../ui/ask.js';
import { doesStyle } from '../../ui/asks/panel-frame.js';
import { framed } from '../../ui/panel-styles.js';
import { shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';
import { words } from '../../ui/words.js';
import { askedOf } from './asked.js';
import { barsOf, seriesOf, whoIs } from './series.js';

export class SeriesPanel extends ViewElement {
  static styles = [
    shared,
    framed,
    doesStyle,
    css`
      li {
        display: flex;
        justify-content: space-between;
        gap: var(--s3);
      }
    `,
  ];

  render() {
    const series = seriesOf(this.view);
    if (!series) return nothing;
    const { texts = [], people = 0, phase, names = false } = series;
    const button = (/** @type {string} */ key, /** @type {string} */ action, /** @type {unknown} */ value) =>
      html`<button class="plain" @click=${() => ask(this, action, value)}>${words.text(`game.do.${key}`)}</button>`;
    const isPending = ['open', 'closed'].includes(askedOf(this.view)?.question.phase ?? '');
    return html`<section aria-labelledby="title">
      <h2 id="title">${words.text('game.series', { texts: texts.length, people })}</h2>
      ${
        texts.length === 0
          ? nothing
          : html`<ul>
            ${barsOf(series).map(({ name, bits }) => html`<li><span>${whoIs(name, series, this.view, words)}</span><span>${words.text('prediction.bits', { bits: words.number(bits, 1) })}</span></li>`)}
          </ul>`
      }
      ${
        this.view?.room?.drives
          ? html`<div class="does">
            ${phase === 'on' && texts.length > 0 && !isPending ? button('result', 'series', 'result') : nothing}
            ${phase === 'result' ? button(names ? 'hide' : 'names', 'seriesNames', !names) : nothing}
            ${phase === 'result' ? button('on', 'series', 'on') : nothing} ${button('off', 'series', 'off')}
          </div>`
          : nothing
      }
    </section>`;
  }
}

customElements.define('orrery-series-panel', SeriesPanel);
