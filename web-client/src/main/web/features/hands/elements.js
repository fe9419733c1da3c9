/** Elements of raised hands: an attendee's button, the presenter's list, and the name of whom a presenter calls on, in the hall. */
import { css, html, nothing } from 'lit';
import { ask } from '../../ui/ask.js';
import { hallNote } from '../../ui/hall-note.js';
import { framed, pressed } from '../../ui/panel-styles.js';
import { shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';
import { words } from '../../ui/words.js';
import { handsOf, nameOn } from './hands.js';

/** A toggle button that raises and lowers the attendee's own hand. */
class HandButton extends ViewElement {
  static styles = [
    shared,
    pressed,
    css`
      .plain {
        flex-direction: column;
        gap: 0;
        width: 100%;
        min-width: 132px;
        height: 100%;
        min-height: 48px;
        background: var(--surface);
        box-shadow: var(--shadow-2);
      }
      :host([slot='tour']) .plain {
        height: auto;
        margin-top: var(--s3);
        box-shadow: none;
      }
      small {
        font-size: var(--text-sm);
        font-weight: normal;
      }
    `,
  ];

  render() {
    const { room } = this.view ?? {};
    if (!room) return nothing;
    const isUp = room.own.hands !== undefined,
      isCalled = isUp && handsOf(this.view).called?.id === room.id;
    const said = words.text(isCalled ? 'hands.called' : isUp ? 'hands.up' : 'hands.raise');
    return html`<button class="plain" aria-pressed=${String(isUp)} @click=${() => ask(this, 'hand', !isUp)}>
        <span>${said}</span>${isUp ? html`<small>${words.text('hands.lower')}</small>` : nothing}
      </button>
      <p class="hidden" role="status">${isUp ? said : ''}</p>`;
  }
}

/** The hands that are up, in their order. */
class HandList extends ViewElement {
  static styles = [
    shared,
    framed,
    pressed,
    css`
      :host {
        flex: none;
        max-height: 30%;
        overflow-y: auto;
      }
      :host([flat]) {
        max-height: none;
      }
      p {
        font-weight: var(--w-strong);
      }
      ol {
        display: grid;
        gap: var(--s1);
      }
      li {
        display: flex;
        align-items: center;
        gap: var(--s2);
        font-size: var(--text-sm);
      }
      bdi {
        flex: 1 1 auto;
        min-width: 0;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .called bdi {
        font-weight: var(--w-strong);
      }
      .plain {
        min-height: 32px;
        padding: 0 var(--s2);
      }
      @media (pointer: coarse) {
        .plain {
          min-height: 48px;
        }
      }
    `,
  ];

  render() {
    const { raised = [], called } = handsOf(this.view);
    return html`<section aria-label=${words.text('hands.title')}>
      <p role="status">${words.text('hands.count', { count: raised.length })}</p>
      <ol>
        ${raised.map((hand) => {
          const isCalled = hand.id === called?.id,
            name = nameOn(hand);
          return html`<li class=${isCalled ? 'called' : ''}>
            <bdi>${name}</bdi>
            <button class="plain" aria-pressed=${String(isCalled)} aria-label=${words.text('hands.callOn', { name })} @click=${() => ask(this, 'callOn', hand.id)}>
              ${words.text('hands.call')}
            </button>
            <button class="plain" aria-label=${words.text('hands.lowerOf', { name })} @click=${() => ask(this, 'lowerHand', hand.id)}>
              ${words.text('hands.down')}
            </button>
          </li>`;
        })}
      </ol>
    </section>`;
  }
}

/** The name of whom a presenter calls on, on the hall's screen. */
class CalledName extends ViewElement {
  static styles = [
    shared,
    hallNote,
    css`
      :host {
        right: 40px;
        background: var(--accent);
        color: var(--accent-ink);
      }
    `,
  ];

  render() {
    const { called } = handsOf(this.view);
    return called ? html`<bdi role="status">${nameOn(called)}</bdi>` : nothing;
  }
}

customElements.define('orrery-hand', HandButton);
customElements.define('orrery-hands', HandList);
customElements.define('orrery-hand-called', CalledName);
