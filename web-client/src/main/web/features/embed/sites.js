/** The presenter's list of the sites that may show the room in a frame. */
import { css, html, nothing } from 'lit';
import { ask } from '../../ui/ask.js';
import { loadLate } from '../../ui/late-words.js';
import { shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';
import { words } from '../../ui/words.js';

/** As a browser names a site: scheme, host and port, which is what the server checks. @param {string} text @returns {string} what was typed, if it is no address */
export function originIn(text) {
  try {
    const { origin } = new URL(text.includes('://') ? text : `https://${text}`);
    return origin === 'null' ? text : origin;
  } catch {
    return text;
  }
}

class EmbedSites extends ViewElement {
  static properties = { told: { state: true } };

  static styles = [
    shared,
    css`
      textarea {
        width: 100%;
        min-height: 64px;
        margin-top: var(--s1);
      }
    `,
  ];

  constructor() {
    super();
    /** Whether its texts are there. */
    this.told = false;
    loadLate('embed', () => (this.told = true));
  }

  /** @param {{currentTarget: HTMLTextAreaElement}} event */
  #change({ currentTarget }) {
    ask(
      this,
      'embedFrom',
      currentTarget.value
        .split(/[\s,]+/)
        .filter(Boolean)
        .map(originIn),
    );
  }

  render() {
    const from = this.view?.room?.parts.embed?.from ?? [];
    if (!this.told) return nothing;
    return html`<label>
      ${words.text('embed.sites')}
      <textarea spellcheck="false" placeholder="https://slides.example.org" .value=${from.join('\n')} @change=${this.#change}></textarea>
    </label>`;
  }
}

customElements.define('orrery-embed-sites', EmbedSites);
