/** The phases of the update that is looked at, in place of the steps, and the buttons that go from one to the next. */
import { css, html, nothing } from 'lit';
import { ask } from '../../../ui/ask.js';
import { icons } from '../../../ui/icons.js';
import { shared } from '../../../ui/styles.js';
import { ViewElement } from '../../../ui/view-element.js';
import { words } from '../../../ui/words.js';

export class UpdateLine extends ViewElement {
  static styles = [
    shared,
    css`
      :host {
        flex: 1;
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--s2) var(--s3);
      }
      ol {
        flex: 1 1 320px;
        display: flex;
        gap: 4px;
      }
      li {
        flex: 1;
        display: grid;
        border-top: 4px solid var(--line);
        border-radius: 2px;
      }
      li.past {
        border-color: color-mix(in srgb, var(--accent) 62%, var(--surface));
      }
      li.now {
        border-color: var(--accent);
      }
      li > * {
        min-height: 36px;
        padding: 0 var(--s1);
        text-align: start;
        font-size: var(--text-sm);
        color: var(--ink-2);
      }
      li > span {
        display: grid;
        align-items: center;
      }
      .now > * {
        color: var(--ink);
        font-weight: var(--w-strong);
      }
      .does {
        display: flex;
        gap: var(--s2);
      }
      .filled {
        white-space: nowrap;
      }
      @media (pointer: coarse) {
        li > button {
          min-height: 44px;
        }
      }
    `,
  ];

  render() {
    const { view } = this,
      shown = view?.update;
    if (!view || !shown) return nothing;
    const { phases } = shown,
      now = phases.indexOf(shown.phase);
    return html`${view.mayDrive ? this.#buttons(shown, now === phases.length - 1) : nothing}
      <ol aria-label=${words.text('update.title', { update: shown.update.update })}>
        ${phases.map((phase, i) => {
          const name = words.text(`update.phase.${phase}`),
            current = i === now ? 'step' : nothing;
          return html`<li class=${i === now ? 'now' : i < now ? 'past' : ''}>
            ${
              view.mayDrive
                ? html`<button aria-current=${current} @click=${() => ask(this, 'trainLook', phase)}>${name}</button>`
                : html`<span aria-current=${current}>${name}</span>`
            }
          </li>`;
        })}
      </ol>`;
  }

  /** @param {import('./update-look.js').UpdateView} shown @param {boolean} isLast */
  #buttons({ back, next }, isLast) {
    return html`<div class="does">
      <button
        class="icon framed"
        aria-label=${words.text('bar.back')}
        title=${words.text('bar.back')}
        ?disabled=${back === null}
        @click=${() => ask(this, 'trainLook', back)}
      >
        ${icons.back}
      </button>
      <button class="filled" @click=${() => ask(this, 'trainLook', next)}>${words.text(isLast ? 'update.end' : 'card.continue')}</button>
    </div>`;
  }
}

customElements.define('orrery-update-line', UpdateLine);
