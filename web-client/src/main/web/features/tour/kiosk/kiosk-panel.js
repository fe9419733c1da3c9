/** What a kiosk shows beside the machine: the tour, its beat, what is read, and how to take over. Large enough to be read from some steps away. */
import { css, html, nothing } from 'lit';
import { shared } from '../../../ui/styles.js';
import { ViewElement } from '../../../ui/view-element.js';
import { words } from '../../../ui/words.js';

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
