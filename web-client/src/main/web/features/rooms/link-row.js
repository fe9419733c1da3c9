/**
 * One link to a room: what it is for, and buttons to open and to copy it. A link that holds a key is neither shown nor put
 * into an `href`, where the status line would show it: a projector may be on. If the browser withholds the clipboard, as
 * over plain http, copying shows the link after all, selected, to be copied by hand.
 *
 * @typedef {import('lit').PropertyValues} PropertyValues
 */
import { css, html, LitElement, nothing } from 'lit';
import { presenterPath } from '../../live/presenter-key.js';
import { shared } from '../../ui/styles.js';
import { words } from '../../ui/words.js';

export class LinkRow extends LitElement {
  static properties = {
    what: {},
    link: { attribute: false },
    secret: { type: Boolean },
    copied: { state: true },
    shown: { state: true },
  };

  static styles = [
    shared,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        align-items: center;
        gap: var(--s1) var(--s3);
        padding: var(--s3) 0;
        border-top: 1px solid var(--line);
      }
      .what {
        font-weight: var(--w-strong);
      }
      .where {
        font-size: var(--text-sm);
        line-height: var(--lh-read);
        color: var(--ink-2);
        overflow-wrap: anywhere;
      }
      .ways {
        display: flex;
        gap: var(--s2);
      }
      .hand {
        grid-column: 1 / -1;
      }
      @media (max-width: 479px) {
        :host {
          grid-template-columns: minmax(0, 1fr);
        }
        .ways > * {
          flex: 1 1 0;
        }
      }
    `,
  ];

  constructor() {
    super();
    this.what = '';
    this.link = '';
    /** Whether the link holds a key. */
    this.secret = false;
    this.copied = false;
    /** Whether the link is shown to be copied by hand. */
    this.shown = false;
  }

  /** @param {PropertyValues | Map<PropertyKey, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('link')) this.copied = this.shown = false;
  }

  render() {
    return html`<div>
        <p class="what">${this.what}</p>
        <p class="where" translate=${this.secret ? nothing : 'no'}>${this.secret ? words.text('rooms.link.secret') : this.link.replace(/^https?:\/\//, '')}</p>
      </div>
      <div class="ways">
        <button class="plain" aria-label=${`${words.text('rooms.link.open')}: ${this.what}`} @click=${this.#open}>
          ${words.text('rooms.link.open')}
        </button>
        <button class="plain" aria-label=${`${words.text('rooms.link.copy')}: ${this.what}`} @click=${this.#copy}>
          ${words.text(this.copied ? 'rooms.link.copied' : 'rooms.link.copy')}
        </button>
      </div>
      ${
        this.shown
          ? html`<div class="hand">
            <label for="link">${words.text(matchMedia('(pointer: coarse)').matches ? 'link.touch' : 'link.keys')}</label>
            <input id="link" readonly .value=${this.link} @focus=${(/** @type {{target: HTMLInputElement}} */ event) => event.target.select()} />
          </div>`
          : nothing
      }
      <span class="hidden" role="status">${this.copied ? words.text('rooms.link.copied') : nothing}</span>`;
  }

  /** Opens the link at this page's own origin, which can be reached from here; the link's origin may not. */
  #open() {
    window.open(presenterPath(this.link, '') ?? new URL(this.link).pathname, '_blank', 'noopener');
  }

  async #copy() {
    try {
      await navigator.clipboard.writeText(this.link);
      this.copied = true;
    } catch {
      this.shown = true;
      await this.updateComplete;
      this.renderRoot.querySelector('input')?.focus();
    }
  }
}

customElements.define('orrery-link-row', LinkRow);
