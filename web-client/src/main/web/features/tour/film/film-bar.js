/** What is read aloud, over the scene, with the choice of the voice. */
import { css, html, nothing } from 'lit';
import { ask } from '../../../ui/ask.js';
import { icons } from '../../../ui/icons.js';
import { selectStyle } from '../../../ui/sheet-style.js';
import { shared } from '../../../ui/styles.js';
import { ViewElement } from '../../../ui/view-element.js';
import { words } from '../../../ui/words.js';

class FilmBar extends ViewElement {
  static styles = [
    shared,
    selectStyle,
    css`
      :host {
        position: absolute;
        z-index: 2;
        inset-inline: 0;
        bottom: calc(var(--bar-bottom) + 2 * var(--edge) + 40px);
        display: grid;
        justify-items: center;
        gap: var(--s2);
        pointer-events: none;
      }
      p,
      div {
        max-width: min(720px, calc(100vw - 2 * var(--s4)));
        padding: var(--s2) var(--s4);
        border-radius: var(--r2);
        background: var(--surface);
        box-shadow: var(--shadow-2);
        pointer-events: auto;
      }
      p {
        font-size: var(--text-lg);
        line-height: 1.35;
        text-align: center;
        text-wrap: balance;
      }
      div {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: center;
        gap: var(--s2) var(--s3);
        font-size: var(--text-sm);
        color: var(--ink-2);
      }
      select {
        max-width: 220px;
        min-height: 36px;
      }
      .plain {
        min-height: 36px;
        padding: 0 var(--s3);
      }
      .plain[aria-pressed='true'] {
        border-color: var(--accent);
        color: var(--accent);
      }
      @media (max-width: 720px) {
        :host {
          top: calc(var(--bar-top) + var(--s2));
          bottom: auto;
        }
        p {
          font-size: var(--text-md);
        }
        .plain,
        select {
          min-height: 48px;
        }
      }
    `,
  ];

  render() {
    const film = this.view?.film;
    if (!film?.on) return nothing;
    const { sentence, captions, voices, voice, why } = film;
    const isPaused = !this.view?.tour?.playing;
    return html`${(captions || why) && sentence ? html`<p aria-live="off">${sentence}</p>` : nothing}
      <div role="group" aria-label=${words.text('film.label')}>
        <span role="status">${words.text(why ? `film.${why}` : isPaused ? 'film.paused' : 'film.reads')}</span>
        ${
          voices.length > 1
            ? html`<select translate="no" aria-label=${words.text('film.voice')} title=${words.text('film.voice')} @change=${(/** @type {{target: HTMLSelectElement}} */ { target }) => ask(this, 'tourVoice', target.value)}>
              ${voices.map(({ id, name }) => html`<option value=${id} ?selected=${id === voice}>${name}</option>`)}
            </select>`
            : nothing
        }
        <button class="plain" aria-pressed=${String(captions)} @click=${() => ask(this, 'tourCaptions')}>${words.text('film.captions')}</button>
        <button class="icon" aria-label=${words.text('film.off')} title=${words.text('film.off')} @click=${() => ask(this, 'tourAloud')}>${icons.close}</button>
      </div>`;
  }
}

customElements.define('orrery-film', FilmBar);
