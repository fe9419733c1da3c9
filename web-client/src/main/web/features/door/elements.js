/** The presenter's panel of who may enter. */
import { css, html, nothing } from 'lit';
import { insist } from '../../live/retry.js';
import { ask } from '../../ui/ask.js';
import { folded } from '../../ui/folded.js';
import { audienceLink } from '../../ui/join-address.js';
import { framed, pressed } from '../../ui/panel-styles.js';
import { shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';
import { words } from '../../ui/words.js';
import { OPEN } from './door.js';

/** @typedef {import('./feature.js').Door} Door */

/** Loads what only the opened controls need. */
const load = () => void insist(() => Promise.all([import('./key-link.js'), import('../embed/sites.js')]));

/** A line that says who may enter, and opens to the controls. */
class DoorPanel extends ViewElement {
  static styles = [
    shared,
    framed,
    folded,
    pressed,
    css`
      .plain {
        min-height: 36px;
        padding: 0 var(--s3);
      }
      input {
        width: 96px;
        min-height: 36px;
        padding: 0 var(--s2);
      }
      .row > span {
        flex: 1 1 120px;
      }
    `,
  ];

  /** @param {{currentTarget: HTMLInputElement}} event */
  #changeCapacity({ currentTarget }) {
    ask(this, 'capacity', Math.max(0, Math.floor(Number(currentTarget.value) || 0)));
  }

  render() {
    const { room } = this.view ?? {};
    if (!room || !(room.drives || room.role === 'presenter')) return nothing;
    const { locked, capacity, keptOut } = room.parts.door ?? OPEN;
    return html`<section aria-label=${words.text('door.title')}>
      <details @toggle=${load}>
        <summary>${words.text('door.summary', { who: whoMayEnter({ locked, capacity, keptOut }) })}</summary>
        <div class="row">
          <span>${words.text('door.lockNote')}</span>
          <button class="plain" aria-pressed=${String(locked)} @click=${() => ask(this, 'lock', !locked)}>
            ${words.text(locked ? 'door.unlock' : 'door.lock')}
          </button>
        </div>
        ${['moderator', 'remote'].map(
          (kind) =>
            html`<orrery-key-link
              .kind=${kind}
              .code=${this.view?.code}
              .base=${audienceLink(/** @type {any} */ (this.view))}
            ></orrery-key-link>`,
        )}
        <label class="row">
          <span>${words.text('door.capacity')}</span>
          <input
            type="number"
            min="1"
            max="1000000"
            inputmode="numeric"
            placeholder=${words.text('door.noCapacity')}
            .value=${capacity === 0 ? '' : String(capacity)}
            @change=${this.#changeCapacity}
          />
        </label>
        <orrery-embed-sites .view=${this.view}></orrery-embed-sites>
        ${
          keptOut === 0
            ? nothing
            : html`<div class="row">
              <span>${words.text('door.keptOut', { count: keptOut })}</span>
              <button class="plain" @click=${() => ask(this, 'letIn')}>${words.text('door.letIn')}</button>
            </div>`
        }
      </details>
    </section>`;
  }
}

/** In a few words. @param {Door} door */
function whoMayEnter({ locked, capacity, keptOut }) {
  if (locked) return words.text('door.who.known');
  if (keptOut > 0) return words.text('door.who.some');
  return capacity > 0 ? words.text('door.who.upTo', { count: capacity }) : words.text('door.who.all');
}

customElements.define('orrery-door', DoorPanel);
